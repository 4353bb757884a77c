// The values of a chart as a table: for screen readers, and for whoever wants the numbers.
import { html, useMemo, useState } from "../lib.js";
import { measured, sentence, withUnit } from "../format.js";
import { duration, zoneName } from "../time.js";
import { stateWords, valueAt } from "./model.js";
import { longTime, stateText } from "./readout.js";

const TABLE_ROWS = 60;

/** Newest first. */
export function ValueTable({ model }) {
  const [rows, setRows] = useState(TABLE_ROWS);
  const channels = [...model.lines, ...model.lanes];
  const times = useMemo(() => tableTimes(model), [model.from, model.to, model.bucket]);
  const shown = times.slice(0, rows);
  return html`
    <div class="uc-table" role="region" aria-label="Values of the chart" tabindex="0">
      <table>
        <caption>${model.bucket > 0 ? `Means of ${duration(model.bucket * 1000)}, lowest and highest in brackets` : "Values at these times"}, newest first, times in ${zoneName(undefined, model.to * 1000)}</caption>
        <thead><tr><th scope="col">Time</th>${channels.map((c) => html`<th scope="col" key=${c.key}>${stateWords(c.quantity)?.label ?? (c.product ? "Product, reckoned" : sentence(c.quantity))} <small>${c.of ?? c.key}</small></th>`)}</tr></thead>
        <tbody>
          ${shown.map((t) => html`<tr key=${t}><th scope="row">${longTime(t)}</th>${channels.map((c) => {
            const value = valueAt(c, t, model);
            const states = stateWords(c.quantity);
            return html`<td key=${c.key} class=${value ? "" : "is-unknown"}>${!value ? "no data" : states ? stateText(states, value)
              : withUnit(value.mean, c.unit, c.quantity) + (model.bucket > 0 ? ` (${measured(value.min, c.unit).text} to ${measured(value.max, c.unit).text})` : "")}</td>`;
          })}</tr>`)}
        </tbody>
      </table>
      ${times.length > rows && html`<button type="button" class="uc-link uc-more" onClick=${() => setRows(rows + 5 * TABLE_ROWS)}>Show more (${times.length - rows} left)</button>`}
    </div>`;
}

function tableTimes(model) {
  const all = new Set();
  for (const line of model.lines.length ? model.lines : model.lanes) for (const t of line.t) all.add(t);
  for (const line of model.lines) if (!line.product) for (const [a] of line.gaps) all.add(a);
  return [...all].filter((t) => t >= model.from && t < model.to).sort((a, b) => b - a);
}
