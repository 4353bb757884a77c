// Values that change several times a second, on thousands of places of a page: written straight into the page, without rendering.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../lib.js";
import { useReadings } from "../live.js";
import * as format from "../format.js";

/** "DEVICE/CHANNEL" -> what wants its readings */
const watchers = new Map();

/** Newest reading per channel since the page was opened: what is drawn anew later must not show an older value. */
const newest = new Map();
const KEPT = 20_000;

/** Hook: once on a page that shows live values. filter: "all", "unit:ID" or null. */
export function useLiveValues(filter) {
  useReadings(filter, (readings) => {
    if (newest.size > KEPT) newest.clear();
    for (const [channel, reading] of readings) {
      newest.set(channel, reading);
      const own = watchers.get(channel);
      if (own) for (const watcher of own) watcher(reading);
    }
  });
}

/** What the server answered when it was asked for everything: units with {channel, value, time}. Tells only what is newer. */
export function feed(units) {
  for (const { channel, value, time } of units) {
    if (!channel || value === null || value === undefined || !time) continue;
    const t = Date.parse(time);
    const known = newest.get(channel);
    if (known && known.t >= t) continue;
    const reading = { t, v: value };
    newest.set(channel, reading);
    const own = watchers.get(channel);
    if (own) for (const watcher of own) watcher(reading);
  }
}

/** Hook: calls with each newer reading {t, v} of a channel, on pages that use useLiveValues. */
export function useLiveChannel(channel, listener) {
  const current = useRef();
  current.current = listener;
  useEffect(() => {
    if (!channel) return undefined;
    const watcher = (reading) => current.current(reading);
    if (!watchers.has(channel)) watchers.set(channel, new Set());
    watchers.get(channel).add(watcher);
    return () => {
      const own = watchers.get(channel);
      own?.delete(watcher);
      if (own?.size === 0) watchers.delete(channel);
    };
  }, [channel]);
}

/** The newest of what the server answered (value at time, ISO 8601) and what has come live. */
export function newestOf(channel, value, time) {
  const live = channel ? newest.get(channel) : undefined;
  return live && (!time || live.t >= Date.parse(time)) ? live.v : value;
}

/**
 * Hook: the worst value of an incident that lasts, as far as it is known here: the record takes over a new extreme only when something
 * changes, and "now" must never be worse than "worst".
 *
 * @param {{worst_value: number | null, recovered_at: string | null, state: string}} incident
 * @param {{channel, value, time, min, max} | undefined} unit of the overview; null when its value is another quantity
 */
export function useWorst(incident, unit) {
  const recorded = incident.worst_value;
  const lasts = incident.state === "open" || incident.state === "acknowledged";
  const follows = lasts && unit && recorded !== null && unit.value !== null && unit.value !== undefined;
  const low = follows && unit.min !== null && recorded < unit.min;
  const worse = (a, b) => (low ? Math.min(a, b) : Math.max(a, b));
  const [seen, setSeen] = useState(null);
  useLiveChannel(follows ? unit.channel : null, ({ v }) => { if (seen === null || worse(v, seen) !== seen) setSeen(v); });
  if (!follows) return recorded;
  const known = worse(recorded, newestOf(unit.channel, unit.value, unit.time));
  return seen === null ? known : worse(known, seen);
}

/** A value with its unit that follows its channel. */
export function LiveValue({ channel, value, time, unit, quantity }) {
  const place = useRef();
  const write = (v) => {
    const text = format.withUnit(v, unit, quantity);
    const node = place.current.firstChild;
    if (!node) place.current.append(text);
    else if (node.data !== text) node.data = text;
  };
  useLayoutEffect(() => write(newestOf(channel, value, time)), [channel, value, time, unit, quantity]);
  useLiveChannel(channel, (reading) => write(reading.v));
  return html`<span class="value" ref=${place}></span>`;
}
