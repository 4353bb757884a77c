// Own drawings, 20 by 20, drawn with the colour of the text. Decoration only: the words beside them carry the meaning.
import { html } from "../lib.js";

const LINES = {
  overview: html`<rect x="3" y="3" width="6" height="7" rx="1.5" /><rect x="11" y="3" width="6" height="4" rx="1.5" /><rect x="11" y="10" width="6" height="7" rx="1.5" /><rect x="3" y="13" width="6" height="4" rx="1.5" />`,
  incidents: html`<path d="M10 3 2.5 16.5h15Z" /><path d="M10 8v4" /><path d="M10 14.4v.1" />`,
  decisions: html`<path d="M5 3h10v14H5z" /><path d="m7.5 10 2 2 3.5-4" />`,
  stock: html`<path d="m10 2.5 7 3.5v8l-7 3.5-7-3.5v-8Z" /><path d="m3 6 7 3.5L17 6M10 9.5v8" />`,
  devices: html`<rect x="4" y="7" width="12" height="10" rx="2" /><path d="M7.5 12h.1M10 12h6M6.5 4.5c2-2 5-2 7 0" />`,
  review: html`<path d="M3 11h4l1.5 2.5h3L13 11h4" /><path d="M5 4h10l2 7v5H3v-5Z" />`,
  system: html`<path d="M3 10h3l2-5 4 10 2-5h3" />`,
  more: html`<path d="M4 10h.1M10 10h.1M16 10h.1" />`,
  sun: html`<circle cx="10" cy="10" r="3.5" /><path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M15.7 4.3l-1.4 1.4M5.7 14.3l-1.4 1.4" />`,
  moon: html`<path d="M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5Z" />`,
  screen: html`<rect x="2.5" y="4" width="15" height="10" rx="1.5" /><path d="M7 17h6" />`,
  person: html`<circle cx="10" cy="7" r="3" /><path d="M4 17c.6-3.5 3-5 6-5s5.4 1.5 6 5" />`,
  search: html`<circle cx="9" cy="9" r="5" /><path d="m13 13 4 4" />`,
  check: html`<path d="m4 10.5 4 4 8-9" />`,
  cross: html`<path d="m5 5 10 10M15 5 5 15" />`,
  chevron: html`<path d="m7 4 6 6-6 6" />`,
  down: html`<path d="m4 7 6 6 6-6" />`,
  clock: html`<circle cx="10" cy="10" r="7" /><path d="M10 6v4l3 2" />`,
  pin: html`<path d="M10 17.5c3.5-3.5 5.5-6.2 5.5-9a5.5 5.5 0 0 0-11 0c0 2.8 2 5.5 5.5 9Z" /><circle cx="10" cy="8.5" r="1.8" />`,
  download: html`<path d="M10 3v9M6 9l4 4 4-4M4 17h12" />`,
  plug: html`<path d="M7 3v4M13 3v4M5 7h10v2a5 5 0 0 1-10 0ZM10 14v4" />`,
  bell: html`<path d="M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13ZM8.5 17.5h3" />`,
  link: html`<path d="M8 12l4-4M9 6l1.5-1.5a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.5 1.5a3.5 3.5 0 0 1-5-5L6 9" />`,
  bin: html`<path d="M4 6h12M8 6V4h4v2M6 6l.7 11h6.6L14 6" />`,
  replay: html`<path d="M4 10a6 6 0 1 0 2-4.5L4 7.5M4 3.5v4h4" />`,
  file: html`<path d="M5 2.5h6l4 4v11H5ZM11 2.5v4h4" />`,
  lock: html`<rect x="4" y="9" width="12" height="8" rx="1.5" /><path d="M7 9V6.5a3 3 0 0 1 6 0V9" />`,
};

/** An icon by name. Always decoration. */
export function Icon({ name, size = 20 }) {
  return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.7"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${LINES[name] ?? LINES.more}</svg>`;
}

// Every status has a shape of its own, so that it does not hang on colour: octagon, triangle, diamond, disc, ring.
const MARKS = {
  critical: html`<path class="fill" d="M5.5 1h5L15 5.5v5L10.5 15h-5L1 10.5v-5Z" /><path class="cut" d="M8 4.2v4.6M8 11.4v.1" />`,
  warning: html`<path class="fill" d="M8 1.2 15.3 14.5H.7Z" /><path class="cut" d="M8 5.8v4M8 12.2v.1" />`,
  unknown: html`<path class="fill" d="M8 .6 15.4 8 8 15.4.6 8Z" /><path class="cut" d="M6.3 6.5c.2-1.9 3.5-1.7 3.4.1 0 1.3-1.7 1.3-1.7 2.6M8 11.4v.1" />`,
  ok: html`<circle class="fill" cx="8" cy="8" r="7" /><path class="cut" d="m4.8 8.3 2.2 2.2 4.2-4.7" />`,
  unwatched: html`<circle class="ring" cx="8" cy="8" r="6" /><path class="ring" d="M5.3 8h5.4" />`,
};

/** The shape of a status: critical, warning, unknown, ok, unwatched. Decoration: put the word beside it. */
export function Mark({ status, size = 16 }) {
  return html`<svg class="mark" data-status=${status} width=${size} height=${size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    ${MARKS[status] ?? MARKS.unwatched}</svg>`;
}

/** The sign of the product: a shield that keeps the frost. */
export function Logo({ size = 28 }) {
  return html`<svg class="logo" width=${size} height=${size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="8" /><path class="edge" d="M16 5 7.5 8.5v7.5c0 5.5 3.5 9.5 8.5 11 5-1.5 8.5-5.5 8.5-11V8.5Z" />
    <path class="frost" d="M16 10.5v11M11.2 13.25l9.6 5.5M20.8 13.25l-9.6 5.5" /></svg>`;
}
