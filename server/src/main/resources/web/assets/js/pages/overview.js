// What is wrong now, first; then every unit, live.
import { html, Component, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../lib.js";
import { setQuery } from "../router.js";
import { useStore } from "../store.js";
import { useSession } from "../session.js";
import * as overviewStore from "../overview-store.js";
import { feed, useLiveValues, LiveValue } from "../components/live-value.js";
import { Icon, Mark } from "../components/icons.js";
import { AsOf, Button, Choice, Empty, ErrorState, PageHead, Search, Select, Skeleton, statusWord } from "../components/ui.js";
import { IncidentCard } from "../work/incident-card.js";
import { places } from "../work/words.js";
import { to } from "../routes.js";
import * as format from "../format.js";
import * as time from "../time.js";

const STATUSES = ["critical", "warning", "unknown", "ok", "unwatched"];
/** Whole rows on most screens. */
const FIRST_CARDS = innerWidth >= 1800 ? 15 : innerWidth < 720 ? 6 : 12;
const TILES_AT_ONCE = 120;
/** From here on, units are drawn as single lines. */
const DENSE_FROM = 150;

export default function Overview({ query }) {
  const { data, at, error } = useStore(overviewStore.overview);
  const me = useSession()?.user;
  const index = useMemo(() => places(data), [data]);
  // What is wrong is on the screen before the first of thousands of units is drawn: effects come after the frame.
  const [painted, setPainted] = useState(false);
  useEffect(() => { if (data) setPainted(true); }, [data !== null]);
  useEffect(() => overviewStore.watchClosely(), []);
  useLiveValues("all");
  useLayoutEffect(() => { if (data) feed([...index.values()].map((place) => place.unit)); }, [data]);

  if (!data) {
    return html`<div class="wide"><${PageHead} title="Overview" />
      ${error ? html`<${ErrorState} error=${error} retry=${overviewStore.load} />` : html`<${Skeleton} lines=${8} />`}</div>`;
  }
  const { counts } = data;
  const open = data.incidents_total ?? data.incidents.length;
  const units = STATUSES.reduce((sum, status) => sum + counts[status], 0);
  return html`<div class="wide overview">
    <${PageHead} title=${headline(data, open)} tab=${open ? `(${open}) Overview` : "Overview"}
      sub=${html`<span>${format.count(units, "unit")} in ${format.count(index.size ? nodesOf(data) : 0, "node")}, ${format.count(data.regions.length, "region")}</span>`}
      actions=${html`<${AsOf} at=${at} />${error && html`<span class="as-of">as of ${time.clockSeconds(at)}: the server fails to answer</span>`}`} />
    <${Counts} counts=${counts} query=${query} />
    <${WrongNow} data=${data} open=${open} units=${units} index=${index} me=${me} />
    ${painted && html`<${Units} data=${data} units=${units} query=${query} />`}
  </div>`;
}

const nodesOf = (data) => data.regions.reduce((sum, region) => sum + region.nodes.length, 0);

function headline(data, open) {
  if (STATUSES.every((status) => data.counts[status] === 0)) return "Nothing to watch over yet";
  if (open === 0) return data.counts.unknown > 0 ? "No open incident, but not everything is known" : "All is well";
  const critical = data.incidents.filter((incident) => incident.level === "critical").length;
  const listed = data.incidents.length;
  if (open > listed) return `${format.number(open, 0)} open incidents`;
  const parts = [critical && `${critical} critical`, listed - critical && `${listed - critical} warning${listed - critical === 1 ? "" : "s"}`];
  return `${parts.filter(Boolean).join(" and ")} now`;
}

function Counts({ counts, query }) {
  const status = (id, text) => html`<li key=${id}><button type="button" class="stat" data-status=${id} data-zero=${counts[id] === 0} aria-pressed=${query.status === id ? "true" : "false"}
    onClick=${() => {
      setQuery({ status: query.status === id ? null : id });
      document.getElementById("units")?.scrollIntoView({ block: "start" });
    }}><span class="stat-number"><${Mark} status=${id} size="18" />${format.number(counts[id], 0)}</span><span class="stat-word">${text}</span></button></li>`;
  const link = (href, n, text, tone) => html`<li key=${href}><a class="stat" href=${href} data-zero=${n === 0} data-tone=${n > 0 ? tone : undefined}>
    <span class="stat-number">${format.number(n, 0)}</span><span class="stat-word">${text}</span></a></li>`;
  return html`<nav class="stats" aria-label="Counts"><ul>
    ${status("critical", "critical")}${status("warning", "warning")}${status("unknown", "unknown")}${status("ok", "in order")}
    ${counts.unwatched > 0 && status("unwatched", "not watched")}
    ${link("/decisions", counts.proposed_decisions, counts.proposed_decisions === 1 ? "decision waits" : "decisions wait", "warning")}
    ${link("/devices?state=silent", counts.silent_devices, counts.silent_devices === 1 ? "silent device" : "silent devices", "unknown")}
    ${link("/review", counts.pending_dead_letters + counts.pending_suspect_readings, "to review")}
  </ul></nav>`;
}

function WrongNow({ data, open, units, index, me }) {
  const [all, setAll] = useState(false);
  if (units === 0) {
    return html`<${Empty} icon="overview" title="No units yet">Name regions, nodes, units and devices in the network file; they appear here as soon as it is read.<//>`;
  }
  if (open === 0) {
    return html`<div class="well"><${Mark} status=${data.counts.unknown > 0 ? "unknown" : "ok"} size="40" /><div>
      <p class="well-title">${data.counts.unknown > 0 ? `${format.count(data.counts.unknown, "unit")} cannot be seen now` : "Nothing is out of its limits"}</p>
      <p class="muted">${data.counts.unknown > 0 ? "Everything that is heard from is in order. Silent is not the same as well: look at them below." : `All ${format.number(data.counts.ok, 0)} watched units are within their limits. New incidents appear here by themselves.`}</p></div></div>`;
  }
  const shown = all ? data.incidents : data.incidents.slice(0, FIRST_CARDS);
  return html`<section aria-labelledby="wrong-now" class="wrong-now"><h2 id="wrong-now" class="hidden">Open incidents</h2>
    <div class="incidents">${shown.map((incident) => html`<${IncidentCard} key=${incident.id} incident=${incident} place=${index.get(incident.unit)} me=${me} />`)}</div>
    ${open > shown.length && html`<div class="load-more"><span class="muted">${format.number(shown.length, 0)} of ${format.number(open, 0)} open incidents, the worst first</span>
      <span class="actions">${!all && html`<${Button} onClick=${() => setAll(true)}>Show ${data.incidents.length < open ? `${data.incidents.length} here` : "all here"}<//>`}
      <a class="button" href="/incidents">Go to the list</a></span></div>`}</section>`;
}

// Which nodes were closed; kept while the page lives.
const closed = new Set();

function Units({ data, units, query }) {
  const [ready, setReady] = useState(0);
  const [, redraw] = useState(0);
  // A few at a time, so that the page answers meanwhile.
  useEffect(() => {
    if (ready >= units) return undefined;
    const timer = setTimeout(() => setReady(ready + TILES_AT_ONCE), 0);
    return () => clearTimeout(timer);
  }, [ready, units]);
  const [text, setText] = useState(query.q ?? "");
  const typed = useRef();
  const search = (value) => {
    setText(value);
    clearTimeout(typed.current);
    typed.current = setTimeout(() => setQuery({ q: value }), 120);
  };
  const wanted = (query.q ?? "").trim().toLowerCase();
  const filtered = Boolean(wanted || query.status || query.region || query.node);
  const regions = useMemo(() => data.regions
    .filter((region) => !query.region || region.id === query.region)
    .map((region) => ({ ...region, nodes: region.nodes
      .filter((node) => !query.node || node.id === query.node)
      .map((node) => ({ ...node, shown: node.units.filter((unit) => (!query.status || unit.status === query.status)
        && (!wanted || `${unit.name}\n${unit.id}\n${unit.kind}\n${node.name}\n${region.name}`.toLowerCase().includes(wanted))) }))
      .filter((node) => node.shown.length > 0 || !filtered) }))
    .filter((region) => region.nodes.length > 0), [data, wanted, query.status, query.region, query.node]);
  const found = regions.reduce((sum, region) => sum + region.nodes.reduce((s, node) => s + node.shown.length, 0), 0);
  if (units === 0) return null;
  let before = 0;
  const due = (node) => {
    before += node.shown.length;
    return ready >= units || before - node.shown.length < ready;
  };
  const dense = units >= DENSE_FROM;
  const allIds = regions.flatMap((region) => region.nodes.map((node) => node.id));
  const allClosed = allIds.length > 0 && allIds.every((id) => closed.has(id));
  const node = query.node && data.regions.flatMap((region) => region.nodes).find((one) => one.id === query.node);
  return html`<section id="units" class="units" data-dense=${dense} aria-labelledby="units-title">
    <div class="units-head"><h2 id="units-title">Units</h2>
      <span class="muted" role="status">${filtered ? `${format.number(found, 0)} of ${format.number(units, 0)}` : ""}</span></div>
    <div class="filters">
      <${Search} label="Find a unit" placeholder="Find a unit, node or kind" value=${text} onInput=${search} />
      <${Choice} label="Status" value=${query.status ?? null} onChange=${(status) => setQuery({ status })}
        options=${[{ value: null, text: "All" }, ...STATUSES.filter((status) => data.counts[status] > 0 || query.status === status).map((status) => ({ value: status, text: statusWord(status), status }))]} />
      <${Select} label="Region" hideLabel value=${query.region ?? null} onChange=${(region) => setQuery({ region, node: null })}
        options=${[{ value: null, text: "All regions" }, ...data.regions.map((region) => ({ value: region.id, text: region.name }))]} />
      ${node && html`<button type="button" class="tag" onClick=${() => setQuery({ node: null })}>Only ${node.name} <${Icon} name="cross" size="14" /><span class="hidden">, show all</span></button>`}
      <${Button} kind="quiet" onClick=${() => {
        for (const id of allIds) if (allClosed) closed.delete(id); else closed.add(id);
        redraw((n) => n + 1);
      }}>${allClosed ? "Open all nodes" : "Close all nodes"}<//>
    </div>
    ${found === 0 && filtered && html`<${Empty} icon="search" title="No unit fits"><${Button} onClick=${() => { setText(""); setQuery({ q: null, status: null, region: null, node: null }); }}>Show all units<//><//>`}
    ${regions.map((region) => {
      const drawn = region.nodes.filter(due);
      const waiting = region.nodes.slice(drawn.length);
      return html`<section key=${region.id} class="region" aria-label=${region.name}>
        <h3 class="region-name">${region.name}</h3>
        <div class="nodes">${drawn.map((one) => html`<${NodeSection} key=${one.id} node=${one} open=${!closed.has(one.id)} dense=${dense} />`)}
          ${waiting.length > 0 && html`<div key="waiting" style=${{ height: `${waiting.reduce((sum, one) => sum + roughHeight(one, dense), 0)}px` }}></div>`}</div></section>`;
    })}
  </section>`;
}

/** In pixels: so that the page is about as long as it will be. */
const tilesHeight = (node, dense) => Math.ceil(node.shown.length / 6) * (dense ? 40 : 84);
const roughHeight = (node, dense) => 54 + (closed.has(node.id) ? 0 : tilesHeight(node, dense));

/** Drawn anew only when something other than live values has changed. */
class NodeSection extends Component {
  shouldComponentUpdate({ node: next, open }) {
    const { node } = this.props;
    return open !== this.props.open || node.name !== next.name || node.shown.length !== next.shown.length
      || node.units.length !== next.units.length || node.shown.some((unit, i) => differs(unit, next.shown[i]))
      || (node.shown.length !== node.units.length && node.units.some((unit, i) => unit.status !== next.units[i].status));
  }

  render({ node, open, dense }) {
    const counts = {};
    for (const unit of node.units) counts[unit.status] = (counts[unit.status] ?? 0) + 1;
    const toggle = (event) => { if (event.target.open) closed.delete(node.id); else closed.add(node.id); };
    return html`<details class="node" open=${open} onToggle=${toggle}>
      <summary><${Icon} name="chevron" size="16" /><h4>${node.name}</h4>
        <span class="node-kind">${format.sentence(node.kind)}</span>
        <span class="node-counts">${STATUSES.filter((status) => counts[status]).map((status) => html`<span key=${status} class="status" data-status=${status} title=${statusWord(status)}>
          <${Mark} status=${status} size="14" />${counts[status]}<span class="hidden"> ${statusWord(status)}</span></span>`)}</span></summary>
      ${node.shown.length === 0 ? html`<p class="muted node-empty">No units</p>`
        : html`<ul class="tiles" style=${{ containIntrinsicSize: `auto ${tilesHeight(node, dense)}px` }}>${node.shown.map((unit) => html`<${Tile} key=${unit.id} unit=${unit} dense=${dense} />`)}</ul>`}
    </details>`;
  }
}

/** Whether a unit has to be drawn anew. Its value comes live where its channel is known, and need not be. */
function differs(unit, next) {
  return unit.id !== next.id || unit.status !== next.status || unit.name !== next.name || unit.min !== next.min || unit.max !== next.max || unit.stock !== next.stock || unit.distrusted !== next.distrusted
    || unit.channel !== next.channel || unit.state !== next.state || unit.quantity !== next.quantity || ((!next.channel || next.state === "unknown") && (unit.value !== next.value || unit.time !== next.time));
}

/** One of thousands: as little as possible. */
class Tile extends Component {
  shouldComponentUpdate({ unit, dense }) {
    return dense !== this.props.dense || differs(this.props.unit, unit);
  }

  render({ unit, dense }) {
    const bounds = format.band(unit.min, unit.max);
    const silent = unit.status === "unknown" || unit.state === "unknown" || unit.value === null || unit.value === undefined;
    return html`<li><a class="tile" href=${to.unit(unit.id)} data-status=${unit.status}
        title=${`${unit.name}: ${statusWord(unit.status)}${bounds ? `, band ${bounds}` : ""}${unit.stock ? `, ${format.count(unit.stock, "handling unit")} inside` : ""}`}>
      <i class="dot">${statusWord(unit.status)}</i><span class="tile-name">${unit.name}</span>
      ${silent ? html`<span class="value silent">${silence(unit)}</span>`
        : html`<${LiveValue} channel=${unit.channel} value=${unit.value} time=${unit.time} unit=${unit.value_unit} quantity=${unit.quantity} />`}
      ${!dense && html`<span class="tile-band">${bounds ?? format.sentence(unit.kind)}</span>`}</a></li>`;
  }
}

function silence(unit) {
  if (unit.status === "unwatched") return "no probe";
  if (unit.distrusted) return "not trusted";
  return unit.time ? `silent ${time.duration(Date.now() - Date.parse(unit.time)).split(" ").slice(0, 2).join("\u00a0")}` : "never heard";
}
