// What happened to a handling unit, as it was told: receipts, moves, splits, merges, containers.
import { html } from "../lib.js";
import { useList } from "../resource.js";
import { to } from "../routes.js";
import * as format from "../format.js";
import * as time from "../time.js";
import { LoadedList, Tag, Time } from "../components/ui.js";

/** Told later than this after the fact is worth saying. */
const LATE_MS = 60_000;
const CHANGES = new Set(["stock", "movement"]);

/** Newest first. names: of units by id. */
export function Happened({ id, names }) {
  const list = useList(`/api/v1/stock/${encodeURIComponent(id)}/events`, {}, { changes: (change) => CHANGES.has(change.type) });
  return html`<${LoadedList} list=${list} what="events" empty=${html`<p class="muted">Nothing was told of it.</p>`}>
    ${(events) => html`<ol class="journey">${events.map((event) => html`<li key=${event.id} data-gone=${event.kind === "removed"} data-void=${event.voided !== null}>
      <p class="journey-place">${what(id, event, names)}${event.voided && html` <${Tag} title=${event.voided.reason}>Void<//>`}</p>
      <p class="journey-when"><${Time} time=${event.time} mode="at" /> <span class="muted small">${told(event)}</span></p>
      ${event.voided && html`<p class="muted small">It counts no more: “${event.voided.reason}”</p>`}
    </li>`)}</ol>`}
  <//>`;
}

const goods = (id) => html`<a href=${to.handlingUnit(id)}>${id}</a>`;
const list = (ids, own) => ids.map((one, i) => html`${i > 0 ? ", " : ""}${one === own ? "this" : goods(one)}`);

function amount({ quantity, quantity_unit: unit }) {
  return quantity === null ? null : `${format.number(quantity, 3)}${unit ? ` ${unit}` : ""}`;
}

function what(id, event, names) {
  const place = event.place && html`<a href=${to.unit(event.place)}>${names.get(event.place) ?? event.place}</a>`;
  const own = event.handling_unit === id;
  switch (event.kind) {
    case "received": return html`Received into ${place}, ${amount(event)}`;
    case "moved": return html`Moved to ${place}${own ? "" : html`, as part of ${event.handling_unit}`}`;
    case "split": return own ? html`${amount(event)} split off: ${goods(event.part)}` : html`Split off from ${goods(event.handling_unit)}, ${amount(event)}`;
    case "merged": return own ? html`Took in ${goods(event.from)}` : html`Merged into ${goods(event.handling_unit)}`;
    case "packed": return own ? `Packed into ${event.container}` : html`${goods(event.handling_unit)} packed into it`;
    case "unpacked": return own ? "Taken out of its container" : html`${goods(event.handling_unit)} taken out`;
    case "transformed": return html`Made of ${list(event.inputs, id)}: ${list(event.outputs.map((output) => output.handling_unit), id)}`;
    case "removed": return html`${amount(event) ?? "All of it"} ${event.reason}`;
    default: return format.sentence(event.kind);
  }
}

function told(event) {
  const late = Date.parse(event.recorded_at) - Date.parse(event.time);
  return [`by ${event.told_by ?? event.source}`, late > LATE_MS && `told ${time.duration(late)} later`].filter(Boolean).join(", ");
}
