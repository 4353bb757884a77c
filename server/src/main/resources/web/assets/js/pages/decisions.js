// Decisions that wait for people, newest first, and those that were taken.
import { html, useMemo, useState } from "../lib.js";
import { setQuery } from "../router.js";
import { useList, useResource } from "../resource.js";
import { useStore } from "../store.js";
import { can } from "../session.js";
import { overview } from "../overview-store.js";
import { AsOf, Button, Choice, Empty, Loaded, LoadedList, PageHead, State, Status, Table, Tag, Time } from "../components/ui.js";
import { Icon } from "../components/icons.js";
import { Evidence } from "../work/evidence.js";
import { decide } from "../work/decide.js";
import { readerZone } from "../time.js";
import { whyNot } from "../plan/approve-all.js";
import { Way } from "../plan/decision-card.js";
import { decisionTitle, money, needsText } from "../plan/words.js";
import { places, proposal, trouble } from "../work/words.js";
import { styles } from "../styles.js";
import { to } from "../routes.js";
import * as format from "../format.js";

await styles("/assets/css/plan.css");

const VIEWS = { proposed: "Waiting", approved: "Approved", rejected: "Rejected", reverted: "Taken back", withdrawn: "Withdrawn" };

export default function Decisions({ query }) {
  const view = VIEWS[query.state] ? query.state : "proposed";
  const { data } = useStore(overview);
  const index = places(data);
  const nodes = useMemo(() => new Map((data?.regions ?? []).flatMap((region) => region.nodes.map((node) => [node.id, node.name]))), [data]);
  const list = useList("/api/v1/decisions", { state: view, unit: query.unit }, { changes: (change) => change.type === "decision" || change.type === "incident" || change.type === "plan" });
  return html`<${PageHead} title="Decisions" sub="The server proposes, people decide" actions=${html`<${AsOf} at=${list.at} /><a class="button" data-kind="plain" href="/drill"><span>Drill</span></a><a class="button" data-kind="primary" href="/plan"><span>The whole plan</span></a>`} />
    <div class="filters"><${Choice} label="State" value=${view} onChange=${(next) => setQuery({ state: next === "proposed" ? null : next })}
      options=${Object.entries(VIEWS).map(([value, text]) => ({ value, text, count: value === "proposed" ? data?.counts.proposed_decisions : undefined }))} /></div>
    <${LoadedList} list=${list} what="decisions" empty=${html`<div class="card"><${Nothing} view=${view} /></div>`}>
      ${(items) => (view === "proposed"
        ? html`<ul class="queue">${items.map((decision) => html`<${Waiting} key=${decision.id} decision=${decision} place=${index.get(decision.unit)} nodes=${nodes} reload=${list.reload} />`)}</ul>`
        : html`<div class="card" data-flush="true"><${Decided} items=${items} index=${index} /></div>`)}<//>`;
}

function Waiting({ decision, place, nodes, reload }) {
  const [open, setOpen] = useState(false);
  const why = can("decisions") ? undefined : "your role does not include decisions about stock";
  const settle = (verb) => async () => { if (await decide(decision.id, verb)) reload(); };
  return html`<li class="card waiting"><div class="waiting-main">
      <div><p class="row">${decision.level ? html`<${Status} status=${decision.level} /><b>${trouble(decision)}</b>` : html`<${Tag} tone="accent">Plan<//>`}${decision.escalated_at && html`<${Tag} tone="critical">Overdue<//>`}
          <span class="muted">proposed <${Time} time=${decision.proposed_at} /></span></p>
        <h2><a href=${to.decision(decision.id)}>${decisionTitle(decision, nodes)}${decision.unit_name ? ` in ${decision.unit_name}` : ""}</a></h2>
        <${Way} decision=${decision} nodes=${nodes} />
        <p class="muted">${place && `${place.node.name} · ${place.region.name} · `}${money(decision.value)}${decision.needs?.persons > 1 ? ` · needs ${needsText(decision.needs)}` : ""}${decision.approvals.length > 0
          ? ` · approved by ${decision.approvals.map((one) => one.by).join(", ")}` : ""} · ${decision.incident_id ? html`<a href=${to.incident(decision.incident_id)}>See the incident</a>` : html`<a href=${to.plan(decision.plan)}>See the plan</a>`}</p></div>
      <div class="actions"><${Button} kind="primary" icon="check" why=${whyNot(decision)} onClick=${settle("approve")}>Approve …<//><${Button} why=${why} onClick=${settle("reject")}>Reject …<//></div></div>
    ${decision.incident_id && html`<button type="button" class="evidence-toggle" aria-expanded=${open ? "true" : "false"} onClick=${() => setOpen(!open)}><${Icon} name="chevron" size="16" />Evidence</button>`}
    ${open && html`<${LoadedEvidence} id=${decision.id} zone=${readerZone} />`}</li>`;
}

function LoadedEvidence({ id, zone }) {
  const resource = useResource(`/api/v1/decisions/${encodeURIComponent(id)}`, { changes: (change) => change.ref === id });
  return html`<div class="evidence-body"><${Loaded} resource=${resource} lines=${3}>${(decision) => html`<${Evidence} decision=${decision} zone=${zone} />`}<//></div>`;
}

function Decided({ items, index }) {
  return html`<${Table} caption="Decisions" rows=${items} rowKey=${(decision) => decision.id} columns=${[
    { head: "Decision", cell: (decision) => html`<a href=${to.decision(decision.id)}>${proposal(decision)}</a>` },
    { head: "Where", cell: (decision) => (decision.unit ? html`<span><a href=${to.unit(decision.unit)}>${decision.unit_name}</a><span class="row-sub">${index.get(decision.unit)?.node.name ?? ""}</span></span>`
      : html`<span>${decision.from_node}${decision.to_node && html`<span class="row-sub">to ${decision.to_node}</span>`}</span>`) },
    { head: "Why", cell: (decision) => (decision.level ? html`<span><${Status} status=${decision.level} /><span class="row-sub">${trouble(decision)}</span></span>` : html`<a href=${to.plan(decision.plan)}>Plan</a>`) },
    { head: "State", cell: (decision) => html`<${State} state=${decision.state} />` },
    { head: "By", cell: (decision) => html`<span>${decision.decided_by ?? "–"}<span class="row-sub"><${Time} time=${decision.decided_at} none="" /></span></span>` },
    { head: "Reason", wide: true, cell: (decision) => decision.reason ?? html`<span class="muted">none given</span>` },
  ]} />`;
}

function Nothing({ view }) {
  if (view === "proposed") return html`<${Empty} tone="ok" title="Nothing waits for a decision">When stock was in a unit that was out of its limits, a proposal appears here.<//>`;
  return html`<${Empty} icon="decisions" title=${`No ${format.words(view)} decisions yet`}>They stay on record for good.<//>`;
}
