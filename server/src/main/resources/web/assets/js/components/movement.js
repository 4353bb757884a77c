// Recording that a handling unit was moved.
import { html, useEffect, useState } from "../lib.js";
import * as api from "../api.js";
import * as time from "../time.js";
import { Choice, Field, Select } from "./ui.js";
import { ask } from "./dialog.js";
import { toast } from "./toast.js";
import { inputTime } from "./download.js";

const GONE = "(left the network)";

/**
 * Asks where to and when, and records it.
 * @param {{id?: string, node?: string | null, place?: string | null}} what the handling unit, when it is known, and where it is
 * @returns {Promise<object | undefined>} the movement
 */
export function askMovement({ id, node, place }) {
  const draft = { id: id ?? "", node: node ?? null, unit: null, when: "now", at: inputTime(Date.now() / 1000) };
  return ask({
    title: id ? `Move ${id}` : "Record a movement", confirm: "Record",
    text: html`<${Form} draft=${draft} fixed=${Boolean(id)} place=${place} />`,
    run: async ({ key }) => {
      const missing = !draft.id.trim() ? "Which handling unit was moved?" : !draft.node ? "Where was it moved to?"
        : draft.node !== GONE && !draft.unit ? "Into which unit was it moved?" : draft.when === "earlier" && !Number.isFinite(Date.parse(draft.at)) ? "When was it moved?" : null;
      if (missing) throw new api.ApiError({ title: "Something is missing", detail: missing });
      const { data, status } = await api.post("/api/v1/movements", { key, body: {
        handling_unit: draft.id.trim(), to_unit: draft.node === GONE ? null : draft.unit,
        ...(draft.when === "earlier" ? { time: new Date(Date.parse(draft.at)).toISOString() } : {}),
      } });
      toast({ title: status === 200 ? "It was recorded before" : "Movement recorded",
        text: `${data.handling_unit} ${data.to_unit ? `to ${data.to_unit_name ?? data.to_unit}` : "left the network"}, ${time.dayAndClock(data.time)}.` });
      return data;
    },
  });
}

function Form({ draft, fixed, place }) {
  const [, renew] = useState(0);
  const [nodes, setNodes] = useState(null);
  const [units, setUnits] = useState(null);
  const [error, setError] = useState(null);
  const set = (name) => (value) => {
    draft[name] = value;
    renew((n) => n + 1);
  };
  useEffect(() => { api.get("/api/v1/nodes", { limit: 1000 }).then(({ items }) => setNodes(items), setError); }, []);
  useEffect(() => {
    setUnits(null);
    if (!draft.node || draft.node === GONE) return undefined;
    const stop = new AbortController();
    api.get("/api/v1/units", { node: draft.node, limit: 1000 }, { signal: stop.signal }).then(({ items }) => setUnits(items), (e) => { if (!stop.signal.aborted) setError(e); });
    return () => stop.abort();
  }, [draft.node]);
  return html`<div class="stack">
    ${!fixed && html`<${Field} label="Handling unit" value=${draft.id} onInput=${set("id")} autocomplete="off" spellcheck=${false} hint="Its id, as on its label." />`}
    ${place && html`<p>It is in <b>${place}</b>.</p>`}
    <${Select} label="To node" value=${draft.node} onChange=${(value) => { draft.unit = null; set("node")(value); }}
      options=${[{ value: null, text: nodes ? "Choose …" : "Loading …" }, ...(nodes ?? []).map((one) => ({ value: one.id, text: one.name })), { value: GONE, text: "It left the network" }]} />
    ${draft.node && draft.node !== GONE && html`<${Select} label="To unit" value=${draft.unit} onChange=${set("unit")}
      options=${[{ value: null, text: units ? "Choose …" : "Loading …" }, ...(units ?? []).map((one) => ({ value: one.id, text: `${one.name} (${one.id})` }))]} />`}
    <${Choice} label="When" value=${draft.when} onChange=${set("when")} options=${[{ value: "now", text: "Just now" }, { value: "earlier", text: "Earlier" }]} />
    ${draft.when === "earlier" && html`<${Field} label=${`Moved at (${time.zoneName()})`} type="datetime-local" value=${draft.at} onInput=${set("at")}
      hint="Exposures are worked out again from then on." />`}
    ${error && html`<p class="field-error">The lists could not be loaded: ${error.message}</p>`}
  </div>`;
}
