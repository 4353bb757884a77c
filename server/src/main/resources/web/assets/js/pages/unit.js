// One unit: how it is now, its days in one glance, what measures it, what lies in it, and the rules it is kept by.
import { html, useEffect, useMemo, useRef, useState } from "../lib.js";
import * as api from "../api.js";
import { useReadings } from "../live.js";
import { useResource } from "../resource.js";
import { setQuery, usePlace } from "../router.js";
import { to } from "../routes.js";
import { styles } from "../styles.js";
import * as format from "../format.js";
import * as time from "../time.js";
import { Icon } from "../components/icons.js";
import { AsOf, Button, Calibration, Card, Empty, Facts, Fold, Loaded, PageHead, State, Status, Table, Time, Value } from "../components/ui.js";
import { UnitChart, rangeOf } from "../components/unit-chart.js";
import { stateWords } from "../chart/model.js";
import { askDownload } from "../components/download.js";

await styles("/assets/css/unit.css");

export default function UnitPage({ params: { id } }) {
  const unit = useResource(`/api/v1/units/${encodeURIComponent(id)}`, {
    changes: (change) => change.unit === id || change.type === "network" || change.type === "movement" || change.type === "stock",
  });
  return html`${unit.data === null && html`<${PageHead} title=${id} />`}<${Loaded} resource=${unit} lines=${8}>${(data) => html`<${Unit} key=${id} unit=${data} at=${unit.at} />`}<//>`;
}

function Unit({ unit, at }) {
  const now = time.useNow();
  const channels = useChannelsNow(unit, at, now);
  const { move } = usePlace();
  // What the address said when a person came here; the chart's own moves are written there too, and must not come back.
  const wanted = useMemo(() => Object.fromEntries(new URLSearchParams(location.search)), [move]);
  const range = useRef(rangeOf(wanted));
  const status = statusOf(unit, channels);
  const [product, setProduct] = useState(null);
  return html`
    <${PageHead} title=${unit.name} crumbs=${[
      { href: to.region(unit.region.id), text: unit.region.name }, { href: to.node(unit.node.id), text: unit.node.name },
    ]} sub=${html`${format.sentence(unit.kind)} <span class="muted mono">${unit.id}</span> <${AsOf} at=${at} />`}
      actions=${channels.length > 0 && html`<${Button} icon="download" onClick=${() => askDownload({ unit: unit.id, range: currentRange(range.current) })}>Download<//>`} />
    <div class="unit-top">
      <${Now} unit=${unit} channels=${channels} status=${status} now=${now} product=${product} />
      <${Incidents} incidents=${unit.open_incidents} />
    </div>
    ${channels.length > 0 && html`<${Card} title="Readings">
      <${UnitChart} unit=${unit.id} from=${wanted.from} to=${wanted.to} range=${wanted.range} onData=${(model) => setProduct(productNow(model))} onRange=${(chosen) => {
        range.current = chosen;
        setQuery(chosen.preset ? { range: chosen.preset === "24h" ? null : chosen.preset, from: null, to: null }
          : { range: null, from: isoSeconds(chosen.from), to: isoSeconds(chosen.to) });
      }} /><//>`}
    <div class="unit-rest">
      <div class="stack">
        <${Stock} stock=${unit.stock} unit=${unit} />
        <${Channels} channels=${channels} />
      </div>
      <div class="stack">
        <${Profile} unit=${unit} />
        <${Place} unit=${unit} channels=${channels} now=${now} />
      </div>
    </div>`;
}

/** The reckoned product of a range that ends now, {value, time, hold}, of the first probe in the air; null when there is none. */
function productNow(model) {
  const line = model.lines.find((one) => one.product);
  if (!line || line.t.length === 0 || model.to < Date.now() / 1000 - 60) return null;
  return { value: line.mean.at(-1), time: line.heard, hold: line.hold };
}

const isoSeconds = (x) => `${new Date(Math.round(x) * 1000).toISOString().slice(0, 19)}Z`;

const SPANS = { "6h": 6, "24h": 24, "7d": 168, "30d": 720 };
const currentRange = (range) => (range.from !== undefined && !range.preset ? range : { from: Date.now() / 1000 - SPANS[range.preset ?? "24h"] * 3600, to: Date.now() / 1000 });

/** The channels with what came live since the page was loaded, and whether their newest value still stands. */
function useChannelsNow(unit, at, now) {
  const [live, setLive] = useState(new Map());
  useReadings(unit.channels.length ? `unit:${unit.id}` : null, (readings) => setLive((before) => new Map([...before, ...readings])));
  return unit.channels.map((channel) => {
    const fresh = live.get(`${channel.device}/${channel.channel}`);
    const newest = fresh && (!channel.newest || fresh.t >= Date.parse(channel.newest.time))
      ? { time: new Date(fresh.t).toISOString(), received_at: null, value: fresh.v, quality: "good" } : channel.newest;
    // The server's word counts until time alone makes it untrue; a reading that came since makes it known again.
    const stands = newest !== null && now - Date.parse(newest.time) <= channel.max_hold_s * 1000;
    const known = channel.distrusted_since ? false : fresh && newest.received_at === null ? stands : channel.state === "known" && (stands || now - at < 30_000);
    return { ...channel, newest, state: known ? "known" : "unknown" };
  });
}

function statusOf(unit, channels) {
  const standing = unit.open_incidents.filter((incident) => incident.state === "open" || incident.state === "acknowledged");
  if (standing.some((incident) => incident.level === "critical")) return "critical";
  if (standing.length) return "warning";
  if (channels.length === 0) return "unwatched";
  return channels.some((channel) => channel.state === "unknown") ? "unknown" : "ok";
}

// ---- now
function Now({ unit, channels, status, now, product }) {
  const temperatures = channels.filter((channel) => channel.quantity === "temperature");
  const main = temperatures.length ? temperatures : channels.slice(0, 1);
  const others = channels.filter((channel) => !main.includes(channel));
  const profile = unit.profile;
  return html`<section class="card now" data-status=${status} aria-label="Now">
    <div class="now-status"><${Status} status=${status} size="l" /><span class="muted">${statusText(unit, channels, status)}</span></div>
    ${main.length > 0 && html`<div class="now-values">${main.slice(0, 4).map((channel) => html`
      <${Big} key=${channel.device + channel.channel} channel=${channel} profile=${profile} now=${now} named=${main.length > 1} />`)}</div>`}
    ${main.length > 4 && html`<p class="muted small">and ${format.count(main.length - 4, "more channel")} below</p>`}
    ${others.length + (product ? 1 : 0) > 0 && html`<ul class="now-others">${product && html`<li key="product"><span class="muted">Product, reckoned</span>
      <b data-tone=${now / 1000 > product.time + product.hold ? "unknown" : undefined}>${now / 1000 > product.time + product.hold ? "no data" : format.withUnit(product.value, "Cel")}</b></li>`}${others.map((channel) => html`<li key=${channel.device + channel.channel}>
      <span class="muted">${stateWords(channel.quantity)?.label ?? format.sentence(channel.quantity)}</span>
      <b data-tone=${toneOf(channel)}>${stateNow(channel)}</b></li>`)}</ul>`}
  </section>`;
}

function stateNow(channel) {
  if (channel.state === "unknown") return "no data";
  const states = stateWords(channel.quantity);
  if (states) return channel.newest.value >= 0.5 ? states.on : states.off;
  return format.withUnit(channel.newest.value, channel.value_unit, channel.quantity);
}

function toneOf(channel) {
  const states = stateWords(channel.quantity);
  if (channel.state === "unknown") return "unknown";
  return states && Math.round(channel.newest.value) !== states.normal ? states.tone : undefined;
}

function statusText(unit, channels, status) {
  if (status === "unwatched") return "No channel measures it";
  if (status === "unknown") {
    const silent = channels.filter((channel) => channel.state === "unknown").length;
    if (channels.every((channel) => channel.distrusted_since)) return "Nobody trusts what its probes say";
    if (channels.some((channel) => channel.distrusted_since)) return `${silent} of ${format.count(channels.length, "channel")} not known`;
    return silent === channels.length ? "No data arrives" : `${silent} of ${format.count(channels.length, "channel")} without data`;
  }
  if (status === "ok") return unit.profile ? "No incident open" : "No incident open, no profile";
  const all = unit.open_incidents.length;
  return `${format.count(all, "incident")} open`;
}

function Big({ channel, profile, now, named }) {
  const trend = useTrend(channel);
  const value = channel.newest;
  const unknown = channel.state === "unknown";
  const limits = channel.quantity === "temperature" && profile ? format.band(profile.band_min_celsius, profile.band_max_celsius) : null;
  const side = limits && value && !unknown ? outside(value.value, profile) : null;
  return html`<div class="big" data-unknown=${unknown} data-side=${side !== null}>
    ${named && html`<p class="big-name">${channel.device} · ${channel.channel}${channel.senses === "product" ? ", in the product" : ""}</p>`}
    <p class="big-value">${unknown ? html`<span>${channel.distrusted_since ? "Not trusted" : "No data"}</span>` : html`<${Value} value=${value.value} unit=${channel.value_unit} quantity=${channel.quantity} />`}
      ${!unknown && trend && html`<span class="trend" title=${trend.title}><${Arrow} slope=${trend.slope} /><span>${trend.text}</span></span>`}</p>
    <p class="big-foot">${unknown
      ? value ? html`${channel.distrusted_since ? "it says" : "last"} ${format.withUnit(value.value, channel.value_unit, channel.quantity)}, <${Time} time=${value.time} />` : "never heard"
      : html`<${Time} time=${value.time} />`}
      ${limits && html`<span> · ${side ? html`<b>${side}</b> ` : ""}band ${limits}</span>`}</p>
  </div>`;
}

function outside(value, profile) {
  if (profile.band_max_celsius !== null && value > profile.band_max_celsius) return "above";
  if (profile.band_min_celsius !== null && value < profile.band_min_celsius) return "below";
  return null;
}

const TREND_MS = 30 * 60_000;
/** Less than this over the half hour, in the unit of the value, is steady: probes wander by as much. */
const STEADY = 0.3;

/** Where the value has gone in the last half hour, from means of a minute; null while that is not known. */
function useTrend(channel) {
  const [trend, setTrend] = useState(null);
  const wanted = channel.quantity === "temperature" && channel.state === "known";
  const path = `${channel.device}/${channel.channel}`;
  useEffect(() => {
    if (!wanted) {
      setTrend(null);
      return undefined;
    }
    const stop = new AbortController();
    const renew = async () => {
      const until = Date.now();
      try {
        const { items } = await api.get("/api/v1/readings", {
          channel: path, from: new Date(until - TREND_MS).toISOString(), to: new Date(until).toISOString(), resolution: "1m", order: "asc",
        }, { signal: stop.signal });
        setTrend(items.length < 8 ? null : trendOf(items, channel.value_unit));
      } catch {
        setTrend(null);
      }
    };
    renew();
    const timer = setInterval(renew, 60_000);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [wanted, path]);
  return trend;
}

function trendOf(items, unit) {
  const edge = Math.min(5, Math.floor(items.length / 3));
  const mean = (some) => some.reduce((sum, item) => sum + (item.mean ?? item.value), 0) / some.length;
  const change = mean(items.slice(-edge)) - mean(items.slice(0, edge));
  const minutes = Math.max(1, Math.round((Date.parse(items.at(-1).time) - Date.parse(items[0].time)) / 60_000));
  const slope = Math.abs(change) < STEADY ? 0 : Math.sign(change);
  const size = format.withUnit(Math.abs(change), unit);
  const text = slope === 0 ? "steady" : `${slope > 0 ? "+" : "−"}${size} in ${minutes} min`;
  return { slope, text, title: slope === 0 ? `Within ${STEADY} of where it was ${minutes} min ago` : `${slope > 0 ? "Rising" : "Falling"}: ${text}` };
}

function Arrow({ slope }) {
  const path = slope > 0 ? "M4 12 12 4M6 4h6v6" : slope < 0 ? "M4 4l8 8M6 12h6V6" : "M3 8h10M9 4l4 4-4 4";
  return html`<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${path} /></svg>`;
}

// ---- incidents
function Incidents({ incidents }) {
  if (incidents.length === 0) return html`<${Card} title="Incidents"><p class="muted">None is open. <a href="/incidents">All incidents</a></p><//>`;
  const worst = incidents.some((incident) => incident.level === "critical") ? "critical" : "warning";
  return html`<${Card} title="Open incidents" count=${incidents.length} tone=${worst}>
    <ul class="unit-incidents">${incidents.map((incident) => html`<li key=${incident.id}>
      <a class="unit-incident" href=${to.incident(incident.id)}>
        <span class="unit-incident-head"><${Status} status=${incident.level}>${format.sentence(incident.slot)}<//><${State} state=${incident.state} /></span>
        <span class="muted">since ${time.dayAndClock(incident.started_at)}${incident.worst_value !== null ? format.worstWords(incident) : ""}${incident.handling_units
          ? `, ${format.count(incident.handling_units, "handling unit")} exposed` : ""}${incident.assignee ? `, with ${incident.assignee}` : ", nobody has it yet"}</span>
      </a></li>`)}</ul><//>`;
}

// ---- channels, stock, rules, place
function Channels({ channels }) {
  return html`<${Card} title="Channels" count=${channels.length} flush=${channels.length > 0}>${channels.length === 0
    ? html`<${Empty} icon="devices" title="Nothing measures this unit">A channel of a device has to be placed in it by the network file before it can be watched.<//>`
    : html`<${Table} caption="Channels that measure this unit" rows=${channels} rowKey=${(c) => `${c.device}/${c.channel}`} columns=${[
      { head: "Channel", cell: (c) => html`<a href=${to.device(c.device)}>${c.device}</a> <span class="muted">${c.channel}</span>` },
      { head: "Measures", cell: (c) => html`${format.sentence(c.quantity)}${c.quantity === "temperature" && html` <span class="muted small">${c.senses === "product" ? "of the product" : "of the air"}</span>`}` },
      { head: "Newest", cell: (c) => (c.newest ? html`<span class=${c.state === "unknown" ? "muted" : ""}><${Value} value=${c.newest.value} unit=${c.value_unit} quantity=${c.quantity} /></span>` : "never") },
      { head: "Measured", cell: (c) => html`<span><${Time} time=${c.newest?.time} none="–" />${c.newest?.quality.includes("reception_time") && html` <span class="muted small">by the server's clock</span>`}</span>` },
      { head: "State", cell: (c) => html`<span><${State} state=${c.state} />${c.state === "unknown" && html` <span class="muted small">${why(c)}</span>`}</span>` },
      channels.some((c) => c.calibration_due) && { head: "Calibration", cell: (c) => html`<${Calibration} due=${c.calibration_due} />` },
    ].filter(Boolean)} />`}<//>`;
}

function why(channel) {
  if (channel.distrusted_since) return "not trusted";
  if (!channel.newest) return "no reading yet";
  return `stood for ${time.duration(channel.max_hold_s * 1000)} at most`;
}

const FEW = 6;

function Stock({ stock, unit }) {
  const [all, setAll] = useState(false);
  const few = !all && stock.length > FEW + 2;
  return html`<${Card} title="Stock inside" count=${stock.length} flush=${stock.length > 0}
    actions=${stock.length > 0 && html`<a href=${`/stock?unit=${encodeURIComponent(unit.id)}&node=${encodeURIComponent(unit.node.id)}`}>As a list</a>`}>${stock.length === 0
    ? html`<p class="muted">No handling unit lies in it.</p>`
    : html`<${Table} caption="Handling units in this unit" rows=${few ? stock.slice(0, FEW) : stock} rowKey=${(s) => s.handling_unit} columns=${[
      { head: "Handling unit", cell: (s) => html`<a href=${to.handlingUnit(s.handling_unit)}>${s.handling_unit}</a>` },
      { head: "Product", cell: (s) => html`<span>${s.product_name} <span class="muted small nowrap">lot ${s.lot}</span></span>` },
      { head: "Quantity", cell: (s) => `${format.number(s.quantity, 3)} ${s.quantity_unit}` },
      { head: "In here", cell: (s) => html`<${Time} time=${s.since} mode="at" />` },
      { head: "Disposition", cell: (s) => html`<${State} state=${s.disposition} />` },
    ]} />${few && html`<div class="load-more"><span class="muted">${FEW} of ${stock.length} shown</span><${Button} onClick=${() => setAll(true)}>Show all<//></div>`}`}<//>`;
}

function Profile({ unit }) {
  const { profile, rules } = unit;
  if (!profile && rules.length === 0) return html`<${Card} title="Profile"><p class="muted">It has no storage profile: readings are kept and shown, and nothing alarms.</p><//>`;
  const limits = profile && format.band(profile.band_min_celsius, profile.band_max_celsius);
  const sources = [...new Set(rules.map((rule) => rule.source).concat(profile ? [profile.source] : []))].filter(Boolean);
  return html`<${Card} title="Profile"><div class="stack">
    <div><p><b>${profile ? profile.name : "No profile"}</b></p>${limits && html`<p class="muted">Band ${limits}</p>`}</div>
    <ul class="rules">${rules.map((rule) => html`<li key=${rule.slot + rule.level}><${Status} status=${rule.level}>${format.sentence(rule.level)}: ${format.words(rule.slot)}<//><span>${ruleWords(rule)}</span>${origin(rule) && html`<span class="muted small">${origin(rule)}</span>`}</li>`)}</ul>
    ${rules.some((rule) => rule.measure === "product") && html`<p class="small muted">${unit.product_lag_s > 0 ? `The product follows the air with a time constant of ${time.duration(unit.product_lag_s * 1000)}.` : "The product is as warm as the air."}</p>`}
    <${Fold} summary="Where its numbers come from">${sources.map((source) => html`<p key=${source} class="muted">${source}</p>`)}<//></div><//>`;
}

/** "mains < 1 for 1 min": a rule that is not about temperature says what it is about. */
const ruleWords = (rule) => `${rule.quantity === "temperature" ? "" : `${format.words(rule.quantity)} `}${rule.rule}`.replaceAll(" °C", "\u00a0°C");

/** Only what is not plain: rules of the profile that always held need no words. */
function origin(rule) {
  const of = rule.scope === "profile" ? null : rule.scope === "kind" ? `every ${format.words(rule.of)}` : rule.scope === "product" ? `for ${rule.of}` : "this unit";
  const since = rule.effective_from && `since ${time.dayAndClock(rule.effective_from)}`;
  return [of, since].filter(Boolean).join(", ");
}

function Place({ unit, channels, now }) {
  const devices = [...new Set(channels.map((channel) => channel.device))];
  const elsewhere = unit.time_zone !== time.readerZone;
  return html`<${Card} title="Place and devices"><${Facts} rows=${[
    ["Node", html`<a href=${to.node(unit.node.id)}>${unit.node.name}</a>`],
    ["Region", html`<a href=${to.region(unit.region.id)}>${unit.region.name}</a>`],
    ["Time there", html`${time.clock(now, unit.time_zone)} ${time.zoneName(unit.time_zone, now)} <span class="muted small">${elsewhere ? unit.time_zone : "your zone"}</span>`],
    ["Kind", format.sentence(unit.kind)],
    unit.keeps.length > 0 && ["Meant for", unit.keeps.join(", ")],
    devices.length > 0 && [format.number(devices.length, 0) === "1" ? "Device" : "Devices", html`<span class="device-links">${devices.map((device) => html`<a key=${device} href=${to.device(device)}><${Icon} name="devices" size="16" />${device}</a>`)}</span>`],
  ]} /><//>`;
}
