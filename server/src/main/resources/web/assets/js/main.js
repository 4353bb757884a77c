// Begins: who is signed in, which page, live updates.
import { html, render, useEffect, useErrorBoundary, useLayoutEffect, useRef, useState } from "./lib.js";
import { start as startRouter, match, navigate, place, usePlace } from "./router.js";
import { routes } from "./routes.js";
import { session, useSession, whoAmI } from "./session.js";
import * as live from "./live.js";
import * as overviewStore from "./overview-store.js";
import { forget } from "./resource.js";
import { Shell } from "./components/shell.js";
import { Button, Empty, ErrorState, PageHead, Skeleton } from "./components/ui.js";
import "./theme.js";

const SIGN_IN = "/sign-in";

function App() {
  const who = useSession();
  const where = usePlace();
  const [away, setAway] = useState(unreachable);

  const begin = () => {
    setAway(null);
    whoAmI().catch(setAway);
  };
  useEffect(() => {
    if (!away) return undefined;
    const timer = setTimeout(begin, 3_000);
    return () => clearTimeout(timer);
  }, [away]);

  useEffect(() => {
    if (who === undefined) return;
    const here = location.pathname + location.search;
    if (who === null && where.path !== SIGN_IN) navigate(here === "/" ? SIGN_IN : `${SIGN_IN}?next=${encodeURIComponent(here)}`, { replace: true });
    if (who && where.path === SIGN_IN) navigate(safe(where.query.next), { replace: true });
  }, [who, where]);

  if (away && who === undefined) {
    return html`<main class="alone"><div class="alone-box"><${ErrorState} error=${away} retry=${begin} /></div></main>`;
  }
  if (who === undefined) return null;
  if (who === null) return where.path === SIGN_IN && html`<${Page} key="sign-in" load=${() => import("./pages/sign-in.js")} place=${where} params=${{}} />`;
  if (where.path === SIGN_IN) return null;
  const found = match(routes, where.path);
  return html`<${Shell} nav=${found?.route.nav}>${found
    ? html`<${Page} key=${found.route.path + JSON.stringify(found.params)} load=${found.route.load} place=${where} params=${found.params} />`
    : html`<${NoSuchPage} />`}<//>`;
}

/** Only addresses of these pages: a link must not lead elsewhere after the sign-in. */
const safe = (next) => (next && /^\/(?![/\\])/.test(next) && !next.startsWith(SIGN_IN) ? next : "/");

const loadedPages = new Map();

async function read(load) {
  const page = (await load()).default;
  loadedPages.set(String(load), page);
  return page;
}

function Page({ load, place: where, params }) {
  const [page, setPage] = useState(() => loadedPages.get(String(load)));
  const [missing, setMissing] = useState(null);
  const [crash, forgive] = useErrorBoundary((error) => console.error(error));
  useEffect(() => {
    if (page) return;
    read(load).then((loaded) => setPage(() => loaded), (error) => {
      console.error(error);
      setMissing(error);
    });
  }, []);
  useArrival(page, where);
  if (missing) {
    return html`<${PageHead} title="This page could not be read" /><${Empty} icon="plug" title="A part of the application is missing">
      The server may be restarting or have been updated. <${Button} onClick=${() => location.reload()}>Load again<//><//>`;
  }
  if (crash) {
    return html`<${PageHead} title="This page failed" /><${Empty} icon="incidents" title="An error in the page itself">
      <span>${String(crash.message ?? crash)}</span> <${Button} onClick=${forgive}>Try again<//><//>`;
  }
  if (!page) return html`<${Skeleton} lines=${6} what="Loading the page" />`;
  const Current = page;
  return html`<${Current} params=${params} query=${where.query} />`;
}

// After a move: the heading gets the focus, so that keyboard and screen reader are where the eyes are; on the way back, the old place.
let firstArrival = true;
function useArrival(page, where) {
  const arrived = useRef(-1);
  useLayoutEffect(() => {
    if (!page || arrived.current === where.move) return undefined;
    arrived.current = where.move;
    if (firstArrival) {
      firstArrival = false;
      return undefined;
    }
    const scroll = where.back ? history.state?.scroll ?? 0 : 0;
    scrollTo(0, scroll);
    let tries = 0;
    const settle = () => {
      const heading = document.querySelector("main h1");
      if (heading && tries === 0) heading.focus({ preventScroll: true });
      // What was long may load again before it is long again.
      if (scroll > 0 && Math.abs(scrollY - scroll) > 2 && tries < 40) {
        tries += 1;
        scrollTo(0, scroll);
        frame = requestAnimationFrame(settle);
      }
    };
    let frame = requestAnimationFrame(settle);
    return () => cancelAnimationFrame(frame);
  }, [page, where.move]);
}

function NoSuchPage() {
  return html`<${PageHead} title="No such page" /><${Empty} icon="search" title="There is nothing at this address">
    <a href="/">Go to the overview</a><//>`;
}

let running = false;
session.watch((who) => {
  if (who && !running) {
    running = true;
    live.start();
    overviewStore.start();
  } else if (!who && running) {
    running = false;
    live.stop();
    overviewStore.stop();
    forget();
  }
});

/** Why the first question who is signed in has no answer. */
let unreachable = null;

startRouter();
// The page and who is signed in, at the same time.
read(match(routes, place.get().path)?.route.load ?? (() => import("./pages/sign-in.js"))).catch(() => {}); // Page says what is missing.
whoAmI().catch((error) => { unreachable = error; }).then(() => render(html`<${App} />`, document.getElementById("app")));
