// What the three views of stock are narrowed by: node, unit, product, lot.
import { html } from "../lib.js";
import { useResource } from "../resource.js";
import { place, setQuery } from "../router.js";
import * as api from "../api.js";
import { Button, Select, Tag } from "../components/ui.js";

const ALL = ["node", "unit", "product", "lot", "disposition", "below", "days", "state"];
const OF_UNITS = ["unit", "lot", "disposition"];

/** Which view the address asks for; what only handling units are narrowed by asks for these. */
export const viewOf = (query) => query.view ?? (OF_UNITS.some((name) => query[name]) ? "units" : "levels");

/** Narrows the view down, and stays in it. */
export const narrow = (changes) => setQuery({ view: viewOf(place.get().query), ...changes });

/** Shows everything of this view again. */
export const clear = () => narrow(Object.fromEntries(ALL.map((name) => [name, null])));

/** What in the query narrows the view down; the rest is null. names: those that the view knows. */
export const filterOf = (query, names) => Object.fromEntries(names.map((name) => [name, query[name] ?? null]));

/** Drop-downs for a filter, after what is special to the view. */
export function Filters({ filter, children }) {
  const nodes = useResource(api.url("/api/v1/nodes", { limit: 1000 }));
  const units = useResource("unit" in filter && filter.node ? api.url("/api/v1/units", { node: filter.node, limit: 1000 }) : null);
  const products = useResource(api.url("/api/v1/products", { limit: 1000 }));
  const options = (resource, all, value) => {
    const list = [{ value: null, text: all }, ...(resource.data?.items ?? []).map((item) => ({ value: item.id, text: item.name }))];
    // What the address names is shown even before the list with its name is there.
    return value && !list.some((option) => option.value === value) ? [...list, { value, text: value }] : list;
  };
  const change = (changes) => narrow(Object.fromEntries(Object.entries(changes).filter(([name]) => name in filter)));
  return html`<div class="filters">
    ${children}
    <${Select} label="Node" hideLabel value=${filter.node} options=${options(nodes, "Every node", filter.node)} onChange=${(value) => change({ node: value, unit: null })} />
    ${(filter.unit || ("unit" in filter && filter.node)) && html`<${Select} label="Unit" hideLabel value=${filter.unit} options=${options(units, "Every unit", filter.unit)} onChange=${(value) => narrow({ unit: value })} />`}
    <${Select} label="Product" hideLabel value=${filter.product} options=${options(products, "Every product", filter.product)} onChange=${(value) => change({ product: value, lot: null })} />
    ${filter.lot && html`<${Tag} tone="accent">Lot ${filter.lot}<//><${Button} kind="quiet" onClick=${() => narrow({ lot: null })}>All lots<//>`}
    ${Object.values(filter).some(Boolean) && html`<${Button} kind="quiet" onClick=${clear}>Clear<//>`}
  </div>`;
}
