// Stock in the order in which it is to be used.
import { html } from "../lib.js";
import { useList } from "../resource.js";
import { to } from "../routes.js";
import * as format from "../format.js";
import { Button, Card, Choice, Empty, LoadedList, Table, Time } from "../components/ui.js";
import { ExpiryIn } from "../components/expiry.js";
import { clear, filterOf, Filters, narrow } from "./filters.js";
import { ProductFacts } from "./product.js";

const FILTERS = ["node", "product", "days", "state"];
const CHANGES = new Set(["stock", "movement", "decision", "network"]);
const CHOICES = [
  { value: null, text: "All", query: { days: null, state: null } },
  { value: "7", text: "In 7 days", query: { days: "7", state: null } },
  { value: "30", text: "In 30 days", query: { days: "30", state: null } },
  { value: "quarantined", text: "Quarantined", query: { days: null, state: "quarantined" } },
  { value: "expired", text: "Expired", query: { days: null, state: "expired" } },
];
const GROUPS = { available: "Use in this order", quarantined: "In quarantine", expired: "Expired" };

/** The parameters of the list and of its file. */
export const asked = ({ node, product, days, state }) => ({ node: node ?? null, product: product ?? null, within_days: /^\d{1,4}$/.test(days ?? "") ? days : null, state: GROUPS[state] ? state : null });

export function FirstExpired({ query }) {
  const filter = filterOf(query, FILTERS);
  const list = useList("/api/v1/first-expired", asked(query), { changes: (change) => CHANGES.has(change.type), pageSize: 100 });
  return html`
    <${Filters} filter=${filter}><${Choice} label="Expiry" value=${filter.days ?? filter.state} options=${CHOICES}
      onChange=${(value) => narrow(CHOICES.find((choice) => choice.value === value).query)} /><//>
    ${filter.product && html`<${ProductFacts} key=${filter.product} id=${filter.product} />`}
    <${LoadedList} list=${list} what="handling units" empty=${html`<${Card}>${filter.days || filter.state
      ? html`<${Empty} tone="ok" title=${filter.days ? `Nothing expires within ${format.count(Number(filter.days), "day")}` : `Nothing is ${filter.state}`} />`
      : html`<${Empty} icon="stock" title="Nothing is there">${(filter.node || filter.product) && html`<${Button} onClick=${clear}>Clear the filters<//>`}<//>`}<//>`}>
      ${(items) => html`<div class="stack aligned">${Object.entries(GROUPS).map(([state, title]) => html`<${Group} key=${state} title=${title} product=${filter.product} node=${filter.node}
        items=${items.filter((item) => item.state === state)} />`)}</div>`}
    <//>`;
}

function Group({ title, items, product, node }) {
  if (items.length === 0) return null;
  return html`<${Card} flush title=${title}><${Table} caption=${title} rows=${items} rowKey=${(item) => item.id} columns=${[
    { head: "Handling unit", cell: (item) => html`<span class="level-product"><a href=${to.handlingUnit(item.id)}>${item.id}</a><span class="muted small">lot ${item.lot}</span></span>` },
    { head: "Expires", cell: (item) => (item.expires ? html`<${ExpiryIn} date=${item.expires} days=${item.days_left} />` : html`<span class="muted">Does not expire</span>`) },
    !product && { head: "Product", cell: (item) => item.product_name },
    { head: "Quantity", align: "end", cell: (item) => html`<span class="nowrap">${format.number(item.quantity, 3)} ${item.quantity_unit}</span>` },
    { head: "Place", cell: (item) => html`<span class="level-product"><a href=${to.unit(item.unit)}>${item.unit_name}</a>${!node && html`<span class="muted small">${item.node_name}</span>`}</span>` },
    { head: "Received", cell: (item) => html`<${Time} time=${item.received_at} mode="at" />` },
  ].filter(Boolean)} /><//>`;
}
