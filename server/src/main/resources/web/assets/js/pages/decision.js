// One decision with its evidence and its stock.
import { html, useMemo } from "../lib.js";
import { useList, useResource } from "../resource.js";
import { useStore } from "../store.js";
import { can } from "../session.js";
import { whyNot } from "../plan/approve-all.js";
import { overview } from "../overview-store.js";
import { AsOf, Button, Card, ErrorState, Facts, Loaded, LoadedList, PageHead, Skeleton, State, Status, Table, Time } from "../components/ui.js";
import { Evidence } from "../work/evidence.js";
import { decide } from "../work/decide.js";
import { readerZone } from "../time.js";
import { Actions } from "../work/actions.js";
import { Stake, Way } from "../plan/decision-card.js";
import { Proposals } from "../plan/proposal.js";
import { decisionTitle, money, needsText } from "../plan/words.js";
import { places, trouble } from "../work/words.js";
import { styles } from "../styles.js";
import { to } from "../routes.js";
import * as format from "../format.js";

await styles("/assets/css/plan.css");

export default function Decision({ params }) {
  const resource = useResource(`/api/v1/decisions/${encodeURIComponent(params.id)}`, {
    changes: (change) => change.ref === params.id || change.ref === resource.data?.incident_id,
  });
  if (!resource.data) {
    return html`<${PageHead} title="Decision" crumbs=${[{ href: "/decisions", text: "Decisions" }]} />
      ${resource.error ? html`<${ErrorState} error=${resource.error} retry=${resource.reload} />` : html`<${Skeleton} lines=${8} />`}`;
  }
  return html`<${Loaded} resource=${resource}>${(decision) => html`<${Page} decision=${decision} resource=${resource} />`}<//>`;
}

function Page({ decision, resource }) {
  const { data } = useStore(overview);
  const place = places(data).get(decision.unit);
  const nodes = useMemo(() => new Map((data?.regions ?? []).flatMap((region) => region.nodes.map((node) => [node.id, node.name]))), [data]);
  const zone = readerZone;
  const why = can("decisions") ? undefined : "your role does not include decisions about stock";
  const settle = (verb) => async () => {
    const done = await decide(decision.id, verb);
    if (done) resource.put(done);
  };
  const crumbs = [{ href: "/decisions", text: "Decisions" }, decision.plan && { href: to.plan(decision.plan), text: "Plan" },
    decision.unit && { href: to.unit(decision.unit), text: decision.unit_name }, decision.incident_id && { href: to.incident(decision.incident_id), text: "Incident" }].filter(Boolean);
  return html`<${PageHead} title=${decisionTitle(decision, nodes)} crumbs=${crumbs}
      sub=${html`<span class="row"><${State} state=${decision.state} />${decision.unit && html`<${Status} status=${decision.level} /><span>${trouble(decision)}: ${decision.unit_name}${place && `, ${place.node.name}`}</span>`}
        <span class="muted">proposed <${Time} time=${decision.proposed_at} zone=${zone} mode="both" /></span><${AsOf} at=${resource.at} /></span>`}
      actions=${decision.state === "proposed" ? html`<${Button} kind="primary" icon="check" why=${whyNot(decision)} onClick=${settle("approve")}>Approve …<//><${Button} why=${why} onClick=${settle("reject")}>Reject …<//>`
        : decision.state === "approved" && html`<${Button} why=${why} onClick=${settle("revert")}>Take back …<//>`} />
    <div class="stack">
      <${Standing} decision=${decision} nodes=${nodes} zone=${zone} />
      ${decision.evidence && decision.incident_id && html`<${Card} title="Why"><${Evidence} decision=${decision} zone=${zone} /><//>`}
      ${decision.plan ? html`<${Planned} decision=${decision} nodes=${nodes} />` : html`<${Stock} items=${decision.items} />`}
      ${decision.state !== "proposed" && html`<${Actions} decision=${decision.id} />`}
    </div>`;
}

/** Where it stands: who said what, who is still asked, what was taken back. */
function Standing({ decision, nodes, zone }) {
  const said = (one) => html`<li key=${`${one.by} ${one.at}`}><b>${one.by}</b> (${one.role}), <${Time} time=${one.at} zone=${zone} mode="both" />${one.reason && html`: “${one.reason}”`}</li>`;
  const closed = ["rejected", "withdrawn"].includes(decision.state) || (decision.state === "approved" && decision.approvals.length === 0);
  return html`<${Card} title=${decision.state === "proposed" ? "Waits to be decided" : format.sentence(decision.state)} tone=${decision.escalated_at && decision.state === "proposed" ? "critical" : undefined}>
    <div class="stack">
      <${Way} decision=${decision} nodes=${nodes} />
      <${Facts} rows=${[
        ["Worth", money(decision.value)],
        decision.state === "proposed" && ["Who has to approve", needsText(decision.needs)],
        decision.state === "proposed" && decision.due_at && ["To be decided", html`<${Time} time=${decision.due_at} zone=${zone} mode="both" />`],
        decision.escalated_at && ["Overdue, told on", html`<${Time} time=${decision.escalated_at} zone=${zone} mode="both" />`],
        decision.part_of && ["Part of", html`<a href=${to.decision(decision.part_of)}>a decision that was decided in parts</a>`],
      ]} />
      ${decision.approvals.length > 0 && html`<div><p class="muted small">Said yes</p><ul class="lines">${decision.approvals.map(said)}</ul></div>`}
      ${closed && html`<p>${decision.decided_by ?? "The server"}, <${Time} time=${decision.decided_at} zone=${zone} mode="both" />${decision.reason ? html`: “${decision.reason}”` : html`<span class="muted">, no reason given</span>`}</p>`}
      ${decision.revert_approvals?.length > 0 && html`<div><p class="muted small">Asked to take it back</p><ul class="lines">${decision.revert_approvals.map(said)}</ul></div>`}
      ${decision.reverted_at && html`<p>Taken back by ${decision.reverted_by}, <${Time} time=${decision.reverted_at} zone=${zone} mode="both" />: “${decision.revert_reason}”</p>`}
    </div><//>`;
}

function Planned({ decision, nodes }) {
  const list = useList(`/api/v1/plans/${encodeURIComponent(decision.plan)}/proposals`, { decision: decision.id }, { changes: (change) => change.type === "plan", pageSize: 100 });
  return html`<${Card} title="Stock" count=${decision.items.length}><${LoadedList} list=${list} what="handling units" empty=${html`<${Stock} items=${decision.items} bare />`}>
    ${(proposals) => html`<${Stake} stake=${proposals.length === decision.items.length && together(proposals)} /><${Proposals} proposals=${proposals} nodes=${nodes} currency=${proposals[0].value.currency} />`}<//><//>`;
}

function together(proposals) {
  const sum = (field) => ({ amount: proposals.reduce((all, one) => all + Number(one[field].amount), 0).toFixed(2), currency: proposals[0].value.currency });
  return { expected_loss: sum("expected_loss"), expected_loss_if_left: sum("expected_loss_if_left"), cannot_be_saved: proposals.filter((one) => one.cannot_be_saved).length };
}

function Stock({ items, bare = false }) {
  const table = html`<${Table} caption="Handling units" rows=${items} rowKey=${(item) => item.handling_unit} columns=${[
    { head: "Handling unit", cell: (item) => html`<a href=${to.handlingUnit(item.handling_unit)}>${item.handling_unit}</a>` },
    { head: "Product", cell: (item) => item.product_name },
    { head: "Lot", cell: (item) => item.lot },
    { head: "Quantity", align: "end", cell: (item) => `${format.number(item.quantity, 3)} ${item.quantity_unit}` },
    { head: "Now", cell: (item) => html`<${State} state=${item.disposition} />` },
  ]} />`;
  return bare ? table : html`<${Card} title="Stock" count=${items.length} flush>${table}<//>`;
}
