// A range of one's own: two times in the zone of the reader.
import { html, useState } from "../lib.js";
import { Button, Field } from "../components/ui.js";
import { inputTime } from "../components/download.js";
import { zoneName } from "../time.js";

/** The shortest and the longest range of a chart, in seconds. */
export const SHORTEST_S = 60;
export const LONGEST_S = 400 * 86_400;

/** bounds: what is shown now; apply(from, to) in seconds since 1970. */
export function CustomRange({ bounds, apply, close }) {
  const [from, setFrom] = useState(inputTime(bounds?.from ?? Date.now() / 1000 - 86_400));
  const [to, setTo] = useState(inputTime(bounds?.to ?? Date.now() / 1000));
  const a = Date.parse(from) / 1000;
  const b = Date.parse(to) / 1000;
  const wrong = !Number.isFinite(a) || !Number.isFinite(b) ? "Both times are needed."
    : b - a < SHORTEST_S ? "The end must be at least a minute after the begin."
    : b - a > LONGEST_S ? "At most 400 days at a time." : null;
  return html`
    <form class="uc-custom" onSubmit=${(event) => { event.preventDefault(); if (!wrong) apply(a, b); }}>
      <${Field} label=${`From (${zoneName()})`} type="datetime-local" value=${from} onInput=${setFrom} />
      <${Field} label=${`To (${zoneName()})`} type="datetime-local" value=${to} onInput=${setTo} />
      <${Button} type="submit" kind="primary" disabled=${wrong !== null}>Show<//>
      <${Button} kind="quiet" onClick=${close}>Cancel<//>
      ${wrong && html`<p class="field-error" role="alert">${wrong}</p>`}
    </form>`;
}
