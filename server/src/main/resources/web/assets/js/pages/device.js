// One device: what it says of itself, what it is asked for, its channels, and which units they measure.
import { html, useEffect, useState } from "../lib.js";
import { useReadings } from "../live.js";
import { useResource } from "../resource.js";
import { to } from "../routes.js";
import { styles } from "../styles.js";
import * as format from "../format.js";
import * as time from "../time.js";
import { AsOf, Calibration, Card, Empty, Facts, Loaded, Note, PageHead, State, Time, Value } from "../components/ui.js";
import { DeviceCommands } from "../devices/commands.js";
import { DeviceConfig } from "../devices/config.js";
import { DeviceHistory } from "../devices/history.js";
import { Presence } from "../devices/presence.js";
import { ChannelTrust } from "../devices/trust.js";
import { DeviceState } from "../devices/state.js";

await styles("/assets/css/records.css");

const EVERY_MS = 30_000;

export default function DevicePage({ params: { id } }) {
  const resource = useResource(`/api/v1/devices/${encodeURIComponent(id)}`, { changes: (change) => change.type === "network" || (change.type === "device" && change.ref === id) });
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) resource.reload(); }, EVERY_MS);
    return () => clearInterval(timer);
  }, [resource.reload]);
  return html`${resource.data === null && html`<${PageHead} title=${id} crumbs=${[{ href: "/devices", text: "Devices" }]} />`}<${Loaded} resource=${resource} lines=${8}>${(data) => html`<${Device} device=${data} at=${resource.at} changed=${resource.reload} />`}<//>`;
}

function Device({ device, at, changed }) {
  const now = time.useNow();
  const [live, setLive] = useState(new Map());
  // Live when all of it is in one unit; a device of many units is asked for instead.
  const units = new Set(device.channel_list.flatMap((channel) => channel.placements.filter((placement) => placement.to === null).map((placement) => placement.unit)));
  useReadings(units.size === 1 ? `unit:${[...units][0]}` : null, (readings) => {
    const own = [...readings].filter(([, reading]) => reading.device === device.id);
    if (own.length) setLive((before) => new Map([...before, ...own]));
  });
  const channels = device.channel_list.map((channel) => {
    const fresh = live.get(`${device.id}/${channel.channel}`);
    if (!fresh || (channel.newest && fresh.t < Date.parse(channel.newest.time))) return channel;
    const stands = channel.distrusted_since === null && now - fresh.t <= channel.max_hold_s * 1000;
    return { ...channel, state: stands ? "known" : "unknown", newest: { time: new Date(fresh.t).toISOString(), received_at: channel.newest?.received_at ?? null, value: fresh.v, quality: "good" } };
  });
  const state = channels.some((channel) => channel.state === "known" || (channel.distrusted_since !== null && device.state === "reporting")) ? "reporting" : device.state === "reporting" ? "silent" : device.state;
  const heard = [device.last_reading_at, ...[...live.values()].map((reading) => new Date(reading.t).toISOString())].filter(Boolean).sort().at(-1);
  return html`
    <${PageHead} title=${device.id} crumbs=${[{ href: "/devices", text: "Devices" }, { href: `/devices?node=${encodeURIComponent(device.node.id)}`, text: device.node.name }]}
      sub=${html`<${State} state=${state} /> <${Presence} presence=${device.presence} /> <${AsOf} at=${at} />`} />
    ${device.warnings.map((warning) => html`<${Note} key=${`${warning.code} ${warning.channel}`} tone=${warning.code === "config_refused" || warning.code === "unit_mismatch" ? "critical" : "warning"}><span>${format.capital(warning.text)}.</span><//>`)}
    ${device.missing && html`<${Note} tone="accent"><span><b>${format.count(device.missing.messages, "message")} of boot ${device.missing.boot} not yet received.</b> The device keeps messages from ${device.missing.from} to ${device.missing.to}, and sends them when it can.</span><//>`}
    <${Card}><${Facts} rows=${[
      ["Newest reading", html`<${Time} time=${heard} mode="both" none="none yet" />`],
      ["Last received", html`<${Time} time=${device.last_received_at} mode="both" none="never" />`],
      ["Expected to report every", time.duration(device.report_interval_s * 1000)],
      ["Node", html`<a href=${to.node(device.node.id)}>${device.node.name}</a>`],
      ["Region", html`<a href=${to.region(device.region.id)}>${device.region.name}</a>`],
    ]} /><//>
    <div class="split halves"><${DeviceState} status=${device.status} />
      <div class="stack"><${DeviceConfig} device=${device} changed=${changed} /><${DeviceCommands} device=${device} changed=${changed} /></div></div>
    <h2 class="part">Channels <span class="count">${channels.length}</span></h2>
    ${channels.length === 0 ? html`<${Card}><${Empty} icon="devices" title="No channels" /><//>` : html`<div class="channel-cards">${channels.map((channel) => html`
      <${Card} key=${channel.channel} title=${html`${channel.channel}${channel.channel !== channel.quantity && html` <span class="count">${format.words(channel.quantity)}</span>`}`} actions=${html`<${State} state=${channel.state} />`}>
        <p class="channel-value" data-unknown=${channel.state === "unknown"}>${channel.newest ? html`<${Value} value=${channel.newest.value} unit=${channel.value_unit} quantity=${channel.quantity} />` : "No reading yet"}</p>
        <p class="muted">${channel.newest && html`measured <${Time} time=${channel.newest.time} />${channel.state === "unknown" && channel.distrusted_since === null ? `; it stood for ${time.duration(channel.max_hold_s * 1000)} at most, so what is now is unknown` : ""}`}</p>
        ${(channel.quantity === "temperature" || channel.calibration_due) && html`<p class="small"><span class="muted">${channel.quantity === "temperature" ? (channel.senses === "product" ? "In the product" : "In the air") : ""}${channel.quantity === "temperature" && " · "}Calibration: </span><${Calibration} due=${channel.calibration_due} /></p>`}
        ${device.warnings.filter((warning) => warning.channel === channel.channel).map((warning) => html`<p key=${warning.code} class="field-error">${format.capital(warning.text)}.</p>`)}
        <${ChannelTrust} device=${device} channel=${channel} changed=${changed} />
        <h3 class="part-small">Measures</h3>
        ${channel.placements.length === 0 ? html`<p class="muted">No unit: its readings are kept, and nothing alarms.</p>` : html`<ul class="lines">${[...channel.placements].reverse().map((placement) => html`
          <li key=${placement.from}><p><a href=${to.unit(placement.unit)}>${placement.unit_name}</a> <span class="muted">${placement.unit}</span></p>
            <p class="muted small">${placement.to === null ? html`since <${Time} time=${placement.from} mode="at" />` : html`<${Time} time=${placement.from} mode="at" /> to <${Time} time=${placement.to} mode="at" />`}</p></li>`)}</ul>`}
      <//>`)}</div>`}
    ${device.status && html`<div class="part"><${DeviceHistory} id=${device.id} /></div>`}`;
}
