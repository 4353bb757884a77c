// Stock: how much there is, what of it is to be used first, and each handling unit.
import { html } from "../lib.js";
import { setQuery } from "../router.js";
import { can } from "../session.js";
import { styles } from "../styles.js";
import * as api from "../api.js";
import { Button, Choice, PageHead } from "../components/ui.js";
import { Icon } from "../components/icons.js";
import { askMovement } from "../components/movement.js";
import { asked, FirstExpired } from "../stock/first-expired.js";
import { viewOf } from "../stock/filters.js";
import { Levels } from "../stock/levels.js";
import { Units } from "../stock/units.js";

await Promise.all([styles("/assets/css/records.css"), styles("/assets/css/stock.css")]);

export { Expiry } from "../components/expiry.js";

const VIEWS = {
  levels: { text: "Levels", View: Levels, sub: "What there is of each product now, beside how much there should be.",
    file: ({ node, product, below }) => api.url("/api/v1/stock-levels.csv", { node, product, below }) },
  first: { text: "Use first", View: FirstExpired, sub: "What expires first is to be used first; of one day, what came first.",
    file: (query) => api.url("/api/v1/first-expired.csv", asked(query)) },
  units: { text: "Handling units", View: Units, sub: "Handling units: the part of a lot that moves as one." },
};

/** What only one view knows is left behind with it. */
const LEFT_BEHIND = { unit: null, lot: null, disposition: null, below: null, days: null, state: null };

export default function StockPage({ query }) {
  const view = VIEWS[viewOf(query)] ? viewOf(query) : "levels";
  const { View, sub, file } = VIEWS[view];
  return html`
    <${PageHead} title="Stock" sub=${sub} actions=${html`<span class="head-pair">
      ${file && html`<a class="button" href=${file(query)} download=${view === "first" ? "first-expired.csv" : "stock-levels.csv"}><${Icon} name="download" size="18" />CSV</a>`}
      ${can("stock") && html`<${Button} icon="stock" onClick=${() => askMovement({})}>Record a movement<//>`}</span>`}>
      <div><${Choice} label="View" value=${view} onChange=${(value) => setQuery({ ...LEFT_BEHIND, view: value })}
        options=${Object.entries(VIEWS).map(([value, { text }]) => ({ value, text }))} /></div>
    <//>
    <${View} query=${query} />`;
}
