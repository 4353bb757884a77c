// The chart of a life as a table: for screen readers, and for whoever wants the numbers.
import { html, useMemo, useState } from "../lib.js";
import { duration, zoneName } from "../time.js";
import { longTime } from "../chart/readout.js";
import { at } from "./model.js";
import { placeWords, valueWords } from "./readout.js";
import { shareWords } from "./words.js";

const ROWS = 60;

/** Newest first. */
export function LifeTable({ model }) {
  const [rows, setRows] = useState(ROWS);
  const times = useMemo(() => timesOf(model), [model]);
  const bucket = Math.max(0, ...model.stays.map(({ course }) => course.bucket));
  return html`
    <div class="uc-table" role="region" aria-label="Values of the chart" tabindex="0">
      <table>
        <caption>${bucket > 0 ? `Coldest and warmest of up to ${duration(bucket * 1000)}` : "Coldest and warmest at these times"}, newest first, times in ${zoneName(undefined, model.to * 1000)}</caption>
        <thead><tr><th scope="col">Time</th><th scope="col">Place</th><th scope="col">As</th><th scope="col">Temperature</th>
          ${model.budgets.map((budget) => html`<th scope="col" key=${budget.key}>${budget.name} left</th>`)}</tr></thead>
        <tbody>
          ${times.slice(0, rows).map((t) => {
            const { stay, value, budgets } = at(model, t);
            return html`<tr key=${t}><th scope="row">${longTime(t)}</th><td>${stay ? placeWords(stay.place) : "Not in the network"}</td><td>${stay?.place.as}</td>
              <td class=${value ? "" : "is-unknown"}>${valueWords(value)}</td>
              ${budgets.map((budget) => html`<td key=${budget.key}>${shareWords(Math.max(0, budget.share))}</td>`)}</tr>`;
          })}
        </tbody>
      </table>
      ${times.length > rows && html`<button type="button" class="uc-link uc-more" onClick=${() => setRows(rows + 5 * ROWS)}>Show more (${times.length - rows} left)</button>`}
    </div>`;
}

function timesOf(model) {
  const all = new Set();
  for (const { from, course } of model.stays) {
    all.add(from);
    for (const t of course.t) all.add(t);
    for (const [a] of course.gaps) all.add(a);
  }
  return [...all].filter((t) => t >= model.from && t <= model.to).sort((a, b) => b - a);
}
