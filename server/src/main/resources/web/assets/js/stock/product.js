// What a product is worth and what it tolerates.
import { html } from "../lib.js";
import { useResource } from "../resource.js";
import * as format from "../format.js";
import * as time from "../time.js";
import { Card, Facts, Fold, Loaded } from "../components/ui.js";

export function ProductFacts({ id }) {
  const resource = useResource(`/api/v1/products/${encodeURIComponent(id)}`, { changes: (change) => change.type === "network" });
  return html`<div class="product-facts"><${Loaded} resource=${resource} lines=${3}>${(product) => html`<${Card}><${Fold} summary=${`${product.name}: what it tolerates`} open=${innerWidth >= 720}>
    <${Facts} rows=${[
      ["Band", html`${format.band(product.band_min_celsius, product.band_max_celsius) ?? "none"} <span class="muted small">${product.own_band ? "its own" : `of ${product.profile}`}</span>`],
      product.freezes_below_celsius !== null && ["Freezes", `below ${format.number(product.freezes_below_celsius)}\u00a0°C`],
      ["Stability budgets", product.budgets.length === 0 ? html`<span class="muted">none: no time outside of its band</span>`
        : html`<ul>${product.budgets.map((budget) => html`<li key=${budget.name}>${format.capital(budget.name)}: ${budgetWords(budget)}</li>`)}</ul>`],
      product.shelf_life && ["Shelf life", lifeWords(product.shelf_life)],
      ["Value", product.value ? html`${format.money(product.value.amount, product.value.currency)} <span class="muted small">each, counted in ${product.value.per}</span>` : html`<span class="muted">not known</span>`],
      product.handling_risk && ["Handling risk", format.sentence(product.handling_risk)],
      product.source && ["From", html`<span class="muted small">${product.source}</span>`],
    ]} /><//><//>`}<//></div>`;
}

function budgetWords({ side, beyond_celsius: beyond, until_celsius: until, time_s: seconds }) {
  const warm = side === "warm";
  const from = `${warm ? "above" : "below"} ${format.number(beyond)}`;
  const to = until === null ? "" : ` ${warm ? "up" : "down"} to ${format.number(until)}`;
  return `${seconds === 0 ? "no time" : time.duration(seconds * 1000)} ${from}${to}\u00a0°C`;
}

function lifeWords({ method, life_s: seconds, label_celsius: label, activation_kj_per_mol: energy, q10, vvm_days: monitor }) {
  const how = method === "vvm" ? `vial monitor VVM${monitor}` : method === "q10" ? `Q10 ${format.number(q10, 2)}` : `Arrhenius, ${format.number(energy, 3)} kJ/mol`;
  return html`${time.duration(seconds * 1000)} at ${format.number(label)}\u00a0°C <span class="muted small">${how}</span>`;
}
