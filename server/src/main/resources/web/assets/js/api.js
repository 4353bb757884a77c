// The HTTP API: cookie session, CSRF token and idempotency key on writes, problems as errors.

const READ_PATIENCE_MS = 20_000;
const WRITE_PATIENCE_MS = 30_000;

/** What first.js has asked for is as good as a new answer for this long. */
const ASKED_FRESH_MS = 10_000;

const asked = self.frostproofAsked ?? new Map();

let csrfToken = null;
let onSignedOut = () => {};

/** What went wrong with a request, in words for people. `kind`: problem (the server said so), away (no answer), slow (no answer in time). */
export class ApiError extends Error {
  constructor({ kind = "problem", status = 0, title = "", detail = "", errors = [], state = null, requestId = null, retryAfter = null }) {
    super(detail || title);
    this.name = "ApiError";
    Object.assign(this, { kind, status, title, detail, errors, state, requestId, retryAfter });
  }
}

/** session.js hands over the token of the session, and what to do when the session has ended. */
export function configure({ csrf, signedOut }) {
  if (csrf !== undefined) csrfToken = csrf;
  if (signedOut) onSignedOut = signedOut;
}

/** A new idempotency key: make one per action of a person, and use it again when the same action is tried again. */
export function newKey() {
  // randomUUID exists only over https and on localhost.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/** A path with its query; null, undefined and "" are left out, lists are joined by commas. */
export function url(path, query = {}) {
  const parts = [];
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) continue;
    const text = Array.isArray(value) ? value.join(",") : String(value);
    parts.push(`${encodeURIComponent(name)}=${encodeURIComponent(text)}`);
  }
  return parts.length ? `${path}?${parts.join("&")}` : path;
}

/** Drops what first.js has asked for and nobody has taken: it was asked by somebody who is not signed in. */
export function forgetAsked() {
  for (const { stop } of asked.values()) stop.abort();
  asked.clear();
}

/** The request that first.js has begun for this address, once and while it is fresh; else null. */
function takeAsked(address, signal) {
  const early = asked.get(address);
  if (!early) return null;
  asked.delete(address);
  const late = performance.now() - early.at > ASKED_FRESH_MS;
  if (late || signal.aborted) early.stop.abort();
  signal.addEventListener("abort", () => early.stop.abort());
  return late ? null : early.answer;
}

/** GET. @returns {Promise<any>} the body */
export async function get(path, query, options) {
  return (await read(path, query, options)).data;
}

/** GET. @returns {Promise<{data: any, etag: string | null}>} */
export async function read(path, query, { signal, patience = READ_PATIENCE_MS, quiet401 = false } = {}) {
  return send("GET", url(path, query), { signal, patience, quiet401 });
}

/**
 * A write.
 * @param {{body?: object, key?: string | null, ifMatch?: string | null, quiet401?: boolean}} options key: see newKey; null: none, for what
 *     must not be answered from memory
 * @returns {Promise<{data: any, etag: string | null, status: number}>}
 */
export async function write(method, path, { body, key = newKey(), ifMatch = null, quiet401 = false } = {}) {
  const headers = key ? { "Idempotency-Key": key } : {};
  if (csrfToken) headers["X-CSRF-Token"] = csrfToken;
  if (ifMatch) headers["If-Match"] = ifMatch;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  return send(method, path, {
    headers, body: body === undefined ? undefined : JSON.stringify(body), patience: WRITE_PATIENCE_MS, quiet401,
  });
}

/** POST with the same options as write. */
export const post = (path, options) => write("POST", path, options);

async function send(method, address, { headers = {}, body, signal, patience, quiet401 = false }) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort("slow"), patience);
  const stop = () => limit.abort("stopped");
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop);
  let response;
  let text;
  try {
    response = await ((method === "GET" && takeAsked(address, limit.signal)) || fetch(address, {
      method, body, signal: limit.signal, credentials: "same-origin",
      // The browser's cache asks again with the ETag; an unchanged answer costs no transfer.
      cache: method === "GET" ? "no-cache" : "no-store",
      headers: { Accept: "application/json", ...headers },
    }));
    text = response.status === 204 ? "" : await response.text();
  } catch (error) {
    if (limit.signal.reason === "stopped") throw error;
    throw limit.signal.reason === "slow"
      ? new ApiError({ kind: "slow", title: "No answer yet", detail: `The server has not answered within ${patience / 1000} s.` })
      : new ApiError({ kind: "away", title: "Server not reachable", detail: "The server did not answer. It may be restarting, or the network is down." });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
  if (response.ok) {
    return { data: text ? parse(text) : null, etag: response.headers.get("ETag"), status: response.status };
  }
  const error = problem(response, text);
  if (response.status === 401 && !quiet401) onSignedOut();
  throw error;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError({ title: "Answer cut off", detail: "The answer of the server could not be read. Please try again." });
  }
}

/** The problem of an answer, whether it is a problem+json or not. Also for streams. */
export function problem(response, text) {
  let body = {};
  try {
    body = JSON.parse(text) ?? {};
  } catch {
    // A proxy may have answered with a page of its own.
  }
  const retry = Number(response.headers.get("Retry-After"));
  return new ApiError({
    status: response.status,
    title: body.title || response.statusText || `Status ${response.status}`,
    detail: body.detail || "The server refused the request without saying why.",
    errors: Array.isArray(body.errors) ? body.errors : [],
    state: body.state ?? null,
    requestId: body.request_id ?? response.headers.get("X-Request-Id"),
    retryAfter: Number.isFinite(retry) && retry > 0 ? retry : null,
  });
}
