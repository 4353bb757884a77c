// The life of a handling unit in one glance: the places as lanes, the temperature that spoke for it with band and excursions, and what is left of its budgets.
import { html, useCallback, useEffect, useId, useMemo, useRef, useState } from "../lib.js";
import * as api from "../api.js";
import { useChanges, useConnection, useReadings } from "../live.js";
import { styles } from "../styles.js";
import { ErrorState } from "./ui.js";
import { prepare } from "../chart/model.js";
import { CustomRange } from "../chart/custom-range.js";
import { ChartBar, KEYS, movesOf } from "../chart/moving.js";
import { firstKnown, modelOf, staysWithin, worthAsking } from "../life/model.js";
import { Readout, sayAt, summary } from "../life/readout.js";
import { LifeTable } from "../life/table.js";
import { LifeLegend } from "../life/legend.js";

// Begins to load while the first answer is still on its way.
const plotting = Promise.all([import("../chart/plot.js"), import("../life/paint.js")]);
await styles("/assets/vendor/uplot/uPlot.min.css", "/assets/css/unit-chart.css", "/assets/css/life.css");

const HOUR = 3600;
const PRESETS = [
  { id: "life", label: "Life" },
  { id: "7d", label: "7 d", span: 7 * 24 * HOUR },
  { id: "24h", label: "24 h", span: 24 * HOUR },
  { id: "6h", label: "6 h", span: 6 * HOUR },
];
const SPINNER_AFTER_MS = 300;
const WHOLE_POINTS = 600;
/** Requests at a time, for a life of many places. */
const AT_ONCE = 6;
/** When nothing is known of the first part of a life, and that is this share of it, the chart begins where something is. */
const YOUNG_SHARE = 0.5;
const LOOK_EVERY_MS = 1_000;
const REFRESH_MS = 60_000;

const nowSeconds = () => Date.now() / 1000;

/**
 * @param {object} props
 * @param {object} props.life of life/read.js; a new one makes the chart anew
 * @param {number} [props.past] which of its pasts
 */
export function LifeChart({ life, past = 0 }) {
  const [range, setRange] = useState({ preset: "life" });
  const [home, setHome] = useState({ preset: "life" });
  const [state, setState] = useState({ model: null, error: null, loading: true });
  const [cursor, setCursor] = useState(null);
  const [slow, setSlow] = useState(false);
  const [table, setTable] = useState(false);
  const [asking, setAsking] = useState(false);
  const [spoken, setSpoken] = useState("");
  const keysId = useId();
  const holder = useRef(null);
  const plot = useRef(null);
  const running = useRef(null);
  const known = useRef(new Map());
  // Nobody has chosen a range: long months before the first reading are not shown.
  const auto = useRef(true);
  const link = useConnection();
  const connected = link.state === "live" || link.state === "connecting";
  const open = life.ended === null;
  const following = open && range.to === undefined;
  const unitNow = open ? life.pasts[past]?.places.at(-1)?.unit ?? null : null;

  const boundsOf = useCallback((wanted) => {
    const end = wanted.to ?? life.ended ?? nowSeconds();
    const span = PRESETS.find((preset) => preset.id === wanted.preset)?.span;
    return { from: wanted.from ?? (span ? end - span : life.from), to: Math.max(end, life.from + 1) };
  }, [life]);

  const load = useCallback(async (quiet) => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    if (!quiet) setState((before) => ({ ...before, loading: true, error: null }));
    const now = nowSeconds();
    const shown = boundsOf(range);
    const whole = boundsOf({ preset: "life" });
    const points = Math.round(Math.min(1500, Math.max(300, plot.current?.plotWidth() ?? (holder.current?.clientWidth ?? 800) * devicePixelRatio)));
    try {
      const wholeStays = await charted(life, past, whole, WHOLE_POINTS, now, own.signal, known.current);
      const stays = range.preset === "life" ? wholeStays : await charted(life, past, shown, points, now, own.signal, known.current);
      if (running.current !== own) return;
      const model = modelOf(life, past, { ...shown, now }, stays, wholeStays);
      const first = auto.current && range.preset === "life" ? firstKnown(model) : null;
      auto.current = false;
      if (first !== null && first - shown.from > YOUNG_SHARE * (shown.to - shown.from)) {
        const since = { from: first - Math.max(30, 0.08 * (shown.to - first)) };
        setHome(since);
        setRange(since);
        return;
      }
      setState({ model, error: null, loading: false });
    } catch (error) {
      if (running.current === own && !own.signal.aborted) setState((before) => ({ ...before, loading: false, error }));
    }
  }, [life, past, range, boundsOf]);

  const loaded = useRef(null);
  useEffect(() => {
    // The ledger anew is no reason for a spinner; another range is.
    load(loaded.current === range);
    loaded.current = range;
    return () => running.current?.abort();
  }, [load]);

  useEffect(() => {
    const timer = state.loading ? setTimeout(() => setSlow(true), SPINNER_AFTER_MS) : null;
    if (!state.loading) setSlow(false);
    return () => clearTimeout(timer);
  }, [state.loading]);

  // ---- drawing
  const acts = useRef({});
  useEffect(() => {
    let ended = false;
    plotting.then(([{ createPlot }, { lifePaint }]) => {
      if (ended || !holder.current) return;
      plot.current = createPlot(holder.current, {
        height: () => Math.round(Math.min(320, Math.max(210, holder.current.clientWidth * 0.36))),
        onCursor: (x, left) => setCursor(x === null ? null : { x, left }),
        onSelect: (a, b) => acts.current.zoomTo(a, b),
        onReset: () => acts.current.reset(),
        onDrawn: () => {},
        paint: lifePaint,
      });
      if (acts.current.model) plot.current.show(acts.current.model);
    });
    return () => {
      ended = true;
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);

  useEffect(() => {
    if (state.model) plot.current?.show(state.model);
  }, [state.model]);

  // ---- live: what the unit says now, as often as it can be seen
  const heard = useRef(false);
  useReadings(following && unitNow ? `unit:${unitNow}` : null, () => { heard.current = true; });
  useChanges(["incident", "network"], () => {
    known.current.clear();
    load(true);
  }, () => true);
  useEffect(() => {
    if (!following || !connected) return undefined;
    let last = Date.now();
    const timer = setInterval(() => {
      if (document.hidden || !acts.current.model) return;
      const { from, to } = acts.current.model;
      const pixel = ((to - from) / 1000) * 1000;
      if (Date.now() - last < (heard.current ? Math.min(REFRESH_MS, Math.max(5_000, pixel)) : REFRESH_MS)) return;
      heard.current = false;
      last = Date.now();
      load(true);
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [following, connected, load]);

  // ---- moving about
  const choose = (next, { keepHome = false } = {}) => {
    auto.current = false;
    setCursor(null);
    plot.current?.setCursor(null);
    setRange(next);
    if (!keepHome) setHome(next);
  };
  const model = state.model;
  const bounds = model ? { from: model.from, to: model.to } : null;
  const zoomed = range.preset !== home.preset || range.from !== home.from || range.to !== home.to;
  const moves = movesOf({
    bounds, cursor, zoomed, last: model?.now, newest: range.to === undefined,
    show: (next) => choose(next, { keepHome: true }),
    point: (x) => {
      plot.current?.setCursor(x);
      if (x !== null) setSpoken(sayAt(model, x));
    },
    reset: () => choose(home),
  });
  acts.current = { model, zoomTo: moves.zoomTo, reset: () => choose(home) };
  const label = useMemo(() => (model ? summary(model) : "Chart, loading"), [model]);

  return html`
    <section class="uc" aria-label="Chart">
      <${ChartBar} presets=${PRESETS} preset=${range.preset} choosePreset=${(id) => choose({ preset: id })} custom=${range.to !== undefined} asking=${asking} setAsking=${setAsking}
        zoomed=${zoomed} reset=${() => choose(home)} moves=${moves} newest=${range.to === undefined} table=${table} setTable=${setTable} />
      ${asking && html`<${CustomRange} bounds=${bounds} close=${() => setAsking(false)} apply=${(a, b) => { setAsking(false); choose({ from: a, to: b }); }} />`}
      <${Readout} model=${model} cursor=${cursor} following=${following} connected=${connected} />
      <div class="uc-holder life-holder" data-loading=${(state.loading && slow) || state.error !== null}>
        <div ref=${holder} class="uc-plot" tabindex="0" role="application" aria-roledescription="chart" aria-label=${label} aria-describedby=${keysId}
          onKeyDown=${moves.onKey} onBlur=${() => plot.current?.setCursor(null)}></div>
        ${state.loading && slow && html`<p class="uc-veil" role="status">Loading readings …</p>`}
        ${state.error && html`<div class="uc-failure"><${ErrorState} error=${state.error} retry=${() => load(false)} /></div>`}
      </div>
      ${model && html`<${LifeLegend} model=${model} />`}
      <p id=${keysId} class="hidden">${KEYS}</p>
      <p class="hidden" aria-live="polite">${spoken}</p>
      ${model && table && html`<${LifeTable} model=${model} />`}
    </section>`;
}

/** The stays within a range, each with its unit's chart. What cannot change any more is asked once. */
async function charted(life, past, { from, to }, points, now, signal, known) {
  const places = life.pasts[past].places.map((place) => (place.open ? { ...place, to: Math.max(place.to, now) } : place));
  const stays = staysWithin({ places }, from, to);
  const waiting = stays.filter((stay) => worthAsking(stay, from, to));
  const work = async () => {
    for (let stay = waiting.shift(); stay; stay = waiting.shift()) {
      // In steps, so that a range that grows by seconds does not ask for all its parts again.
      const share = Math.max(50, 50 * Math.round((points * (stay.to - stay.from)) / (to - from) / 50));
      stay.chart = await chartOf(stay, share, now, signal, known);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return stays.map((stay) => ({ chart: null, ...stay, place: life.pasts[past].places[places.indexOf(stay.place)] }));
}

async function chartOf({ place, from, to }, points, now, signal, known) {
  const key = `${place.unit} ${from} ${to} ${points}`;
  if (known.has(key)) return known.get(key);
  const answer = await api.get(`/api/v1/units/${encodeURIComponent(place.unit)}/chart`, {
    from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString(), points: Math.min(5000, points),
  }, { signal }).catch((error) => {
    // A unit that is no longer in the network: its readings cannot be had, and nobody knows.
    if (error.status === 404) return null;
    throw error;
  });
  const chart = answer && prepare(answer, nowSeconds());
  if (to < now - 60) known.set(key, chart);
  return chart;
}
