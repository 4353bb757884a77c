// The chart of a unit: days in one glance, with band, excursions, gaps, power and door.
import { Fragment, html, useCallback, useEffect, useId, useMemo, useRef, useState } from "../lib.js";
import * as api from "../api.js";
import { useChanges, useConnection, useReadings } from "../live.js";
import { count, measured, unitSign, withUnit, words, sentence } from "../format.js";
import { clockSeconds, dayAndClock, duration, zoneName } from "../time.js";
import { styles } from "../styles.js";
import { Button, ErrorState, Field, Status } from "./ui.js";
import { append, excursionsAt, prepare, slide, stateWords, valueAt } from "../chart/model.js";

// Begins to load while the first answer is still on its way.
const plotting = import("../chart/plot.js");
await styles("/assets/vendor/uplot/uPlot.min.css", "/assets/css/unit-chart.css");

const HOUR = 3600;
const PRESETS = [
  { id: "6h", label: "6 h", span: 6 * HOUR },
  { id: "24h", label: "24 h", span: 24 * HOUR },
  { id: "7d", label: "7 d", span: 7 * 24 * HOUR },
  { id: "30d", label: "30 d", span: 30 * 24 * HOUR },
];
const SHORTEST_S = 60;
const LONGEST_S = 400 * 24 * HOUR;
const SPINNER_AFTER_MS = 300;
const REDRAW_MS = 500;
const REFRESH_MS = 60_000;
const TABLE_ROWS = 60;

const spanOf = (range) => PRESETS.find((preset) => preset.id === range.preset)?.span;
const nowSeconds = () => Date.now() / 1000;
const toSeconds = (time) => (time === null || time === undefined ? null : (time instanceof Date ? time.getTime() : typeof time === "number" ? time : Date.parse(time)) / 1000);

/** The range that an address or a caller gives: {from, to}, or {preset}. */
export function rangeOf({ from, to, range } = {}) {
  const a = toSeconds(from);
  const b = toSeconds(to);
  if (Number.isFinite(a) && Number.isFinite(b) && a !== null && b !== null && a < b) return { from: a, to: b };
  return { preset: PRESETS.some((preset) => preset.id === range) ? range : "24h" };
}

/**
 * @param {object} props
 * @param {string} props.unit id of the unit
 * @param {string | number | Date} [props.from] begin; with `to` a range that stands still. Without: the newest 24 hours
 * @param {string | number | Date} [props.to]
 * @param {string} [props.range] "6h", "24h", "7d", "30d" when from and to are not given
 * @param {boolean} [props.live] whether a range that ends now moves on and takes new readings; default true
 * @param {number} [props.height] of the curves in CSS pixels; default: by the width
 * @param {(range: {from: number, to: number, preset?: string}) => void} [props.onRange] the person chose another range (seconds)
 *
 * `performance.measure("unit-chart")` is taken each time from the request until the picture is painted.
 */
export function UnitChart({ unit, from, to, range: wanted, live = true, height, onRange, onData }) {
  const given = useMemo(() => rangeOf({ from, to, range: wanted }), [String(from), String(to), wanted]);
  const [range, setRange] = useState(given);
  const [home, setHome] = useState(given);
  const [state, setState] = useState({ model: null, error: null, loading: true, version: 0 });
  const [cursor, setCursor] = useState(null);
  const [slow, setSlow] = useState(false);
  const [table, setTable] = useState(false);
  const [asking, setAsking] = useState(false);
  const [spoken, setSpoken] = useState("");
  const keysId = useId();
  const holder = useRef(null);
  const plot = useRef(null);
  const model = useRef(null);
  const running = useRef(null);
  const drawn = useRef(null);
  const dirty = useRef(false);
  const link = useConnection();
  const connected = link.state === "live" || link.state === "connecting";
  const following = live && range.preset !== undefined;

  useEffect(() => {
    setRange(given);
    setHome(given);
  }, [given, unit]);

  const choose = useCallback((next, { keepHome = false } = {}) => {
    setCursor(null);
    plot.current?.setCursor(null);
    setRange(next);
    if (!keepHome) setHome(next);
    const span = spanOf(next);
    onRange?.(span ? { preset: next.preset, from: nowSeconds() - span, to: nowSeconds() } : next);
  }, [onRange]);

  // ---- the answer of the server
  const load = useCallback(async (quiet) => {
    const started = performance.now();
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    const span = spanOf(range);
    const end = span ? nowSeconds() : range.to;
    const begin = span ? end - span : range.from;
    if (!quiet) setState((before) => ({ ...before, loading: true, error: null }));
    const points = Math.round(Math.min(1500, Math.max(300, plot.current?.plotWidth() ?? (holder.current?.clientWidth ?? 800) * devicePixelRatio)));
    try {
      const answer = await api.get(`/api/v1/units/${encodeURIComponent(unit)}/chart`, {
        from: new Date(begin * 1000).toISOString(), to: new Date(end * 1000).toISOString(), points,
      }, { signal: own.signal });
      if (running.current !== own) return;
      const answered = performance.now();
      model.current = prepare(answer, nowSeconds());
      if (!quiet) drawn.current = { started, answered, points };
      setState({ model: model.current, error: null, loading: false, version: Math.random() });
      onData?.(model.current);
    } catch (error) {
      if (running.current === own && !own.signal.aborted) setState((before) => ({ ...before, loading: false, error }));
    }
  }, [unit, range]);

  useEffect(() => {
    load(false);
    return () => running.current?.abort();
  }, [load]);

  useEffect(() => {
    const timer = state.loading ? setTimeout(() => setSlow(true), SPINNER_AFTER_MS) : null;
    if (!state.loading) setSlow(false);
    return () => clearTimeout(timer);
  }, [state.loading]);

  // ---- drawing
  const heightRef = useRef(height);
  heightRef.current = height;
  const choices = useRef({});
  choices.current = { choose, home, range };

  const started = useRef(false);
  useEffect(() => {
    let ended = false;
    plotting.then(({ createPlot }) => {
      if (ended || !holder.current) return;
      plot.current = createPlot(holder.current, {
        height: () => heightRef.current ?? Math.round(Math.min(380, Math.max(220, holder.current.clientWidth * 0.3))),
        onCursor: (x, left) => setCursor(x === null ? null : { x, left }),
        onSelect: (a, b) => zoomTo(a, b),
        onReset: () => choices.current.choose(choices.current.home),
        onDrawn: measure,
      });
      started.current = true;
      if (model.current) plot.current.show(model.current);
    });
    return () => {
      ended = true;
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);

  useEffect(() => {
    if (state.model && plot.current) plot.current.show(state.model);
  }, [state.version]);

  function measure() {
    const mark = drawn.current;
    if (!mark) return;
    drawn.current = null;
    const end = performance.now();
    // After the frame that shows it: a task behind the next frame's callbacks.
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        performance.measure("unit-chart", {
          start: mark.started, end: performance.now(),
          detail: { answered_ms: mark.answered - mark.started, drawing_ms: end - mark.answered, points: mark.points, bucket_s: model.current?.bucket },
        });
      };
      channel.port2.postMessage(null);
    });
  }

  // ---- live
  useReadings(following ? `unit:${unit}` : null, (readings) => {
    if (!model.current) return;
    for (const reading of readings.values()) if (append(model.current, reading)) dirty.current = true;
  });
  useChanges(["incident", "network"], () => load(true), (change) => change.unit === unit || change.type === "network");

  useEffect(() => {
    if (!following || !connected) return undefined;
    let last = Date.now();
    const timer = setInterval(() => {
      const shown = model.current;
      if (!shown || document.hidden || state.error) return;
      // A range of days moves by less than a pixel in seconds.
      const pixel = ((shown.to - shown.from) / 1500) * 1000;
      if (!dirty.current && Date.now() - last < Math.max(5_000, pixel)) return;
      if (dirty.current && Date.now() - last < Math.min(pixel, 10_000)) return;
      dirty.current = false;
      last = Date.now();
      slide(shown, nowSeconds());
      plot.current?.show(shown);
      setState((before) => ({ ...before, tick: last }));
    }, REDRAW_MS);
    const refresh = setInterval(() => { if (!document.hidden) load(true); }, REFRESH_MS);
    return () => {
      clearInterval(timer);
      clearInterval(refresh);
    };
  }, [following, connected, load, state.error]);

  // ---- moving about
  const shown = model.current;
  const bounds = shown ? { from: shown.from, to: shown.to } : null;

  function zoomTo(a, b) {
    const middle = (a + b) / 2;
    const span = Math.min(LONGEST_S, Math.max(SHORTEST_S, b - a));
    choices.current.choose({ from: middle - span / 2, to: middle + span / 2 }, { keepHome: true });
  }

  const zoom = (factor) => {
    if (!bounds) return;
    const at = cursor?.x ?? (bounds.from + bounds.to) / 2;
    const share = (at - bounds.from) / (bounds.to - bounds.from);
    const span = Math.min(LONGEST_S, Math.max(SHORTEST_S, (bounds.to - bounds.from) * factor));
    zoomTo(at - share * span, at + (1 - share) * span);
  };

  const pan = (share) => {
    if (!bounds) return;
    const shift = (bounds.to - bounds.from) * share;
    if (shift > 0 && range.preset) return;
    zoomTo(bounds.from + shift, bounds.to + shift);
  };

  const moveCursor = (x) => {
    if (!bounds) return;
    const at = Math.min(bounds.to, Math.max(bounds.from, x));
    plot.current?.setCursor(at);
    setSpoken(sayAt(model.current, at));
  };

  const onKey = (event) => {
    if (!bounds || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = Math.max(shown.bucket || 1, (bounds.to - bounds.from) / 240) * (event.shiftKey ? 10 : 1);
    const at = cursor?.x ?? bounds.to;
    const actions = {
      ArrowLeft: () => moveCursor(at - step),
      ArrowRight: () => moveCursor(at + step),
      Home: () => moveCursor(bounds.from),
      End: () => moveCursor(Math.min(bounds.to, shown.now)),
      PageUp: () => pan(-0.5),
      PageDown: () => pan(0.5),
      "+": () => zoom(0.5),
      "-": () => zoom(2),
      Escape: () => {
        if (cursor) plot.current?.setCursor(null);
        else if (zoomed) choose(home);
      },
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  const zoomed = !sameRange(range, home);
  const nothing = shown && shown.lines.length + shown.lanes.length === 0;
  const over = shown && cursor ? excursionsAt(shown, cursor.x) : [];

  return html`
    <section class="uc" aria-label="Chart">
      <div class="uc-bar">
        <div class="uc-presets" role="group" aria-label="Range">
          ${PRESETS.map((preset) => html`<button type="button" key=${preset.id} aria-pressed=${range.preset === preset.id}
            onClick=${() => choose({ preset: preset.id })}>${preset.label}</button>`)}
          <button type="button" aria-pressed=${range.preset === undefined} aria-expanded=${asking} onClick=${() => setAsking(!asking)}>Custom</button>
        </div>
        <div class="uc-tools">
          ${zoomed && html`<button type="button" class="uc-text-button" onClick=${() => choose(home)}>Reset zoom</button>`}
          <div class="uc-tool-group" role="group" aria-label="Move and zoom">
            <button type="button" aria-label="Earlier" title="Earlier" onClick=${() => pan(-0.5)}><${Icon} of="earlier" /></button>
            <button type="button" aria-label="Later" title="Later" disabled=${range.preset !== undefined} onClick=${() => pan(0.5)}><${Icon} of="later" /></button>
            <button type="button" aria-label="Zoom in" title="Zoom in" onClick=${() => zoom(0.5)}><${Icon} of="in" /></button>
            <button type="button" aria-label="Zoom out" title="Zoom out" onClick=${() => zoom(2)}><${Icon} of="out" /></button>
          </div>
          <button type="button" class="uc-text-button" aria-pressed=${table} onClick=${() => setTable(!table)}>Table</button>
        </div>
      </div>
      ${asking && html`<${Custom} bounds=${bounds} close=${() => setAsking(false)} apply=${(a, b) => { setAsking(false); choose({ from: a, to: b }); }} />`}
      <${Readout} model=${shown} cursor=${cursor} following=${following} connected=${connected} heardAt=${link.heardAt} bounds=${bounds} />
      <div class="uc-holder" data-loading=${state.loading && slow} data-bare=${Boolean(shown) && shown.lines.length === 0 && !nothing}>
        <div ref=${holder} class="uc-plot" tabindex="0" role="application" aria-roledescription="chart"
          aria-label=${shown ? summary(shown) : "Chart, loading"} aria-describedby=${keysId} onKeyDown=${onKey}
          onBlur=${() => plot.current?.setCursor(null)}></div>
        ${over.length > 0 && html`<${Tip} excursions=${over} left=${cursor.left} width=${holder.current?.clientWidth ?? 0} />`}
        ${state.loading && slow && html`<p class="uc-veil" role="status">Loading readings …</p>`}
        ${state.error && html`<div class="uc-failure"><${ErrorState} error=${state.error} retry=${() => load(false)} /></div>`}
        ${nothing && html`<p class="uc-veil">Nothing measures this unit, so there is nothing to draw.</p>`}
      </div>
      <p id=${keysId} class="hidden">Left and right arrow move the cursor, with shift in larger steps; plus and minus zoom; page up and page
        down move the range; escape takes the cursor or the zoom away. A table of the same values is behind the button Table.</p>
      <p class="hidden" aria-live="polite">${spoken}</p>
      ${shown && html`<${Excursions} model=${shown} show=${(e) => zoomTo(e.start - Math.max(1800, ((e.end ?? shown.now) - e.start) * 0.5), (e.end ?? shown.now) + Math.max(1800, ((e.end ?? shown.now) - e.start) * 0.5))} />`}
      ${shown && table && html`<${Table} model=${shown} />`}
    </section>`;
}

const sameRange = (a, b) => a.preset === b.preset && a.from === b.from && a.to === b.to;

// ---- the line above the curves: what is at the cursor, else now
function Readout({ model, cursor, following, connected, heardAt, bounds }) {
  if (!model) return html`<div class="uc-readout" aria-hidden="true"><span class="uc-when"> </span></div>`;
  const x = cursor?.x ?? Math.min(model.to, model.now);
  const zone = zoneName(undefined, x * 1000);
  const when = cursor
    ? `${longTime(x)} ${zone}`
    : following && connected ? "Now" : following ? `As of ${heardAt ? dayAndClock(heardAt) : dayAndClock(model.now * 1000)}` : `${longTime(bounds.from)} to ${longTime(bounds.to)}`;
  return html`
    <div class="uc-readout">
      <span class="uc-when">${when}${!cursor && html`<span class="uc-zone">${following ? `times in ${zone}` : zone}</span>`}</span>
      <ul class="uc-values">
        ${model.lines.map((line, n) => html`<${Value} key=${line.key} channel=${line} model=${model} x=${x} at=${n} names=${model.lines.length > 1} />`)}
        ${model.lanes.map((lane) => html`<${Value} key=${lane.key} channel=${lane} model=${model} x=${x} at=${null} names=${true} />`)}
      </ul>
      ${following && !connected && html`<span class="uc-stale">Not live: connection lost</span>`}
    </div>`;
}

function Value({ channel, model, x, at, names }) {
  const value = valueAt(channel, x, model);
  const states = stateWords(channel.quantity);
  const twins = model.lanes.filter((lane) => lane.quantity === channel.quantity).length > 1;
  const name = states ? (twins ? `${states.label} ${channel.key}` : states.label) : at === null ? sentence(channel.quantity) : channel.key;
  let text = "no data";
  let spread = null;
  if (value) {
    text = states ? stateText(states, value) : withUnit(value.mean, channel.unit, channel.quantity);
    if (!states && model.bucket > 0 && value.max - value.min >= 0.05) {
      spread = `${measured(value.min, channel.unit).text} to ${measured(value.max, channel.unit).text}`;
    }
  }
  return html`
    <li class=${value ? "" : "is-unknown"}>
      ${at !== null && html`<span class=${`uc-swatch uc-swatch-${(at % 6) + 1}`} aria-hidden="true"></span>`}
      ${names && html`<span class="uc-name">${name}</span>`}
      <b>${text}</b>${spread && html`<span class="uc-spread">${spread}</span>`}
    </li>`;
}

function stateText(states, { min, max, mean }) {
  if (min === max) return max >= 0.5 ? states.on : states.off;
  const percent = Math.round(mean * 100);
  return `${states.on} ${percent < 1 ? "under 1" : percent > 99 ? "over 99" : percent} % of the time`;
}

const longTime = (x) => {
  const text = dayAndClock(x * 1000);
  return text.includes(",") ? text : clockSeconds(x * 1000);
};

function sayAt(model, x) {
  const parts = [`${longTime(x)}.`];
  for (const channel of [...model.lines, ...model.lanes]) {
    const value = valueAt(channel, x, model);
    const states = stateWords(channel.quantity);
    const name = states ? states.label : model.lines.length === 1 && channel === model.lines[0] ? "" : `${channel.key} `;
    parts.push(value ? `${states ? `${name} ${stateText(states, value)}` : `${name}${withUnit(value.mean, channel.unit, channel.quantity)}`}.` : `${name || sentence(channel.quantity)} no data.`);
  }
  for (const excursion of excursionsAt(model, x)) parts.push(`${sentence(excursion.level)} excursion, ${words(excursion.slot)}.`);
  return parts.join(" ");
}

function summary(model) {
  const unitOf = unitSign(model.lines[0]?.unit);
  const parts = [`Chart from ${dayAndClock(model.from * 1000)} to ${dayAndClock(model.to * 1000)}`];
  if (model.bandMin !== null && model.bandMax !== null) parts.push(`band ${model.bandMin} to ${model.bandMax} ${unitOf}`);
  parts.push(count(model.excursions.length, "excursion"));
  const gaps = model.lines.reduce((sum, line) => sum + line.gaps.length, 0);
  parts.push(count(gaps, "gap"));
  return parts.join(", ");
}

// ---- excursions
const until = (e) => (e.end === null ? "still lasts" : `until ${dayAndClock(e.end * 1000)}`);
const lasted = (e, now) => duration(((e.end ?? now) - e.start) * 1000);

function Tip({ excursions, left, width }) {
  const box = useRef(null);
  useEffect(() => {
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
          <span>${dayAndClock(e.start * 1000)} ${until(e)} (${lasted(e, Date.now() / 1000)})</span>
          <span>worst ${withUnit(e.worst_value, e.value_unit)}</span>
        </div>`)}
    </div>`;
}

const FEW = 4;

function Excursions({ model, show }) {
  const [all, setAll] = useState(false);
  const list = model.excursions.filter((e) => e.start < model.to && (e.end ?? Infinity) > model.from).sort((a, b) => b.start - a.start);
  if (list.length === 0) return null;
  const some = all ? list : list.slice(0, FEW);
  return html`
    <div class="uc-excursions">
      <p class="uc-heading">${count(list.length, "excursion")} in this range</p>
      <ul>
        ${some.map((e) => html`
          <li key=${e.id}>
            <${Status} status=${e.level} />
            <span class="uc-what"><a href=${`/incidents/${e.incident_id}`}>${sentence(e.slot)}</a>, worst ${withUnit(e.worst_value, e.value_unit)}</span>
            <span class="uc-span">${dayAndClock(e.start * 1000)}, ${e.end === null ? "still lasts" : lasted(e, model.now)}</span>
            <button type="button" class="uc-link" onClick=${() => show(e)} aria-label=${`Show ${words(e.slot)} of ${dayAndClock(e.start * 1000)} in the chart`}>Show</button>
          </li>`)}
      </ul>
      ${list.length > FEW && html`<button type="button" class="uc-link uc-more" onClick=${() => setAll(!all)}>${all ? "Show fewer" : `Show all ${list.length}`}</button>`}
    </div>`;
}

// ---- the same as a table
function Table({ model }) {
  const [rows, setRows] = useState(TABLE_ROWS);
  const channels = [...model.lines, ...model.lanes];
  const times = useMemo(() => tableTimes(model), [model.from, model.to, model.bucket]);
  const shown = times.slice(0, rows);
  return html`
    <div class="uc-table" role="region" aria-label="Values of the chart" tabindex="0">
      <table>
        <caption>${model.bucket > 0 ? `Means of ${duration(model.bucket * 1000)}, lowest and highest in brackets` : "Values at these times"}, newest first, times in ${zoneName(undefined, model.to * 1000)}</caption>
        <thead><tr><th scope="col">Time</th>${channels.map((c) => html`<th scope="col" key=${c.key}>${stateWords(c.quantity)?.label ?? sentence(c.quantity)} <small>${c.key}</small></th>`)}</tr></thead>
        <tbody>
          ${shown.map((t) => html`<tr key=${t}><th scope="row">${longTime(t)}</th>${channels.map((c) => {
            const value = valueAt(c, t, model);
            const states = stateWords(c.quantity);
            return html`<td key=${c.key} class=${value ? "" : "is-unknown"}>${!value ? "no data" : states ? stateText(states, value)
              : html`<${Fragment}>${withUnit(value.mean, c.unit, c.quantity)}${model.bucket > 0 ? ` (${measured(value.min, c.unit).text} to ${measured(value.max, c.unit).text})` : ""}</${Fragment}>`}</td>`;
          })}</tr>`)}
        </tbody>
      </table>
      ${times.length > rows && html`<button type="button" class="uc-link uc-more" onClick=${() => setRows(rows + 5 * TABLE_ROWS)}>Show more (${times.length - rows} left)</button>`}
    </div>`;
}

function tableTimes(model) {
  const all = new Set();
  for (const line of model.lines.length ? model.lines : model.lanes) for (const t of line.t) all.add(t);
  for (const line of model.lines) for (const [a] of line.gaps) all.add(a);
  return [...all].filter((t) => t >= model.from && t < model.to).sort((a, b) => b - a);
}

// ---- a range of one's own
function Custom({ bounds, apply, close }) {
  const [from, setFrom] = useState(inputTime(bounds?.from ?? nowSeconds() - 86_400));
  const [to, setTo] = useState(inputTime(bounds?.to ?? nowSeconds()));
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

/** What an input of type datetime-local takes, in the zone of the reader. */
export function inputTime(x) {
  const at = new Date(x * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const PATHS = {
  earlier: "M10 3 5 8l5 5",
  later: "m6 3 5 5-5 5",
  in: "M8 3v10M3 8h10",
  out: "M3 8h10",
};

function Icon({ of }) {
  return html`<svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${PATHS[of]} /></svg>`;
}
