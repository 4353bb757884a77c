// What a device says of itself.
import { html } from "../lib.js";
import * as format from "../format.js";
import * as time from "../time.js";
import { Card, Empty, Facts, Time } from "../components/ui.js";
import { Presence } from "./presence.js";
import { CLOCKS } from "./words.js";

const some = (value) => value !== null && value !== undefined;

export function DeviceState({ status }) {
  const now = time.useNow();
  if (!status) {
    return html`<${Card} title="What it says of itself"><${Empty} icon="devices" title="It never sent a status">Its readings count all the same. Devices that follow the whole contract also say whether they are
      connected, and can be configured and asked.<//><//>`;
  }
  const overdue = status.next_due_at && Date.parse(status.next_due_at) < now;
  return html`<${Card} title="What it says of itself"><${Facts} rows=${[
    ["Connection", html`<${Presence} presence=${status.presence} /> <span class="muted small">since <${Time} time=${status.since} mode="both" /></span>`],
    ["Last status", html`<${Time} time=${status.heard_at} mode="both" />`],
    status.next_due_at && ["Due again", html`<${Time} time=${status.next_due_at} mode="both" />${overdue ? html` <b>overdue</b>` : ""}`],
    ["Start and connection", `boot ${format.number(status.boot, 0)}, connection ${format.number(status.conn, 0)}`],
    ["Clock", CLOCKS[status.clock] ?? "not said"],
    some(status.kept) && ["Messages that wait", html`${format.number(status.kept, 0)}${status.kept > 0 && some(status.oldest_seq) ? html` <span class="muted small">oldest: boot ${status.oldest_boot}, message ${status.oldest_seq}</span>` : ""}`],
    some(status.lost) && ["Messages forgotten", format.number(status.lost, 0)],
    some(status.battery_percent) && ["Battery", `${status.battery_percent}\u00a0%`],
    some(status.rssi_dbm) && ["Signal", `${format.number(status.rssi_dbm, 0)}\u00a0dBm`],
    status.abilities.length > 0 && ["Can also", status.abilities.join(", ")],
    status.model && ["Model", status.model],
    status.firmware && ["Firmware", status.firmware],
    ["Speaks", status.form === "json" ? "JSON" : "binary frames"],
  ]} /><//>`;
}
