// What the outside was told because of a decision, and what became of it.
import { html, useState } from "../lib.js";
import { useList, useResource } from "../resource.js";
import { can } from "../session.js";
import * as api from "../api.js";
import { Button, Card, Loaded, LoadedList, State, Table, Tag, Time } from "../components/ui.js";
import { Icon } from "../components/icons.js";
import { ask } from "../components/dialog.js";
import { toast } from "../components/toast.js";
import * as format from "../format.js";

const KINDS = { webhook: "Webhook", epcis: "EPCIS event", email: "E-mail", mqtt: "Command to a device" };

export function Actions({ decision }) {
  const list = useList("/api/v1/actions", { decision }, { changes: (change) => change.type === "action" || change.ref === decision });
  const move = (action, verb) => async () => {
    try {
      const done = verb === "retry" ? await api.post(path(action, verb), { body: {} }) : await ask({
        title: verb === "confirm" ? "Is it done?" : "Give it up?",
        text: html`<p>${verb === "confirm" ? html`You confirm for <b>${action.target}</b> that it has been carried out.` : html`<b>${action.target}</b> is not told any more.`}</p>`,
        confirm: verb === "confirm" ? "Confirm" : "Give up", tone: verb === "confirm" ? "primary" : "danger",
        reason: { label: verb === "confirm" ? "Note" : "Why?", required: verb !== "confirm" },
        run: ({ reason, key }) => api.post(path(action, verb), { body: reason ? { reason } : {}, key }),
      });
      if (done) list.reload();
    } catch (error) {
      toast({ tone: "warning", title: "Not done", text: error.detail ?? String(error) });
    }
  };
  const why = can("decisions") ? undefined : "your role does not include decisions about stock";
  return html`<${Card} title="Told to the outside" flush><${LoadedList} list=${list} what="actions" empty=${html`<p class="muted plan-goods">Nobody is told before it is approved.</p>`}>
    ${(actions) => html`<${Table} caption="What the outside was told" rows=${actions} rowKey=${(action) => action.id} columns=${[
      { head: "What", cell: (action) => html`${KINDS[action.kind] ?? action.kind}<span class="row-sub">${action.target}</span>` },
      { head: "State", cell: (action) => html`<span>${action.state === "dead" ? html`<${Tag} tone="critical">Given up<//>` : html`<${State} state=${action.state} />`}${action.overdue && html`<span class="row-sub">overdue</span>`}${action.attempts > 1 && html`<span class="row-sub">${format.count(action.attempts, "attempt")}</span>`}</span>` },
      { head: "When", cell: (action) => html`<span>${action.confirmed_at ? html`confirmed <${Time} time=${action.confirmed_at} />` : action.sent_at ? html`sent <${Time} time=${action.sent_at} />`
        : action.state === "waiting" ? html`next try <${Time} time=${action.next_attempt_at} />` : ""}</span>` },
      { head: "Answer", wide: true, cell: (action) => html`<span class="muted">${action.detail ?? ""}</span><${What} action=${action} />` },
      { head: "", cell: (action) => html`<span class="actions">${(action.state === "dead" || action.overdue) && html`<${Button} kind="quiet" why=${why} onClick=${move(action, "retry")}>Send now<//>`}
        ${action.state === "sent" && html`<${Button} kind="quiet" why=${why} onClick=${move(action, "confirm")}>It is done<//>`}
        ${action.state === "waiting" && html`<${Button} kind="quiet" why=${why} onClick=${move(action, "give-up")}>Give up<//>`}</span>` },
    ]} />`}<//><//>`;
}

/** What it is told; asked for when somebody wants to see it. */
function What({ action }) {
  const [open, setOpen] = useState(false);
  return html`<details class="fold" onToggle=${(event) => setOpen(event.currentTarget.open)}><summary><${Icon} name="chevron" size="16" /><span>${action.sent_at ? "What was sent" : "What is to be sent"}</span></summary>${open && html`<${Told} id=${action.id} />`}</details>`;
}

function Told({ id }) {
  const resource = useResource(`/api/v1/actions/${encodeURIComponent(id)}`, {});
  return html`<${Loaded} resource=${resource} lines=${3}>${(detail) => html`<pre class="payload" tabindex="0" role="region" aria-label="What it is told">${JSON.stringify(detail.payload, null, 2)}</pre>`}<//>`;
}

const path = (action, verb) => `/api/v1/actions/${encodeURIComponent(action.id)}/${verb}`;
