// Handling units and where they are.
import { html, useState } from "../lib.js";
import { useList, useResource } from "../resource.js";
import { navigate, setQuery } from "../router.js";
import { to } from "../routes.js";
import { can } from "../session.js";
import { styles } from "../styles.js";
import * as api from "../api.js";
import * as format from "../format.js";
import * as time from "../time.js";
import { Button, Card, Choice, Empty, LoadedList, PageHead, Search, Select, State, Table, Tag, Time } from "../components/ui.js";
import { askMovement } from "../components/movement.js";

await styles("/assets/css/records.css");

const FILTERS = ["node", "unit", "product", "lot", "disposition"];
const CHANGES = new Set(["stock", "movement", "decision"]);

export default function StockPage({ query }) {
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query[name] ?? null]));
  const list = useList("/api/v1/stock", filter, { changes: (change) => CHANGES.has(change.type) });
  const filtered = FILTERS.some((name) => filter[name]);
  return html`
    <${PageHead} title="Stock" sub="Handling units: the part of a lot that moves as one."
      actions=${can("stock") && html`<${Button} icon="stock" onClick=${() => askMovement({})}>Record a movement<//>`} />
    <${Filters} filter=${filter} />
    <${Card} flush>
      <${LoadedList} list=${list} what="handling units" empty=${filtered
        ? html`<${Empty} icon="search" title="Nothing fits these filters"><${Button} onClick=${clear}>Clear the filters<//><//>`
        : html`<${Empty} icon="stock" title="No stock yet">Handling units come with the network file or the interface for movements.<//>`}>
        ${(items) => html`<${Table} caption="Handling units" rows=${items} rowKey=${(s) => s.id} columns=${COLUMNS} />`}
      <//>
    <//>`;
}

const clear = () => setQuery(Object.fromEntries(FILTERS.map((name) => [name, null])));

const COLUMNS = [
  { head: "Handling unit", cell: (s) => html`<a href=${to.handlingUnit(s.id)}>${s.id}</a>` },
  { head: "Product", cell: (s) => html`<span>${s.product_name}<br /><span class="muted small">lot ${s.lot}</span></span>` },
  { head: "Expires", cell: (s) => html`<${Expiry} date=${s.expires} />` },
  { head: "Quantity", align: "end", cell: (s) => html`<span class="nowrap">${format.number(s.quantity, 3)} ${s.quantity_unit}</span>` },
  { head: "Place", cell: (s) => (s.unit ? html`<span><a href=${to.unit(s.unit)}>${s.unit_name}</a><br /><span class="muted small">${s.node_name}</span></span>` : html`<span class="muted">Not in the network</span>`) },
  { head: "There since", cell: (s) => html`<${Time} time=${s.since} mode="at" />` },
  { head: "Exposed", align: "end", cell: (s) => (s.exposures ? html`<b class="nowrap">${format.count(s.exposures, "time")}</b>` : html`<span class="muted">never</span>`) },
  { head: "Disposition", cell: (s) => html`<${State} state=${s.disposition} />` },
];

const DAY = 86_400_000;

/** A date of expiry, and whether it is near or past. */
export function Expiry({ date }) {
  const now = time.useNow();
  if (!date) return html`<span class="muted">–</span>`;
  // It may be used until the end of that day.
  const left = Date.parse(`${date}T23:59:59Z`) - now;
  const text = time.day(`${date}T12:00:00Z`, "UTC");
  if (left < 0) return html`<span><span class="nowrap">${text}</span> <${Tag} tone="critical">Expired<//></span>`;
  if (left < 7 * DAY) return html`<span><span class="nowrap">${text}</span> <${Tag} tone="warning">${left < DAY ? "Last day" : `${format.count(Math.floor(left / DAY), "day")} left`}<//></span>`;
  return html`<span class="nowrap">${text}</span>`;
}

function Filters({ filter }) {
  const [wanted, setWanted] = useState("");
  const nodes = useResource(api.url("/api/v1/nodes", { limit: 1000 }));
  const units = useResource(filter.node ? api.url("/api/v1/units", { node: filter.node, limit: 1000 }) : null);
  const products = useResource(api.url("/api/v1/products", { limit: 1000 }));
  const options = (resource, all, text = (item) => item.name) => [{ value: null, text: all }, ...(resource.data?.items ?? []).map((item) => ({ value: item.id, text: text(item) }))];
  // What the address names is shown even before the list with its name is there.
  const withChosen = (list, value) => (value && !list.some((option) => option.value === value) ? [...list, { value, text: value }] : list);
  return html`<div class="filters">
    <form role="search" class="go" onSubmit=${(event) => { event.preventDefault(); if (wanted.trim()) navigate(to.handlingUnit(wanted.trim())); }}>
      <${Search} label="Go to a handling unit by its id" placeholder="Id of a handling unit, then Enter" value=${wanted} onInput=${setWanted} />
    </form>
    <${Choice} label="Disposition" value=${filter.disposition} onChange=${(value) => setQuery({ disposition: value })}
      options=${[{ value: null, text: "All" }, { value: "available", text: "Available" }, { value: "quarantined", text: "Quarantined" }]} />
    <${Select} label="Node" hideLabel value=${filter.node} options=${withChosen(options(nodes, "Every node"), filter.node)} onChange=${(value) => setQuery({ node: value, unit: null })} />
    ${(filter.node || filter.unit) && html`<${Select} label="Unit" hideLabel value=${filter.unit} options=${withChosen(options(units, "Every unit"), filter.unit)} onChange=${(value) => setQuery({ unit: value })} />`}
    <${Select} label="Product" hideLabel value=${filter.product} options=${withChosen(options(products, "Every product"), filter.product)} onChange=${(value) => setQuery({ product: value, lot: null })} />
    ${filter.lot && html`<${Tag} tone="accent">Lot ${filter.lot}<//><${Button} kind="quiet" onClick=${() => setQuery({ lot: null })}>All lots<//>`}
    ${FILTERS.some((name) => filter[name]) && html`<${Button} kind="quiet" onClick=${clear}>Clear<//>`}
  </div>`;
}
