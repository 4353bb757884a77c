// Something of the server that a page shows: loaded, kept while it is loaded again, loaded again when it changes.
import { useCallback, useEffect, useRef, useState } from "./lib.js";
import * as api from "./api.js";
import { onChange, onReset, connection } from "./live.js";

/** Shown at once on the way back; always asked anew. Small: pages are few. */
const kept = new Map();
const KEPT = 40;

function keep(key, value) {
  kept.delete(key);
  kept.set(key, value);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value);
}

/** Forgets everything that was kept; when the session ends. */
export const forget = () => kept.clear();

/**
 * Hook: an answer of the API.
 *
 * @param {string | null} address path with query (see api.url), null: nothing to load yet
 * @param {{changes?: (change) => boolean, settleMs?: number, everyMs?: number | null}} options `changes`: which change events make it load again;
 *     `settleMs`: how long to wait for more of them first; `everyMs`: it changes with time alone, and is loaded again after that while it is looked at
 * @returns {{data: any, etag: string | null, error: any, loading: boolean, at: number, reload: () => Promise<void>, put: (answer) => void}}
 *     `data` stays while it is loaded again and when that fails (then `error` is set too). `at`: when it was loaded. `put`: what a
 *     write has answered, {data, etag}.
 */
export function useResource(address, { changes, settleMs = 250, everyMs = null } = {}) {
  const [state, setState] = useState(() => first(address));
  const running = useRef(null);
  const fits = useRef(changes);
  fits.current = changes;
  const current = state.address === address ? state : first(address);

  const load = useCallback(async () => {
    if (!address) return;
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setState((before) => ({ ...(before.address === address ? before : first(address)), loading: true }));
    try {
      const { data, etag } = await api.read(address, undefined, { signal: own.signal });
      const loaded = { address, data, etag, error: null, loading: false, at: Date.now() };
      keep(address, loaded);
      if (running.current === own) setState(loaded);
    } catch (error) {
      if (running.current === own && !own.signal.aborted) {
        setState((before) => ({ ...(before.address === address ? before : first(address)), error, loading: false }));
      }
    }
  }, [address]);

  useEffect(() => {
    load();
    return () => running.current?.abort();
  }, [load]);

  useEffect(() => {
    let timer = null;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = null;
        load();
      }, settleMs);
    };
    const stopReset = onReset(soon);
    const stopChange = onChange((list) => {
      if (fits.current && list.some(fits.current)) soon();
    });
    // What failed while the connection was lost is asked again when it is back.
    const stopConnection = connection.watch(({ state: link }) => {
      if (link === "live" && failed.current) soon();
    });
    return () => {
      clearTimeout(timer);
      stopReset();
      stopChange();
      stopConnection();
    };
  }, [load, settleMs]);

  useEffect(() => {
    if (!everyMs) return undefined;
    const timer = setInterval(() => { if (!document.hidden) load(); }, everyMs);
    return () => clearInterval(timer);
  }, [load, everyMs]);

  const failed = useRef(false);
  failed.current = current.error !== null;

  const put = useCallback(({ data, etag }) => {
    running.current?.abort();
    const written = { address, data, etag, error: null, loading: false, at: Date.now() };
    keep(address, written);
    setState(written);
  }, [address]);

  return { ...current, reload: load, put };
}

const first = (address) => ({
  ...(kept.get(address) ?? { data: null, etag: null, error: null, at: 0 }), address, loading: address !== null,
});

/**
 * Hook: a list that is loaded page by page.
 *
 * @param {string} path
 * @param {object} query without cursor
 * @param {{changes?: (change) => boolean}} options as in useResource; a change loads as many as are shown again
 * @returns {{items: any[] | null, error: any, loading: boolean, more: (() => void) | null, loadingMore: boolean, reload: () => void,
 *     at: number, replace: (fits: (item) => boolean, item) => void}} `more` is null on the last page
 */
export function useList(path, query, { changes, pageSize = 50 } = {}) {
  const key = api.url(path, query);
  const [state, setState] = useState(() => firstList(key));
  const current = state.key === key ? state : firstList(key);
  const own = useRef(0);

  const fetchUpTo = useCallback(async (wanted) => {
    const turn = ++own.current;
    setState((before) => ({ ...(before.key === key ? before : firstList(key)), loading: true }));
    try {
      let items = [];
      let next = null;
      do {
        const limit = Math.min(1000, Math.max(pageSize, wanted - items.length));
        const page = await api.get(path, { ...query, limit, cursor: next });
        items = items.concat(page.items);
        next = page.next;
      } while (next && items.length < wanted);
      const loaded = { key, items, next, error: null, loading: false, loadingMore: false, at: Date.now() };
      keep(`list ${key}`, loaded);
      if (own.current === turn) setState(loaded);
    } catch (error) {
      if (own.current === turn) setState((before) => ({ ...before, error, loading: false, loadingMore: false }));
    }
  }, [key, pageSize]);

  const shown = useRef(0);
  shown.current = current.items?.length ?? 0;

  useEffect(() => {
    fetchUpTo(shown.current || pageSize);
    return () => { own.current += 1; };
  }, [fetchUpTo]);

  const fits = useRef(changes);
  fits.current = changes;
  useEffect(() => {
    let timer = null;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = null;
        fetchUpTo(shown.current || pageSize);
      }, 250);
    };
    const stops = [
      onReset(soon),
      onChange((list) => { if (fits.current && list.some(fits.current)) soon(); }),
      connection.watch(({ state: link }) => { if (link === "live" && failedList.current) soon(); }),
    ];
    return () => {
      clearTimeout(timer);
      stops.forEach((stop) => stop());
    };
  }, [fetchUpTo]);

  const failedList = useRef(false);
  failedList.current = current.error !== null;

  const more = useCallback(async () => {
    const turn = ++own.current;
    setState((before) => ({ ...before, loadingMore: true }));
    try {
      const page = await api.get(path, { ...query, limit: pageSize, cursor: current.next });
      if (own.current !== turn) return;
      setState((before) => ({ ...before, items: before.items.concat(page.items), next: page.next, error: null, loading: false, loadingMore: false }));
    } catch (error) {
      if (own.current === turn) setState((before) => ({ ...before, error, loading: false, loadingMore: false }));
    }
  }, [key, current.next]);

  const replace = useCallback((test, item) => {
    setState((before) => (before.items ? { ...before, items: before.items.map((old) => (test(old) ? { ...old, ...item } : old)) } : before));
  }, []);

  return {
    items: current.items, error: current.error, loading: current.loading, loadingMore: current.loadingMore ?? false, at: current.at,
    more: current.next ? more : null, reload: () => fetchUpTo(shown.current || pageSize), replace,
  };
}

const firstList = (key) => ({
  ...(kept.get(`list ${key}`) ?? { items: null, next: null, error: null, at: 0 }), key, loading: true, loadingMore: false,
});
