// One decision of a plan: what, from where to where, until when, who has to say yes, and how far its execution is. Its goods unfold, and any of them can be left out.
import { html, useState } from "../lib.js";
import { useList } from "../resource.js";
import { can, useSession } from "../session.js";
import { whyNot } from "./approve-all.js";
import { Button, LoadedList, State, Tag, Time } from "../components/ui.js";
import { Icon } from "../components/icons.js";
import { to } from "../routes.js";
import { decide } from "../work/decide.js";
import { Proposals } from "./proposal.js";
import { decisionTitle, money, needsText, nodeName } from "./words.js";
import * as format from "../format.js";

export function DecisionCard({ plan, decision, stake, nodes, currency, reload }) {
  const [open, setOpen] = useState(false);
  const [left, setLeft] = useState(() => new Set());
  useSession();
  const proposed = decision.state === "proposed";
  const why = whyNot(decision);
  const chosen = decision.handling_units - left.size;
  const settle = (verb) => async () => {
    if (await decide(decision.id, verb, left.size > 0 ? { without: left } : undefined)) {
      setLeft(new Set());
      reload();
    }
  };
  const count = left.size > 0 ? ` ${format.number(chosen, 0)}` : "";
  return html`<li class="card plan-decision" data-disposition=${decision.disposition}>
    <div class="plan-decision-main">
      <div class="plan-decision-text">
        <p class="row"><${State} state=${decision.state} />${decision.escalated_at && proposed && html`<${Tag} tone="critical">Overdue<//>`}
          ${decision.due_at && proposed && !decision.escalated_at && html`<span class="muted small">to be decided <${Time} time=${decision.due_at} mode="at" /></span>`}</p>
        <h3><a href=${to.decision(decision.id)}>${decisionTitle(decision, nodes)}</a></h3>
        <${Way} decision=${decision} nodes=${nodes} />
        <${Stake} stake=${stake} />
        <p class="muted small">Worth ${money(decision.value)} · needs ${needsText(decision.needs)}${decision.approvals.length > 0 && html` · <b>approved by ${decision.approvals.map((one) => one.by).join(", ")}</b>`}${proposed && why && ` · ${why}`}</p>
        <${Execution} actions=${decision.actions} />
      </div>
      ${proposed && html`<div class="actions"><${Button} kind="primary" icon="check" why=${why ?? (chosen === 0 ? "nothing is ticked" : undefined)} onClick=${settle("approve")}>Approve${count} …<//>
        <${Button} why=${can("decisions") ? undefined : why} onClick=${settle("reject")}>Reject …<//></div>`}
    </div>
    <button type="button" class="evidence-toggle" aria-expanded=${open ? "true" : "false"} onClick=${() => setOpen(!open)}><${Icon} name="chevron" size="16" />${format.count(decision.handling_units, "handling unit")}, why, and what else${left.size > 0 ? ` (${left.size} left out)` : ""}</button>
    ${open && html`<${Goods} plan=${plan} decision=${decision} nodes=${nodes} currency=${currency} left=${left} setLeft=${proposed ? setLeft : null} />`}
  </li>`;
}

/** What is lost if nobody acts, and with the decision; nothing when the newest plan does not speak of it. */
export function Stake({ stake }) {
  if (!stake) return null;
  const left = Number(stake.expected_loss_if_left.amount);
  if (left === 0) return html`<p>Nothing is at stake.</p>`;
  return html`<p><b class="is-critical">${money(stake.expected_loss_if_left)}</b> lost if nobody acts, ${stake.expected_loss.amount === stake.expected_loss_if_left.amount ? "and with this as well" : html`<b>${money(stake.expected_loss)}</b> with this`}${stake.cannot_be_saved > 0 && html` · <b class="is-critical">${format.count(stake.cannot_be_saved, "handling unit")} cannot be saved in time</b>`}</p>`;
}

/** From where to where, by which lane, when. */
export function Way({ decision, nodes }) {
  if (!decision.to_node) return decision.from_node && html`<p class="plan-way">At <b>${nodeName(decision.from_node, nodes)}</b></p>`;
  return html`<p class="plan-way"><b>${nodeName(decision.from_node, nodes)}</b><span class="plan-arrow" aria-label="to">→</span><b>${nodeName(decision.to_node, nodes)}</b>
    <span class="muted">by ${decision.lane}, leaves <${Time} time=${decision.departs_at} mode="at" />, stored <${Time} time=${decision.arrives_at} mode="at" /></span></p>`;
}

/** What the outside was told of it. */
export function Execution({ actions }) {
  const all = actions.waiting + actions.sent + actions.confirmed + actions.dead;
  if (all === 0) return null;
  return html`<p class="row small">${actions.dead > 0 && html`<${Tag} tone="critical">${actions.dead} given up<//>`}${actions.waiting > 0 && html`<${Tag} tone="warning">${actions.waiting} to be sent<//>`}
    ${actions.sent > 0 && html`<${Tag} tone="accent">${actions.sent} sent<//>`}${actions.confirmed > 0 && html`<${Tag} tone="ok">${actions.confirmed} confirmed<//>`}</p>`;
}

function Goods({ plan, decision, nodes, currency, left, setLeft }) {
  const list = useList(`/api/v1/plans/${encodeURIComponent(plan)}/proposals`, { decision: decision.id }, { changes: (change) => change.type === "plan", pageSize: 100 });
  const toggle = (id) => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    setLeft(next);
  };
  return html`<div class="plan-goods"><${LoadedList} list=${list} what="handling units" empty=${html`<p class="muted">The newest plan does not speak of its goods any more.</p>`}>
    ${(proposals) => html`<${Proposals} proposals=${proposals} nodes=${nodes} currency=${currency} onChoose=${setLeft ? toggle : undefined}
      chosen=${new Set(proposals.map((one) => one.handling_unit).filter((id) => !left.has(id)))} />`}<//></div>`;
}
