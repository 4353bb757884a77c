// An incident at a glance: what, where, since when, how bad, what stock, who has it.
import { html } from "../lib.js";
import { Icon } from "../components/icons.js";
import { Lasted, Status, Tag, Time } from "../components/ui.js";
import { LiveValue, newestOf, useWorst } from "../components/live-value.js";
import { BandBar } from "../components/band-bar.js";
import { to } from "../routes.js";
import { readerZone } from "../time.js";
import { SnoozedTag } from "./snoozed.js";
import { beyond, comparesWithBand, followsUnit, keeper, trouble } from "./words.js";
import * as format from "../format.js";

/** place: {unit, node, region} of the overview, if known; me: name of who is signed in. */
export function IncidentCard({ incident, place, me }) {
  const unit = place?.unit;
  const code = incident.value_unit;
  const comparable = comparesWithBand(incident, unit);
  const worst = useWorst(incident, followsUnit(incident, unit) ? unit : null);
  const ofProduct = incident.measure === "product";
  // The end of the band that was passed is what counts; the other one only takes room.
  const limit = !comparable ? null : unit.min !== null && worst < unit.min ? ["Band from", unit.min] : unit.max !== null ? ["Band up to", unit.max] : null;
  return html`<article class="incident" data-level=${incident.level} data-state=${incident.state}>
    <div class="incident-top"><${Status} status=${incident.level} /><span class="incident-slot">${trouble(incident)}</span>
      <span class="incident-since" ><${Lasted} from=${incident.started_at} to=${incident.recovered_at} /></span></div>
    <h3><a class="cover" href=${to.incident(incident.id)}>${incident.unit_name}</a></h3>
    <p class="incident-place">${place ? `${place.node.name} · ${place.region.name}` : `${incident.node} · ${incident.region}`}</p>
    <dl class="incident-numbers">
      ${unit?.state === "unknown" && html`<div><dt>${ofProduct ? "Air now" : "Now"}</dt><dd class="big" data-unknown="true">No data</dd></div>`}
      ${unit?.state === "known" && unit.value !== null && unit.value !== undefined && html`<div><dt>${ofProduct ? "Air now" : "Now"}</dt><dd class="big"><${LiveValue} channel=${unit.channel} value=${unit.value} time=${unit.time} unit=${unit.value_unit} quantity=${unit.quantity} /></dd></div>`}
      ${worst !== null && html`<div><dt>${ofProduct ? "Product, worst" : format.plain(incident) ? "What" : "Worst"}</dt><dd>${ofProduct ? format.withUnit(worst, code) : format.worst({ ...incident, worst_value: worst })}</dd></div>`}
      ${limit && html`<div><dt>${limit[0]}</dt><dd>${format.withUnit(limit[1], "Cel")}</dd></div>`}
    </dl>
    ${comparable && html`<${BandBar} min=${unit.min} max=${unit.max} worst=${worst} channel=${unit.state === "known" && !ofProduct ? unit.channel : null} value=${unit.state === "known" && !ofProduct ? newestOf(unit.channel, unit.value, unit.time) : null} />`}
    <p class="incident-foot">
      ${comparable && beyond(worst, unit.min, unit.max) && html`<span>${beyond(worst, unit.min, unit.max)}</span>`}
      <span>since <${Time} time=${incident.started_at} zone=${readerZone} mode="at" /></span></p>
    <p class="incident-tags">
      <span class="who" data-nobody=${!incident.assignee}><${Icon} name="person" size="16" />${keeper(incident, me)}</span>
      ${incident.handling_units > 0 && html`<span class="who"><${Icon} name="stock" size="16" />${format.count(incident.handling_units, "handling unit")}<span class="hidden"> exposed</span></span>`}
      <${SnoozedTag} incident=${incident} />
      ${incident.proposed_decisions > 0 && html`<${Tag} tone="warning">Decision waits<//>`}
    </p>
  </article>`;
}
