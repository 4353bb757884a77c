// Moving about in a chart: zoom, earlier and later, the cursor by keys. The same for every chart of the pages.
import { html } from "../lib.js";
import { LONGEST_S, SHORTEST_S } from "./custom-range.js";

/**
 * What moves a chart.
 *
 * @param {object} chart
 * @param {{from: number, to: number} | null} chart.bounds what is shown, in seconds
 * @param {number} [chart.step] seconds between two values
 * @param {number} [chart.last] the last time that is worth pointing at, in seconds
 * @param {{x: number} | null} chart.cursor
 * @param {boolean} chart.zoomed whether there is a way back
 * @param {boolean} chart.newest whether nothing comes after what is shown
 * @param {(range: {from: number, to: number}) => void} chart.show
 * @param {(x: number | null) => void} chart.point moves the cursor, and says what is there; null takes it away
 * @param {() => void} chart.reset
 */
export function movesOf({ bounds, step = 1, last, cursor, zoomed, newest, show, point, reset }) {
  const zoomTo = (a, b) => {
    const middle = (a + b) / 2;
    const span = Math.min(LONGEST_S, Math.max(SHORTEST_S, b - a));
    show({ from: middle - span / 2, to: middle + span / 2 });
  };
  const zoom = (factor) => {
    if (!bounds) return;
    const at = cursor?.x ?? (bounds.from + bounds.to) / 2;
    const share = (at - bounds.from) / (bounds.to - bounds.from);
    const span = Math.min(LONGEST_S, Math.max(SHORTEST_S, (bounds.to - bounds.from) * factor));
    zoomTo(at - share * span, at + (1 - share) * span);
  };
  const pan = (share) => {
    if (!bounds) return;
    const shift = (bounds.to - bounds.from) * share;
    if (shift > 0 && newest) return;
    zoomTo(bounds.from + shift, bounds.to + shift);
  };
  const onKey = (event) => {
    if (!bounds || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = Math.max(step, (bounds.to - bounds.from) / 240) * (event.shiftKey ? 10 : 1);
    const at = cursor?.x ?? bounds.to;
    const to = (x) => point(Math.min(bounds.to, Math.max(bounds.from, x)));
    const actions = {
      ArrowLeft: () => to(at - by),
      ArrowRight: () => to(at + by),
      Home: () => to(bounds.from),
      End: () => to(Math.min(bounds.to, last)),
      PageUp: () => pan(-0.5),
      PageDown: () => pan(0.5),
      "+": () => zoom(0.5),
      "-": () => zoom(2),
      Escape: () => {
        if (cursor) point(null);
        else if (zoomed) reset();
      },
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  return { zoomTo, zoom, pan, onKey };
}

/** What the keys do, for whom cannot see it. */
export const KEYS = `Left and right arrow move the cursor, with shift in larger steps; plus and minus zoom; page up and page
        down move the range; escape takes the cursor or the zoom away. A table of the same values is behind the button Table.`;

/** Ranges and tools above a chart. presets: [{id, label}]. */
export function ChartBar({ presets, preset, choosePreset, custom, asking, setAsking, zoomed, reset, moves, newest, table, setTable }) {
  return html`
    <div class="uc-bar">
      <div class="uc-presets" role="group" aria-label="Range" style=${{ "--uc-presets": presets.length }}>
        ${presets.map(({ id, label }) => html`<button type="button" key=${id} aria-pressed=${preset === id} onClick=${() => choosePreset(id)}>${label}</button>`)}
        <button type="button" aria-pressed=${custom} aria-expanded=${asking} onClick=${() => setAsking(!asking)}>Custom</button>
      </div>
      <div class="uc-tools">
        ${zoomed && html`<button type="button" class="uc-text-button" onClick=${reset}>Reset zoom</button>`}
        <div class="uc-tool-group" role="group" aria-label="Move and zoom">
          <button type="button" aria-label="Earlier" title="Earlier" onClick=${() => moves.pan(-0.5)}><${Icon} of="earlier" /></button>
          <button type="button" aria-label="Later" title="Later" disabled=${newest} onClick=${() => moves.pan(0.5)}><${Icon} of="later" /></button>
          <button type="button" aria-label="Zoom in" title="Zoom in" onClick=${() => moves.zoom(0.5)}><${Icon} of="in" /></button>
          <button type="button" aria-label="Zoom out" title="Zoom out" onClick=${() => moves.zoom(2)}><${Icon} of="out" /></button>
        </div>
        <button type="button" class="uc-text-button" aria-pressed=${table} onClick=${() => setTable(!table)}>Table</button>
      </div>
    </div>`;
}

const PATHS = {
  earlier: "M10 3 5 8l5 5",
  later: "m6 3 5 5-5 5",
  in: "M8 3v10M3 8h10",
  out: "M3 8h10",
};

function Icon({ of }) {
  return html`<svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${PATHS[of]} /></svg>`;
}
