// One handling unit: where it has been, what it lived through, and what was decided about it.
import { html, useEffect, useMemo, useState } from "../lib.js";
import * as api from "../api.js";
import { useResource } from "../resource.js";
import { to } from "../routes.js";
import { can } from "../session.js";
import { styles } from "../styles.js";
import * as format from "../format.js";
import * as time from "../time.js";
import { AsOf, Button, Card, Choice, Empty, ErrorState, Facts, Lasted, Loaded, PageHead, Skeleton, State, Status, Table, Time } from "../components/ui.js";
import { save } from "../components/download.js";
import { LifeChart } from "../components/life-chart.js";
import { askMovement } from "../components/movement.js";
import { Contradictions } from "../life/contradictions.js";
import { Happened } from "../life/events.js";
import { ByPlace, InAll } from "../life/ledger.js";
import { readLife, unitsOf } from "../life/read.js";
import { HandOffs, Waits } from "../life/waits.js";
import { Expiry } from "./stock.js";

await styles("/assets/css/records.css", "/assets/css/life.css");

const CHANGES = new Set(["stock", "movement", "decision", "incident"]);
/** How often the ledger is asked anew while the handling unit is in the network. */
const LEDGER_EVERY_MS = 15_000;

export default function HandlingUnitPage({ params: { id } }) {
  const resource = useResource(`/api/v1/stock/${encodeURIComponent(id)}`, { changes: (change) => CHANGES.has(change.type) });
  return html`${resource.data === null && html`<${PageHead} title=${id} crumbs=${[{ href: "/stock", text: "Stock" }]} />`}<${Loaded} resource=${resource} lines=${8}>${(data) => html`<${HandlingUnit} key=${id} unit=${data} at=${resource.at} reload=${resource.reload} />`}<//>`;
}

function HandlingUnit({ unit, at, reload }) {
  const move = async () => {
    if (await askMovement({ id: unit.id, place: unit.unit_name, node: null })) reload();
  };
  const address = `/api/v1/stock/${encodeURIComponent(unit.id)}/exposure`;
  const names = useMemo(() => new Map(unit.movements.map((movement) => [movement.to_unit, movement.to_unit_name])), [unit]);
  return html`
    <${PageHead} title=${unit.id} crumbs=${[{ href: "/stock", text: "Stock" }, { href: `/stock?product=${encodeURIComponent(unit.product)}`, text: unit.product_name }]}
      sub=${html`${unit.product_name}, ${format.number(unit.quantity, 3)} ${unit.quantity_unit} <${State} state=${unit.disposition} /> <${AsOf} at=${at} />`}
      actions=${html`<${Button} icon="download" onClick=${() => save(`${address}.csv`, `${unit.id}-exposure.csv`)}>Download<//>
        ${can("stock") && html`<${Button} kind="primary" icon="stock" onClick=${move}>Record a movement<//>`}`} />
    <${Card}><${Facts} rows=${[
      ["Is now in", unit.unit ? html`<a href=${to.unit(unit.unit)}>${unit.unit_name}</a>, ${unit.node_name}` : "Not in the network"],
      ["There since", html`<${Time} time=${unit.since} mode="both" />`],
      ["Lot", html`<a href=${`/stock?lot=${encodeURIComponent(unit.lot)}`}>${unit.lot}</a>`],
      ["Expires", html`<${Expiry} date=${unit.expires} />`],
      ["Product", html`${unit.product_name} <span class="muted mono">${unit.product}</span>`],
      unit.container && ["Packed into", unit.container],
      unit.contents.length > 0 && ["Has in it", html`<${Goods} ids=${unit.contents} />`],
      unit.came_from.length > 0 && ["Came from", html`<${Goods} ids=${unit.came_from} />`],
      unit.became.length > 0 && ["Parts of it went to", html`<${Goods} ids=${unit.became} />`],
      ["In excursions", unit.exposures ? format.count(unit.exposures, "time") : "never"],
    ]} /><//>
    ${unit.dwell.length > 0 && html`<div class="life-rest"><${Waits} list=${unit.dwell} place=${unit.unit_name} /></div>`}
    <${Lived} address=${address} inNetwork=${unit.unit !== null} unit=${unit} />
    <div class="split">
      <${Card} title="What happened to it"><${Happened} id=${unit.id} names=${names} /><//>
      <div class="stack">
        <${Exposures} list=${unit.exposure_list} cameFrom=${unit.came_from} />
        <${HandOffs} unit=${unit} names=${names} reload=${reload} />
      </div>
    </div>`;
}

const Goods = ({ ids }) => ids.map((id, i) => html`${i > 0 ? ", " : ""}<a key=${id} href=${to.handlingUnit(id)}>${id}</a>`);

// ---- what it lived through: chart, ledger, place by place
function Lived({ address, inNetwork, unit }) {
  const resource = useResource(address, { changes: (change) => CHANGES.has(change.type), everyMs: inNetwork ? LEDGER_EVERY_MS : null });
  const nodes = useNodes(resource.data);
  const life = useMemo(() => resource.data && nodes && readLife(resource.data, nodes, unit.exposure_list), [resource.data, nodes, unit]);
  const [chosen, setPast] = useState(0);
  if (!life) return html`<div class="life-top">${resource.error ? html`<${ErrorState} error=${resource.error} retry=${resource.reload} />` : html`<${Skeleton} lines=${8} />`}</div>`;
  if (life.pasts.every((past) => past.places.length === 0)) return html`<${Card}><${Empty} icon="clock" title="No past">Nothing tells where it was, or it came and went at one instant.<//><//>`;
  const past = Math.min(chosen, life.pasts.length - 1);
  return html`
    <${Contradictions} life=${life} />
    <div class="life-top">
      <${Card} title="Its life">
        ${life.pasts.length > 1 && html`<div class="life-pasts"><span>It was merged, and has ${life.pasts.length} pasts.</span>
          <${Choice} label="Past" value=${past} onChange=${setPast} options=${life.pasts.map((one, n) => ({ value: n, text: `Past ${n + 1}` }))} /></div>`}
        <${LifeChart} life=${life} past=${past} />
      <//>
      <div class="stack">
        <${Card} title="What it lived through"><${InAll} life=${life} past=${past} /><//>
        <${Decisions} list=${unit.decisions} />
      </div>
    </div>
    <div class="life-rest"><${Card} title="Place by place" flush><${ByPlace} life=${life} past=${past} /><//></div>`;
}

/** Hook: the nodes of the units of a ledger; null until they are there. What cannot be had is left out. */
function useNodes(ledger) {
  const [nodes, setNodes] = useState(null);
  const wanted = ledger && unitsOf(ledger).join(" ");
  useEffect(() => {
    if (wanted === null) return undefined;
    const stop = new AbortController();
    Promise.all(wanted.split(" ").filter(Boolean).map((id) => api.get(`/api/v1/units/${encodeURIComponent(id)}`, undefined, { signal: stop.signal }).then((unit) => [id, unit.node], () => [id, undefined])))
      .then((list) => { if (!stop.signal.aborted) setNodes(new Map(list)); });
    return () => stop.abort();
  }, [wanted]);
  return nodes;
}

function Exposures({ list, cameFrom }) {
  return html`<${Card} title="Excursions" count=${list.length} flush=${list.length > 0}>${list.length === 0
    ? html`<${Empty} icon="check" tone="ok" title="Never in an excursion">It was in no unit while an excursion held there${cameFrom.length > 0 && ", under whatever name"}.<//>`
    : html`<${Table} caption="What it lived through" rows=${[...list].reverse()} rowKey=${(e) => e.excursion_id} columns=${[
      { head: "What", cell: (e) => html`<${Status} status=${e.level}><a href=${to.incident(e.incident_id)}>${format.sentence(e.slot)}</a><//>` },
      { head: "Where", cell: (e) => html`<a href=${`${to.unit(e.unit)}?${around(e)}`}>${e.unit}</a>` },
      { head: "From", cell: (e) => html`<${Time} time=${e.from} mode="at" />` },
      { head: "For", cell: (e) => html`<span><${Lasted} from=${e.from} to=${e.to} />${e.to === null && html` <span class="muted">still lasts</span>`}</span>` },
      { head: "Worst there", align: "end", cell: (e) => html`<span class="nowrap">${format.withUnit(e.worst_value, e.value_unit)}</span>` },
    ]} />`}<//>`;
}

// The chart of the unit, around the exposure.
function around({ from, to: end }) {
  const a = Date.parse(from);
  const b = end ? Date.parse(end) : Date.now();
  const margin = Math.max(1_800_000, (b - a) / 2);
  const text = (ms) => encodeURIComponent(`${new Date(ms).toISOString().slice(0, 19)}Z`);
  return `from=${text(a - margin)}&to=${text(b + margin)}`;
}

function Decisions({ list }) {
  return html`<${Card} title="Decisions" count=${list.length}>${list.length === 0
    ? html`<p class="muted">Nothing was proposed about it.</p>`
    : html`<ul class="lines">${[...list].reverse().map((decision) => html`<li key=${decision.id}>
      <p class="row"><a href=${to.decision(decision.id)}><b>${format.sentence(decision.disposition)}</b></a><${State} state=${decision.state} /></p>
      <p class="muted">proposed ${time.dayAndClock(decision.proposed_at)} ${decision.slot ? `because of ${format.words(decision.slot)} in ${decision.unit_name}` : "by a plan"}${decision.decided_by
        ? `; ${decision.state} by ${decision.decided_by}, ${time.dayAndClock(decision.decided_at)}` : ""}${decision.reason ? html`: “${decision.reason}”` : ""}</p>
    </li>`)}</ul>`}<//>`;
}
