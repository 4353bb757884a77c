// What a plan says of one handling unit: action, reasons with their numbers, what else could be done, what would change it.
import { html } from "../lib.js";
import { Fold, Table, Tag, Time } from "../components/ui.js";
import { to } from "../routes.js";
import { actionWord, changeText, money, nodeName, reasonText } from "./words.js";
import * as format from "../format.js";

const SOUNDNESS = { sound: ["ok", "Sound"], unknown: ["unknown", "Nobody knows"], harmed: ["critical", "Harmed"] };

/** proposals of one decision, or of none; `chosen`: Set of ids that are ticked, with `onChoose` (id) when one may tick */
export function Proposals({ proposals, nodes, currency, chosen, onChoose }) {
  return html`<ul class="proposals">${proposals.map((one) => html`<li key=${one.handling_unit} class="proposal">
    <div class="proposal-line">
      ${onChoose && html`<input type="checkbox" aria-label=${`Include ${one.handling_unit}`} checked=${chosen.has(one.handling_unit)} onChange=${() => onChoose(one.handling_unit)} />`}
      <div class="proposal-name"><a href=${to.handlingUnit(one.handling_unit)}><b>${one.handling_unit}</b></a>
        <span class="muted small">${format.number(one.quantity, 3)} ${one.quantity_unit} · ${one.lot} · in ${one.unit}</span></div>
      <p class="row proposal-tags"><${Tag} tone=${SOUNDNESS[one.soundness]?.[0]}>${SOUNDNESS[one.soundness]?.[1] ?? one.soundness}<//>
        ${one.cannot_be_saved && html`<${Tag} tone="critical">Cannot be saved in time<//>`}</p>
      <p class="proposal-sums"><b>${money(one.value)}</b><span class="muted small">${Number(one.expected_loss_if_left.amount) > 0
        ? one.expected_loss.amount === one.expected_loss_if_left.amount ? html`${money(one.expected_loss)} lost either way` : html`${money(one.expected_loss)} lost instead of ${money(one.expected_loss_if_left)}` : "nothing at stake"}</span></p>
    </div>
    <${Fold} summary="Why, and what else"><${Why} proposal=${one} nodes=${nodes} currency=${currency} /><//>
  </li>`)}</ul>`;
}

function Why({ proposal, nodes, currency }) {
  return html`<div class="stack proposal-why">
    <ul class="reasons">${proposal.reasons.map((reason, i) => html`<li key=${i}>${reasonText(reason, { currency, nodes })}</li>`)}</ul>
    ${proposal.alternatives.length > 0 && html`<${Table} caption="What else could be done" rows=${proposal.alternatives.map((one, i) => ({ ...one, i }))} rowKey=${(one) => one.i} columns=${[
      { head: "Instead", cell: (one) => (one.to_node ? html`To ${nodeName(one.to_node, nodes)}<span class="row-sub">by ${one.lane}</span>` : "Leave it where it is") },
      { head: "Arrives", cell: (one) => html`<${Time} time=${one.arrives_at} mode="at" />` },
      { head: "Expected loss", align: "end", cell: (one) => format.money(one.expected_loss, currency) },
      { head: "Room", cell: (one) => (one.room ? "yes" : html`<span class="muted">taken by others</span>`) },
    ]} />`}
    ${proposal.nearest_change && html`<p><b>What would change it:</b> ${changeText(proposal.nearest_change, { nodes })}.</p>`}
    <p class="small muted">${actionWord(proposal.action)} by policies ${proposal.policy_versions.join(", ")}.</p>
  </div>`;
}
