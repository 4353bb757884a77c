// Devices, and when they were last heard.
import { html, useEffect, useRef } from "../lib.js";
import { useList, useResource } from "../resource.js";
import { setQuery } from "../router.js";
import { to } from "../routes.js";
import { styles } from "../styles.js";
import * as api from "../api.js";
import * as format from "../format.js";
import * as time from "../time.js";
import { useConnection } from "../live.js";
import { Presence } from "../devices/presence.js";
import { PRESENCE } from "../devices/words.js";
import { Button, Card, Choice, Empty, LoadedList, PageHead, Select, State, Table, Time } from "../components/ui.js";

await styles("/assets/css/records.css");

/** Falling silent is no event: the list is asked for again this often while it is looked at. */
const EVERY_MS = 30_000;

export default function DevicesPage({ query }) {
  const filter = { state: query.state ?? null, node: query.node ?? null, presence: query.presence ?? null };
  // Of a large network somebody always comes or goes: only who is shown matters.
  const shown = useRef(new Set());
  const list = useList("/api/v1/devices", filter, { changes: (change) => change.type === "network" || (change.type === "device" && shown.current.has(change.ref)) });
  shown.current = new Set((list.items ?? []).map((device) => device.id));
  const nodes = useResource(api.url("/api/v1/nodes", { limit: 1000 }));
  const link = useConnection();
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden && link.state === "live") list.reload(); }, EVERY_MS);
    return () => clearInterval(timer);
  }, [list.reload, link.state]);
  const filtered = filter.state || filter.node || filter.presence;
  return html`
    <${PageHead} title="Devices" sub="What publishes, and when it was last heard." />
    <div class="filters">
      <${Choice} label="State" value=${filter.state} onChange=${(value) => setQuery({ state: value })} options=${[
        { value: null, text: "All" }, { value: "silent", text: "Silent" }, { value: "never", text: "Never heard" }, { value: "reporting", text: "Reporting" }]} />
      <${Select} label="Connection" hideLabel value=${filter.presence} onChange=${(value) => setQuery({ presence: value })} options=${[
        { value: null, text: "Connection" }, ...Object.entries(PRESENCE).map(([value, { text }]) => ({ value, text }))]} />
      <${Select} label="Node" hideLabel value=${filter.node} onChange=${(value) => setQuery({ node: value })}
        options=${[{ value: null, text: "Every node" }, ...(nodes.data?.items ?? (filter.node ? [{ id: filter.node, name: filter.node }] : [])).map((node) => ({ value: node.id, text: node.name }))]} />
    </div>
    <${Card} flush>
      <${LoadedList} list=${list} what="devices" empty=${filter.state === "silent" && !filter.presence ? html`<${Empty} tone="ok" title="No device is silent">Every device that was ever heard has a reading that still stands.<//>`
        : filter.state === "never" && !filter.presence ? html`<${Empty} tone="ok" title="Every device has been heard">None is waiting for its first reading.<//>`
        : filtered ? html`<${Empty} icon="search" title="Nothing fits these filters"><${Button} onClick=${() => setQuery({ state: null, node: null, presence: null })}>Clear the filters<//><//>`
        : html`<${Empty} icon="devices" title="No devices yet">They come with the network file.<//>`}>
        ${(items) => html`<${Table} caption="Devices" rows=${items} rowKey=${(d) => d.id} columns=${COLUMNS} />`}
      <//>
    <//>`;
}

const COLUMNS = [
  { head: "Device", cell: (d) => html`<a href=${to.device(d.id)}>${d.id}</a>` },
  { head: "State", cell: (d) => html`<${State} state=${d.state} />` },
  { head: "Connection", cell: (d) => (d.presence ? html`<span><${Presence} presence=${d.presence} /><br /><span class="muted small">since <${Time} time=${d.presence_since} /></span></span>` : html`<span class="muted">not said</span>`) },
  { head: "Last readings", cell: (d) => html`<${Time} time=${d.last_received_at} mode="ago" none="never" />` },
  { head: "Newest reading", cell: (d) => html`<${Time} time=${d.last_reading_at} mode="at" none="none" />` },
  { head: "Node", cell: (d) => html`<span>${d.node.name}<br /><span class="muted small">${d.region.name}</span></span>` },
  { head: "Reports every", align: "end", cell: (d) => time.duration(d.report_interval_s * 1000) },
  { head: "Channels", align: "end", cell: (d) => format.number(d.channels, 0) },
];
