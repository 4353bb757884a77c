// How long a handling unit may be where it is, and its hand-offs.
import { html } from "../lib.js";
import { can } from "../session.js";
import * as format from "../format.js";
import * as time from "../time.js";
import { Button, Card, Status, Tag, Time } from "../components/ui.js";
import { askHandOff } from "../components/hand-off.js";
import { timeWords } from "./words.js";

/** Each limit where it is now: what counts, how much of it is gone, and when it is reached. Without limits there is nothing to say. */
export function Waits({ list, place }) {
  const now = time.useNow();
  if (list.length === 0) return null;
  const since = (timer) => Date.parse(timer.reaches_at) - timer.limit_s * 1000;
  return html`<${Card} title=${`How long it may be in ${place}`}><ul class="budgets waits">${list.map((timer) => {
    const left = (Date.parse(timer.reaches_at) - now) / 1000;
    const share = Math.max(0, Math.min(1, 1 - left / timer.limit_s));
    const tone = left <= 0 ? timer.level : share > 0.75 ? "warning" : "ok";
    return html`<li key=${`${timer.rule} ${timer.level}`} data-tone=${tone}>
      <p class="budget-head"><span><b>${format.sentence(timer.rule.replace(/ \(.*/, ""))}</b> <span class="muted small">${timer.rule.replace(/^[^(]*/, "")}</span></span><span class="muted small">${timer.level}</span></p>
      <div class="budget-bar" aria-hidden="true"><span style=${{ width: `${100 * share}%` }}></span></div>
      <p>${left <= 0 ? html`<${Status} status=${timer.level}>${timeWords(-left)} too long<//> <span class="muted">since <${Time} time=${timer.reaches_at} mode="at" /></span>`
        : html`<b>${timeWords(left)}</b> left <span class="muted">until <${Time} time=${timer.reaches_at} mode="at" /></span>`}<span class="muted">; ${timer.in_all
        ? html`${timeWords(timer.limit_s - left)} in all`
        : html`counted since <${Time} time=${new Date(since(timer)).toISOString()} mode="at" />`}</span></p>
    </li>`;
  })}</ul><//>`;
}

/** Records of hand-offs, newest first, and before them the movements that want one. */
export function HandOffs({ unit, names, reload }) {
  const missing = unit.missing_hand_offs;
  const may = can("stock");
  const record = (what) => async () => { if (await askHandOff({ id: unit.id, ...what })) reload(); };
  const way = (one) => `${placeWords(one.from_unit, names)} to ${placeWords(one.to_unit, names)}`;
  return html`<${Card} title="Hand-offs" count=${unit.hand_offs.length} tone=${missing.some((one) => one.overdue) ? "warning" : undefined}
      actions=${may && html`<${Button} onClick=${record({})}>Record a hand-off<//>`}>
    ${missing.length === 0 && unit.hand_offs.length === 0 ? html`<p class="muted">None is on record, and none is asked for.</p>` : html`<ul class="lines">
      ${missing.map((one) => html`<li key=${one.moved_at}>
        <p class="row"><b>${format.sentence(way(one))}</b><${Tag} tone=${one.overdue ? "warning" : "neutral"}>${one.overdue ? "record overdue" : "no record yet"}<//></p>
        <p class="muted">moved <${Time} time=${one.moved_at} mode="both" />; the record was due <${Time} time=${one.due_at} mode="at" /></p>
        ${may && html`<p><${Button} kind="primary" onClick=${record({ words: `${format.sentence(way(one))}, ${time.dayAndClock(one.moved_at)}.`, at: one.moved_at, from: one.from_unit, to: one.to_unit })}>Record it …<//></p>`}
      </li>`)}
      ${[...unit.hand_offs].reverse().map((one) => html`<li key=${one.time}>
        <p class="row"><b>${one.given_by}</b> to <b>${one.taken_by}</b><span class="nowrap">${one.temperature === null ? "temperature not measured" : format.withUnit(one.temperature, "Cel")}</span></p>
        <p class="muted"><${Time} time=${one.time} mode="both" />${(one.from_unit || one.to_unit) && `, ${way(one)}`}; recorded by ${one.recorded_by}${one.note && html`: “${one.note}”`}</p>
      </li>`)}</ul>`}
  <//>`;
}

const placeWords = (unit, names) => (unit ? names.get(unit) ?? unit : "outside");
