// One decision with its evidence and its stock.
import { html } from "../lib.js";
import { useResource } from "../resource.js";
import { useStore } from "../store.js";
import { can } from "../session.js";
import { overview } from "../overview-store.js";
import { AsOf, Button, Card, ErrorState, Loaded, PageHead, Skeleton, State, Status, Table, Time } from "../components/ui.js";
import { Evidence } from "../work/evidence.js";
import { decide } from "../work/decide.js";
import { readerZone } from "../time.js";
import { origin, places, proposal, trouble } from "../work/words.js";
import { to } from "../routes.js";
import * as format from "../format.js";

export default function Decision({ params }) {
  const resource = useResource(`/api/v1/decisions/${encodeURIComponent(params.id)}`, {
    changes: (change) => change.ref === params.id || change.ref === resource.data?.incident_id,
  });
  if (!resource.data) {
    return html`<${PageHead} title="Decision" crumbs=${[{ href: "/decisions", text: "Decisions" }]} />
      ${resource.error ? html`<${ErrorState} error=${resource.error} retry=${resource.reload} />` : html`<${Skeleton} lines=${8} />`}`;
  }
  return html`<${Loaded} resource=${resource}>${(decision) => html`<${Page} decision=${decision} resource=${resource} />`}<//>`;
}

function Page({ decision, resource }) {
  const place = places(useStore(overview).data).get(decision.unit);
  const zone = readerZone;
  const why = can("decisions") ? undefined : "your role does not include decisions about stock";
  const settle = (verb) => async () => {
    const done = await decide(decision.id, verb);
    if (done) resource.put(done);
  };
  return html`<${PageHead} title=${proposal(decision)} crumbs=${[{ href: "/decisions", text: "Decisions" }, ...(decision.incident_id ? [{ href: to.unit(decision.unit), text: decision.unit_name }, { href: to.incident(decision.incident_id), text: "Incident" }] : [])]}
      sub=${html`<span class="row"><${State} state=${decision.state} />${decision.level && html`<${Status} status=${decision.level} />`}<span>${trouble(decision)}: ${origin(decision)}${place && `, ${place.node.name}`}</span>
        <span class="muted">proposed <${Time} time=${decision.proposed_at} zone=${zone} mode="both" /></span><${AsOf} at=${resource.at} /></span>`}
      actions=${decision.state === "proposed" && html`<${Button} kind="primary" icon="check" why=${why} onClick=${settle("approve")}>Approve …<//><${Button} why=${why} onClick=${settle("reject")}>Reject …<//>`} />
    <div class="stack">
      ${decision.state !== "proposed" && html`<${Card} title=${format.sentence(decision.state)}><p>${decision.decided_by ?? "The server"}, <${Time} time=${decision.decided_at} zone=${zone} mode="both" />${decision.reason
        ? html`: “${decision.reason}”` : html`<span class="muted">, no reason given</span>`}</p><//>`}
      <${Card} title="Why"><${Evidence} decision=${decision} zone=${zone} /><//>
      <${Card} title="Stock" count=${decision.items.length} flush><${Table} caption="Handling units" rows=${decision.items} rowKey=${(item) => item.handling_unit} columns=${[
        { head: "Handling unit", cell: (item) => html`<a href=${to.handlingUnit(item.handling_unit)}>${item.handling_unit}</a>` },
        { head: "Product", cell: (item) => item.product_name },
        { head: "Lot", cell: (item) => item.lot },
        { head: "Quantity", align: "end", cell: (item) => `${format.number(item.quantity, 3)} ${item.quantity_unit}` },
        { head: "Now", cell: (item) => html`<${State} state=${item.disposition} />` },
      ]} /><//>
    </div>`;
}
