// The exposure ledger in words: in all, and place by place.
import { html } from "../lib.js";
import { to } from "../routes.js";
import * as format from "../format.js";
import * as time from "../time.js";
import { Status, Table, Tag } from "../components/ui.js";
import { bandWords } from "./read.js";
import { shareWords, timeWords } from "./words.js";
import { Why } from "./why.js";

const celsius = (value) => (value === null || value === undefined ? "–" : format.withUnit(value, "Cel"));
const iso = (seconds) => new Date(seconds * 1000).toISOString();

/** What it lived through in all. With several pasts, each figure is that of the past which fared worst in just that. */
export function InAll({ life, past }) {
  const sum = life.pasts.length > 1 ? life.worst : life.pasts[past].sum;
  const all = sum.elapsed;
  return html`<div class="ledger">
    <${Shares} sum=${sum} />
    <dl class="ledger-figures">
      <${Figure} label="In all" value=${timeWords(all)} note=${life.ended === null ? "until now" : "over"} />
      <${Figure} life=${life} figures="unknown" label="Not known" value=${timeWords(sum.unknown)} tone=${sum.unknown > 0 && "unknown"} note=${all > 0 && sum.unknown > 0 && `${shareWords(sum.unknown / all)} of it`} />
      <${Figure} life=${life} figures="too_warm,too_warm_degree_minutes" label="Too warm" value=${timeWords(sum.warm)} tone=${sum.warm > 0 && "critical"} note=${sum.warm > 0 && `${format.number(sum.warmDegreeMinutes, 1)} °C·min`} />
      <${Figure} life=${life} figures="too_cold,too_cold_degree_minutes" label="Too cold" value=${timeWords(sum.cold)} tone=${sum.cold > 0 && "critical"} note=${sum.cold > 0 && `${format.number(sum.coldDegreeMinutes, 1)} °C·min`} />
      <${Figure} life=${life} figures="coldest,warmest" label="Coldest, warmest" value=${`${celsius(sum.coldest)}, ${celsius(sum.warmest)}`} note=${bandWords(life) && `band ${bandWords(life)}`} />
      <${Figure} life=${life} figures="mean_kinetic" label="Mean kinetic" value=${celsius(sum.kinetic)} />
      ${life.freezesBelow !== null && html`<${Figure} life=${life} figures="freezes" label="Freeze events" value=${format.number(sum.freezes, 0)} tone=${sum.freezes > 0 && "critical"} note=${`below ${celsius(life.freezesBelow)}`} />`}
    </dl>
    ${life.budgets.length > 0 && html`<ul class="budgets" aria-label="Budgets">${life.budgets.map((budget) => html`<${Budget} key=${budget.key} life=${life} budget=${budget} />`)}</ul>`}
    ${life.pasts.length > 1 && html`<p class="muted small">It was merged: each figure is that of the past that fared worst in just that.</p>`}
  </div>`;
}

/** How its time divides, as a bar; the figures beside it say the same. */
function Shares({ sum }) {
  const all = sum.elapsed;
  if (!(all > 0)) return null;
  const parts = [["ok", sum.inBand], ["warm", sum.warm - sum.both], ["both", sum.both], ["cold", sum.cold - sum.both], ["unknown", sum.unknown]];
  return html`<div class="shares" aria-hidden="true">${parts.filter((part) => part[1] > 0).map(([state, part]) => html`<span key=${state} data-mark=${state} style=${{ flexGrow: part / all }}></span>`)}</div>`;
}

function Figure({ life, figures, label, value, note, tone }) {
  return html`<div data-tone=${tone || undefined}><dt>${label}</dt><dd><span class="ledger-figure"><b>${value}</b>${note && html` <span class="muted small">${note}</span>`}</span>
    ${figures && html`<${Why} life=${life} figures=${figures} label=${label} />`}</dd></div>`;
}

function Budget({ life, budget }) {
  const share = Math.max(0, Math.min(1, budget.share));
  const tone = share <= 0 ? "critical" : share < 0.25 ? "warning" : "ok";
  return html`<li data-tone=${tone}>
    <p class="budget-head"><span><b>${budget.name}</b> <span class="muted small">${budget.about}</span></span><${Why} life=${life} figures=${budget.figure} allowance=${budget.allowance} label=${budget.name} /></p>
    <div class="budget-bar" aria-hidden="true"><span style=${{ width: `${100 * share}%` }}></span></div>
    <p>${share <= 0 ? html`<${Status} status="critical">Used up${budget.left < 0 ? `, ${budget.leftWords}` : ""}<//>` : html`<b>${budget.leftWords}</b> left`} <span class="muted">of ${budget.totalWords}</span></p>
  </li>`;
}

/** Place by place, newest first, and the sum at the foot. */
export function ByPlace({ life, past }) {
  const { places, sum } = life.pasts[past];
  const rows = [...places.map((place, n) => ({ place, n, sum: place.sum })).reverse(), { place: null, n: "sum", sum }];
  return html`<${Table} caption="What it lived through, place by place" rows=${rows} rowKey=${(row) => row.n} columns=${columns(life)} />`;
}

const never = html`<span class="muted never">–</span>`;
const timeOrNever = (seconds) => (seconds > 0 ? timeWords(seconds) : never);

function columns(life) {
  const unknown = (sum) => (sum.unknown > 0 ? html`<span class="is-unknown">${timeWords(sum.unknown)}</span>` : never);
  return [
    { head: "Where", cell: ({ place }) => (place ? html`<${Where} life=${life} place=${place} />` : html`<b>In all</b>`) },
    { head: "From", cell: ({ place }) => (place ? html`<span class="nowrap" title=${time.exact(iso(place.from))}>${time.dayAndClock(iso(place.from))}</span>` : "") },
    { head: "For", align: "end", cell: ({ place, sum }) => html`<span><span class="nowrap">${timeWords(sum.elapsed)}</span>${place && place.dwellReached !== null && html`<${Dwell} place=${place} />`}</span>` },
    { head: "Not known", align: "end", cell: ({ sum }) => unknown(sum) },
    { head: "Too warm", align: "end", cell: ({ sum }) => (sum.warm > 0 ? html`<span class="is-critical">${timeWords(sum.warm)}<br /><span class="muted small nowrap">${format.number(sum.warmDegreeMinutes, 1)} °C·min</span></span>` : never) },
    { head: "Too cold", align: "end", cell: ({ sum }) => (sum.cold > 0 ? html`<span class="is-critical">${timeWords(sum.cold)}<br /><span class="muted small nowrap">${format.number(sum.coldDegreeMinutes, 1)} °C·min</span></span>` : never) },
    { head: "Temperatures", align: "end", cell: ({ sum }) => (sum.coldest === null ? never : html`<span><span class="nowrap">${format.withUnit(sum.coldest, "Cel").replace(/\s?°C/, "")} to ${celsius(sum.warmest)}</span><br /><span class="muted small">mean kinetic ${celsius(sum.kinetic)}</span></span>`) },
    ...(life.worst.freezes > 0 ? [{ head: "Freezes", align: "end", cell: ({ sum }) => (sum.freezes > 0 ? html`<span class="is-critical">${format.number(sum.freezes, 0)}</span>` : never) }] : []),
    ...(life.budgets.length ? [{ head: "Budgets used", cell: ({ sum }) => html`<${Used} life=${life} sum=${sum} />` }] : []),
  ];
}

function Used({ life, sum }) {
  const used = life.budgets.filter((budget) => budget.usedIn(sum) > 0);
  return used.length === 0 ? never : html`<ul class="used">${used.map((budget) => html`<li key=${budget.key}><span class="nowrap">${budget.usedInWords(sum)}</span> <span class="muted small">${budget.name.charAt(0).toLowerCase()}${budget.name.slice(1)}</span></li>`)}</ul>`;
}

function Where({ life, place }) {
  return html`<span class="where">${place.unit ? html`<a href=${`${to.unit(place.unit)}?${around(place)}`}>${place.name}</a>` : place.name}${place.open && place.unit && html` <span class="muted small">now</span>`}
    ${place.nodeName && html`<br /><span class="muted small">${place.nodeName}</span>`}
    ${place.as !== life.id && html`<br /><span class="muted small">as part of <a href=${to.handlingUnit(place.as)}>${place.as}</a></span>`}</span>`;
}

const Dwell = ({ place }) => html`<br /><${Tag} tone="warning">${timeWords(place.to - place.dwellReached)} too long<//>`;

// The chart of the unit, for the stay and a little before and after it.
function around(place) {
  const margin = Math.max(60, (place.to - place.from) * 0.1);
  const text = (x) => encodeURIComponent(`${iso(x).slice(0, 19)}Z`);
  return place.open ? `from=${text(place.from - margin)}` : `from=${text(place.from - margin)}&to=${text(place.to + margin)}`;
}
