// Times for people: how long ago, and when exactly, in the zone of the reader or of the place.
import { useEffect, useState } from "./lib.js";
import { store, useStore } from "./store.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The zone of the reader's device, such as Europe/Lisbon. */
export const readerZone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

const formatters = new Map();

function formatter(zone, options) {
  const key = `${zone}|${JSON.stringify(options)}`;
  let made = formatters.get(key);
  if (!made) {
    try {
      made = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...options });
    } catch {
      // A zone that this browser does not know.
      made = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", hourCycle: "h23", ...options });
    }
    formatters.set(key, made);
  }
  return made;
}

const asDate = (time) => (time instanceof Date ? time : new Date(time));

/** "14:03" */
export const clock = (time, zone = readerZone) => formatter(zone, { hour: "2-digit", minute: "2-digit" }).format(asDate(time));

/** "14:03:12" */
export const clockSeconds = (time, zone = readerZone) =>
  formatter(zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(asDate(time));

/** "21 Nov 2026" */
export const day = (time, zone = readerZone) => formatter(zone, { day: "numeric", month: "short", year: "numeric" }).format(asDate(time));

const dayKey = (time, zone) => formatter(zone, { year: "numeric", month: "2-digit", day: "2-digit" }).format(asDate(time));

/** "14:03" today, "Fri 20 Nov, 14:03" else. Without a zone: put it beside, or use exact. */
export function dayAndClock(time, zone = readerZone, now = Date.now()) {
  if (dayKey(time, zone) === dayKey(now, zone)) return clock(time, zone);
  const sameYear = asDate(time).getUTCFullYear() === asDate(now).getUTCFullYear();
  const date = formatter(zone, { weekday: "short", day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
  return `${date.format(asDate(time)).replace(",", "")}, ${clock(time, zone)}`;
}

/** "WET", "GMT+1": the short name of a zone at a time. */
export function zoneName(zone = readerZone, time = Date.now()) {
  const part = formatter(zone, { timeZoneName: "short" }).formatToParts(asDate(time)).find((p) => p.type === "timeZoneName");
  return part?.value ?? zone;
}

/** "Sat 21 Nov 2026, 14:03:12 WET (Europe/Lisbon)": nothing left open. */
export function exact(time, zone = readerZone) {
  const date = formatter(zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(asDate(time)).replace(",", "");
  return `${date}, ${clockSeconds(time, zone)} ${zoneName(zone, time)} (${zone})`;
}

/** "2026-11-21T14:03": what a field for a local time wants. */
export function localMinute(time) {
  const at = asDate(time);
  return new Date(at.getTime() - at.getTimezoneOffset() * MINUTE).toISOString().slice(0, 16);
}

/** "45 s", "14 min", "3 h 5 min", "2 d 4 h" of milliseconds. */
export function duration(ms) {
  const left = Math.max(0, ms);
  if (left < MINUTE) return `${Math.floor(left / 1000)} s`;
  if (left < HOUR) return `${Math.floor(left / MINUTE)} min`;
  if (left < DAY) {
    const minutes = Math.floor((left % HOUR) / MINUTE);
    return `${Math.floor(left / HOUR)} h${minutes ? ` ${minutes} min` : ""}`;
  }
  const hours = Math.floor((left % DAY) / HOUR);
  return `${Math.floor(left / DAY)} d${hours ? ` ${hours} h` : ""}`;
}

/** "just now", "4 min ago", "in 3 min". */
export function ago(time, now = Date.now()) {
  const past = now - asDate(time).getTime();
  if (past < 0) return past > -5_000 ? "just now" : `in ${duration(-past)}`;
  if (past < 5_000) return "just now";
  if (past < MINUTE) return `${Math.floor(past / 5_000) * 5} s ago`;
  return `${duration(past)} ago`;
}

// One clock for all relative times of a page: they move together, and 200 of them cost one timer.
const tick = store(Date.now());
let tickers = 0;
let timer = null;

/** Hook: the time now in milliseconds, renewed every five seconds. */
export function useNow() {
  useEffect(() => {
    tickers += 1;
    timer ??= setInterval(() => tick.set(Date.now()), 5_000);
    return () => {
      tickers -= 1;
      if (tickers === 0) {
        clearInterval(timer);
        timer = null;
      }
    };
  }, []);
  return Math.max(useStore(tick), Date.now());
}

/** Hook: milliseconds until a time, renewed every second while positive; for count-downs. */
export function useCountdown(until) {
  const [left, setLeft] = useState(() => (until ? until - Date.now() : 0));
  useEffect(() => {
    if (!until) return undefined;
    const renew = () => setLeft(until - Date.now());
    renew();
    const each = setInterval(renew, 1_000);
    return () => clearInterval(each);
  }, [until]);
  return until ? Math.max(0, left) : 0;
}
