// The plan for all affected stock: what moves where, by when, why, what it costs, and what is lost if nobody acts.
import { html, useMemo } from "../lib.js";
import { useList, useResource } from "../resource.js";
import { useStore } from "../store.js";
import { can } from "../session.js";
import { overview } from "../overview-store.js";
import { styles } from "../styles.js";
import * as api from "../api.js";
import { AsOf, Button, Card, Empty, ErrorState, Fold, Loaded, LoadedList, PageHead, Skeleton, Table, Time } from "../components/ui.js";
import { toast } from "../components/toast.js";
import { approveAll, byEffect } from "../plan/approve-all.js";
import { DecisionCard } from "../plan/decision-card.js";
import { Proposals } from "../plan/proposal.js";
import { Totals } from "../plan/totals.js";
import { money, nodeName, reasonText } from "../plan/words.js";
import { to } from "../routes.js";
import * as format from "../format.js";

await styles("/assets/css/plan.css");

const CHANGES = new Set(["plan", "decision", "action"]);

export default function PlanPage({ params: { id } }) {
  const address = id ? `/api/v1/plans/${encodeURIComponent(id)}` : "/api/v1/plans/current";
  const resource = useResource(address, { changes: (change) => CHANGES.has(change.type) });
  if (!resource.data) {
    const none = resource.error?.status === 404 && !id;
    return html`<${PageHead} title="Plan" crumbs=${CRUMBS} />${none ? html`<${Card}><${Empty} tone="ok" title="No plan yet">The server plans by itself as soon as stock is affected.<//><//>`
      : resource.error ? html`<${ErrorState} error=${resource.error} retry=${resource.reload} />` : html`<${Skeleton} lines=${8} />`}`;
  }
  return html`<${Loaded} resource=${resource}>${(plan) => html`<${Plan} plan=${plan} resource=${resource} />`}<//>`;
}

const CRUMBS = [{ href: "/decisions", text: "Decisions" }];
/** Who has to be asked first: what waits, then what loses most. */
const ORDER = { proposed: 0, approved: 1, rejected: 2, reverted: 3, withdrawn: 4 };

function Plan({ plan, resource }) {
  const { data } = useStore(overview);
  const nodes = useMemo(() => new Map((data?.regions ?? []).flatMap((region) => region.nodes.map((node) => [node.id, node.name]))), [data]);
  const decisions = useMemo(() => [...plan.decisions].sort((a, b) => ORDER[a.state] - ORDER[b.state] || worth(b) - worth(a)), [plan]);
  const currency = plan.totals.expected_loss.currency;
  const stakes = useMemo(() => new Map((plan.stakes ?? []).map((stake) => [stake.decision, stake])), [plan]);
  const again = async () => {
    try {
      await api.post("/api/v1/plans", { body: {} });
      resource.reload();
    } catch (error) {
      toast({ tone: "warning", title: "No new plan", text: error.detail ?? String(error) });
    }
  };
  return html`<${PageHead} title="Plan" tab=${`Plan ${plan.number}`} crumbs=${CRUMBS}
      sub=${html`<span class="row"><span>Number ${plan.number}, made <${Time} time=${plan.made_at} mode="both" />${plan.kept ? ", going on with the one before" : ""}</span><${AsOf} at=${resource.at} /></span>`}
      actions=${plan.state === "current" && html`<${Button} icon="replay" why=${can("decisions") ? undefined : "your role does not include decisions about stock"} onClick=${again}>Plan anew<//>`} />
    ${plan.state !== "current" && html`<div class="note" data-tone="warning"><span>A newer plan counts. <a href="/plan">See it</a></span></div>`}
    <div class="stack">
      ${plan.state === "current" && html`<${Next} plan=${plan} nodes=${nodes} reload=${resource.reload} />`}
      ${plan.totals.handling_units === 0 && plan.unplannable.length === 0
        ? html`<${Card}><${Empty} tone="ok" title="No stock waits for a plan">When a unit or node fails, what to do with its stock appears here.<//><//>`
        : html`<${Totals} totals=${plan.totals} />`}
      ${decisions.length > 0 && html`<section aria-label="Decisions"><h2 class="plan-head">Decisions <span class="count">${decisions.length}</span></h2>
        <ul class="queue">${decisions.map((decision) => html`<${DecisionCard} key=${decision.id} plan=${plan.id} decision=${decision} stake=${stakes.get(decision.id)} nodes=${nodes} currency=${currency} reload=${resource.reload} />`)}</ul></section>`}
      ${plan.state === "current" && html`<${Decided} plan=${plan} nodes=${nodes} currency=${currency} />`}
      ${plan.totals.no_action > 0 && html`<${Left} plan=${plan.id} count=${plan.totals.no_action} nodes=${nodes} currency=${currency} />`}
      ${plan.orders.length > 0 && html`<${Orders} orders=${plan.orders} nodes=${nodes} currency=${currency} />`}
      ${plan.unplannable.length > 0 && html`<${Unplannable} list=${plan.unplannable} />`}
      <p class="small muted">No plan does better than ${money(plan.totals.lower_bound)}: a proven lower bound. Planned in ${format.number(plan.took_s, 2)} s by policies ${plan.policy_versions.join(", ")}. The server proposes, people decide.</p>
    </div>`;
}

/** What people have to do now, and until when. */
function Next({ plan, nodes, reload }) {
  const waiting = plan.decisions.filter((one) => one.state === "proposed");
  if (waiting.length === 0) return null;
  const { done, waits, not } = byEffect(plan);
  const meant = done.length + waits.length;
  const leaves = waiting.map((one) => one.departs_at).filter(Boolean).sort()[0];
  const late = waiting.some((one) => one.escalated_at);
  // What can leave when the plan is made waits for people alone.
  const atOnce = leaves && Date.parse(leaves) <= Date.parse(plan.made_at) + 60_000;
  const left = leaves && !atOnce && Date.parse(leaves) <= Date.now();
  const why = meant > 0 ? undefined : not[0][1];
  const all = async () => { if (await approveAll(plan, nodes)) reload(); };
  return html`<section class="note plan-next" data-tone=${late || left ? "critical" : "warning"} aria-label="What to do now">
    <p><b>${format.count(waiting.length, "decision")} ${waiting.length === 1 ? "waits" : "wait"} for approval.</b> ${leaves && html`The first transport ${atOnce ? html`can leave <b>at once</b>` : html`${left ? "was to leave" : "leaves"} <b><${Time} time=${leaves} mode="both" /></b>`}. `}
      ${late && "Some are overdue. "}${not.length > 0 && meant > 0 && `${format.number(not.length, 0)} of them ${not.length === 1 ? "waits" : "wait"} for somebody else.`}</p>
    <${Button} kind="primary" icon="check" why=${why} onClick=${all}>Approve ${meant === waiting.length && meant > 1 ? `all ${meant}` : meant || ""} …<//></section>`;
}

const DAY = 86_400_000;

/** What was approved of plans of the last day. A newer plan has nothing to say of it, and people want to see how it goes on. */
function Decided({ plan, nodes, currency }) {
  const list = useList("/api/v1/decisions", { state: "approved" }, { changes: (change) => CHANGES.has(change.type) });
  const here = new Set(plan.decisions.map((one) => one.id));
  const others = (list.items ?? []).filter((one) => one.plan && !here.has(one.id) && Date.now() - Date.parse(one.decided_at) < DAY);
  return others.length > 0 && html`<section aria-label="Decided"><h2 class="plan-head">Decided, and under way <span class="count">${others.length}</span></h2>
    <ul class="queue">${others.map((one) => html`<${DecisionCard} key=${one.id} plan=${one.plan} decision=${one} nodes=${nodes} currency=${currency} reload=${list.reload} />`)}</ul></section>`;
}

/** Goods that are affected, and for which nothing better can be done than to leave them. */
function Left({ plan, count, nodes, currency }) {
  const list = useList(`/api/v1/plans/${encodeURIComponent(plan)}/proposals`, { action: "no_action" }, { changes: (change) => change.type === "plan", pageSize: 100 });
  return html`<${Card} title="Stay where they are" count=${count}><p class="muted">Nothing that could be done loses less. Nobody has to decide.</p><${LoadedList} list=${list} what="handling units">
    ${(proposals) => html`<${Proposals} proposals=${proposals} nodes=${nodes} currency=${currency} />`}<//><//>`;
}

const worth = (decision) => Number(decision.value?.amount ?? 0);

function Orders({ orders, nodes, currency }) {
  return html`<${Card} title="Open orders" count=${orders.length} flush><${Table} caption="Open orders" rows=${orders} rowKey=${(one) => one.order} columns=${[
    { head: "Order", cell: (one) => one.order },
    { head: "Served from", cell: (one) => (one.arrives_at === null ? html`<span><b class="is-critical">Cannot be served in time</b><span class="row-sub">was to come from ${nodeName(one.origin, nodes)}</span></span>`
      : one.new_origin ? html`<span><b>${nodeName(one.new_origin, nodes)}</b><span class="row-sub">instead of ${nodeName(one.origin, nodes)}</span></span>` : nodeName(one.origin, nodes)) },
    { head: "Arrives", cell: (one) => html`<${Time} time=${one.arrives_at} mode="at" />` },
    { head: "Expected loss", align: "end", cell: (one) => money(one.expected_loss) },
    { head: "Why", wide: true, cell: (one) => one.reasons.map((reason) => reasonText(reason, { currency, nodes })).join(" ") },
  ]} /><//>`;
}

/** Goods that are affected and moved nowhere, since something of them is not known. */
function Unplannable({ list }) {
  return html`<${Card} title="No move planned" count=${list.length} tone="warning"><p>What is needed to plan moves of these is missing. Look at them yourself.</p>
    <${Fold} summary=${format.count(list.length, "handling unit")}><ul class="lines">${list.map((one) => html`<li key=${`${one.handling_unit} ${one.missing}`}><a href=${to.handlingUnit(one.handling_unit)}><b>${one.handling_unit}</b></a>
      <span class="muted"> ${one.missing}: ${one.detail}</span></li>`)}</ul><//><//>`;
}
