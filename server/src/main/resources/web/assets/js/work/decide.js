// Approve or reject a proposed decision: shows first what would be done, and explains when somebody was faster.
import { html } from "../lib.js";
import * as api from "../api.js";
import { ask, tell } from "../components/dialog.js";
import { toast } from "../components/toast.js";
import { errorWords } from "../components/ui.js";
import { session } from "../session.js";
import { origin, proposal } from "./words.js";
import * as format from "../format.js";
import * as time from "../time.js";

/** What an approval means for the goods. */
const MEANS = {
  quarantine: "Nobody may ship or use them until they are released.",
  hold: "Nobody may ship them until they are released.",
  release: "They may be shipped and used again.",
  discard: "They may be disposed of, and nothing else.",
  transfer: "They may go to the other node, as held as they are.",
  reroute: "They may go to the other node, as held as they are.",
};

const path = (id) => `/api/v1/decisions/${encodeURIComponent(id)}`;

/**
 * Asks, and does it.
 * @param {string} id of the decision
 * @param {"approve" | "reject"} verb
 * @returns {Promise<{data: any, etag: string | null} | undefined>} the decision as it is now; undefined when it was left as it was
 */
export async function decide(id, verb) {
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
    if (decision.state !== "proposed") {
      await tellDecided(decision);
      return seen;
    }
    const approve = verb === "approve";
    try {
      const done = await ask({
        title: approve ? `${proposal(decision)}?` : "Reject the proposal?",
        text: html`${note && html`<p class="note" data-tone="warning">${note}</p>`}
          <p>${approve ? html`${MEANS[decision.disposition]} They are in <b>${origin(decision)}</b>.`
            : html`${format.count(decision.handling_units, "handling unit")} in <b>${origin(decision)}</b> stay as they are${["quarantine", "hold"].includes(decision.disposition) ? ", and may be shipped and used" : ""}.`}</p>
          <ul class="short-list">${decision.items.slice(0, 5).map((item) => html`<li key=${item.handling_unit}><b>${item.handling_unit}</b> ${format.number(item.quantity, 2)} ${item.quantity_unit} ${item.product_name}</li>`)}
            ${decision.items.length > 5 && html`<li class="muted">and ${decision.items.length - 5} more</li>`}</ul>`,
        confirm: approve ? "Approve" : "Reject",
        tone: approve ? "primary" : "danger",
        reason: approve ? { label: "Reason" } : { label: "Why not?", required: true, suggestions: ["Probe was out of place", "Door was open for restocking", "Product probe stayed in band", "Defrost cycle"] },
        run: async ({ reason, key }) => {
          try {
            return await api.post(`${path(id)}/${verb}`, { body: reason ? { reason } : {}, key, ifMatch: seen.etag });
          } catch (error) {
            if (error.status === 409 || error.status === 412) error.closes = true;
            throw error;
          }
        },
      });
      if (done) {
        toast({ title: approve ? "Approved" : "Rejected", text: approve ? done.data?.state === "proposed" ? "Another person has to approve it as well." : `${format.count(decision.handling_units, "handling unit")} in ${origin(decision)}: ${format.words(decision.disposition)}.` : `Stock in ${origin(decision)} stays as it is.` });
      }
      return done;
    } catch (error) {
      if (error.status === 401) return undefined;
      // Look again: either it is decided, or the facts have grown and it is asked anew.
      note = "The proposal has changed since you opened it. This is how it is now:";
    }
  }
}

async function tellDecided(decision) {
  const me = session.get()?.user;
  const who = decision.decided_by === me ? "You" : decision.decided_by ?? "The server";
  const verb = { approved: "approved", rejected: "rejected", withdrawn: "withdrew" }[decision.state] ?? decision.state;
  await tell({
    title: decision.state === "withdrawn" ? "It is not proposed any more" : `Already ${decision.state}`,
    text: html`<p><b>${who}</b> ${verb} this${decision.decided_at ? ` ${time.ago(decision.decided_at)}` : ""}${decision.reason ? html`: “${decision.reason}”` : "."}</p>
      <p class="muted">Your answer was not recorded, and changed nothing.</p>`,
  });
}
