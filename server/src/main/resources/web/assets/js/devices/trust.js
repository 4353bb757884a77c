// Whether the readings of a channel are trusted, since when not and why, and how that is changed.
import { html } from "../lib.js";
import * as api from "../api.js";
import { can } from "../session.js";
import { ask } from "../components/dialog.js";
import { toast } from "../components/toast.js";
import { Button, Fold, Note, Time } from "../components/ui.js";
import { to } from "../routes.js";
import { readerZone } from "../time.js";

/** channel: of the device's channel_list */
export function ChannelTrust({ device, channel, changed }) {
  const why = can("incidents") ? undefined : "your role does not include working on incidents";
  const open = channel.distrusts.find((one) => one.to === null);
  const over = channel.distrusts.filter((one) => one !== open && one.to !== one.from);
  return html`${open && html`<${Note} tone="warning"><span><b>Not trusted</b> since <${Time} time=${channel.distrusted_since} zone=${readerZone} mode="at" />, says ${open.recorded_by}: “${open.reason}”. What it says is kept, and counts as unknown.
      ${open.incident && html` <a href=${to.incident(open.incident)}>The incident</a>`}</span>
      <${Button} kind="primary" icon="check" why=${why} onClick=${() => trust(device, channel, changed)}>Trusted again …<//><//>`}
    ${over.length > 0 && html`<${Fold} summary="Was not trusted before"><ul class="lines">${over.map((one) => html`<li key=${one.recorded_at}><p><${Time} time=${one.from} zone=${readerZone} mode="at" /> to <${Time} time=${one.to} zone=${readerZone} mode="at" /></p>
      <p class="muted small">${one.recorded_by}: “${one.reason}”; ${one.trusted_by}: “${one.trust_reason}”</p></li>`)}</ul><//>`}
    ${!open && html`<p><${Button} kind="quiet" why=${why} onClick=${() => distrust(device, channel, changed)}>Do not trust it …<//></p>`}`;
}

const path = (device, channel, verb) => `/api/v1/devices/${encodeURIComponent(device.id)}/channels/${encodeURIComponent(channel.channel)}/${verb}`;

function change(device, channel, changed, verb, question) {
  ask({
    ...question,
    run: async ({ reason, moment, key }) => {
      const { data } = await api.post(path(device, channel, verb), { key, body: { reason, ...(moment && { from: moment }) } });
      changed();
      toast({ title: verb === "trust" ? "Trusted again" : "Not trusted", text: `${device.id}/${channel.channel}` });
      return data;
    },
  }).catch(() => {});
}

const trust = (device, channel, changed) => change(device, channel, changed, "trust", {
  title: `Is ${channel.channel} right again?`,
  text: html`<p>From the time below on its readings count again, and are watched. What came before stays unknown.</p>`,
  moment: { label: "Trusted from", value: new Date().toISOString(), hint: "When the probe was replaced. Earlier than the time since when it is not trusted it cannot be." },
  confirm: "Trust it",
  reason: { label: "Reason", required: true, missing: "Please write why: it stays on record.", suggestions: ["Probe was replaced", "Probe was put back", "Checked with a second thermometer"] },
});

const distrust = (device, channel, changed) => change(device, channel, changed, "distrust", {
  title: `Do not trust ${channel.channel}?`,
  tone: "danger",
  text: html`<p>From the time below on nothing that it says is trusted: it stays on record, and the time counts as <b>unknown</b>. Incidents that rest on it alone are closed. Nothing watches its place by this probe until somebody says that it is right again.</p>`,
  moment: { label: "Not trusted from", value: new Date().toISOString() },
  confirm: "Do not trust it",
  reason: { label: "Reason", required: true, missing: "Please write why: it stays on record.", suggestions: ["Probe is broken", "Probe was taken out", "Cable is damaged", "It differs from a second thermometer"] },
});
