// One incident: what, where, since when, how bad, what to do, and what was done.
import { html, useEffect, useState } from "../lib.js";
import { useResource } from "../resource.js";
import { useStore } from "../store.js";
import { can, useSession } from "../session.js";
import { overview } from "../overview-store.js";
import { useLiveValues, LiveValue, newestOf, useWorst } from "../components/live-value.js";
import { BandBar } from "../components/band-bar.js";
import { AsOf, Button, Card, Empty, ErrorState, Lasted, Loaded, Note, PageHead, Skeleton, State, Status, Table, Time } from "../components/ui.js";
import { beyond, comparesWithBand, firstSteps, followsUnit, keeper, places, proposal, takenBack, trouble, unknownSince } from "../work/words.js";
import * as moves from "../work/incident-moves.js";
import { decide } from "../work/decide.js";
import { NO_RECORD, Overstays } from "../work/overstays.js";
import { SnoozedNote } from "../work/snoozed.js";
import { Timeline } from "../work/timeline.js";
import { to } from "../routes.js";
import * as format from "../format.js";
import * as time from "../time.js";

const MAY_NOT = "your role does not include working on incidents";

export default function Incident({ params }) {
  const resource = useResource(`/api/v1/incidents/${encodeURIComponent(params.id)}`, {
    changes: (change) => change.ref === params.id || (unitNow && change.unit === unitNow && ["incident", "decision", "stock", "movement", "notice"].includes(change.type)),
  });
  const unitNow = resource.data?.unit;
  useLiveValues(unitNow ? `unit:${unitNow}` : null);
  if (!resource.data) {
    return html`<${PageHead} title="Incident" crumbs=${[{ href: "/incidents", text: "Incidents" }]} />
      ${resource.error ? html`<${ErrorState} error=${resource.error} retry=${resource.reload} />` : html`<${Skeleton} lines=${8} />`}`;
  }
  return html`<${Loaded} resource=${resource}>${(incident) => html`<${Page} incident=${incident} resource=${resource} />`}<//>`;
}

function Page({ incident, resource }) {
  const me = useSession()?.user;
  const place = places(useStore(overview).data).get(incident.unit);
  const zone = time.readerZone;
  const put = (done) => { if (done) resource.put(done); };
  const lasting = !incident.recovered_at && (incident.state === "open" || incident.state === "acknowledged");
  return html`<${PageHead} title=${`${trouble(incident)}: ${incident.unit_name}`} tab=${`${trouble(incident)}: ${incident.unit_name}`}
      crumbs=${[{ href: to.region(incident.region), text: incident.region_name }, { href: to.node(incident.node), text: incident.node_name }, { href: to.unit(incident.unit), text: incident.unit_name }]}
      sub=${html`<span class="row"><${Status} status=${incident.level} /><${State} state=${incident.state} />
        <span>${incident.state === "retracted" ? "thought to be out of its limits" : lasting ? html`for <b><${Lasted} from=${incident.started_at} /></b>` : html`lasted <b><${Lasted} from=${incident.started_at} to=${incident.recovered_at ?? incident.resolved_at} /></b>`},
        since <${Time} time=${incident.started_at} zone=${zone} mode="at" />${incident.times_opened > 1 && html`, ${opened(incident)}`}</span><${AsOf} at=${resource.at} /></span>`}
      actions=${html`<${Actions} incident=${incident} etag=${resource.etag} me=${me} put=${put} />`} />
    ${incident.state === "retracted" && html`<${Retraction} incident=${incident} />`}
    <${SnoozedNote} incident=${incident} wake=${async () => put(await moves.wake(incident))} why=${can("incidents") ? undefined : MAY_NOT} />
    <div class="columns">
      <div class="stack">
        <${Event} incident=${incident} />
        <${HowBad} incident=${incident} place=${place} />
        <${WhatToDo} incident=${incident} reload=${resource.reload} />
        ${incident.measure === "dwell" && html`<${Overstays} incident=${incident} />`}
        <${Chart} incident=${incident} />
        <${Members} incident=${incident} />
        ${incident.measure !== "dwell" && html`<${Exposed} incident=${incident} />`}
        <${Excursions} incident=${incident} />
      </div>
      <div class="stack">
        <${Card} title="People"><${People} incident=${incident} me=${me} /><//>
        <${Card} title="What happened"><${Timeline} incident=${incident} /><//>
      </div>
    </div>`;
}

function Actions({ incident, etag, me, put }) {
  const [busy, setBusy] = useState(null);
  if (incident.state === "resolved" || incident.state === "retracted") return null;
  const allowed = can("incidents");
  const why = allowed ? undefined : MAY_NOT;
  const act = (name, move) => async () => {
    setBusy(name);
    try {
      put(await move());
    } finally {
      setBusy(null);
    }
  };
  const lasts = incident.state !== "recovered";
  return html`${incident.state === "open" && html`<${Button} kind="primary" icon="person" busy=${busy === "ack"} why=${why} onClick=${act("ack", () => moves.acknowledge(incident))}>Acknowledge<//>`}
    ${incident.assignee !== me && html`<${Button} busy=${busy === "take"} why=${why} onClick=${act("take", () => moves.take(incident, etag))}>Take it<//>`}
    ${incident.assignee === me && html`<${Button} busy=${busy === "back"} why=${why} onClick=${act("back", () => moves.unassign(incident, etag))}>Give it back<//>`}
    ${lasts && html`<${Button} icon="clock" why=${why} onClick=${act("snooze", () => moves.snooze(incident, etag))}>Snooze …<//>`}
    <${Button} why=${why} onClick=${act("assign", () => moves.assign(incident, etag))}>Assign …<//>
    ${incident.state !== "open" && html`<${Button} kind=${incident.state === "recovered" ? "primary" : "plain"} icon="check" why=${why} onClick=${act("resolve", () => moves.resolve(incident, etag))}>Resolve …<//>`}
    ${incident.measure !== "dwell" && html`<${Button} kind="quiet" why=${why} onClick=${act("died", () => moves.sensorDied(incident, etag))}>Sensor died …<//>`}
    ${why && html`<p class="small muted full">You can look but not act: ${why}.</p>`}`;
}

/** What it is a part of: one event of many units, or a power cut at its node. */
function Event({ incident }) {
  const { lead, power, members } = incident;
  if (!lead && power.length === 0 && members.length === 0) return null;
  const nodes = new Set([incident.node, ...members.map((one) => one.node)]).size;
  const units = new Set([incident.unit, ...members.map((one) => one.unit)]).size;
  return html`<${Card} title=${lead || members.length ? "One event" : "Power"}>
    ${members.length > 0 && html`<p><b>${format.count(units, "unit")}</b> of ${format.count(nodes, "node")} ${lasting(members, incident)}. They began within ten minutes, so people are told of one event; acknowledge or resolve it here for all of them.</p>`}
    ${lead && html`<p>Part of an event that <a href=${to.incident(lead.id)}>${trouble(lead)}: ${lead.unit_name}, ${lead.node_name}</a> leads. Acknowledge or resolve it there.</p>`}
    ${power.length > 0 && html`<p>Mains ${power.some((one) => !one.recovered_at) ? "are" : "were"} away at this node: ${power.map((one, i) => html`${i ? ", " : ""}<a key=${one.id} href=${to.incident(one.id)}>${one.unit_name}</a> since <${Time} time=${one.started_at} zone=${time.readerZone} mode="at" />`)}</p>`}
  <//>`;
}

const opened = (incident) => `opened ${incident.times_opened} times`;

function lasting(members, incident) {
  const over = [incident, ...members].filter((one) => one.recovered_at).length;
  return over === 0 ? "have it" : over > members.length ? "had it" : `have or had it, ${over} of ${members.length + 1} are over`;
}

function Members({ incident }) {
  const rows = incident.members;
  if (rows.length === 0) return null;
  return html`<${Card} title="Also in this event" count=${incident.member_count} flush><${Table} caption="Members" rows=${rows} rowKey=${(row) => row.id} columns=${[
    { head: "Unit", cell: (row) => html`<a href=${to.incident(row.id)}>${row.unit_name}</a><span class="row-sub">${row.node_name}</span>` },
    { head: "Level", cell: (row) => html`<${Status} status=${row.level} />` },
    { head: "State", cell: (row) => html`<${State} state=${row.state} />` },
    { head: "Began", cell: (row) => html`<${Time} time=${row.started_at} zone=${time.readerZone} mode="at" />` },
    { head: "Ended", cell: (row) => (row.recovered_at ? html`<${Time} time=${row.recovered_at} zone=${time.readerZone} mode="at" />` : "goes on") },
  ]} /><//>`;
}

/** Why there is nothing to do any more, and when that became known. */
function Retraction({ incident }) {
  const line = incident.history.findLast((one) => one.event === "merged" || one.event === "excursion_retracted" || one.event === "excursion_left");
  const at = line && html`<${Time} time=${line.at} zone=${time.readerZone} mode="at" />`;
  return html`<${Note} tone="neutral"><span>${line?.event === "excursion_retracted" || !line
    ? html`<b>Retracted${at && html` ${at}`}.</b> What came in later shows that nothing was wrong. ${incident.notices.some((notice) => notice.kind === "incident_retracted") && "Who was told of it was told so. "}What was known before stays in the history below.`
    : html`<b>Part of another incident since ${at}.</b> <a href=${to.incident(line.detail.into)}>Go there</a>`}</span><//>`;
}

function HowBad({ incident, place }) {
  const unit = place?.unit;
  const code = incident.value_unit;
  const comparable = comparesWithBand(incident, unit);
  const follows = followsUnit(incident, unit);
  const worst = useWorst(incident, follows ? unit : null);
  const ofProduct = incident.measure === "product";
  const silent = unit?.state === "unknown" && incident.measure !== "missing" && incident.channel === unit.channel && incident.excursions.some((one) => one.ended_at === null);
  const since = unknownSince(incident) ?? (silent ? unit.time : null);
  const live = Boolean(unit) && incident.state !== "retracted";
  const bounds = unit && format.band(unit.min, unit.max);
  // Nothing is left of what late readings took back; what it was thought to be is in the history.
  if (incident.state === "retracted" && incident.excursions.length === 0) return null;
  const rules = [...new Set(incident.excursions.map((excursion) => (excursion.rule_version ? `${excursion.rule}, version ${excursion.rule_version.id}` : excursion.rule)))];
  const unknown = incident.excursions.reduce((sum, excursion) => sum + excursion.unknown_s, 0);
  return html`<${Card} tone=${incident.recovered_at ? undefined : incident.level} title="How bad">
    <div class="gauge">
      ${live && unit.value !== null && unit.value !== undefined && html`<div><p class="label">${since || unit.state === "unknown" ? "Last known" : ofProduct ? "Air now" : format.plain(incident) ? `${format.sentence(unit.quantity)} now` : "Now"}</p><p class="figure" data-status=${since || unit.state === "unknown" ? "unknown" : incident.recovered_at || incident.measure === "dwell" ? "ok" : incident.level}>
        <${LiveValue} channel=${unit.channel} value=${unit.value} time=${unit.time} unit=${unit.value_unit} quantity=${unit.quantity} /></p></div>`}
      <div><p class="label">${ofProduct ? "Product, worst" : format.plain(incident) ? "What" : "Worst"}</p><p class="figure">${ofProduct ? format.withUnit(worst, code) : format.worst({ ...incident, worst_value: worst })}</p>
        ${comparable && html`<p class="small muted">${beyond(worst, unit.min, unit.max)}</p>`}</div>
      ${bounds && !format.plain(incident) && html`<div><p class="label">Band</p><p class="figure">${bounds}</p></div>`}
      <div><p class="label">${incident.slot === NO_RECORD ? "Without a record" : incident.measure === "dwell" ? "There for too long" : "Stock exposed"}</p><p class="figure">${format.number(incident.handling_units, 0)}</p><p class="small muted">handling unit${incident.handling_units === 1 ? "" : "s"}</p></div>
    </div>
    ${comparable && live && html`<${BandBar} min=${unit.min} max=${unit.max} worst=${worst} channel=${unit.state === "known" && !ofProduct ? unit.channel : null} value=${unit.state === "known" && !ofProduct ? newestOf(unit.channel, unit.value, unit.time) : null} />`}
    ${rules.length > 0 && html`<p class="small"><span class="muted">Rule: </span>${rules.join("; ")}</p>`}
    ${since && html`<p class="small" data-tone="unknown"><b>No reading since <${Time} time=${since} zone=${time.readerZone} mode="at" />.</b> Whether it goes on is not known.</p>`}
    ${unknown > 0 && html`<p class="small muted">For ${time.duration(unknown * 1000)} of it no reading came: unknown, neither good nor bad.</p>`}
  <//>`;
}

function WhatToDo({ incident, reload }) {
  const waiting = incident.decisions.filter((decision) => decision.state === "proposed");
  const settled = incident.decisions.filter((decision) => decision.state !== "proposed");
  const steps = firstSteps(incident);
  const allowed = can("decisions");
  const why = allowed ? undefined : "your role does not include decisions about stock";
  const settle = (decision, verb) => async () => { if (await decide(decision.id, verb)) reload(); };
  if (!waiting.length && !settled.length && !steps.length) return null;
  return html`<${Card} title=${waiting.length || steps.length ? "What to do" : "Decisions"}>
    ${waiting.map((decision) => html`<div key=${decision.id} class="decision-box"><div><p class="decision-title">${proposal(decision)}</p>
      <p class="small">Proposed <${Time} time=${decision.proposed_at} />: they were inside while the unit was out of its limits. <a href=${to.decision(decision.id)}>See the evidence</a></p></div>
      <div class="actions"><${Button} kind="primary" icon="check" why=${why} onClick=${settle(decision, "approve")}>Approve …<//>
        <${Button} why=${why} onClick=${settle(decision, "reject")}>Reject …<//></div></div>`)}
    ${settled.map((decision) => html`<p key=${decision.id} class="small settled"><${State} state=${decision.state} /> <a href=${to.decision(decision.id)}>${proposal(decision)}</a>
      ${decision.decided_by && html`, by ${decision.decided_by} <${Time} time=${decision.decided_at} />`}${decision.reason && html`: “${decision.reason}”`}</p>`)}
    ${steps.length > 0 && html`<ol class="steps">${steps.map((step) => html`<li key=${step}>${step}</li>`)}</ol>`}
  <//>`;
}

function Chart({ incident }) {
  const [part, setPart] = useState(null);
  useEffect(() => {
    import("../components/unit-chart.js").then((module) => setPart(() => module.UnitChart), () => {});
  }, []);
  if (!part) return null;
  const UnitChart = part;
  const began = Date.parse(incident.started_at);
  const closed = incident.recovered_at ?? (incident.state === "retracted" ? incident.history.at(-1)?.at : null);
  const ended = closed ? Math.max(began, Date.parse(closed)) : null;
  const around = Math.max(30 * 60_000, ((ended ?? Date.now()) - began) * 0.5);
  const from = new Date(began - around).toISOString();
  const to_ = ended ? new Date(ended + around).toISOString() : null;
  return html`<${Card} title="Readings" actions=${html`<a href=${to.unit(incident.unit)}>More in the unit</a>`}>
    <${UnitChart} unit=${incident.unit} from=${from} to=${to_} live=${!ended} /><//>`;
}

function Exposed({ incident }) {
  // One handling unit may have been in several excursions: one line each, with all its time.
  const byUnit = new Map();
  for (const exposure of incident.exposures) {
    const seen = byUnit.get(exposure.handling_unit);
    if (!seen) byUnit.set(exposure.handling_unit, { ...exposure, times: [exposure] });
    else seen.times.push(exposure);
  }
  const rows = [...byUnit.values()];
  const span = (list) => list.reduce((sum, one) => sum + ((one.to ? Date.parse(one.to) : Date.now()) - Date.parse(one.from)), 0);
  return html`<${Card} title="Affected stock" count=${rows.length} flush>
    ${rows.length === 0 ? html`<${Empty} icon="stock" title="No stock was inside">None is recorded in this unit for the time.<//>`
      : html`<${Table} caption="Affected stock" rows=${rows} rowKey=${(row) => row.handling_unit} columns=${[
        { head: "Handling unit", cell: (row) => html`<a href=${to.handlingUnit(row.handling_unit)}>${row.handling_unit}</a>` },
        { head: "Product", cell: (row) => format.sentence(row.product.replaceAll("-", " ")) },
        { head: "Lot", cell: (row) => row.lot },
        { head: "Exposed from", cell: (row) => html`<${Time} time=${row.times[0].from} zone=${time.readerZone} mode="at" />` },
        { head: "For", align: "end", cell: (row) => html`<span>${time.duration(span(row.times))}${row.times.some((one) => !one.to) && html`<span class="row-sub">goes on</span>`}</span>` },
      ]} />`}<//>`;
}

const subject = (incident) => (incident.measure === "dwell"
  ? { head: "Handling unit", cell: (row) => html`<a href=${to.handlingUnit(row.handling_unit)}>${row.handling_unit}</a>` }
  : { head: "Channel", cell: (row) => html`<a class="mono" href=${to.device(row.device)}>${row.device}/${row.channel}</a>` });

function Excursions({ incident }) {
  const taken = takenBack(incident);
  return html`${incident.excursions.length > 0 && html`<${Card} title="Out of limits" count=${incident.excursions.length} flush><${Table} caption="Excursions" rows=${incident.excursions} rowKey=${(row) => row.id} columns=${[
    { head: "Began", cell: (row) => html`<${Time} time=${row.started_at} zone=${time.readerZone} mode="at" />` },
    { head: "Ended", cell: (row) => (row.ended_at ? html`<${Time} time=${row.ended_at} zone=${time.readerZone} mode="at" />${row.unknown_until && html`<span class="row-sub" data-tone="unknown">no data until <${Time} time=${row.unknown_until} zone=${time.readerZone} mode="at" /></span>`}`
      : row.unknown_since && row.measure !== "missing" ? html`<span data-tone="unknown">no data since <${Time} time=${row.unknown_since} zone=${time.readerZone} mode="at" /></span>` : "goes on") },
    { head: "Level", cell: (row) => html`<span><${Status} status=${row.level} />${row.critical_at && row.critical_at !== row.confirmed_at && html`<span class="row-sub">since <${Time} time=${row.critical_at} zone=${time.readerZone} mode="at" /></span>`}</span>` },
    { head: "Worst", align: "end", cell: (row) => format.worst(row) },
    { head: "Unknown", align: "end", cell: (row) => (row.unknown_s > 0 ? time.duration(row.unknown_s * 1000) : "none") },
    subject(incident),
    { head: "Found", cell: (row) => html`<span><${Time} time=${row.found_at} zone=${time.readerZone} mode="at" />${row.corrected_at && html`<span class="row-sub">corrected <${Time} time=${row.corrected_at} zone=${time.readerZone} mode="at" /></span>`}</span>` },
  ]} /><//>`}
  ${taken.length > 0 && html`<${Card} title="Taken back" count=${taken.length} flush><${Table} caption="What late readings took back" rows=${taken} rowKey=${(row) => row.excursion} columns=${[
    { head: "Thought to begin", cell: (row) => html`<${Time} time=${row.started_at} zone=${time.readerZone} mode="at" />` },
    { head: "To end", cell: (row) => (row.ended_at ? html`<${Time} time=${row.ended_at} zone=${time.readerZone} mode="at" />` : "not yet then") },
    { head: "Level", cell: (row) => html`<${Status} status=${row.level} />` },
    { head: "Found", cell: (row) => (row.found_at ? html`<${Time} time=${row.found_at} zone=${time.readerZone} mode="at" />` : "in another incident") },
    { head: "Taken back", cell: (row) => html`<${Time} time=${row.retracted_at} zone=${time.readerZone} mode="at" />` },
  ]} /><//>`}`;
}

function People({ incident, me }) {
  return html`<dl class="facts one">
    ${incident.state !== "resolved" && incident.state !== "retracted" && html`<div><dt>Who sees to it</dt><dd>${keeper(incident, me)}</dd></div>`}
    ${incident.acknowledged_by && html`<div><dt>Acknowledged</dt><dd>${incident.acknowledged_by}, <${Time} time=${incident.acknowledged_at} zone=${time.readerZone} mode="both" /></dd></div>`}
    ${incident.resolved_by && html`<div><dt>Resolved</dt><dd>${incident.resolved_by}, <${Time} time=${incident.resolved_at} zone=${time.readerZone} mode="both" /></dd></div>`}
    ${incident.cause && html`<div><dt>Cause</dt><dd>${incident.cause_code === "sensor_died" && html`<b>Sensor died.</b> `}${incident.cause}</dd></div>`}
    <div><dt>Known to the server</dt><dd><${Time} time=${incident.opened_at} zone=${time.readerZone} mode="both" /></dd></div>
  </dl>`;
}
