// Where a figure of the ledger comes from: the stretches of time that made it, with the probes and readings that spoke for them.
import { html, useEffect, useState } from "../lib.js";
import * as api from "../api.js";
import { tell } from "../components/dialog.js";
import { ErrorState, Skeleton } from "../components/ui.js";
import * as format from "../format.js";
import * as time from "../time.js";
import { to } from "../routes.js";
import { shareWords, timeWords } from "./words.js";

/** As many stretches at a time; more are asked for. */
const STRETCHES = 20;

/**
 * A link behind a figure.
 * @param {{life: object, figures: string, allowance?: string | null, label: string}} what `figures`: of the contract, with commas
 */
export function Why({ life, figures, allowance, label }) {
  return html`<button type="button" class="why" aria-haspopup="dialog" aria-label=${`Why: ${label}`} onClick=${() => tell({ title: `Why: ${label}`, text: html`<${Explanations} id=${life.id} figures=${figures} allowance=${allowance} />` })}>why</button>`;
}

function Explanations({ id, figures, allowance }) {
  const [{ list, error }, setState] = useState({ list: null, error: null });
  useEffect(() => {
    const stop = new AbortController();
    explained(id, { explain: figures, explain_limit: STRETCHES }, stop.signal)
      .then((all) => setState({ list: all.filter((one) => !allowance || one.allowance === allowance), error: null }), (failure) => { if (!stop.signal.aborted) setState({ list: null, error: failure }); });
    return () => stop.abort();
  }, [id, figures, allowance]);
  if (error) return html`<${ErrorState} error=${error} inline />`;
  if (!list) return html`<${Skeleton} lines=${4} />`;
  if (list.length === 0) return html`<p>Nothing is known of it yet.</p>`;
  return html`<div class="stack">${list.map((one) => html`<${Explanation} key=${`${one.figure} ${one.allowance}`} id=${id} first=${one} />`)}</div>`;
}

const explained = async (id, query, signal) => (await api.get(`/api/v1/stock/${encodeURIComponent(id)}/exposure`, query, { signal })).explanations ?? [];

function Explanation({ id, first }) {
  const [one, setOne] = useState(first);
  const [state, setState] = useState({ busy: false, error: null });
  const more = async () => {
    setState({ busy: true, error: null });
    try {
      const [next] = (await explained(id, { explain: one.figure, strand: one.strand, explain_from: one.next, explain_limit: 5 * STRETCHES })).filter((other) => other.allowance === one.allowance);
      setOne({ ...one, next: next?.next ?? null, stretches: [...one.stretches, ...(next?.stretches ?? [])] });
      setState({ busy: false, error: null });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return html`<section class="explained">
    <p><b>${one.allowance ? format.capital(one.allowance) : NAMES[one.figure] ?? format.sentence(one.figure)}: ${valueWords(one.value, one.value_unit)}</b></p>
    <p class="muted">${format.capital(one.rule)} ${HOW[one.made_by] ?? ""}</p>
    ${one.stretches.length === 0 ? html`<p>No stretch of time made it.</p>`
      : html`<ol>${one.stretches.map((stretch) => html`<li key=${stretch.from + stretch.unit}><${Stretch} stretch=${stretch} unit=${one.added_unit} sums=${one.made_by !== "smallest" && one.made_by !== "largest"} /></li>`)}</ol>`}
    ${one.next && html`<button type="button" class="why" aria-disabled=${state.busy} onClick=${() => { if (!state.busy) more(); }}>${state.busy ? "Loading …" : `Show more of ${format.count(one.stretches_in_all, "stretch", "stretches")}`}</button>`}
    ${state.error && html`<${ErrorState} error=${state.error} inline />`}
  </section>`;
}

const NAMES = {
  unknown: "Not known",
  too_warm_degree_minutes: "Too warm, in degree-minutes",
  too_cold_degree_minutes: "Too cold, in degree-minutes",
  freezes: "Freeze events",
  mean_kinetic: "Mean kinetic temperature",
  shelf_life_used: "Shelf life used",
};

const HOW = {
  sum: "It is the sum of these stretches.",
  smallest: "It is the smallest of these stretches.",
  largest: "It is the largest of these stretches.",
  mean_kinetic: "Each stretch adds seconds at 20 °C of the same effect; over the known time they make the mean.",
};

function Stretch({ stretch, unit, sums }) {
  const length = (Date.parse(stretch.to) - Date.parse(stretch.from)) / 1000;
  return html`
    <p><span class="nowrap" title=${`${time.exact(stretch.from)} to ${time.exact(stretch.to)}`}>${span(stretch)}</span> (${timeWords(length)})${stretch.unit
      ? html`, <a href=${chartOf(stretch)}>${stretch.unit_name ?? stretch.unit}</a>` : ", place not known"}</p>
    <p>${stretch.coldest_celsius !== null && html`<b>${temperatures(stretch)}</b>${sums ? ", " : ""}`}${sums && html`adds ${valueWords(stretch.added, unit)}`}</p>
    <p class="muted small">${format.capital(stretch.probe_rule)}${stretch.channels.length > 0 && html`: ${stretch.channels.map((channel, i) => html`${i > 0 && ", "}<span class="mono">${channel.channel}</span>${channel.readings > 0 ? ` (${format.count(channel.readings, "reading")})` : ""}`)}`}</p>`;
}

function span({ from, to: end }) {
  const day = time.dayAndClock(from);
  return `${day.includes(",") ? `${day.split(",")[0]}, ` : ""}${time.clockSeconds(from)} to ${time.clockSeconds(end)}`;
}

function temperatures({ coldest_celsius: low, warmest_celsius: high }) {
  const [a, b] = [format.measured(low, "Cel").text, format.measured(high, "Cel").text];
  return a === b ? `${a} °C` : `${a} to ${b} °C`;
}

function valueWords(value, unit) {
  if (value === null || value === undefined) return "not known";
  switch (unit) {
    case "s": return timeWords(value);
    case "%": return shareWords(value / 100);
    case "K.min": return `${format.number(value, value < 10 ? 2 : 1)} °C·min`;
    case "1": return format.number(value, 2);
    default: return format.withUnit(value, unit);
  }
}

// The chart of the unit there, with a little before and after.
function chartOf({ unit, from, to: end }) {
  const margin = Math.max(60_000, (Date.parse(end) - Date.parse(from)) / 4);
  const text = (ms) => encodeURIComponent(`${new Date(ms).toISOString().slice(0, 19)}Z`);
  return `${to.unit(unit)}?from=${text(Date.parse(from) - margin)}&to=${text(Date.parse(end) + margin)}`;
}
