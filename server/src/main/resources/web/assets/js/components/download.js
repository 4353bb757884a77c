// Files of a unit's readings: the temperature log for auditors, or plain rows for a spreadsheet.
import { html, useState } from "../lib.js";
import * as api from "../api.js";
import * as time from "../time.js";
import { Field, Select } from "./ui.js";
import { ask } from "./dialog.js";

const FORMS = [
  { value: "log", text: "Temperature log", hint: "Every reading with profile, rules, gaps, coverage and excursions at its head. What an auditor asks for." },
  { value: "raw", text: "Readings", hint: "One row for each reading." },
  { value: "1m", text: "Minutes", hint: "Lowest, highest and mean of each minute." },
  { value: "15m", text: "Quarter hours", hint: "Lowest, highest and mean of each quarter of an hour." },
  { value: "1h", text: "Hours", hint: "Lowest, highest and mean of each hour." },
  { value: "1d", text: "Days", hint: "Lowest, highest and mean of each day, in UTC." },
];

/** What an input of type datetime-local takes for seconds since 1970, in the zone of the reader. */
export function inputTime(x) {
  const at = new Date(x * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Asks for a range and a form, and lets the browser fetch the file. @param range {from, to} in seconds, to begin with */
export function askDownload({ unit, range }) {
  // To the end of the minute: what came just now belongs to it.
  const draft = { form: "log", from: inputTime(range.from), to: inputTime(Math.ceil(range.to / 60) * 60) };
  return ask({
    title: "Download readings", confirm: "Download", text: html`<${Form} draft=${draft} />`,
    run: async () => {
      const from = Date.parse(draft.from);
      const until = Date.parse(draft.to);
      if (!(from < until)) throw new api.ApiError({ title: "The range is empty", detail: "The end must lie after the begin." });
      const span = { from: new Date(from).toISOString(), to: new Date(until).toISOString() };
      const address = draft.form === "log" ? api.url(`/api/v1/units/${encodeURIComponent(unit)}/log.csv`, span)
        : api.url("/api/v1/readings.csv", { unit, ...span, resolution: draft.form, order: "asc" });
      save(address, `${unit}-${draft.form === "log" ? "log" : draft.form}-${span.from.slice(0, 10)}.csv`);
      return true;
    },
  });
}

/** Lets the browser stream what is at an address to a file: nothing is held in the page. */
export function save(address, name) {
  const link = Object.assign(document.createElement("a"), { href: address, download: name.replaceAll(/[^A-Za-z0-9._-]/g, "_") });
  document.body.append(link);
  link.click();
  link.remove();
}

function Form({ draft }) {
  const [, renew] = useState(0);
  const set = (name) => (value) => {
    draft[name] = value;
    renew((n) => n + 1);
  };
  return html`<div class="stack">
    <${Select} label="What" options=${FORMS} value=${draft.form} onChange=${set("form")} />
    <p class="hint">${FORMS.find((form) => form.value === draft.form).hint}</p>
    <div class="two-fields">
      <${Field} label=${`From (${time.zoneName()})`} type="datetime-local" value=${draft.from} onInput=${set("from")} />
      <${Field} label=${`To (${time.zoneName()})`} type="datetime-local" value=${draft.to} onInput=${set("to")} />
    </div></div>`;
}
