// Handling units, where they are, and what they lived through.
import { html, useState } from "../lib.js";
import { useList } from "../resource.js";
import { navigate } from "../router.js";
import { to } from "../routes.js";
import * as format from "../format.js";
import { Button, Card, Choice, Empty, LoadedList, Search, State, Table, Time } from "../components/ui.js";
import { Expiry } from "../components/expiry.js";
import { clear, filterOf, Filters, narrow } from "./filters.js";

const FILTERS = ["node", "unit", "product", "lot", "disposition"];
const CHANGES = new Set(["stock", "movement", "decision"]);

export function Units({ query }) {
  const filter = filterOf(query, FILTERS);
  const [wanted, setWanted] = useState("");
  const list = useList("/api/v1/stock", filter, { changes: (change) => CHANGES.has(change.type) });
  const filtered = FILTERS.some((name) => filter[name]);
  return html`
    <${Filters} filter=${filter}>
      <form role="search" class="go" onSubmit=${(event) => { event.preventDefault(); if (wanted.trim()) navigate(to.handlingUnit(wanted.trim())); }}>
        <${Search} label="Go to a handling unit by its id" placeholder="Id of a handling unit, then Enter" value=${wanted} onInput=${setWanted} />
      </form>
      <${Choice} label="Disposition" value=${filter.disposition} onChange=${(value) => narrow({ disposition: value })}
        options=${[{ value: null, text: "All" }, { value: "available", text: "Available" }, { value: "quarantined", text: "Quarantined" }]} />
    <//>
    <${Card} flush>
      <${LoadedList} list=${list} what="handling units" empty=${filtered
        ? html`<${Empty} icon="search" title="Nothing fits these filters"><${Button} onClick=${clear}>Clear the filters<//><//>`
        : html`<${Empty} icon="stock" title="No stock yet">Handling units come with the network file or the interface for movements.<//>`}>
        ${(items) => html`<${Table} caption="Handling units" rows=${items} rowKey=${(s) => s.id} columns=${COLUMNS} />`}
      <//>
    <//>`;
}

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
