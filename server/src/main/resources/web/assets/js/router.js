// Addresses to pages, by the history API. Ordinary links work; no component is needed for them.
import { store, useStore } from "./store.js";

const read = () => ({
  path: location.pathname,
  search: location.search,
  query: Object.fromEntries(new URLSearchParams(location.search)),
  /** Grows with each move of a person, so that a page can tell a move from a change of its own query. */
  move: moves,
  back: false,
});

let moves = 0;
/** Where we are: {path, search, query, move, back}. */
export const place = store(read());

/** Goes to an address of these pages. `replace`: without a new entry in the history; `quiet`: focus and scroll stay. */
export function navigate(address, { replace = false, quiet = false } = {}) {
  keepScroll();
  if (!quiet) moves += 1;
  history[replace ? "replaceState" : "pushState"]({}, "", address);
  place.set(read());
}

/** Changes parameters of the present address, quietly; null and "" remove one. */
export function setQuery(changes) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  navigate(location.pathname + (text ? `?${text}` : ""), { replace: true, quiet: true });
}

/** Hook: where we are. */
export const usePlace = () => useStore(place);

/** The first route whose pattern ("/units/:id") fits, with its parameters; else null. */
export function match(routes, path) {
  const parts = path.split("/").filter(Boolean);
  for (const route of routes) {
    const pattern = route.path.split("/").filter(Boolean);
    if (pattern.length !== parts.length) continue;
    const params = {};
    const fits = pattern.every((piece, i) => {
      if (!piece.startsWith(":")) return piece === parts[i];
      try {
        params[piece.slice(1)] = decodeURIComponent(parts[i]);
      } catch {
        return false;
      }
      return true;
    });
    if (fits) return { route, params };
  }
  return null;
}

function keepScroll() {
  history.replaceState({ ...history.state, scroll: scrollY }, "");
}

/** Takes clicks on links and the buttons of the browser. Called once. */
export function start() {
  history.scrollRestoration = "manual";
  addEventListener("popstate", () => {
    // A jump within the page, such as the skip link, is no move.
    const here = place.get();
    if (here.path === location.pathname && location.search === here.search) return;
    moves += 1;
    place.set({ ...read(), back: true });
  });
  addEventListener("pagehide", keepScroll);
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest?.("a[href]");
    if (!link || link.target || link.hasAttribute("download")) return;
    const to = new URL(link.href, location.href);
    if (to.origin !== location.origin || /^\/(api|assets|health|metrics)(\/|$)/.test(to.pathname)) return;
    if (to.hash && to.pathname === location.pathname && to.search === location.search) return;
    event.preventDefault();
    if (to.href !== location.href) navigate(to.pathname + to.search + to.hash);
    else scrollTo(0, 0);
  });
}
