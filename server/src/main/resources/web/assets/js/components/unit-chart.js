// The chart of a unit: days in one glance, with band, excursions, gaps, power and door.
import { html, useCallback, useEffect, useId, useRef, useState } from "../lib.js";
import * as api from "../api.js";
import { useChanges, useConnection, useReadings } from "../live.js";
import { styles } from "../styles.js";
import { ErrorState } from "./ui.js";
import { append, excursionsAt, prepare, slide } from "../chart/model.js";
import { CustomRange, SHORTEST_S } from "../chart/custom-range.js";
import { Excursions, Tip } from "../chart/excursions.js";
import { ChartBar, KEYS, movesOf } from "../chart/moving.js";
import { Readout, sayAt, summary } from "../chart/readout.js";
import { ValueTable } from "../chart/table.js";

// Begins to load while the first answer is still on its way.
const plotting = Promise.all([import("../chart/plot.js"), import("../chart/unit-paint.js")]);
await styles("/assets/vendor/uplot/uPlot.min.css", "/assets/css/unit-chart.css");

const HOUR = 3600;
const PRESETS = [
  { id: "6h", label: "6 h", span: 6 * HOUR },
  { id: "24h", label: "24 h", span: 24 * HOUR },
  { id: "7d", label: "7 d", span: 7 * 24 * HOUR },
  { id: "30d", label: "30 d", span: 30 * 24 * HOUR },
];
const SPINNER_AFTER_MS = 300;
/** A unit whose first reading of the range lies behind this share of it is young. */
const YOUNG_SHARE = 0.6;
const REDRAW_MS = 500;
const REFRESH_MS = 60_000;

/** Length of a range that ends now, in seconds; undefined for one that stands still. */
const spanOf = (range) => (range.since !== undefined ? Math.max(SHORTEST_S, nowSeconds() - range.since) : PRESETS.find((preset) => preset.id === range.preset)?.span);
const nowSeconds = () => Date.now() / 1000;
const toSeconds = (time) => (time === null || time === undefined ? null : (time instanceof Date ? time.getTime() : typeof time === "number" ? time : Date.parse(time)) / 1000);

/** The range that an address or a caller gives: {from, to}, {since} which goes on until now, or {preset}. */
export function rangeOf({ from, to, range } = {}) {
  const a = toSeconds(from);
  const b = toSeconds(to);
  if (Number.isFinite(a) && Number.isFinite(b) && a !== null && b !== null && a < b) return { from: a, to: b };
  if (Number.isFinite(a) && a !== null && b === null && a < nowSeconds()) return { since: a };
  return { preset: PRESETS.some((preset) => preset.id === range) ? range : "24h" };
}

/**
 * @param {object} props
 * @param {string} props.unit id of the unit
 * @param {string | number | Date} [props.from] begin (number: milliseconds); without it the newest 24 hours
 * @param {string | number | Date | null} [props.to] end, of a range that stands still; without it the range goes on until now
 * @param {string} [props.range] "6h", "24h", "7d", "30d" when from and to are not given
 * @param {boolean} [props.live] whether a range that ends now moves on and takes new readings; default true
 * @param {number} [props.height] of the curves in CSS pixels; default: by the width
 * @param {(range: {from: number, to: number, preset?: string}) => void} [props.onRange] the person chose another range (seconds)
 *
 * `performance.measure("unit-chart")` is taken each time from the request until the picture is painted.
 */
export function UnitChart({ unit, from, to, range: wanted, live = true, height, onRange, onData }) {
  const asked = rangeOf({ from, to, range: wanted });
  const kept = useRef(asked);
  // A begin that is reckoned from now moves with each rendering: that is no other range yet.
  if (!sameRange(asked, kept.current) && !(asked.since !== undefined && kept.current.since !== undefined
    && Math.abs(asked.since - kept.current.since) < 0.25 * (nowSeconds() - kept.current.since))) kept.current = asked;
  const given = kept.current;
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
  // Nobody has said which range: a unit that is measured only since today is not shown as a day of nothing.
  const auto = useRef(live && from === undefined && wanted === undefined);
  const drawn = useRef(null);
  const dirty = useRef(false);
  const link = useConnection();
  const connected = link.state === "live" || link.state === "connecting";
  const following = live && (range.preset ?? range.since) !== undefined;

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
      const fresh = prepare(answer, nowSeconds());
      const young = auto.current && !quiet ? firstOf(fresh) : null;
      auto.current = false;
      if (young !== null && young - begin > YOUNG_SHARE * (end - begin) && !(await heardBefore(unit, begin, own.signal))) {
        const since = { since: young - Math.max(60, 0.1 * (end - young)) };
        setHome(since);
        setRange(since);
        return;
      }
      model.current = fresh;
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
  choices.current = { choose, home, range, zoomTo: (a, b) => moves.zoomTo(a, b) };

  const started = useRef(false);
  useEffect(() => {
    let ended = false;
    plotting.then(([{ createPlot }, { unitPaint }]) => {
      if (ended || !holder.current) return;
      plot.current = createPlot(holder.current, {
        height: () => heightRef.current ?? Math.round(Math.min(380, Math.max(220, holder.current.clientWidth * 0.3))),
        onCursor: (x, left) => setCursor(x === null ? null : { x, left }),
        onSelect: (a, b) => choices.current.zoomTo(a, b),
        onReset: () => choices.current.choose(choices.current.home),
        onDrawn: measure,
        paint: unitPaint,
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
      slide(shown, nowSeconds(), range.since);
      plot.current?.show(shown);
      setState((before) => ({ ...before, tick: last }));
    }, REDRAW_MS);
    const refresh = setInterval(() => { if (!document.hidden) load(true); }, REFRESH_MS);
    return () => {
      clearInterval(timer);
      clearInterval(refresh);
    };
  }, [following, connected, load, state.error]);

  // Readings that came while the connection was lost are not sent again: ask for them.
  const wasConnected = useRef(connected);
  useEffect(() => {
    if (connected && !wasConnected.current) load(!failed.current);
    wasConnected.current = connected;
  }, [connected, load]);
  const failed = useRef(false);
  failed.current = state.error !== null;

  // ---- moving about
  const shown = model.current;
  const bounds = shown ? { from: shown.from, to: shown.to } : null;

  const zoomed = !sameRange(range, home);
  const moves = movesOf({
    bounds, cursor, zoomed, step: shown?.bucket || 1, last: shown?.now, newest: spanOf(range) !== undefined,
    show: (next) => choices.current.choose(next, { keepHome: true }),
    point: (x) => {
      plot.current?.setCursor(x);
      if (x !== null) setSpoken(sayAt(model.current, x));
    },
    reset: () => choose(home),
  });
  const nothing = shown && shown.lines.length + shown.lanes.length === 0;
  const over = shown && cursor ? excursionsAt(shown, cursor.x) : [];

  return html`
    <section class="uc" aria-label="Chart">
      <${ChartBar} presets=${PRESETS} preset=${range.preset} choosePreset=${(id) => choose({ preset: id })} custom=${range.from !== undefined} asking=${asking} setAsking=${setAsking}
        zoomed=${zoomed} reset=${() => choose(home)} moves=${moves} newest=${spanOf(range) !== undefined} table=${table} setTable=${setTable} />
      ${asking && html`<${CustomRange} bounds=${bounds} close=${() => setAsking(false)} apply=${(a, b) => { setAsking(false); choose({ from: a, to: b }); }} />`}
      <${Readout} model=${shown} cursor=${cursor} following=${following} connected=${connected} heardAt=${link.heardAt} bounds=${bounds} />
      <div class="uc-holder" data-loading=${(state.loading && slow) || state.error !== null} data-bare=${Boolean(shown) && shown.lines.length === 0 && !nothing}>
        <div ref=${holder} class="uc-plot" tabindex="0" role="application" aria-roledescription="chart"
          aria-label=${shown ? summary(shown) : "Chart, loading"} aria-describedby=${keysId} onKeyDown=${moves.onKey}
          onBlur=${() => plot.current?.setCursor(null)}></div>
        ${over.length > 0 && html`<${Tip} excursions=${over} model=${shown} left=${cursor.left} width=${holder.current?.clientWidth ?? 0} />`}
        ${state.loading && slow && html`<p class="uc-veil" role="status">Loading readings …</p>`}
        ${state.error && html`<div class="uc-failure"><${ErrorState} error=${state.error} retry=${() => load(false)} /></div>`}
        ${nothing && html`<p class="uc-veil">Nothing measures this unit, so there is nothing to draw.</p>`}
      </div>
      <p id=${keysId} class="hidden">${KEYS}</p>
      <p class="hidden" aria-live="polite">${spoken}</p>
      ${shown && html`<${Excursions} model=${shown} show=${(e) => moves.zoomTo(e.start - Math.max(1800, ((e.end ?? shown.now) - e.start) * 0.5), (e.end ?? shown.now) + Math.max(1800, ((e.end ?? shown.now) - e.start) * 0.5))} />`}
      ${shown && table && html`<${ValueTable} model=${shown} />`}
    </section>`;
}

// The silence of a unit that was heard before is no beginning, and has to be seen.
async function heardBefore(unit, time, signal) {
  const { items } = await api.get("/api/v1/readings", { unit, to: new Date(time * 1000).toISOString(), limit: 1 }, { signal });
  return items.length > 0;
}

function firstOf(model) {
  const first = Math.min(...model.lines.map((line) => line.t[0] ?? Infinity));
  return Number.isFinite(first) ? first : null;
}

const sameRange = (a, b) => a.preset === b.preset && a.since === b.since && a.from === b.from && a.to === b.to;
