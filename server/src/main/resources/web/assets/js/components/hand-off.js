// Recording that goods passed from one party to another.
import { html, useState } from "../lib.js";
import * as api from "../api.js";
import * as time from "../time.js";
import { Choice, Field, Select } from "./ui.js";
import { ask } from "./dialog.js";
import { toast } from "./toast.js";
import { inputTime } from "./download.js";

/** Units of temperature that the API takes, as people write them. */
const SCALES = [{ value: "Cel", text: "°C" }, { value: "[degF]", text: "°F" }];

/**
 * Asks who gave, who took, when and how warm it was, and records it.
 * @param {{id: string, words?: string, at?: string, from?: string | null, to?: string | null}} what the handling unit; of a movement without a record, what it was
 *     in words, when, and between which units
 * @returns {Promise<object | undefined>} the answer
 */
export function askHandOff({ id, words, at, from, to }) {
  const draft = { given: "", taken: "", when: at ? "earlier" : "now", at: inputTime((at ? Date.parse(at) : Date.now()) / 1000), celsius: "", scale: "Cel", note: "" };
  return ask({
    title: `Hand-off of ${id}`, confirm: "Record",
    text: html`<${Form} draft=${draft} words=${words} />`,
    run: async ({ key }) => {
      const warm = draft.celsius.trim().replace(",", ".");
      const missing = !draft.given.trim() ? "Who gave it?" : !draft.taken.trim() ? "Who took it?"
        : warm !== "" && !Number.isFinite(Number(warm)) ? "The temperature is a number, such as 4.2; leave it empty when nobody measured it."
          : draft.when === "earlier" && !Number.isFinite(Date.parse(draft.at)) ? "When was it?" : null;
      if (missing) throw new api.ApiError({ title: "Something is missing", detail: missing });
      const { data, status } = await api.post("/api/v1/hand-offs", { key, body: {
        handling_units: [id], given_by: draft.given.trim(), taken_by: draft.taken.trim(),
        temperature: warm === "" ? null : Number(warm), ...(warm === "" ? {} : { temperature_unit: draft.scale }),
        ...(from ? { from_unit: from } : {}), ...(to ? { to_unit: to } : {}),
        ...(draft.note.trim() ? { note: draft.note.trim() } : {}),
        ...(draft.when === "earlier" ? { time: new Date(Date.parse(draft.at)).toISOString() } : {}),
      } });
      const made = data.items[0];
      toast({ title: status === 200 ? "It was recorded before" : "Hand-off recorded", text: `From ${made.given_by} to ${made.taken_by}, ${time.dayAndClock(made.time)}.` });
      return data;
    },
  });
}

function Form({ draft, words }) {
  const [, renew] = useState(0);
  const set = (name) => (value) => {
    draft[name] = value;
    renew((n) => n + 1);
  };
  return html`<div class="stack">
    ${words && html`<p>${words}</p>`}
    <${Field} label="Given by" value=${draft.given} onInput=${set("given")} autocomplete="off" maxlength="200" hint="Who, and of which firm." />
    <${Field} label="Taken by" value=${draft.taken} onInput=${set("taken")} autocomplete="off" maxlength="200" />
    <div class="row"><${Field} label="Temperature of the goods" inputmode="decimal" value=${draft.celsius} onInput=${set("celsius")} autocomplete="off" hint="Empty: nobody measured it." />
      <${Select} label="Scale" hideLabel value=${draft.scale} onChange=${set("scale")} options=${SCALES} /></div>
    <${Choice} label="When" value=${draft.when} onChange=${set("when")} options=${[{ value: "now", text: "Just now" }, { value: "earlier", text: "Earlier" }]} />
    ${draft.when === "earlier" && html`<${Field} label=${`Handed over at (${time.zoneName()})`} type="datetime-local" step="1" value=${draft.at} onInput=${set("at")} />`}
    <${Field} label="Note" value=${draft.note} onInput=${set("note")} autocomplete="off" />
  </div>`;
}
