// Goods that were somewhere for too long: which, for how long, and what that place did to them.
import { html, useMemo } from "../lib.js";
import { useResource } from "../resource.js";
import { Card, Empty, Lasted, Status, Table, Time } from "../components/ui.js";
import { readLife } from "../life/read.js";
import { timeWords } from "../life/words.js";
import { to } from "../routes.js";
import * as format from "../format.js";
import * as time from "../time.js";

/** For as many handling units the ledger is asked; it is in the page of each. */
const ASKED_MOST = 20;
const LEDGER_EVERY_MS = 15_000;
const celsius = (value) => (value === null || value === undefined ? "not known" : format.withUnit(value, "Cel"));

/** The slot of hand-offs that nobody recorded. */
export const NO_RECORD = "hand_off_missing";

/** Those that are still there first, then those that were there for longest. */
const order = (a, b) => Number(Boolean(a.until)) - Number(Boolean(b.until)) || Date.parse(a.since) - Date.parse(b.since);

export function Overstays({ incident }) {
  const rows = [...incident.overstays].sort(order);
  if (incident.slot === NO_RECORD) return html`<${Unrecorded} rows=${rows} />`;
  const asked = new Set(rows.slice(0, ASKED_MOST).map((row) => row.excursion_id));
  return html`<${Card} title="There for too long" count=${rows.length} flush>
    ${rows.length === 0 ? html`<${Empty} icon="stock" title="Nothing is left of it">Movements that were told later show that nothing was there for too long.<//>`
      : html`<${Table} caption="Handling units that were there for too long" rows=${rows} rowKey=${(row) => row.excursion_id} columns=${[
        { head: "Handling unit", cell: (row) => html`<a href=${to.handlingUnit(row.handling_unit)}>${row.handling_unit}</a>` },
        { head: "For", cell: (row) => html`<span><${Status} status=${row.level}><b>${row.until ? timeWords((Date.parse(row.until) - Date.parse(row.since)) / 1000) : html`<${Lasted} from=${row.since} />`}</b><//><span class="row-sub">${row.until ? html`until <${Time} time=${row.until} zone=${time.readerZone} mode="at" />` : html`goes on, since <${Time} time=${row.since} zone=${time.readerZone} mode="at" />`}</span></span>` },
        { head: "Limit", cell: (row) => html`<span>${row.rule}<span class="row-sub">reached <${Time} time=${row.over_since} zone=${time.readerZone} mode="at" /></span></span>` },
        { head: "Measured there", cell: (row) => (row.coldest === null || row.coldest === undefined ? "nothing" : `${celsius(row.coldest)} to ${celsius(row.warmest)}`) },
        { head: "What that cost it", cell: (row) => (asked.has(row.excursion_id) ? html`<${Cost} row=${row} unit=${incident.unit} lasts=${!row.until} />` : html`<a href=${to.handlingUnit(row.handling_unit)}>in its page</a>`) },
      ]} />`}<//>`;
}

function Unrecorded({ rows }) {
  return html`<${Card} title="Handed over without a record" count=${rows.length} flush>
    ${rows.length === 0 ? html`<${Empty} icon="check" tone="ok" title="Nothing is missing">Records or movements that were told later show that no record is missing.<//>`
      : html`<${Table} caption="Handling units whose hand-off nobody recorded" rows=${rows} rowKey=${(row) => row.excursion_id} columns=${[
        { head: "Handling unit", cell: (row) => html`<a href=${to.handlingUnit(row.handling_unit)}>${row.handling_unit}</a><span class="row-sub">record it there</span>` },
        { head: "There since", cell: (row) => html`<${Time} time=${row.since} zone=${time.readerZone} mode="at" />` },
        { head: "Record was due", cell: (row) => html`<${Time} time=${row.over_since} zone=${time.readerZone} mode="both" />` },
      ]} />`}<//>`;
}

/** What the ledger says of its time in the unit, and what is left of its scarcest budget. */
function Cost({ row, unit, lasts }) {
  const { data, error } = useResource(`/api/v1/stock/${encodeURIComponent(row.handling_unit)}/exposure`, { everyMs: lasts ? LEDGER_EVERY_MS : null });
  const life = useMemo(() => data && readLife(data, new Map()), [data]);
  if (!life) return html`<span class="muted">${error ? "not known now" : "…"}</span>`;
  const there = worstThere(life, unit, Date.parse(row.since) / 1000);
  const budget = [...life.budgets].sort((a, b) => a.share - b.share)[0];
  const harm = [there.warm > 0 && `${timeWords(there.warm)} too warm`, there.cold > 0 && `${timeWords(there.cold)} too cold`].filter(Boolean);
  return html`<span>${harm.length ? html`<span class="is-critical"><b>${harm.join(", ")}</b></span>` : there.known > 0 ? "in its band" : html`<span class="is-unknown">not known</span>`}
    ${harm.length === 0 && there.known > 0 && there.unknown > 0 && html`, <span class="is-unknown">${timeWords(there.unknown)} not known</span>`}
    ${budget && html`<span class="row-sub">${budget.share <= 0 ? html`<span class="is-critical">${budget.name} used up</span>` : `${budget.leftWords} left of ${budget.totalWords} ${budget.name.charAt(0).toLowerCase()}${budget.name.slice(1)}`}</span>`}</span>`;
}

/** Of its time in a unit since an instant, in the past that fared worst. */
function worstThere(life, unit, since) {
  const sums = life.pasts.map((past) => past.places.filter((place) => place.unit === unit && place.to > since)
    .reduce((sum, { sum: one }) => ({ warm: sum.warm + one.warm, cold: sum.cold + one.cold, known: sum.known + one.known, unknown: sum.unknown + one.unknown }), { warm: 0, cold: 0, known: 0, unknown: 0 }));
  return sums.sort((a, b) => b.warm + b.cold - a.warm - a.cold)[0];
}
