// What people do with incidents: acknowledge, give to somebody, resolve.
import { html } from "../lib.js";
import * as api from "../api.js";
import { ask, tell } from "../components/dialog.js";
import { toast } from "../components/toast.js";
import { errorWords } from "../components/ui.js";
import { session } from "../session.js";
import * as format from "../format.js";
import * as time from "../time.js";

const path = (id) => `/api/v1/incidents/${encodeURIComponent(id)}`;

/** Acknowledges at once: whoever wants to see to it should not be asked twice. @returns {data, etag} or undefined */
export async function acknowledge(incident) {
  try {
    const done = await api.post(`${path(incident.id)}/acknowledge`);
    toast({ title: "Acknowledged", text: `Others see that ${done.data.assignee === session.get()?.user ? "you have it" : `${done.data.assignee} has it`}.` });
    return done;
  } catch (error) {
    return explain(error, incident.id);
  }
}

/** Gives it to the caller. */
export const take = (incident, etag) => assignTo(incident, etag, session.get().user, api.newKey());

/** Asks for a name, and gives it to them; `names`: people to suggest. */
export async function assign(incident, etag, names) {
  try {
    return await ask({
      title: "Who sees to it?",
      text: html`<p>${format.sentence(incident.slot)}: <b>${incident.unit_name}</b></p>`,
      confirm: "Give it to them",
      reason: { label: "User name", required: true, oneLine: true, missing: "Whose is it? Please write a user name.", suggestions: names },
      run: ({ reason, key }) => assignTo(incident, etag, reason, key, true),
    });
  } catch (error) {
    return explain(error, incident.id);
  }
}

/** Takes it from whoever has it. */
export const unassign = (incident, etag) => assignTo(incident, etag, null, api.newKey());

async function assignTo(incident, etag, assignee, key, throws = false) {
  try {
    let done;
    try {
      done = await api.post(`${path(incident.id)}/assign`, { body: { assignee }, key, ifMatch: etag });
    } catch (error) {
      if (error.status !== 412) throw error;
      // New readings and notices change the incident too; only another person's hand is a reason to ask.
      const now = await api.read(path(incident.id));
      if (now.data.assignee !== incident.assignee || !["open", "acknowledged", "recovered"].includes(now.data.state)) throw error;
      done = await api.post(`${path(incident.id)}/assign`, { body: { assignee }, ifMatch: now.etag });
    }
    toast({ title: assignee === null ? "Nobody has it now" : assignee === session.get()?.user ? "You have it" : `${assignee} has it` });
    return done;
  } catch (error) {
    if (throws) {
      if (error.status === 409 || error.status === 412) error.closes = true;
      throw error;
    }
    return explain(error, incident.id);
  }
}

/** Asks for the cause, and closes it for good. */
export async function resolve(incident, etag) {
  const going = !incident.recovered_at;
  try {
    return await ask({
      title: "Resolve the incident?",
      text: html`${going && html`<p class="note" data-tone="warning">It still goes on: the unit is out of its limits. Resolve it only when nothing more will come, for example because the probe was taken away.</p>`}
        ${incident.proposed_decisions > 0 && html`<p class="note" data-tone="warning">A decision about its stock still waits.</p>`}
        <p>It is closed for good, and the cause stays on record.</p>`,
      confirm: "Resolve",
      reason: { label: "Cause", required: true, missing: "Please write what caused it: it stays on record.", suggestions: ["Door left open", "Restocking", "Power failure", "Unit broken, sent for repair", "Probe fault"] },
      run: async ({ reason, key }) => {
        try {
          const done = await post(reason, key, etag);
          toast({ title: "Resolved", text: `${incident.unit_name}: ${reason}` });
          return done;
        } catch (error) {
          if (error.status === 409 || error.status === 412) error.closes = true;
          throw error;
        }
      },
    });
  } catch (error) {
    return explain(error, incident.id);
  }

  async function post(cause, key, ifMatch) {
    try {
      return await api.post(`${path(incident.id)}/resolve`, { body: { cause }, key, ifMatch });
    } catch (error) {
      if (error.status !== 412) throw error;
      const now = await api.read(path(incident.id));
      const same = now.data.state === incident.state && now.data.level === incident.level && now.data.proposed_decisions === incident.proposed_decisions;
      if (!same) throw error;
      return api.post(`${path(incident.id)}/resolve`, { body: { cause }, ifMatch: now.etag });
    }
  }
}

/** After 409 and 412: what has happened meanwhile, from the history. @returns the incident as it is now, or undefined */
async function explain(error, id) {
  if (error.status === 401) return undefined;
  if (error.status === 409 || error.status === 412) {
    try {
      const now = await api.read(path(id));
      const last = now.data.history.findLast((line) => ["acknowledged", "assigned", "resolved"].includes(line.event));
      const who = last && (last.actor === session.get()?.user ? "You" : last.actor);
      await tell({
        title: "Somebody was faster",
        text: html`${last ? html`<p><b>${who}</b> ${last.event} it ${time.ago(last.at)}.</p>` : html`<p>${error.detail}</p>`}
          <p class="muted">It is ${format.words(now.data.state)} now. What you chose was not recorded, and changed nothing.</p>`,
      });
      return now;
    } catch {
      // Then the plain words of the refusal.
    }
  }
  const words = errorWords(error);
  toast({ tone: "warning", title: words.title, text: words.text, stays: true });
  return undefined;
}
