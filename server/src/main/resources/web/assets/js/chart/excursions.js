// The excursions of a chart in words: beside the cursor, and as a list with links.
import { html, useLayoutEffect, useRef, useState } from "../lib.js";
import { Status } from "../components/ui.js";
import { count, sentence, words, worstWords } from "../format.js";
import { dayAndClock, duration } from "../time.js";
import { to } from "../routes.js";

const lasted = (e, now) => duration(((e.end ?? now) - e.start) * 1000);

/** Beside the cursor, on the side where there is room. */
export function Tip({ excursions, model, left, width }) {
  const box = useRef(null);
  useLayoutEffect(() => {
    if (!box.current) return;
    const own = box.current.offsetWidth;
    const at = left + 14 + own > width ? left - own - 14 : left + 14;
    box.current.style.transform = `translateX(${Math.round(Math.max(4, Math.min(width - own - 4, at)))}px)`;
  }, [left, width, excursions.length]);
  return html`
    <div class="uc-tip" ref=${box}>
      ${excursions.slice(0, 3).map((e) => html`
        <div key=${e.id}>
          <${Status} status=${e.level}>${sentence(e.level)}: ${words(e.slot)}<//>
          <span>${e.end === null ? `since ${dayAndClock(e.start * 1000)}, ${goesOn(e, model)}` : `${dayAndClock(e.start * 1000)} to ${dayAndClock(e.end * 1000)}`} (${lasted(e, Date.now() / 1000)})</span>
          ${worstWords(e) && html`<span>${worstWords(e).slice(2)}</span>`}
          ${e.unknown_s > 0 && html`<span>${duration(e.unknown_s * 1000)} of it unknown</span>`}
        </div>`)}
    </div>`;
}

/** No reading stands: it may be over. */
const goesOn = (e, model) => {
  const line = [...model.lines, ...model.lanes].find((one) => one.key === e.key);
  const since = e.unknownSince ?? (line?.silent ? line.gaps.at(-1)[0] : null);
  return since === null || e.measure === "missing" ? "still lasts" : `no data since ${dayAndClock(since * 1000)}`;
};

const FEW = 4;

/** show(excursion): brings it into the chart. */
export function Excursions({ model, show }) {
  const [all, setAll] = useState(false);
  const list = model.excursions.filter((e) => e.start < model.to && (e.end ?? Infinity) > model.from).sort((a, b) => b.start - a.start);
  const taken = model.retracted.filter((e) => e.start < model.to && (e.end ?? Infinity) > model.from).sort((a, b) => b.start - a.start);
  if (list.length + taken.length === 0) return null;
  const some = all ? list : list.slice(0, FEW);
  return html`
    <div class="uc-excursions">
      ${list.length > 0 && html`<p class="uc-heading">${count(list.length, "excursion")} in this range</p>`}
      <ul>
        ${some.map((e) => html`
          <li key=${e.id}>
            <${Status} status=${e.level} />
            <span class="uc-line"><span class="uc-what"><a href=${to.incident(e.incident_id)}>${sentence(e.slot)}</a>${worstWords(e)}</span>
            <span class="uc-span">${dayAndClock(e.start * 1000)}, ${e.end === null ? goesOn(e, model) : lasted(e, model.now)}${e.critical !== null ? `, critical since ${dayAndClock(e.critical * 1000)}` : ""}${e.unknown_s > 0 ? `, ${duration(e.unknown_s * 1000)} of it unknown` : ""}${e.corrected_at ? `; corrected ${dayAndClock(e.corrected_at)}` : ""}</span></span>
            <button type="button" class="uc-link" onClick=${() => show(e)} aria-label=${`Show ${words(e.slot)} of ${dayAndClock(e.start * 1000)} in the chart`}>Show</button>
          </li>`)}
      </ul>
      ${list.length > FEW && html`<button type="button" class="uc-link uc-more" onClick=${() => setAll(!all)}>${all ? "Show fewer" : `Show all ${list.length}`}</button>`}
      ${taken.length > 0 && html`<p class="uc-heading">${taken.length === 1 ? "One that late readings took back" : `${taken.length} that late readings took back`}</p>
      <ul class="uc-taken">
        ${taken.slice(0, all ? taken.length : FEW).map((e) => html`
          <li key=${`${e.incident_id} ${e.started_at}`}>
            <span class="uc-what"><a href=${to.incident(e.incident_id)}>${sentence(e.slot)}</a>, ${e.level}</span>
            <span class="uc-span">thought to begin ${dayAndClock(e.start * 1000)}${e.found_at ? `; found ${dayAndClock(e.found_at)}` : ""}; taken back ${dayAndClock(e.retracted_at)}</span>
          </li>`)}
      </ul>`}
    </div>`;
}
