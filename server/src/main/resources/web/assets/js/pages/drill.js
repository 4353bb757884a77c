// A drill: what if a node, a lane or a region failed now? The engine that plans in earnest answers; nothing is changed and nobody is told.
import { html, useMemo, useState } from "../lib.js";
import { useResource } from "../resource.js";
import { useStore } from "../store.js";
import { overview } from "../overview-store.js";
import { setQuery } from "../router.js";
import { styles } from "../styles.js";
import * as api from "../api.js";
import { Button, Card, Choice, Empty, ErrorState, PageHead, Select, Skeleton, Table, Tag } from "../components/ui.js";
import { actionWord, money, nodeName } from "../plan/words.js";
import * as format from "../format.js";

await styles("/assets/css/plan.css");

const KINDS = { "region-dark": "Region dark", "node-lost": "Node lost", "lane-closed": "Lane closed" };

export default function Drill({ query }) {
  const { data } = useStore(overview);
  const lanes = useResource("/api/v1/lanes", {});
  const kind = KINDS[query.kind] ? query.kind : "region-dark";
  const things = useMemo(() => choices(kind, data, lanes.data), [kind, data, lanes.data]);
  const thing = things.some((one) => one.value === query.thing) ? query.thing : things[0]?.value ?? null;
  const nodes = useMemo(() => new Map((data?.regions ?? []).flatMap((region) => region.nodes.map((node) => [node.id, node.name]))), [data]);
  const [report, setReport] = useState(null);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      setReport((await api.post("/api/v1/drills", { body: { scenario: `${kind}:${thing}` } })).data);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return html`<${PageHead} title="Drill" sub="What if it failed now? Nothing is changed, and nobody is told." crumbs=${[{ href: "/decisions", text: "Decisions" }]} />
    <div class="filters">
      <${Choice} label="What fails" value=${kind} onChange=${(next) => { setReport(null); setQuery({ kind: next, thing: null }); }} options=${Object.entries(KINDS).map(([value, text]) => ({ value, text }))} />
      <${Select} label="Which" hideLabel value=${thing} onChange=${(next) => { setReport(null); setQuery({ thing: next }); }} options=${things} />
      <${Button} kind="primary" busy=${busy} why=${thing ? undefined : "there is none"} onClick=${run}>${busy ? "Planning …" : "Run the drill"}<//>
    </div>
    ${error ? html`<${ErrorState} error=${error} retry=${run} />` : busy && !report ? html`<${Skeleton} lines=${8} what="Planning" />` : report ? html`<${Report} report=${report} nodes=${nodes} title=${`${KINDS[kind]}: ${things.find((one) => one.value === thing)?.text}`} />`
      : html`<${Card}><${Empty} icon="decisions" title="Choose what fails, and run the drill">The stock, rooms and lanes of this moment are taken, and the engine that plans in earnest plans for them.<//><//>`}`;
}

function choices(kind, data, lanes) {
  const regions = data?.regions ?? [];
  if (kind === "region-dark") return regions.map((region) => ({ value: region.id, text: region.name }));
  if (kind === "node-lost") return regions.flatMap((region) => region.nodes.map((node) => ({ value: node.id, text: `${node.name} · ${region.name}` })));
  return (lanes?.items ?? []).map((lane) => ({ value: lane.id, text: `${lane.id} (${lane.from} to ${lane.to})` }));
}

/** What was not there, with names for ids. */
const named = (one, nodes) => [one.about, one.detail].reduce((text, id) => (nodes.has(id) ? text.replace(id, nodes.get(id)) : text), one.text);

function Report({ report, nodes, title }) {
  const { goods } = report;
  return html`<div class="stack"><h2>${title}</h2>
    <section class="plan-totals" aria-label="What it would come to">
      <div class="plan-stakes">
        <p class="plan-figure"><span class="muted">If nobody acts</span><b class="is-critical">${money(report.expected_loss_if_left)}</b><span class="muted small">expected to be lost</span></p>
        <p class="plan-figure"><span class="muted">With the plan</span><b>${money(report.expected_loss)}</b><span class="muted small">transport of ${money(report.cost)} included</span></p>
        <p class="plan-figure"><span class="muted">Planned in</span><b>${format.number(report.plan_s, 2)} s</b><span class="muted small">${format.count(goods.at_risk.handling_units, "handling unit")} at risk</span></p>
        <p class="plan-figure"><span class="muted">Work for people</span><b>${format.count(report.manual_steps.count, "step")}</b><span class="muted small">${format.count(report.manual_steps.approvals, "approval")} among them</span></p>
      </div>
      ${report.saved_pct !== null && html`<div class="plan-bar" role="img" aria-label=${`${format.number(report.saved_pct, 0)} % of the expected loss is avoided`}><span style=${{ width: `${Math.max(0, Math.min(100, report.saved_pct))}%` }}></span></div>`}
      <p class="muted small">${report.saved_pct === null ? "Nothing is at stake." : `${format.number(report.saved_pct, 0)} % of the expected loss is avoided.`} No plan does better than ${money(report.lower_bound)}; giving room to whoever comes first would lose ${money(report.greedy_loss)}.</p>
      ${report.orders.open > 0 && html`<p>Of ${format.count(report.orders.open, "open order")}, ${report.orders.as_before} would be served as before, ${report.orders.re_sourced} from elsewhere, <b class=${report.orders.missed > report.orders.missed_before ? "is-critical" : undefined}>${report.orders.missed} not in time</b>.</p>`}
      ${report.unplannable > 0 && html`<p><${Tag} tone="warning">${format.count(report.unplannable, "handling unit")} in none of this<//> <span class="muted">Their room, value or tolerance is not known.</span></p>`}
    </section>
    <${Card} title="Stock" flush><${Table} caption="What happens to the stock" rows=${ROWS.filter(([key]) => goods[key].handling_units > 0 || key === "affected")} rowKey=${([key]) => key} columns=${[
      { head: "What", cell: ([, text]) => text },
      { head: "Handling units", align: "end", cell: ([key]) => format.number(goods[key].handling_units, 0) },
      { head: "Litres", align: "end", cell: ([key]) => format.number(goods[key].litres, 0) },
      { head: "Value", align: "end", cell: ([key]) => money(goods[key].value) },
    ]} /><//>
    <${Card} title="What was missing" count=${report.missing_fallbacks.length} flush=${report.missing_fallbacks.length > 0}>${report.missing_fallbacks.length === 0
      ? html`<${Empty} tone="ok" title="Nothing that would have saved more">All that can be saved is.<//>`
      : html`<${Table} caption="What was missing" rows=${report.missing_fallbacks.map((one, i) => ({ ...one, i }))} rowKey=${(one) => one.i} columns=${[
        { head: "With", cell: (one) => format.capital(named(one, nodes)) },
        { head: "Saves", align: "end", cell: (one) => html`<b>${money(one.saves)}</b>` },
        { head: "Handling units", align: "end", cell: (one) => format.number(one.handling_units, 0) },
      ]} />`}<//>
    <div class="plan-split">
      <${Card} title="Work for people" count=${report.manual_steps.count}>${report.manual_steps.decisions.length > 0 && html`<ul class="lines">${report.manual_steps.decisions.map((one) => html`<li key=${one.disposition}>
          <b>${actionWord(one.disposition)}</b> ${format.count(one.handling_units, "handling unit")}: ${format.count(one.decisions, "decision")}, ${format.count(one.approvals, "approval")}</li>`)}</ul>`}
        ${report.manual_steps.runbooks.map((book) => html`<div key=${book.disruption} class="runbook"><p><b>${format.sentence(book.disruption.replaceAll("-", " "))}</b></p><ol>${book.steps.map((step) => html`<li key=${step}>${step}</li>`)}</ol></div>`)}
        ${report.manual_steps.count === 0 && html`<p class="muted">None.</p>`}<//>
      <${Card} title="Rooms that are full then" count=${report.full_rooms.length}>${report.full_rooms.length === 0 ? html`<p class="muted">None: there is room to spare.</p>`
        : html`<ul class="lines">${report.full_rooms.map((room) => html`<li key=${room.node + room.temperature_class}><b>${nodeName(room.node, nodes)}</b> <span class="muted">${room.temperature_class}, ${format.number(room.left_litres, 0)} of ${format.number(room.litres, 0)} litres left</span></li>`)}</ul>`}<//>
    </div>
  </div>`;
}

const ROWS = [["affected", "Affected"], ["at_risk", "At risk if nobody acts"], ["moved", "Moved in time"], ["held", "Held where it is"], ["lost", "Cannot be saved in time"], ["harmed", "Harmed already"], ["untouched", "Left as it is"]];
