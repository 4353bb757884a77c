// The plan for all affected stock: what moves where, by when, why, what it costs, and what is lost if nobody acts.
import { html, useMemo } from "../lib.js";
import { useResource } from "../resource.js";
import { useStore } from "../store.js";
import { can } from "../session.js";
import { overview } from "../overview-store.js";
import { styles } from "../styles.js";
import * as api from "../api.js";
import { AsOf, Button, Card, Empty, ErrorState, Fold, Loaded, PageHead, Skeleton, Table, Time } from "../components/ui.js";
import { toast } from "../components/toast.js";
import { DecisionCard } from "../plan/decision-card.js";
import { Totals } from "../plan/totals.js";
import { money, nodeName, reasonText } from "../plan/words.js";
import { to } from "../routes.js";
import * as format from "../format.js";
import * as time from "../time.js";

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
  const again = async () => {
    try {
      await api.post("/api/v1/plans", { body: {} });
      resource.reload();
    } catch (error) {
      toast({ tone: "warning", title: "No new plan", text: error.detail ?? String(error) });
    }
  };
  return html`<${PageHead} title="Plan" tab=${`Plan ${plan.number}`} crumbs=${CRUMBS}
      sub=${html`<span class="row"><span>Number ${plan.number}, made <${Time} time=${plan.made_at} mode="both" /> in ${format.number(plan.took_s, 2)} s${plan.kept ? ", going on with the one before" : ""}</span><${AsOf} at=${resource.at} /></span>`}
      actions=${plan.state === "current" && html`<${Button} icon="replay" why=${can("decisions") ? undefined : "your role does not include decisions about stock"} onClick=${again}>Plan anew<//>`} />
    ${plan.state !== "current" && html`<div class="note" data-tone="warning"><span>A newer plan counts. <a href="/plan">See it</a></span></div>`}
    <div class="stack">
      ${plan.totals.handling_units === 0 && plan.unplannable.length === 0
        ? html`<${Card}><${Empty} tone="ok" title="No stock is affected">When a unit or node fails, what to do with its stock appears here.<//><//>`
        : html`<${Totals} totals=${plan.totals} />`}
      ${decisions.length > 0 && html`<section aria-label="Decisions"><h2 class="plan-head">Decisions <span class="count">${decisions.length}</span></h2>
        <ul class="queue">${decisions.map((decision) => html`<${DecisionCard} key=${decision.id} plan=${plan.id} decision=${decision} nodes=${nodes} currency=${currency} reload=${resource.reload} />`)}</ul></section>`}
      ${plan.orders.length > 0 && html`<${Orders} orders=${plan.orders} nodes=${nodes} currency=${currency} />`}
      ${plan.unplannable.length > 0 && html`<${Unplannable} list=${plan.unplannable} />`}
      <p class="small muted">Policies ${plan.policy_versions.join(", ")}. ${time.exact(plan.made_at)}. The server proposes, people decide.</p>
    </div>`;
}

const worth = (decision) => Number(decision.value?.amount ?? 0);

function Orders({ orders, nodes, currency }) {
  return html`<${Card} title="Open orders" count=${orders.length} flush><${Table} caption="Open orders" rows=${orders} rowKey=${(one) => one.order} columns=${[
    { head: "Order", cell: (one) => one.order },
    { head: "Served from", cell: (one) => (one.arrives_at === null ? html`<b class="is-critical">Cannot be served in time</b><span class="row-sub">was to come from ${nodeName(one.origin, nodes)}</span>`
      : one.new_origin ? html`<b>${nodeName(one.new_origin, nodes)}</b><span class="row-sub">instead of ${nodeName(one.origin, nodes)}</span>` : nodeName(one.origin, nodes)) },
    { head: "Arrives", cell: (one) => html`<${Time} time=${one.arrives_at} mode="at" />` },
    { head: "Expected loss", align: "end", cell: (one) => money(one.expected_loss) },
    { head: "Why", wide: true, cell: (one) => one.reasons.map((reason) => reasonText(reason, { currency, nodes })).join(" ") },
  ]} /><//>`;
}

/** Goods that are affected and in no plan, since something of them is not known. */
function Unplannable({ list }) {
  return html`<${Card} title="In no plan" count=${list.length} tone="warning"><p>These are affected too, but what is needed to plan for them is missing. Look at them yourself.</p>
    <${Fold} summary=${format.count(list.length, "handling unit")}><ul class="lines">${list.map((one) => html`<li key=${`${one.handling_unit} ${one.missing}`}><a href=${to.handlingUnit(one.handling_unit)}><b>${one.handling_unit}</b></a>
      <span class="muted"> ${one.missing}: ${one.detail}</span></li>`)}</ul><//><//>`;
}
