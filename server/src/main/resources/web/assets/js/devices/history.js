// When a device came and went.
import { html } from "../lib.js";
import { useList } from "../resource.js";
import { Card, Empty, LoadedList, Time } from "../components/ui.js";
import { Presence } from "./presence.js";

export function DeviceHistory({ id }) {
  const list = useList(`/api/v1/devices/${encodeURIComponent(id)}/connections`, {}, { pageSize: 10, changes: (change) => change.type === "device" && change.ref === id });
  return html`<${Card} title="Came and went">
    <${LoadedList} list=${list} lines=${3} what="entries" empty=${html`<${Empty} icon="clock" title="Nothing yet">Connections, goodbyes and losses are kept for 400 days.<//>`}>
      ${(items) => html`<ul class="lines">${items.map((item) => html`<li key=${item.id} class="line-row">
        <div><p><${Time} time=${item.at} mode="both" /></p><p class="muted small">boot ${item.boot}, connection ${item.conn}</p></div><${Presence} presence=${item.presence} /></li>`)}</ul>`}
    <//><//>`;
}
