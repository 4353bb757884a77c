// What a plan comes to, in one row: what is at stake, what is lost with it and without it.
import { html } from "../lib.js";
import { money } from "./words.js";
import * as format from "../format.js";

/** totals: those of a plan */
export function Totals({ totals }) {
  const saved = Number(totals.expected_loss_if_left.amount) - Number(totals.expected_loss.amount);
  const left = Number(totals.expected_loss_if_left.amount);
  const share = left > 0 ? saved / left : 0;
  return html`<section class="plan-totals" aria-label="What the plan comes to">
    <div class="plan-stakes">
      <p class="plan-figure"><span class="muted">If nobody acts</span><b class="is-critical">${money(totals.expected_loss_if_left)}</b><span class="muted small">expected to be lost</span></p>
      <p class="plan-figure"><span class="muted">With this plan</span><b>${money(totals.expected_loss)}</b><span class="muted small">transport of ${money(totals.landed_cost)} included</span></p>
      <p class="plan-figure"><span class="muted">Saved</span><b class="is-ok">${format.money(saved, totals.expected_loss.currency)}</b><span class="muted small">${left > 0 ? `${format.number(share * 100, 0)} % of it` : "nothing was at stake"}</span></p>
    </div>
    <div class="plan-bar" role="img" aria-label=${`${format.number(share * 100, 0)} % of the expected loss is avoided`}><span style=${{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }}></span></div>
    <ul class="plan-counts">${COUNTS.filter(([key]) => totals[key] > 0).map(([key, text, tone]) => html`<li key=${key} data-tone=${tone}><b>${format.number(totals[key], 0)}</b> ${text}</li>`)}</ul>
  </section>`;
}

const COUNTS = [
  ["moved", "to be moved", "accent"], ["held", "to be held", "warning"], ["quarantined", "to be quarantined", "warning"], ["released", "to be released", "ok"],
  ["discarded", "to be discarded", "critical"], ["cannot_be_saved", "cannot be saved in time", "critical"], ["no_action", "stay as they are", "neutral"],
];
