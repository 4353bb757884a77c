// What a device is asked to do, and what comes of it.
import { html, useState } from "../lib.js";
import * as api from "../api.js";
import { can } from "../session.js";
import { Button, Card, Field, Tag, Time } from "../components/ui.js";
import { ask } from "../components/dialog.js";
import { toast } from "../components/toast.js";
import { ORDER_TONES, ORDER_WORDS, outcome, task } from "./words.js";

export function DeviceCommands({ device, changed }) {
  const [busy, setBusy] = useState(null);
  const why = can("devices") ? undefined : "your role does not ask devices";
  const send = async (body) => {
    setBusy(body.do);
    try {
      await api.post(`/api/v1/devices/${encodeURIComponent(device.id)}/commands`, { body });
      changed();
    } catch (error) {
      toast({ tone: "critical", title: "It was not asked", text: error.message });
    } finally {
      setBusy(null);
    }
  };
  return html`<${Card} title="Ask it">
    <div class="actions">
      <${Button} icon="bell" why=${why} busy=${busy === "identify"} onClick=${() => send({ do: "identify", for_s: 30 })}>Identify itself<//>
      <${Button} icon="replay" why=${why} busy=${busy === "status"} onClick=${() => send({ do: "status" })}>Tell its state<//>
      <${Button} icon="download" why=${why} onClick=${() => backlog(device, changed)}>Send messages again …<//>
    </div>
    ${device.commands.length === 0 ? html`<p class="muted small asked">Nobody has asked it for anything yet.</p>` : html`<ul class="lines asked">${device.commands.map((command) => html`
      <li key=${command.id} class="line-row"><div><p>${task(command)}</p>
        <p class="muted small">${command.requested_by}, <${Time} time=${command.requested_at} />${command.answered_at && html`; answered <${Time} time=${command.answered_at} />`}${outcome(command) && `; ${outcome(command)}`}</p></div>
        <${Tag} tone=${ORDER_TONES[command.state]}>${ORDER_WORDS[command.state]}<//></li>`)}</ul>`}
  <//>`;
}

function backlog(device, changed) {
  const { status, missing } = device;
  const draft = {
    boot: String(missing?.boot ?? status?.boot ?? 0),
    from: String(missing?.from ?? status?.oldest_seq ?? 0),
    seq: String(missing?.to ?? Math.max(0, (status?.seq ?? 1) - 1)),
  };
  ask({
    title: `Messages of ${device.id} again`, confirm: "Ask for them",
    text: html`<${Range} draft=${draft} />`,
    run: async ({ key }) => {
      const { data } = await api.post(`/api/v1/devices/${encodeURIComponent(device.id)}/commands`, {
        key, body: { do: "backlog", boot: Number(draft.boot), from: Number(draft.from), seq: Number(draft.seq) },
      });
      changed();
      return data;
    },
  }).catch(() => {});
}

function Range({ draft }) {
  const [, renew] = useState(0);
  const field = (name, label, hint) => html`<${Field} label=${label} hint=${hint} type="number" inputmode="numeric" min="0" max="4294967295" step="1" value=${draft[name]} onInput=${(value) => {
    draft[name] = value;
    renew((n) => n + 1);
  }} />`;
  return html`<div class="stack"><p>It sends what it still has of them. What is stored already is not stored twice.</p>
    ${field("boot", "Boot", "Which start of the device.")}${field("from", "First message")}${field("seq", "Last message")}</div>`;
}
