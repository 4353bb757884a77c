// The line above the chart of a life: where it was and what spoke for it at the cursor, else now; the same as a sentence for screen readers.
import { html } from "../lib.js";
import { count, measured, sentence, words } from "../format.js";
import { dayAndClock, duration, zoneName } from "../time.js";
import { longTime } from "../chart/readout.js";
import { at } from "./model.js";
import { shareWords } from "./words.js";

/** "4.1 °C", "3.8 to 4.4 °C", or "not known". */
export function valueWords(value) {
  if (!value) return "not known";
  const low = measured(value.low, "Cel").text;
  const high = measured(value.high, "Cel").text;
  return low === high ? `${high} °C` : `${low} to ${high} °C`;
}

export const placeWords = (place) => (place.unit === null ? place.name : place.nodeName ? `${place.name}, ${place.nodeName}` : place.name);

/** cursor: {x} or null; following: whether the range ends now. */
export function Readout({ model, cursor, following, connected }) {
  if (!model) return html`<div class="uc-readout" aria-hidden="true"><span class="uc-when"> </span></div>`;
  const end = Math.min(model.to, model.now);
  const x = cursor?.x ?? end;
  const zone = zoneName(undefined, x * 1000);
  const { stay, value, budgets } = at(model, x);
  const when = cursor ? `${longTime(x)} ${zone}` : following ? (connected ? "Now" : `As of ${longTime(end)}`) : `At ${longTime(end)}`;
  return html`
    <div class="uc-readout">
      <span class="uc-when">${when}${!cursor && html`<span class="uc-zone">times in ${zone}</span>`}</span>
      <ul class="uc-values">
        ${!stay ? html`<li><b>Not in the network</b></li>` : html`
          <li class=${value ? "" : "is-unknown"}><span class="uc-swatch uc-swatch-1" aria-hidden="true"></span><span class="uc-name">${placeWords(stay.place)}</span><b>${valueWords(value)}</b></li>`}
        ${stay && budgets.map((budget) => html`<li key=${budget.key}><span class="uc-name">${budget.name}</span><b>${shareWords(Math.max(0, budget.share))} left</b></li>`)}
      </ul>
    </div>`;
}

/** What stands at x, as a sentence. */
export function sayAt(model, x) {
  const { stay, value, budgets, excursions } = at(model, x);
  if (!stay) return `${longTime(x)}. Not in the network.`;
  return [
    `${longTime(x)}.`, `${placeWords(stay.place)}, ${valueWords(value)}.`,
    ...budgets.map((budget) => `${budget.name}, ${shareWords(Math.max(0, budget.share))} left.`),
    ...excursions.map((e) => `${sentence(e.level)} excursion, ${words(e.slot)}.`),
  ].join(" ");
}

/** What the chart shows, in a line. */
export function summary(model) {
  const gaps = model.stays.flatMap(({ course }) => course.gaps);
  const unknown = gaps.reduce((sum, [a, b]) => sum + b - a, 0);
  return [
    `Life of ${model.life.id} from ${dayAndClock(model.from * 1000)} to ${dayAndClock(model.to * 1000)}`,
    count(model.rows.length, "place"),
    count(model.excursions.length, "excursion"),
    unknown > 0 ? `temperature not known for ${duration(unknown * 1000)}` : "temperature known all the time",
    ...model.budgets.map((budget) => `${budget.name} ${budget.leftWords} left`),
  ].join(", ");
}
