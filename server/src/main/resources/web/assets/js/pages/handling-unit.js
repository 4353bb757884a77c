// One handling unit: where it has been, what it lived through, and what was decided about it.
import { html } from "../lib.js";
import { useResource } from "../resource.js";
import { to } from "../routes.js";
import { can } from "../session.js";
import { styles } from "../styles.js";
import * as format from "../format.js";
import * as time from "../time.js";
import { AsOf, Button, Card, Empty, Facts, Lasted, Loaded, PageHead, State, Status, Table, Time } from "../components/ui.js";
import { askMovement } from "../components/movement.js";
import { Expiry } from "./stock.js";

await styles("/assets/css/records.css");

const CHANGES = new Set(["stock", "movement", "decision", "incident"]);
/** Recorded later than this after the fact is worth telling. */
const LATE_MS = 60_000;

export default function HandlingUnitPage({ params: { id } }) {
  const resource = useResource(`/api/v1/stock/${encodeURIComponent(id)}`, { changes: (change) => CHANGES.has(change.type) });
  return html`${resource.data === null && html`<${PageHead} title=${id} crumbs=${[{ href: "/stock", text: "Stock" }]} />`}<${Loaded} resource=${resource} lines=${8}>${(data) => html`<${HandlingUnit} unit=${data} at=${resource.at} reload=${resource.reload} />`}<//>`;
}

function HandlingUnit({ unit, at, reload }) {
  const move = async () => {
    if (await askMovement({ id: unit.id, place: unit.unit_name, node: null })) reload();
  };
  return html`
    <${PageHead} title=${unit.id} crumbs=${[{ href: "/stock", text: "Stock" }, { href: `/stock?product=${encodeURIComponent(unit.product)}`, text: unit.product_name }]}
      sub=${html`${unit.product_name}, ${format.number(unit.quantity, 3)} ${unit.quantity_unit} <${State} state=${unit.disposition} /> <${AsOf} at=${at} />`}
      actions=${can("stock") && html`<${Button} kind="primary" icon="stock" onClick=${move}>Record a movement<//>`} />
    <${Card}><${Facts} rows=${[
      ["Is now in", unit.unit ? html`<a href=${to.unit(unit.unit)}>${unit.unit_name}</a>, ${unit.node_name}` : "Not in the network"],
      ["There since", html`<${Time} time=${unit.since} mode="both" />`],
      ["Lot", html`<a href=${`/stock?lot=${encodeURIComponent(unit.lot)}`}>${unit.lot}</a>`],
      ["Expires", html`<${Expiry} date=${unit.expires} />`],
      ["Product", html`${unit.product_name} <span class="muted mono">${unit.product}</span>`],
      ["Exposed", unit.exposures ? format.count(unit.exposures, "time") : "never"],
    ]} /><//>
    <div class="split">
      <${Card} title="Where it has been"><${Journey} unit=${unit} /><//>
      <div class="stack">
        <${Exposures} list=${unit.exposure_list} />
        <${Decisions} list=${unit.decisions} />
      </div>
    </div>`;
}

// ---- where it has been: newest on top, each stay with what happened in it
function Journey({ unit }) {
  if (unit.movements.length === 0) return html`<p class="muted">No movement is on record, so nobody knows where it is.</p>`;
  const stays = unit.movements.map((movement, i) => ({ movement, until: unit.movements[i + 1]?.time ?? null, last: i === unit.movements.length - 1 }));
  return html`<ol class="journey">${stays.reverse().map(({ movement, until, last }) => {
    const exposures = unit.exposure_list.filter((e) => e.unit === movement.to_unit && e.from >= movement.time && (until === null || e.from < until));
    const late = Date.parse(movement.recorded_at) - Date.parse(movement.time);
    return html`<li key=${movement.time} data-now=${last} data-gone=${movement.to_unit === null}>
      <p class="journey-place">${movement.to_unit ? html`<a href=${to.unit(movement.to_unit)}>${movement.to_unit_name ?? movement.to_unit}</a>` : "Left the network"}
        ${last && movement.to_unit && html` <span class="muted">now</span>`}</p>
      <p class="journey-when"><${Time} time=${movement.time} mode="at" />${movement.to_unit !== null && html`<span class="muted"> for <${Lasted} from=${movement.time} to=${until} /></span>`}</p>
      ${late > LATE_MS && html`<p class="muted small">recorded ${time.duration(late)} later</p>`}
      ${exposures.map((e) => html`<p key=${e.excursion_id} class="journey-exposure"><${Status} status=${e.level}><a href=${to.incident(e.incident_id)}>${format.sentence(e.slot)}</a><//>
        <span class="muted">worst ${format.withUnit(e.worst_value, e.value_unit)}</span></p>`)}
    </li>`;
  })}</ol>`;
}

function Exposures({ list }) {
  return html`<${Card} title="Exposures" count=${list.length} flush=${list.length > 0}>${list.length === 0
    ? html`<${Empty} icon="check" tone="ok" title="Never exposed">It was in no unit while an excursion held there.<//>`
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
      <p class="muted">proposed ${time.dayAndClock(decision.proposed_at)} because of ${format.words(decision.slot)} in ${decision.unit_name}${decision.decided_by
        ? `; ${decision.state} by ${decision.decided_by}, ${time.dayAndClock(decision.decided_at)}` : ""}${decision.reason ? html`: “${decision.reason}”` : ""}</p>
    </li>`)}</ul>`}<//>`;
}
