// The small parts that every page is made of.
import { html, useEffect, useId, useRef } from "../lib.js";
import { Icon, Mark } from "./icons.js";
import * as time from "../time.js";
import * as format from "../format.js";
import { useConnection } from "../live.js";

/** Title of the page, as heading and in the browser's tab; `crumbs` [{href, text}], `actions` at the right. */
export function PageHead({ title, tab = title, crumbs, sub, actions, children }) {
  useEffect(() => { document.title = `${tab} · Frostproof`; }, [tab]);
  return html`<header class="page-head">
    ${crumbs && html`<${Breadcrumb} trail=${crumbs} />`}
    <div class="page-head-row">
      <div class="page-head-text"><h1 tabindex="-1">${title}</h1>${sub && html`<p class="sub">${sub}</p>`}</div>
      ${actions && html`<div class="actions">${actions}</div>`}
    </div>
    ${children}
  </header>`;
}

/** Where this page hangs: [{href, text}], the last without href is the page itself and is left out. */
export function Breadcrumb({ trail }) {
  return html`<nav class="crumbs" aria-label="Breadcrumb"><ol>${trail.map((step) => html`<li key=${step.text}>
    ${step.href ? html`<a href=${step.href}>${step.text}</a>` : html`<span>${step.text}</span>`}</li>`)}</ol></nav>`;
}

const STATUS_WORDS = { critical: "Critical", warning: "Warning", unknown: "Unknown", ok: "OK", unwatched: "Not watched" };

/** The word of a status. */
export const statusWord = (status) => STATUS_WORDS[status] ?? format.sentence(status);

/** Status of a unit or level of an incident: shape, colour and word. */
export function Status({ status, children, size = "m" }) {
  return html`<span class="status" data-status=${status} data-size=${size}><${Mark} status=${status} size=${size === "l" ? 20 : 16} />
    <span>${children ?? statusWord(status)}</span></span>`;
}

/** A small word in a frame. tone: neutral, accent, critical, warning, unknown, ok. */
export function Tag({ tone = "neutral", children, title }) {
  return html`<span class="tag" data-tone=${tone} title=${title}>${children}</span>`;
}

const TONES = {
  open: "critical", acknowledged: "warning", recovered: "accent", resolved: "neutral", retracted: "neutral",
  proposed: "warning", approved: "ok", rejected: "neutral", withdrawn: "neutral", reverted: "neutral", held: "warning",
  sent: "accent", confirmed: "ok", dead: "critical",
  quarantined: "warning", available: "ok", reporting: "ok", silent: "unknown", never: "neutral",
  pending: "warning", replayed: "ok", promoted: "ok", discarded: "neutral",
  waiting: "warning", delivered: "ok", gave_up: "critical", known: "ok", unknown: "unknown",
};

/** The state of an incident, decision, handling unit, device, dead letter or notice, as a tag. */
export function State({ state }) {
  return html`<${Tag} tone=${TONES[state] ?? "neutral"}>${format.sentence(state)}<//>`;
}

/** Last day on which a calibration is good; said loudly once it is past. The day ends where the reader is. */
export function Calibration({ due, none = "no date known" }) {
  if (!due) return html`<span class="muted">${none}</span>`;
  const [year, month, date] = due.split("-").map(Number);
  const over = Date.now() >= new Date(year, month - 1, date + 1).getTime();
  const day = time.day(new Date(year, month - 1, date, 12));
  return over ? html`<${Tag} tone="warning">was due ${day}<//>` : html`<span>due ${day}</span>`;
}

/** A framed part of a page. `title` makes it a section with a heading. */
export function Card({ title, count, actions, tone, flush = false, id, children }) {
  const heading = useId();
  return html`<section class="card" id=${id} data-tone=${tone} data-flush=${flush} aria-labelledby=${title ? heading : undefined}>
    ${title && html`<header class="card-head"><h2 id=${heading}>${title}${count !== undefined && html` <span class="count">${format.number(count, 0)}</span>`}</h2>
      ${actions && html`<div class="actions">${actions}</div>`}</header>`}
    <div class="card-body">${children}</div>
  </section>`;
}

/**
 * A button. kind: primary, plain, quiet, danger. `why`: the reason when it is disabled; it is shown on hover and read out.
 * `busy`: it works; it keeps its width.
 */
export function Button({ kind = "plain", icon, busy = false, disabled = false, why, type = "button", onClick, children, ...rest }) {
  const off = disabled || busy || Boolean(why);
  return html`<button ...${rest} class="button" data-kind=${kind} type=${type} title=${why} aria-disabled=${off ? "true" : undefined} aria-busy=${busy ? "true" : undefined}
    onClick=${(event) => { if (off) event.preventDefault(); else onClick?.(event); }}>
    ${icon && html`<${Icon} name=${icon} size="18" />`}<span>${children}</span>${why && html`<span class="hidden">, not possible: ${why}</span>`}</button>`;
}

/** One choice of few, as a row of buttons. options: [{value, text, count?, status?}]. */
export function Choice({ label, options, value, onChange }) {
  const name = useId();
  return html`<fieldset class="choice"><legend class="hidden">${label}</legend>
    ${options.map((option) => html`<label key=${option.value ?? ""}>
      <input type="radio" name=${name} checked=${option.value === value} onChange=${() => onChange(option.value)} />
      <span>${option.status && html`<${Mark} status=${option.status} size="14" />`}${option.text}${option.count !== undefined
        && html` <span class="count">${format.number(option.count, 0)}</span>`}</span></label>`)}
  </fieldset>`;
}

/** A labelled drop-down. options: [{value, text}]. */
export function Select({ label, options, value, onChange, hideLabel = false }) {
  const id = useId();
  return html`<div class="field inline"><label class=${hideLabel ? "hidden" : ""} for=${id}>${label}</label>
    <select id=${id} value=${value ?? ""} onChange=${(event) => onChange(event.target.value || null)}>
      ${options.map((option) => html`<option key=${option.value ?? ""} value=${option.value ?? ""} selected=${(option.value ?? "") === (value ?? "")}>${option.text}</option>`)}
    </select></div>`;
}

/** A search field; `/` goes to it from anywhere on the page. */
export function Search({ label, value, onInput, placeholder }) {
  const field = useRef();
  useEffect(() => {
    const slash = (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
      event.preventDefault();
      field.current.focus();
      field.current.select();
    };
    document.addEventListener("keydown", slash);
    return () => document.removeEventListener("keydown", slash);
  }, []);
  return html`<label class="search"><span class="hidden">${label}</span><${Icon} name="search" size="18" />
    <input ref=${field} type="search" value=${value} placeholder=${placeholder ?? label} autocomplete="off" spellcheck=${false} enterkeyhint="search"
      onInput=${(event) => onInput(event.target.value)} onKeyDown=${(event) => { if (event.key === "Escape") { onInput(""); event.target.blur(); } }} />
    <kbd aria-hidden="true">/</kbd></label>`;
}

/** A labelled text field with an optional hint and error. */
export function Field({ label, hint, error, multiline = false, value, onInput, ...rest }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const common = { id, value, "aria-describedby": described, "aria-invalid": error ? "true" : undefined, onInput: (event) => onInput(event.target.value), ...rest };
  return html`<div class="field"><label for=${id}>${label}</label>
    ${multiline ? html`<textarea rows="3" ...${common}></textarea>` : html`<input ...${common} />`}
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
    ${error && html`<p class="field-error" id=${`${id}-error`}>${error}</p>`}</div>`;
}

/**
 * A time. mode: ago ("4 min ago"), at ("14:03", with the day when it is another), both ("14:03 · 4 min ago"). With a zone, its name is said.
 * The title always tells the exact time with its zone.
 */
export function Time({ time: at, zone, mode = "ago", none = "–" }) {
  const now = time.useNow();
  if (!at) return html`<span class="time">${none}</span>`;
  const relative = time.ago(at, now);
  const absolute = time.dayAndClock(at, zone, now);
  const sign = zone ? ` ${time.zoneName(zone, at)}` : "";
  const text = mode === "ago" ? relative : mode === "at" ? absolute + sign : `${absolute}${sign} · ${relative}`;
  return html`<time class="time" datetime=${at} title=${time.exact(at, zone)}>${text}</time>`;
}

/** How long something has lasted, or did last: "14 min". */
export function Lasted({ from, to }) {
  const now = time.useNow();
  if (!from) return html`<span class="time">–</span>`;
  const ms = (to ? Date.parse(to) : now) - Date.parse(from);
  return html`<span class="time" title=${`${time.exact(from)} to ${to ? time.exact(to) : "now"}`}>${time.duration(ms)}</span>`;
}

/** A measured value with its unit. */
export function Value({ value, unit, quantity }) {
  const { text, sign } = format.measured(value, unit, quantity);
  return html`<span class="value">${text}${sign && html`<span class="unit"> ${sign}</span>`}</span>`;
}

/** Label and value pairs: rows [[label, value], ...]; falsy rows are left out. */
export function Facts({ rows }) {
  return html`<dl class="facts">${rows.filter(Boolean).map(([label, value]) => html`<div key=${label}><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/**
 * A table that becomes a stack of cards on phones.
 * columns: [{head, cell: (row) => vnode, align: "end"?, wide: true?}]: the first names the row; `wide` takes a line of its own on phones.
 */
export function Table({ caption, columns, rows, rowKey, hideCaption = true }) {
  return html`<div class="table-frame" role="region" aria-label=${caption} tabindex="0"><table class="table">
    <caption class=${hideCaption ? "hidden" : ""}>${caption}</caption>
    <thead><tr>${columns.map((column) => html`<th key=${column.head} scope="col" data-align=${column.align}>${column.head}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr key=${rowKey(row)}>${columns.map((column, i) => (i === 0
      ? html`<th key=${column.head} scope="row" data-align=${column.align}>${column.cell(row)}</th>`
      : html`<td key=${column.head} data-label=${column.head} data-align=${column.align} data-wide=${column.wide}>${column.cell(row)}</td>`))}</tr>`)}</tbody>
  </table></div>`;
}

/** Nothing there, and why that is fine or what to do. */
export function Empty({ icon = "check", title, tone, children }) {
  return html`<div class="empty" data-tone=${tone}><span class="empty-icon"><${Icon} name=${icon} size="28" /></span>
    <p class="empty-title">${title}</p>${children && html`<p>${children}</p>`}</div>`;
}

/** What went wrong, in words; with the request id for whoever looks it up in the log. */
export function ErrorState({ error, retry, inline = false }) {
  const { title, text } = errorWords(error);
  // What is not there or not allowed does not come by asking again.
  const again = retry && error.status !== 404 && error.status !== 403;
  return html`<div class="error-state" data-inline=${inline} role="alert"><p class="error-title">${title}</p>${error.errors?.length !== 1 && html`<p>${format.capital(text)}</p>`}
    ${error.errors?.length > 0 && html`<ul>${error.errors.map((e) => html`<li key=${e.field}><b>${e.field}</b>: expected ${e.expected}${e.value !== null
      && e.value !== undefined && html`, was “${e.value}”`}</li>`)}</ul>`}
    <p class="error-foot">${again && html`<${Button} onClick=${retry} icon="replay">Try again<//>`}
      ${error.requestId && html`<span class="request-id">Request <code>${error.requestId}</code></span>`}</p></div>`;
}

/** {title, text} of an ApiError, for people. */
export function errorWords(error) {
  switch (error.kind) {
    case "away": return { title: "The server does not answer", text: "It may be restarting, or your network is down. This page tries again by itself." };
    case "slow": return { title: "The server takes too long", text: error.detail };
    default:
  }
  switch (error.status) {
    case 403: return { title: "You may not do this", text: error.detail };
    case 404: return { title: "Not found", text: error.detail };
    case 409: return { title: "Not possible any more", text: error.detail };
    case 412: return { title: "Somebody was faster", text: "It has changed since you opened it. Look at it again before you decide." };
    case 429: return { title: "Too many requests", text: error.detail };
    case 503: return { title: "The server cannot answer now", text: error.detail };
    default:
  }
  if (error.status >= 500) return { title: "The server failed", text: error.detail };
  return { title: error.title || "Something went wrong", text: error.detail || error.message || String(error) };
}

/** A grey stand-in for what is loading; shows only after 300 ms, so that fast answers do not flash. */
export function Skeleton({ lines = 4, what = "Loading" }) {
  return html`<div class="skeleton" role="status"><span class="hidden">${what}</span>${Array.from({ length: lines }, (_, i) => html`<span key=${i} class="bone"></span>`)}</div>`;
}

/**
 * What useResource brings: a skeleton, an error, or the children with data. When loading again failed, the old data stays, with a note.
 * children: (data) => vnode
 */
export function Loaded({ resource, lines, children }) {
  if (resource.data === null) {
    return resource.error ? html`<${ErrorState} error=${resource.error} retry=${resource.reload} />` : html`<${Skeleton} lines=${lines} />`;
  }
  return html`${resource.error && html`<${StaleNote} at=${resource.at} error=${resource.error} retry=${resource.reload} />`}${children(resource.data)}`;
}

/** What useList brings, in the same way; `empty` is shown when there is nothing. children: (items) => vnode */
export function LoadedList({ list, lines = 6, empty, what = "entries", children }) {
  if (list.items === null) {
    return list.error ? html`<${ErrorState} error=${list.error} retry=${list.reload} />` : html`<${Skeleton} lines=${lines} />`;
  }
  return html`${list.error && html`<${StaleNote} at=${list.at} error=${list.error} retry=${list.reload} />`}
    ${list.items.length === 0 ? empty : children(list.items)}
    ${(list.more || list.items.length >= 10) && html`<div class="load-more"><span class="muted">${list.more ? `${format.count(list.items.length, "entry", what)} shown` : `All ${format.number(list.items.length, 0)} shown`}</span>
      ${list.more && html`<${Button} onClick=${list.more} busy=${list.loadingMore}>${list.loadingMore ? "Loading …" : "Load more"}<//>`}</div>`}`;
}

function StaleNote({ at, error, retry }) {
  return html`<div class="note" data-tone="warning" role="status"><span><b>As of ${time.clockSeconds(at)}.</b> ${errorWords(error).title}; this may be out of date.</span>
    <${Button} kind="quiet" onClick=${retry}>Try again<//></div>`;
}

/** "as of 14:03:12" while the connection is lost, else nothing. */
export function AsOf({ at }) {
  const link = useConnection();
  if (link.state === "live" || link.state === "connecting" || !at) return null;
  const shown = link.heardAt ? Math.min(at, link.heardAt) : at;
  return html`<span class="as-of" title=${time.exact(shown)}>as of ${time.clockSeconds(shown)}</span>`;
}

/** A note in the flow of a page. tone: neutral, accent, warning, critical, ok. */
export function Note({ tone = "neutral", children }) {
  return html`<div class="note" data-tone=${tone}>${children}</div>`;
}

/** Opens and closes; remembers nothing. */
export function Fold({ summary, open = false, children }) {
  return html`<details class="fold" open=${open}><summary><${Icon} name="chevron" size="16" /><span>${summary}</span></summary>${children}</details>`;
}
