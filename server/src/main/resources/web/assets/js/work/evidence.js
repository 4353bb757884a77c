// What the proposer of a decision saw, for people.
import { html } from "../lib.js";
import { Fold, Status, Table, Time } from "../components/ui.js";
import { to } from "../routes.js";
import * as format from "../format.js";
import * as time from "../time.js";

/** decision: DecisionDetail; zone: to tell times in */
export function Evidence({ decision, zone }) {
  const { evidence } = decision;
  const excursions = Array.isArray(evidence.excursions) ? evidence.excursions : [];
  return html`<div class="stack">
    ${evidence.reason && html`<p>${readable(evidence.reason, decision)}</p>`}
    ${excursions.map((excursion, i) => html`<div key=${excursion.excursion ?? i} class="evidence">
      <p><${Status} status=${excursion.level} /> <b>${format.sentence(evidence.slot ?? decision.slot)}</b>${" from "} <${Time} time=${excursion.started_at} zone=${zone} mode="at" />${excursion.ended_at ? html`${" to "}<${Time} time=${excursion.ended_at} zone=${zone} mode="at" />${" "}(${time.duration(Date.parse(excursion.ended_at) - Date.parse(excursion.started_at))})` : ", and it went on when this was proposed"}</p>
      <p>Worst <b>${format.withUnit(excursion.worst_value, excursion.value_unit ?? unitOf(excursion.rule))}</b>${excursion.rule && html`; rule ${excursion.rule}`}${excursion.unknown_s > 0 && html`; ${time.duration(excursion.unknown_s * 1000)} unknown`}</p>
      ${excursion.exposures?.length > 0 && html`<${Fold} summary=${`${format.count(excursion.exposures.length, "handling unit")} inside meanwhile`}>
        <${Table} caption="Exposed handling units" rows=${excursion.exposures} rowKey=${(row) => `${row.handling_unit} ${row.from}`} columns=${[
          { head: "Handling unit", cell: (row) => html`<a href=${to.handlingUnit(row.handling_unit)}>${row.handling_unit}</a>` },
          { head: "Lot", cell: (row) => row.lot },
          { head: "From", cell: (row) => html`<${Time} time=${row.from} zone=${zone} mode="at" />` },
          { head: "To", cell: (row) => (row.to ? html`<${Time} time=${row.to} zone=${zone} mode="at" />` : "still inside") },
        ]} /><//>`}
    </div>`)}
    <p class="small muted">Policy ${evidence.policy ?? decision.policy_version}. Proposed by the server, decided by people.</p>
  </div>`;
}

/** The facts name no unit, but the rule does. */
const unitOf = (rule) => (/°C/.test(rule) ? "Cel" : /%/.test(rule) ? "%" : /\bV\b/.test(rule) ? "V" : null);

/** The server's sentence names the unit by its id; people know its name. */
const readable = (text, decision) => String(text).replace(`unit ${decision.unit} `, `${decision.unit_name} `);
