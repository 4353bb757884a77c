// What happens on the server, as it happens: one stream of server-sent events for the whole page.
//
// It is read with fetch and not with EventSource, since EventSource hides the comments that prove a quiet stream alive, cannot tell
// a lost session from a lost network, and waits as long as it likes before it tries again.
import * as api from "./api.js";
import { store, useStore } from "./store.js";
import { useEffect, useRef } from "./lib.js";

/** The server sends something at least every 15 s; after this long without, the connection counts as lost. */
const SILENCE_MS = 40_000;
/** After this long without anything, the page says that it may be behind. */
const STALE_MS = 20_000;
/** The page has said by then which readings it shows, so that one connection is enough; and its first picture goes first. */
const BEGIN_MS = 150;
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];
/** Hidden pages without one of these slots let go of their connection: a browser has six per server over HTTP/1.1. */
const HIDDEN_SLOTS = 3;
const HIDDEN_PATIENCE_MS = 20_000;

/**
 * How the connection is: `state` connecting (not yet), live, stale (nothing heard for a while), offline (lost), paused (hidden page).
 * `heardAt`: when the server was last heard, in milliseconds, 0 never; what the page shows is true as of then. `retryAt`: next try.
 */
export const connection = store({ state: "connecting", heardAt: 0, retryAt: null });

const changeListeners = new Set();
const resetListeners = new Set();
/** listener -> filter ("all" or "unit:ID") */
const readingListeners = new Map();

let wanted = false;
let lastId = null;
let stream = null;
let failures = 0;
let retryTimer = null;
let watchTimer = null;
let heardAt = 0;
let everLive = false;
let filterTimer = null;

const set = (state, retryAt = null) => {
  const now = connection.get();
  if (now.state === state && now.retryAt === retryAt && now.heardAt === heardAt) return;
  connection.set({ state, heardAt, retryAt });
};

/** Begins; called once somebody is signed in. */
export function start() {
  if (wanted) return;
  wanted = true;
  failures = 0;
  retryTimer = setTimeout(connect, BEGIN_MS);
  watchTimer = setInterval(watch, 1_000);
}

/** Ends, and forgets where it was; called when the session has ended. */
export function stop() {
  wanted = false;
  disconnect();
  clearInterval(watchTimer);
  lastId = null;
  everLive = false;
  heardAt = 0;
  set("connecting");
}

/** Tries again at once. */
export function retryNow() {
  if (!wanted) return;
  failures = 0;
  connect();
}

/** The listener gets the changes of one frame as a list: [{type, ref, unit, node, region, at}]. Returns how to stop. */
export function onChange(listener) {
  changeListeners.add(listener);
  return () => changeListeners.delete(listener);
}

/** The listener is called when what was missed is not known: load everything anew. Returns how to stop. */
export function onReset(listener) {
  resetListeners.add(listener);
  return () => resetListeners.delete(listener);
}

/**
 * The listener gets, at most once per frame, a Map from "DEVICE/CHANNEL" to the newest {device, channel, unit, t, v}.
 * @param {string} filter "all" or "unit:ID"
 * @returns how to stop
 */
export function onReadings(filter, listener) {
  readingListeners.set(listener, filter);
  reconsiderFilter();
  return () => {
    readingListeners.delete(listener);
    reconsiderFilter();
  };
}

/** Hook: how the connection is. */
export const useConnection = () => useStore(connection);

/** Hook: calls with the changes of a frame that fit. `types`: list of types; `fits`: further test. */
export function useChanges(types, listener, fits = () => true) {
  const newest = useRef();
  newest.current = { listener, fits };
  useEffect(() => onChange((changes) => {
    const own = changes.filter((change) => types.includes(change.type) && newest.current.fits(change));
    if (own.length) newest.current.listener(own);
  }), [types.join()]);
}

/** Hook: calls with the newest readings of a frame. filter: "all", "unit:ID" or null for none. */
export function useReadings(filter, listener) {
  const newest = useRef();
  newest.current = listener;
  useEffect(() => (filter ? onReadings(filter, (readings) => newest.current(readings)) : undefined), [filter]);
}

function filterNow() {
  const filters = new Set(readingListeners.values());
  if (filters.size === 0) return "none";
  return filters.size === 1 ? [...filters][0] : "all";
}

// Going from page to page ends one filter and begins another: one new connection is enough.
function reconsiderFilter() {
  clearTimeout(filterTimer);
  filterTimer = setTimeout(() => {
    if (wanted && stream && stream.filter !== filterNow()) connect();
  }, 50);
}

function disconnect() {
  clearTimeout(retryTimer);
  stream?.stop.abort();
  stream = null;
}

async function connect() {
  disconnect();
  if (!wanted) return;
  const own = { filter: filterNow(), stop: new AbortController() };
  stream = own;
  if (!everLive) set("connecting");
  try {
    const headers = { Accept: "text/event-stream" };
    if (lastId) headers["Last-Event-ID"] = lastId;
    const patience = setTimeout(() => own.stop.abort(), SILENCE_MS);
    let response;
    try {
      response = await fetch(api.url("/api/v1/events", { readings: own.filter }), {
        headers, signal: own.stop.signal, credentials: "same-origin", cache: "no-store",
      });
    } finally {
      clearTimeout(patience);
    }
    if (!response.ok) {
      if (response.status === 401) {
        await api.get("/api/v1/session").catch(() => {});
      }
      const refusal = api.problem(response, await response.text());
      throw refusal;
    }
    await follow(own, response.body.getReader());
    throw new Error("the stream ended");
  } catch (error) {
    if (stream !== own) return;
    stream = null;
    later(error);
  }
}

function later(error) {
  if (!wanted) return;
  const wait = Math.max(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] * (0.8 + 0.4 * Math.random()), (error.retryAfter ?? 0) * 1_000);
  failures += 1;
  // The first failure is often a restart of the server that is over at once: no alarm yet.
  set(failures > 1 ? "offline" : everLive ? "stale" : "connecting", Date.now() + wait);
  clearTimeout(retryTimer);
  retryTimer = setTimeout(connect, wait);
}

async function follow(own, reader) {
  const decoder = new TextDecoder();
  let rest = "";
  let event = { name: "message", data: [], id: null };
  for (;;) {
    const { done, value } = await reader.read();
    if (done || stream !== own) return;
    heardAt = Date.now();
    if (!everLive || connection.get().state !== "live") {
      everLive = true;
      set("live");
    }
    rest += decoder.decode(value, { stream: true });
    const lines = rest.split(/\r\n|\n|\r/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (event.id !== null) lastId = event.id;
        if (event.data.length) take(event.name, event.data.join("\n"));
        event = { name: "message", data: [], id: null };
      } else if (!line.startsWith(":")) {
        const colon = line.indexOf(":");
        const field = colon < 0 ? line : line.slice(0, colon);
        const text = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (field === "event") event.name = text;
        else if (field === "data") event.data.push(text);
        else if (field === "id" && /^\d{1,18}$/.test(text)) event.id = text;
      }
    }
  }
}

// Whatever arrives within one frame reaches the page as one call: 500 events a second are 60 calls.
let pendingChanges = [];
let pendingReadings = new Map();
let pendingReset = false;
let scheduled = false;

function take(name, text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return;
  }
  if (name === "hello") {
    failures = 0;
    if (lastId === null && data.last_id !== undefined && data.last_id !== null) {
      lastId = String(data.last_id);
      // What changed after the page had loaded and before this came is in no event: load once more, when the first picture stands.
      setTimeout(() => { if (wanted) for (const listener of [...resetListeners]) listener(); }, 1_500);
    }
    return;
  }
  if (name === "change") pendingChanges.push(data);
  else if (name === "reset") pendingReset = true;
  else if (name === "readings") for (const item of data.items) pendingReadings.set(`${item.device}/${item.channel}`, item);
  else return;
  if (scheduled) return;
  scheduled = true;
  // A hidden page has no frames.
  if (document.hidden) setTimeout(deliver, 250);
  else requestAnimationFrame(deliver);
}

function deliver() {
  scheduled = false;
  const changes = pendingChanges;
  const readings = pendingReadings;
  const reset = pendingReset;
  pendingChanges = [];
  pendingReadings = new Map();
  pendingReset = false;
  if (reset) for (const listener of [...resetListeners]) listener();
  if (changes.length) for (const listener of [...changeListeners]) listener(changes);
  if (readings.size) {
    for (const [listener, filter] of [...readingListeners]) {
      if (filter === "all") {
        listener(readings);
        continue;
      }
      const unit = filter.slice("unit:".length);
      const own = new Map([...readings].filter(([, reading]) => reading.unit === unit));
      if (own.size) listener(own);
    }
  }
}

function watch() {
  if (!wanted || !stream || connection.get().state === "paused") return;
  const silent = Date.now() - heardAt;
  if (!everLive) return;
  if (silent > SILENCE_MS) connect();
  else if (silent > STALE_MS && connection.get().state === "live") set("stale");
}

let hiddenTimer = null;
let releaseSlot = null;

document.addEventListener("visibilitychange", () => {
  clearTimeout(hiddenTimer);
  if (document.hidden) {
    hiddenTimer = setTimeout(async () => {
      if (document.hidden && wanted && !(await takeSlot())) {
        disconnect();
        set("paused");
      }
    }, HIDDEN_PATIENCE_MS);
  } else {
    releaseSlot?.();
    releaseSlot = null;
    if (wanted && !stream) retryNow();
  }
});
addEventListener("online", retryNow);
// A page that the browser keeps for the way back would keep its connection too, and five of those leave none for the page in front.
addEventListener("pagehide", () => { if (wanted) disconnect(); });
addEventListener("pageshow", (event) => { if (event.persisted && wanted) retryNow(); });
addEventListener("offline", () => {
  if (wanted && everLive) set("offline");
});

async function takeSlot() {
  if (!navigator.locks) return false;
  for (let slot = 0; slot < HIDDEN_SLOTS; slot += 1) {
    const got = await new Promise((resolve) => {
      navigator.locks.request(`frostproof.hidden.${slot}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? new Promise((release) => { releaseSlot = release; }) : undefined;
      }).catch(() => resolve(false));
    });
    if (got) return true;
  }
  return false;
}
