// The configuration that a device has, and the one that it should have.
import { html, useState } from "../lib.js";
import * as api from "../api.js";
import * as time from "../time.js";
import { can } from "../session.js";
import { Button, Card, Field, Tag, Time } from "../components/ui.js";
import { ask } from "../components/dialog.js";
import { toast } from "../components/toast.js";
import { ORDER_TONES, ORDER_WORDS, outcome, seconds } from "./words.js";

export function DeviceConfig({ device, changed }) {
  const { config, status } = device;
  const rows = [
    { what: "Reports every", says: seconds(status?.report_interval_s), wanted: seconds(config.report_interval_s) },
    { what: "Measures every", says: seconds(status?.sample_interval_s), wanted: seconds(config.sample_interval_s) },
    { what: "Version", says: status?.config_version ?? "–", wanted: config.version || "–" },
  ];
  const why = can("device_config") ? undefined : "your role does not configure devices";
  const refused = outcome(config);
  return html`<${Card} title="Configuration" actions=${html`<${Button} onClick=${() => edit(device, changed)} why=${why}>Change …<//>`}>
    <table class="compare"><caption class="hidden">Configuration: what the device says, and what it should have</caption>
      <thead><tr><td></td><th scope="col">It says</th><th scope="col">It should have</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr key=${row.what}><th scope="row">${row.what}</th><td>${row.says}</td><td>${row.wanted}</td></tr>`)}</tbody></table>
    <p class="compare-state"><${Tag} tone=${ORDER_TONES[config.state]}>${ORDER_WORDS[config.state]}<//>
      ${config.version > 0 && html` <span class="muted small">asked for by ${config.requested_by} <${Time} time=${config.requested_at} />${config.answered_at
        ? html`, answered <${Time} time=${config.answered_at} />` : config.sends > 0 ? html`, sent ${config.sends === 1 ? "once" : `${config.sends} times`}, last <${Time} time=${config.sent_at} />` : ""}</span>`}</p>
    ${refused && html`<p class="field-error">${refused}</p>`}
    ${config.version === 0 && html`<p class="muted small">Until somebody asks for another one, it keeps the configuration that it came with.</p>`}
  <//>`;
}

function edit(device, changed) {
  const { config, status } = device;
  const draft = {
    report: String(config.report_interval_s ?? status?.report_interval_s ?? Math.round(device.report_interval_s)),
    sample: String(config.sample_interval_s ?? status?.sample_interval_s ?? Math.min(60, Math.round(device.report_interval_s))),
  };
  ask({
    title: `Configure ${device.id}`, confirm: "Ask for it",
    text: html`<${Form} draft=${draft} expected=${device.report_interval_s} />`,
    run: async ({ key }) => {
      // What the person has seen is the version; its state may have moved on meanwhile.
      const { data: now, etag } = await api.read(`/api/v1/devices/${encodeURIComponent(device.id)}/config`);
      if (now.version !== config.version) {
        throw new api.ApiError({ status: 412, title: "Somebody was faster", detail: `Version ${now.version} was asked for by ${now.requested_by} meanwhile.` });
      }
      const { data } = await api.write("PUT", `/api/v1/devices/${encodeURIComponent(device.id)}/config`, {
        key, ifMatch: etag, body: { report_interval_s: Number(draft.report), sample_interval_s: Number(draft.sample) },
      });
      toast(data.version === config.version
        ? { tone: "neutral", title: "That is what it should have already" }
        : { title: `Version ${data.version} is on its way`, text: "The device says on this page whether it takes it." });
      changed();
      return data;
    },
  }).catch(() => {});
}

function Form({ draft, expected }) {
  const [, renew] = useState(0);
  const set = (name) => (value) => {
    draft[name] = value;
    renew((n) => n + 1);
  };
  const report = Number(draft.report);
  return html`<div class="stack">
    <${Field} label="Reports every (seconds)" type="number" inputmode="numeric" min="1" max="2678400" step="1" value=${draft.report} onInput=${set("report")}
      hint=${report > expected ? `The network expects a report every ${time.duration(expected * 1000)}: it may be taken for silent in between.` : `The network expects a report every ${time.duration(expected * 1000)}.`} />
    <${Field} label="Measures every (seconds)" type="number" inputmode="numeric" min="1" max="2678400" step="1" value=${draft.sample} onInput=${set("sample")}
      hint="At most the time between reports. Shorter costs battery." />
    <p class="muted small">The units of its channels go with it, as the network declares them. A device that is away gets it when it is back.</p>
  </div>`;
}
