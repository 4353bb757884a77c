// Every incident, newest first.
import { html } from "../lib.js";
import { setQuery } from "../router.js";
import { useList } from "../resource.js";
import { useStore } from "../store.js";
import { useSession } from "../session.js";
import { overview } from "../overview-store.js";
import { AsOf, Button, Choice, Empty, Lasted, LoadedList, PageHead, Select, State, Status, Table, Time } from "../components/ui.js";
import { places, trouble, keeper } from "../work/words.js";
import { SnoozedTag } from "../work/snoozed.js";
import { to } from "../routes.js";
import * as format from "../format.js";

const VIEWS = {
  now: { text: "Now", state: ["open", "acknowledged"] },
  recovered: { text: "Recovered", state: ["recovered"] },
  closed: { text: "Closed", state: ["resolved", "retracted"] },
  all: { text: "All", state: null },
};

export default function Incidents({ query }) {
  const view = VIEWS[query.view] ? query.view : "now";
  const region = query.region ?? null;
  const { data } = useStore(overview);
  const me = useSession()?.user;
  const index = places(data);
  const mine = query.who === "me";
  const list = useList("/api/v1/incidents", { state: VIEWS[view].state, region, unit: query.unit, node: query.node, assignee: mine ? me : null },
    { changes: (change) => change.type === "incident" || change.type === "decision" });
  const narrowed = query.unit ?? query.node;
  return html`<${PageHead} title="Incidents" sub="What was out of its limits, newest first" actions=${html`<${AsOf} at=${list.at} />`} />
    <div class="filters">
      <${Choice} label="State" value=${view} onChange=${(next) => setQuery({ view: next === "now" ? null : next })}
        options=${Object.entries(VIEWS).map(([value, { text }]) => ({ value, text }))} />
      <${Choice} label="Who" value=${mine ? "me" : null} onChange=${(who) => setQuery({ who })} options=${[{ value: null, text: "Everybody's" }, { value: "me", text: "Mine" }]} />
      <${Select} label="Region" hideLabel value=${region} onChange=${(next) => setQuery({ region: next })}
        options=${[{ value: null, text: "All regions" }, ...(data?.regions ?? (region ? [{ id: region, name: region }] : [])).map((one) => ({ value: one.id, text: one.name }))]} />
      ${narrowed && html`<span class="tag">Only ${index.get(query.unit)?.unit.name ?? narrowed}</span><${Button} kind="quiet" onClick=${() => setQuery({ unit: null, node: null })}>Show all<//>`}
    </div>
    <div class="card" data-flush="true"><${LoadedList} list=${list} what="incidents" empty=${html`<${Nothing} view=${view} filtered=${Boolean(region || narrowed)} mine=${mine} />`}>
      ${(items) => html`<${Table} caption="Incidents" rows=${items} rowKey=${(incident) => incident.id} columns=${[
        { head: "Unit", cell: (incident) => {
          const place = index.get(incident.unit);
          return html`<a href=${to.incident(incident.id)}>${incident.unit_name}</a><span class="row-sub">${place ? `${place.node.name} · ${place.region.name}` : `${incident.node} · ${incident.region}`}</span>${incident.member_count > 0 && html`<span class="row-sub">and ${format.count(incident.member_count, "more incident")} of one event</span>`}
            ${incident.member_of && html`<span class="row-sub">part of <a href=${to.incident(incident.member_of)}>one event</a></span>`}`;
        } },
        { head: "What", cell: (incident) => html`<span><${Status} status=${incident.level} /><span class="row-sub">${trouble(incident)}${incident.times_opened > 1 ? `, opened ${incident.times_opened} times` : ""}</span></span>` },
        { head: "State", cell: (incident) => html`<span><${State} state=${incident.state} /><span class="row-sub">${incident.state === "resolved" ? (incident.cause_code === "sensor_died" ? `Sensor died: ${incident.cause}` : incident.cause) : ["open", "acknowledged", "recovered"].includes(incident.state) ? keeper(incident, me) : ""}</span><${SnoozedTag} incident=${incident} /></span>` },
        { head: "Began", cell: (incident) => html`<span><${Time} time=${incident.started_at} mode="at" /><span class="row-sub"><${Time} time=${incident.started_at} /></span></span>` },
        { head: "Lasted", align: "end", cell: (incident) => html`<span><${Lasted} from=${incident.started_at} to=${incident.recovered_at ?? (["resolved", "retracted"].includes(incident.state) ? incident.resolved_at ?? incident.opened_at : null)} />${!incident.recovered_at
          && ["open", "acknowledged"].includes(incident.state) && html`<span class="row-sub">goes on</span>`}</span>` },
        { head: "Worst", align: "end", cell: (incident) => format.worst(incident) },
        { head: "Stock exposed", align: "end", cell: (incident) => html`<span>${incident.handling_units ? format.count(incident.handling_units, "handling unit") : "none"}${incident.proposed_decisions > 0
          && html`<span class="row-sub warn">decision waits</span>`}</span>` },
      ]} />`}<//></div>`;
}

function Nothing({ view, filtered, mine }) {
  if (mine) return html`<${Empty} icon="person" tone=${view === "now" ? "ok" : undefined} title="Nothing is yours here">Take an incident on its page, or ask for everybody's.<//>`;
  if (filtered) return html`<${Empty} icon="search" title="No incident fits">Other regions or states may have some.<//>`;
  if (view === "now") return html`<${Empty} tone="ok" title="Nothing is wrong now">New incidents appear here by themselves.<//>`;
  if (view === "recovered") return html`<${Empty} tone="ok" title="Nothing waits to be closed">Incidents come here when they are over, until somebody resolves them with their cause.<//>`;
  return html`<${Empty} icon="incidents" title="No incidents here yet">They stay on record for good.<//>`;
}
