// The line above the curves: what is at the cursor, else now; and the same as a sentence for screen readers.
import { html } from "../lib.js";
import { count, measured, sentence, unitSign, withUnit, words } from "../format.js";
import { clockSeconds, dayAndClock, duration, zoneName } from "../time.js";
import { excursionsAt, stateWords, valueAt } from "./model.js";

/** cursor: {x} or null; following: whether the range ends now. */
export function Readout({ model, cursor, following, connected, heardAt, bounds }) {
  if (!model) return html`<div class="uc-readout" aria-hidden="true"><span class="uc-when"> </span></div>`;
  const x = cursor?.x ?? Math.min(model.to, model.now);
  const zone = zoneName(undefined, x * 1000);
  const when = cursor
    ? `${longTime(x)} ${zone}`
    : following && connected ? (model.bucket > 0 ? `Newest ${duration(model.bucket * 1000)}` : "Now") : following ? `As of ${heardAt ? dayAndClock(heardAt) : dayAndClock(model.now * 1000)}` : `${longTime(bounds.from)} to ${longTime(bounds.to)}`;
  return html`
    <div class="uc-readout">
      <span class="uc-when">${when}${!cursor && html`<span class="uc-zone">${following ? `times in ${zone}` : zone}</span>`}</span>
      <ul class="uc-values">
        ${model.lines.map((line) => html`<${Value} key=${line.key} channel=${line} model=${model} x=${x} at=${line.colour} names=${model.lines.length > 1 || line.quantity !== "temperature"} />`)}
        ${model.lanes.map((lane) => html`<${Value} key=${lane.key} channel=${lane} model=${model} x=${x} at=${null} names=${true} />`)}
      </ul>
      ${following && !connected && html`<span class="uc-stale">Not live: connection lost</span>`}
    </div>`;
}

function Value({ channel, model, x, at, names }) {
  const value = valueAt(channel, x, model);
  const many = model.lines.filter((line) => line.product).length > 1;
  const states = stateWords(channel.quantity);
  const twins = model.lanes.filter((lane) => lane.quantity === channel.quantity).length > 1;
  const name = states ? (twins ? `${states.label} ${channel.key}` : states.label) : at === null || model.lines.length === 1 ? sentence(channel.quantity) : lineName(channel, model);
  let text = "no data";
  let spread = null;
  if (value) {
    text = states ? stateText(states, value) : withUnit(value.mean, channel.unit, channel.quantity);
    const low = measured(value.min, channel.unit).text;
    const high = measured(value.max, channel.unit).text;
    if (!states && model.bucket > 0 && low !== high) spread = `${low} to ${high}`;
  }
  return html`
    <li class=${value ? "" : "is-unknown"}>
      ${at !== null && html`<span class=${`uc-swatch uc-swatch-${(at % 6) + 1}${channel.product ? " uc-swatch-product" : ""}`} data-many=${many} data-beside=${model.lines.some((line) => line.of === channel.key)} aria-hidden="true"></span>`}
      ${names && html`<span class="uc-name">${name}</span>`}
      <b>${text}</b>${spread && html`<span class="uc-spread">${spread}</span>`}
    </li>`;
}

/** What a line of several is called: by what it is in while that tells it apart, else by its channel. */
export function lineName(line, model) {
  const measured = model.lines.filter((one) => !one.product);
  if (line.product) return measured.length === 1 ? "Product, reckoned" : `Product, reckoned from ${line.of}`;
  if (measured.length === 1) return line.senses === "product" ? "Product" : "Air";
  return line.senses === "product" ? `Product ${line.key}` : line.key;
}

/** "open", or for a bucket that was both "open 8 % of the time". */
export function stateText(states, { min, max, mean }) {
  if (min === max) return max >= 0.5 ? states.on : states.off;
  const percent = Math.round(mean * 100);
  return `${states.on} ${percent < 1 ? "under 1" : percent > 99 ? "over 99" : percent} % of the time`;
}

/** A time to the second today, with its day else. */
export const longTime = (x) => {
  const text = dayAndClock(x * 1000);
  return text.includes(",") ? text : clockSeconds(x * 1000);
};

/** What stands at x, as a sentence. */
export function sayAt(model, x) {
  const parts = [`${longTime(x)}.`];
  for (const channel of [...model.lines, ...model.lanes]) {
    const value = valueAt(channel, x, model);
    const states = stateWords(channel.quantity);
    const name = states ? states.label : model.lines.length === 1 && channel === model.lines[0] ? "" : `${model.lines.includes(channel) ? lineName(channel, model) : channel.key} `;
    parts.push(value ? `${states ? `${name} ${stateText(states, value)}` : `${name}${withUnit(value.mean, channel.unit, channel.quantity)}`}.` : `${name || sentence(channel.quantity)} no data.`);
  }
  for (const excursion of excursionsAt(model, x)) parts.push(`${sentence(excursion.level)} excursion, ${words(excursion.slot)}.`);
  return parts.join(" ");
}

/** What the chart shows, in a line. */
export function summary(model) {
  const unitOf = unitSign(model.lines[0]?.unit);
  const parts = [`Chart from ${dayAndClock(model.from * 1000)} to ${dayAndClock(model.to * 1000)}`];
  if (model.bandMin !== null && model.bandMax !== null) parts.push(`band ${model.bandMin} to ${model.bandMax} ${unitOf}`);
  if (model.lines.some((line) => line.product)) parts.push("air and the product as it is reckoned");
  parts.push(count(model.excursions.length, "excursion"));
  const gaps = model.lines.reduce((sum, line) => sum + (line.product ? 0 : line.gaps.length), 0);
  parts.push(count(gaps, "gap"));
  const struck = model.lines.reduce((sum, line) => sum + line.struck.t.length, 0);
  if (struck > 0) parts.push("crosses are readings that nobody trusts");
  return parts.join(", ");
}
