// How much of each product there is at each node, beside how much there should be.
import { html } from "../lib.js";
import { useList, useResource } from "../resource.js";
import { to } from "../routes.js";
import * as api from "../api.js";
import * as format from "../format.js";
import { Button, Card, Choice, Empty, LoadedList, Table, Tag } from "../components/ui.js";
import { Expiry } from "../components/expiry.js";
import { clear, filterOf, Filters, narrow } from "./filters.js";

const FILTERS = ["node", "product", "below"];
const CHANGES = new Set(["stock", "movement", "decision", "network"]);
const changes = (change) => CHANGES.has(change.type);
const MOST_COUNTED = 1000;

export function Levels({ query }) {
  const filter = filterOf(query, FILTERS);
  const list = useList("/api/v1/stock-levels", filter, { changes, pageSize: 100 });
  const filtered = FILTERS.some((name) => filter[name]);
  return html`
    <${Filters} filter=${filter}><${Below} filter=${filter} /><//>
    <${LoadedList} list=${list} what="products at nodes" empty=${html`<${Card}>${filter.below
      ? html`<${Empty} tone="ok" title="Nothing is below that level">Only products with a reorder point are held against it.<//>`
      : filtered ? html`<${Empty} icon="search" title="Nothing fits these filters"><${Button} onClick=${clear}>Clear the filters<//><//>`
        : html`<${Empty} icon="stock" title="No stock yet">Products, stock and its levels come with the network file.<//>`}<//>`}>
      ${(lines) => html`<div class="stack aligned levels">${byNode(lines).map((node) => html`<${Card} key=${node.id} flush title=${node.name} count=${node.lines.length}
          actions=${html`<a href=${to.stockOf({ view: "units", node: node.id })}>Handling units</a>`}>
        <${Table} caption=${`Stock of ${node.name}`} rows=${node.lines} rowKey=${(line) => `${line.product}/${line.quantity_unit}`} columns=${COLUMNS} /><//>`)}</div>`}
    <//>`;
}

/** Which are below their level, with how many these are. */
function Below({ filter }) {
  const { node, product } = filter;
  const counted = (below) => useResource(api.url("/api/v1/stock-levels", { node, product, below, limit: MOST_COUNTED }), { changes }).data?.items.length;
  return html`<${Choice} label="Level" value=${filter.below} onChange=${(below) => narrow({ below })} options=${[
    { value: null, text: "All" },
    { value: "reorder_point", text: "To reorder", count: counted("reorder_point") },
    { value: "safety_stock", text: "Below safety stock", count: counted("safety_stock") },
  ]} />`;
}

/** The list comes node by node. */
function byNode(lines) {
  const nodes = [];
  for (const line of lines) {
    if (nodes.at(-1)?.id !== line.node) nodes.push({ id: line.node, name: line.node_name, lines: [] });
    nodes.at(-1).lines.push(line);
  }
  return nodes;
}

const LEVELS = {
  enough: { tone: "ok", text: "Enough" },
  below_reorder_point: { tone: "warning", text: "Reorder" },
  below_safety_stock: { tone: "critical", text: "Below safety stock" },
};

const COLUMNS = [
  { head: "Product", cell: (line) => html`<span class="level-product"><a href=${to.stockOf({ view: "first", node: line.node, product: line.product })}>${line.product_name}</a>
    <span class="muted small">${format.count(line.handling_units, "handling unit")}</span></span>` },
  { head: "Available", cell: (line) => html`<${Available} line=${line} />` },
  { head: "Level", cell: (line) => (line.level ? html`<${Tag} tone=${LEVELS[line.level].tone}>${LEVELS[line.level].text}<//>` : html`<span class="muted small">No level set</span>`) },
  { head: "Set apart", cell: (line) => html`<${SetApart} line=${line} />` },
  { head: "Soonest expiry", cell: (line) => (line.soonest_expiry ? html`<${Expiry} date=${line.soonest_expiry} />` : html`<span class="muted none">–</span>`) },
  { head: "Value", align: "end", cell: (line) => (line.value === null ? html`<span class="muted none">–</span>` : html`<span class="nowrap">${format.money(line.value, line.currency)}</span>`) },
];

const amount = (value, line) => html`<span class="nowrap">${format.number(value, 3)} ${line.quantity_unit}</span>`;

/** What there is, and where between nothing and enough that lies. */
function Available({ line }) {
  const { available, reorder_point: reorder, safety_stock: safety, level } = line;
  const most = Math.max(available, reorder * 1.25);
  const at = (value) => `${(value / most) * 100}%`;
  return html`<span class="level"><b>${amount(available, line)}</b>
    ${reorder > 0 && html`<span class="level-bar" data-level=${level} aria-hidden="true"><span class="level-fill" style=${{ width: at(available) }}></span>
      ${safety > 0 && html`<span class="level-mark" style=${{ left: at(safety) }}></span>`}<span class="level-mark" style=${{ left: at(reorder) }}></span></span>
    <span class="muted small">reorder below ${format.number(reorder, 3)}${safety > 0 && `, safety stock ${format.number(safety, 3)}`}</span>`}</span>`;
}

function SetApart({ line }) {
  if (!line.quarantined && !line.expired) return html`<span class="muted none">–</span>`;
  const part = (state, value) => value > 0 && html`<a class="set-apart" data-state=${state} href=${to.stockOf({ view: "first", node: line.node, product: line.product, state })}>${amount(value, line)} ${state}</a>`;
  return html`<span class="level-product">${part("quarantined", line.quarantined)}${part("expired", line.expired)}</span>`;
}
