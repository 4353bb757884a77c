// What people do with incidents: acknowledge, give to somebody, snooze, resolve, close since the probe died.
import { html } from "../lib.js";
import * as api from "../api.js";
import { ask, tell } from "../components/dialog.js";
import { toast } from "../components/toast.js";
import { errorWords } from "../components/ui.js";
import { session } from "../session.js";
import * as format from "../format.js";
import * as time from "../time.js";

/** More do not fit on a phone. */
const NAMES_SHOWN = 8;

const MINUTE = 60_000;

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

/** Asks for whom, and gives it to them. */
export async function assign(incident, etag) {
  try {
    const me = session.get()?.user;
    const names = (await api.get("/api/v1/assignees")).items.map((one) => one.name).filter((name) => name !== incident.assignee);
    names.sort((a, b) => (b === me) - (a === me));
    return await ask({
      title: "Who sees to it?",
      text: html`<p>${format.sentence(incident.slot)}: <b>${incident.unit_name}</b></p>`,
      confirm: "Give it to them",
      reason: { label: names.length > NAMES_SHOWN ? "Or somebody else: user name" : "User name", required: true, oneLine: true, missing: "Whose is it? Please write a user name.",
        ...(names.length > 0 && { suggestions: names.slice(0, NAMES_SHOWN), instant: "Tap a name" }) },
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

/** Asks for how long and why, and has nobody told of it until then: two taps for an hour. */
export async function snooze(incident, etag) {
  const before = incident.level === "critical" ? "It is critical already: nothing but a proposal about stock is told until then."
    : "If it gets critical, or stock is at stake, people are told all the same.";
  try {
    return await ask({
      title: "Snooze it",
      text: html`<p>Nobody is told of it for a while. ${before} If it still lasts then, people are told once.</p>`,
      choice: { label: "For", value: "60", options: [{ value: "30", text: "30 min" }, { value: "60", text: "1 h" }, { value: "240", text: "4 h" }, { value: "720", text: "12 h" }] },
      confirm: "Snooze",
      reason: { label: "Another reason", required: true, missing: "Please write why: it stays on record.", instant: "Why? A tap snoozes it.",
        suggestions: ["Somebody is on the way", "Being loaded or cleaned", "Repair is under way", "Known, unit is empty"] },
      run: async ({ reason, choice, key }) => {
        const until = new Date(Date.now() + Number(choice) * MINUTE).toISOString();
        const done = await move(incident, "snooze", { until, reason }, key, etag, (now) => now.level === incident.level);
        toast({ title: `Snoozed until ${time.clock(done.data.snoozed_until)}`, text: `${incident.unit_name}: ${reason}` });
        return done;
      },
    });
  } catch (error) {
    return explain(error, incident.id);
  }
}

/** Has people told of it again. */
export async function wake(incident) {
  try {
    const done = await api.post(`${path(incident.id)}/unsnooze`);
    toast({ title: "Awake", text: "People are told of it again." });
    return done;
  } catch (error) {
    return explain(error, incident.id);
  }
}

/** Asks since when the probe is not to be trusted and why, and closes it for good. */
export async function sensorDied(incident, etag) {
  const channels = [...new Set(incident.excursions.map((excursion) => `${excursion.device}/${excursion.channel}`))];
  const channel = channels.length === 1 ? null : channels[0];
  const began = incident.excursions.map((excursion) => excursion.started_at).sort()[0] ?? incident.started_at;
  try {
    return await ask({
      title: "The sensor died?",
      tone: "danger",
      text: html`<p>The incident is closed. From the time below on nothing that <b class="mono">${channel ?? channels.join(", ")}</b> says is trusted: it stays on record, and the time counts as <b>unknown</b>, neither good nor bad.</p>
        <p>Nothing watches this place by that probe until somebody says on its device page that it was replaced.</p>`,
      ...(channel && { choice: { label: "Which one", value: channel, options: channels.map((one) => ({ value: one, text: one })) } }),
      moment: { label: "Not trusted from", value: began, hint: "When it was last right. It began to tell of trouble at this time." },
      confirm: "Close it",
      reason: { label: "Reason", required: true, missing: "Please write why: it stays on record.", suggestions: ["Probe is broken", "Probe was taken out", "Cable is damaged", "Wet or iced connector"] },
      run: async ({ reason, choice, moment, key }) => {
        const done = await move(incident, "sensor-died", { reason, ...(choice && { channel: choice }), ...(moment && { from: moment }) }, key, etag, (now) => now.state === incident.state);
        toast({ title: "Closed: the sensor died", text: "Its time counts as unknown from then on." });
        return done;
      },
    });
  } catch (error) {
    return explain(error, incident.id);
  }
}

/** New readings change the incident too: only what `same` looks at is a reason to ask again. */
async function move(incident, verb, body, key, etag, same) {
  try {
    try {
      return await api.post(`${path(incident.id)}/${verb}`, { body, key, ifMatch: etag });
    } catch (error) {
      if (error.status !== 412) throw error;
      const now = await api.read(path(incident.id));
      if (!same(now.data)) throw error;
      return await api.post(`${path(incident.id)}/${verb}`, { body, ifMatch: now.etag });
    }
  } catch (error) {
    if (error.status === 409 || error.status === 412) error.closes = true;
    throw error;
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
      const last = now.data.history.findLast((line) => ["acknowledged", "assigned", "snoozed", "unsnoozed", "resolved", "sensor_died"].includes(line.event));
      const who = last && (last.actor === session.get()?.user ? "You" : last.actor);
      await tell({
        title: "Somebody was faster",
        text: html`${last ? html`<p><b>${who}</b> ${last.event === "unsnoozed" ? "woke" : last.event === "sensor_died" ? "closed" : last.event} it ${time.ago(last.at)}.</p>` : html`<p>${error.detail}</p>`}
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
