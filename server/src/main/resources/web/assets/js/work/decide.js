// Approve, reject or take back a decision: shows first what would be done and who else is asked, and explains when somebody was faster.
import { html } from "../lib.js";
import * as api from "../api.js";
import { ask, tell } from "../components/dialog.js";
import { toast } from "../components/toast.js";
import { errorWords } from "../components/ui.js";
import { session } from "../session.js";
import { overview } from "../overview-store.js";
import { consequence, needsText } from "../plan/words.js";
import { proposal } from "./words.js";
import * as format from "../format.js";
import * as time from "../time.js";

const path = (id) => `/api/v1/decisions/${encodeURIComponent(id)}`;
const STANDS = { approve: "proposed", reject: "proposed", revert: "approved" };
const SUGGESTIONS = {
  reject: ["Probe was out of place", "Door was open for restocking", "Product probe stayed in band", "Defrost cycle"],
  revert: ["Decided by mistake", "The place is well again", "Measured by hand: in its band"],
};

/**
 * Asks, and does it.
 * @param {string} id of the decision
 * @param {"approve" | "reject" | "revert"} verb
 * @param {{without: Set<string>}} [part] handling units that are left out; they stay proposed
 * @returns {Promise<{data: any, etag: string | null} | undefined>} the decision as it is now; undefined when it was left as it was
 */
export async function decide(id, verb, part) {
  let note = null;
  for (;;) {
    let seen;
    try {
      // What is approved is what is shown here, at this state of the facts: its ETag goes along.
      seen = await api.read(path(id));
    } catch (error) {
      const words = errorWords(error);
      toast({ tone: "warning", title: words.title, text: words.text, stays: true });
      return undefined;
    }
    const decision = seen.data;
    if (decision.state !== STANDS[verb]) {
      await tellDecided(decision);
      return seen;
    }
    const items = decision.items.filter((item) => !part?.without.has(item.handling_unit));
    try {
      const done = await ask({ ...question(verb, named(decision), items, note), run: ({ reason, key }) => settle(id, verb, { decision, items, reason, key, etag: seen.etag }) });
      if (done) toast(outcome(verb, done.data, items));
      return done;
    } catch (error) {
      if (error.status === 401) return undefined;
      // Look again: either it is decided, or the facts have grown and it is asked anew.
      note = "The proposal has changed since you opened it. This is how it is now:";
    }
  }
}

/** With the names of its nodes for their ids, as far as they are known. */
function named(decision) {
  const names = new Map((overview.get().data?.regions ?? []).flatMap((region) => region.nodes.map((node) => [node.id, node.name])));
  return { ...decision, from_node: names.get(decision.from_node) ?? decision.from_node, to_node: names.get(decision.to_node) ?? decision.to_node };
}

async function settle(id, verb, { decision, items, reason, key, etag }) {
  const body = reason ? { reason } : {};
  if (items.length < decision.items.length) body.handling_units = items.map((item) => item.handling_unit);
  try {
    return await api.post(`${path(id)}/${verb}`, { body, key, ifMatch: etag });
  } catch (error) {
    if (error.status === 409 || error.status === 412) error.closes = true;
    throw error;
  }
}

function question(verb, decision, items, note) {
  const where = html`<b>${decision.unit_name ?? decision.from_node}</b>`;
  const rest = decision.items.length - items.length;
  const words = {
    approve: html`${consequence(decision.disposition, decision.to_node)} They are in ${where}.`,
    reject: html`${format.count(items.length, "handling unit")} in ${where} stay as they are.`,
    revert: html`${format.count(items.length, "handling unit")} become what they were before, as far as nothing has followed that cannot be taken back. Whoever was told of the decision is told of this too.`,
  };
  const required = verb !== "approve" || decision.needs?.reason_required;
  return {
    title: { approve: `${proposal({ ...decision, handling_units: items.length })}?`, reject: "Reject the proposal?", revert: "Take the decision back?" }[verb],
    text: html`${note && html`<p class="note" data-tone="warning">${note}</p>`}
      <p>${words[verb]}</p>
      ${verb === "approve" && decision.needs?.persons > 1 && html`<p>It needs ${needsText(decision.needs)}${decision.approvals.length > 0
        ? html`; ${decision.approvals.map((one) => one.by).join(", ")} said yes already.` : "; nothing is done before the other one has said yes."}</p>`}
      <ul class="short-list">${items.slice(0, 5).map((item) => html`<li key=${item.handling_unit}><b>${item.handling_unit}</b> ${format.number(item.quantity, 2)} ${item.quantity_unit} ${item.product_name}</li>`)}
        ${items.length > 5 && html`<li class="muted">and ${items.length - 5} more</li>`}</ul>
      ${rest > 0 && html`<p class="muted">${format.count(rest, "handling unit")} left out, and still proposed afterwards.</p>`}`,
    confirm: { approve: "Approve", reject: "Reject", revert: "Take back" }[verb],
    tone: verb === "approve" ? "primary" : "danger",
    reason: { label: { approve: "Reason", reject: "Why not?", revert: "Why?" }[verb], required: Boolean(required), suggestions: SUGGESTIONS[verb] },
  };
}

function outcome(verb, decision, items) {
  const goods = format.count(items.length, "handling unit");
  if (verb === "reject") return { title: "Rejected", text: `${goods} stay as they are.` };
  if (verb === "revert") return decision.state === "reverted" ? { title: "Taken back", text: `${goods} are what they were before.` } : { title: "You have asked to take it back", text: "It waits for somebody else." };
  if (decision.state === "proposed") return { title: "You have said yes", text: "Nothing is done yet: it waits for somebody else." };
  return { title: "Approved", text: `${format.sentence(decision.disposition)}: ${goods}.` };
}

async function tellDecided(decision) {
  const me = session.get()?.user;
  const who = decision.decided_by === me ? "You" : decision.decided_by ?? "The server";
  const verb = { approved: "approved", rejected: "rejected", withdrawn: "withdrew", reverted: "took back" }[decision.state] ?? decision.state;
  await tell({
    title: decision.state === "withdrawn" ? "It is not proposed any more" : decision.state === "proposed" ? "It is not approved yet" : `Already ${decision.state}`,
    text: html`<p><b>${who}</b> ${verb} this${decision.decided_at ? ` ${time.ago(decision.decided_at)}` : ""}${decision.reason ? html`: “${decision.reason}”` : "."}</p>
      <p class="muted">Your answer was not recorded, and changed nothing.</p>`,
  });
}
