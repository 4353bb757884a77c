// What is wrong now, kept for the whole application: the overview shows it, the navigation counts it, and new critical incidents are
// announced from it wherever a person is.
import * as api from "./api.js";
import { store } from "./store.js";
import { onChange, onReset, connection } from "./live.js";

/** {data, at, error}: the newest answer of /api/v1/overview, when it came, and why the last try failed. */
export const overview = store({ data: null, at: 0, error: null });

/** Incidents that were not there before: a list of IncidentSummary, set once per batch. */
export const news = store([]);

/** States that no event tells, such as a channel that falls silent, are asked for this often. */
const EVERY_MS = 30_000;
const TYPES = new Set(["incident", "decision", "stock", "movement", "network", "dead_letter", "suspect_reading"]);

let hurry = 0;
let timer = null;
let running = false;
let again = false;
let loadedAt = 0;
let known = null;
let stops = [];

/** Begins, when somebody is signed in. */
export function start() {
  if (stops.length) return;
  stops = [
    onChange((changes) => { if (changes.some((change) => TYPES.has(change.type))) soon(); }),
    onReset(load),
    connection.watch(({ state }) => { if (state === "live" && overview.get().error) load(); }),
  ];
  load();
}

/** Ends, and forgets; when the session has ended. */
export function stop() {
  for (const end of stops) end();
  stops = [];
  clearTimeout(timer);
  timer = null;
  known = null;
  overview.set({ data: null, at: 0, error: null });
}

/** While a page shows it in full, changes are asked for within half a second, else within five. Returns how to end that. */
export function watchClosely() {
  hurry += 1;
  if (stops.length && !running && Date.now() - loadedAt > 5_000) soon();
  return () => { hurry -= 1; };
}

function soon() {
  const due = Math.max(300, (hurry ? 1_000 : 5_000) - (Date.now() - loadedAt));
  schedule(due);
}

let dueAt = Infinity;
function schedule(wait) {
  const at = Date.now() + wait;
  if (timer && at >= dueAt) return;
  clearTimeout(timer);
  dueAt = at;
  timer = setTimeout(load, wait);
}

/** Loads now. */
export async function load() {
  // Also when another one runs: a timer that is over must not stand for one that is to come.
  clearTimeout(timer);
  timer = null;
  dueAt = Infinity;
  if (running) {
    again = true;
    return;
  }
  running = true;
  try {
    const data = await api.get("/api/v1/overview");
    if (!stops.length) return;
    loadedAt = Date.now();
    overview.set({ data, at: loadedAt, error: null });
    tell(data.incidents);
  } catch (error) {
    if (stops.length) overview.set({ ...overview.get(), error });
  } finally {
    running = false;
    if (stops.length) {
      if (again) soon();
      else schedule(overview.get().error ? 5_000 : EVERY_MS);
    }
    again = false;
  }
}

function tell(incidents) {
  const now = new Map(incidents.map((incident) => [incident.id, incident.level]));
  if (known) {
    const fresh = incidents.filter((incident) => incident.state === "open"
      && (!known.has(incident.id) || (incident.level === "critical" && known.get(incident.id) !== "critical")));
    if (fresh.length) news.set(fresh);
  }
  known = now;
}
