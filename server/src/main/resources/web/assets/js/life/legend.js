// What the marks of the chart mean, as far as they are there.
import { html } from "../lib.js";

/** A line of marks with words. */
export function LifeLegend({ model }) {
  const states = new Set(model.rows.flatMap((row) => row.stays.flatMap((stay) => stay.pieces.map((piece) => piece.state))));
  const asOther = model.rows.some((row) => row.stays.some((stay) => stay.place.as !== model.life.id));
  const limited = model.rows.some((row) => row.stays.some((stay) => stay.place.dwellReached));
  const marks = [
    ["ok", "in its band", states.has("ok")],
    ["warm", "too warm", states.has("warm") || states.has("both")],
    ["cold", "too cold", states.has("cold")],
    ["unknown", "not known", states.has("unknown")],
    ["other", "as part of another handling unit", asOther],
    ["limit", "longest time there", limited],
  ];
  return html`<ul class="life-legend" aria-label="Marks">${marks.filter((mark) => mark[2]).map(([mark, text]) => html`<li key=${mark}><span class="life-mark" data-mark=${mark} aria-hidden="true"></span>${text}</li>`)}</ul>`;
}
