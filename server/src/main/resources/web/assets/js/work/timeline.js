// What happened with an incident, newest on top: what is new is what one looks for. History and notices in one line of time.
import { html } from "../lib.js";
import { Icon } from "../components/icons.js";
import { Time } from "../components/ui.js";
import * as format from "../format.js";
import * as time from "../time.js";

const NOTICE_WORDS = { incident_opened: "Incident opened", incident_worsened: "Got worse", incident_widened: "More units have it", late_summary: "Over when it was found", incident_recovered: "Recovered", incident_retracted: "Taken back", snooze_ended: "Snooze over, it still lasts", decision_proposed: "Decision waits", decision_escalated: "Decision waits too long" };

/** incident: IncidentDetail */
export function Timeline({ incident }) {
  const entries = [...incident.history.map((line, i) => ({ key: `h${i}`, at: line.at, ...told(line, incident) })), ...incident.notices.flatMap(noticed)]
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  let lastDay = null;
  return html`<ol class="timeline">${entries.map((entry) => {
    const day = time.day(entry.at, time.readerZone);
    const fresh = day !== lastDay;
    lastDay = day;
    return html`${fresh && html`<li key=${`d${day}`} class="timeline-day">${day}, ${time.zoneName(time.readerZone, entry.at)}</li>`}
      <li key=${entry.key} data-tone=${entry.tone}><span class="timeline-icon"><${Icon} name=${entry.icon} size="16" /></span>
        <div><p class="timeline-what">${entry.what}</p>${entry.more && html`<p class="muted">${entry.more}</p>`}</div>
        <time class="timeline-time" datetime=${entry.at} title=${time.exact(entry.at, time.readerZone)}>${time.clockSeconds(entry.at, time.readerZone)}</time></li>`;
  })}</ol>`;
}

/** What became of a limit of one handling unit. */
const OF_GOODS = {
  excursion_found: (detail) => ({ icon: "incidents", tone: detail.level, what: `${detail.handling_unit}: limit reached, ${detail.level}` }),
  excursion_corrected: (detail) => ({ icon: "incidents", tone: detail.level, what: `${detail.handling_unit}: corrected, ${detail.level}` }),
  excursion_ended: (detail) => ({ icon: "check", tone: "ok", what: `${detail.handling_unit}: over` }),
  excursion_reopened: (detail) => ({ icon: "incidents", tone: detail.level, what: `${detail.handling_unit}: goes on after all` }),
  excursion_retracted: (detail) => ({ icon: "cross", what: `${detail.handling_unit}: taken back, movements told later show that there was nothing` }),
};

function told({ at, actor, event, detail }, incident) {
  // What follows from that nobody trusts the probe any more.
  const died = incident.cause_code === "sensor_died" && Date.parse(at) >= Date.parse(incident.resolved_at);
  const own = incident.excursions.find((excursion) => excursion.id === detail.excursion) ?? incident;
  const said = (one) => format.worst({ worst_value: one.worst_value, value_unit: own.value_unit, measure: own.measure, quantity: own.quantity });
  const worst = detail.worst_value !== undefined && own.value_unit ? format.plain(own) ? format.capital(said(detail)) : `Worst ${said(detail)}` : null;
  const zone = time.readerZone;
  const since = detail.started_at ? `out of its limits since ${time.dayAndClock(detail.started_at, zone, Date.parse(detail.started_at))}` : null;
  const before = detail.before;
  if (detail.handling_unit && OF_GOODS[event]) {
    return { ...OF_GOODS[event](detail), more: detail.ended_at ? `Until ${time.dayAndClock(detail.ended_at, zone, Date.parse(detail.ended_at))}`
      : detail.started_at && `Since ${time.dayAndClock(detail.started_at, zone, Date.parse(detail.started_at))}` };
  }
  switch (event) {
    case "excursion_found":
      return { icon: "incidents", tone: detail.level, what: `${format.sentence(incident.slot)}, ${detail.level}`, more: [worst, since].filter(Boolean).join("; ") };
    case "excursion_corrected":
      return { icon: "incidents", tone: detail.level, what: corrected(before, detail),
        more: [...differences(before, detail, zone), before && before.worst_value !== detail.worst_value && !format.plain(own) ? `Worst ${said(detail)}, before ${said(before)}` : worst].filter(Boolean).join("; ") };
    case "excursion_ended":
      return { icon: "check", tone: "ok", what: died ? "What is trusted of it ends" : "Back within its limits", more: [worst, ...differences(before, { ...detail, ended_at: before?.ended_at }, zone), detail.ended_at && `${died ? "unknown" : "in its limits"} since ${time.clock(detail.ended_at, zone)}`].filter(Boolean).join("; ") };
    case "excursion_reopened": return { icon: "incidents", tone: detail.level, what: "Out of its limits after all", more: [...differences(before, detail, zone), worst].filter(Boolean).join("; ") };
    case "excursion_retracted": return { icon: "cross", what: died ? "Taken back: nobody trusts those readings" : "Taken back: late readings show that there was nothing",
      more: [`It was thought to be out of its limits since ${time.dayAndClock(detail.started_at, zone, Date.parse(detail.started_at))}`, worst].filter(Boolean).join("; ") };
    case "incident_retracted": return { icon: "cross", what: "Nothing was wrong",
      more: detail.people_told ? "Whoever was told of it was told so" : "People were told nothing of it, or want to hear nothing now" };
    case "excursion_joined": return { icon: "link", what: "Joined by another stretch out of limits", more: worst };
    case "excursion_left": return { icon: "link", what: "It goes on in another incident", more: detail.into };
    case "split": return { icon: "link", what: "A part of it belongs to another incident", more: detail.into };
    case "split_from": return { icon: "link", what: "It was thought to be part of another incident", more: detail.from };
    case "merged": return { icon: "link", what: "Merged into another incident", more: detail.into };
    case "probe_came_off": return { icon: "bell", tone: "unknown", what: `Probe ${detail.channel} has probably come off`,
      more: `it showed ${detail.before} °C at ${time.clock(detail.before_at, zone)} and ${detail.after} °C at ${time.clock(detail.after_at, zone)}${detail.door_closed ? " with the door closed" : ""}, and stayed within ${detail.within} K${detail.other === undefined ? "" : `; another probe showed ${detail.other} °C`}` };
    case "quarantine_proposed": return { icon: "decisions", tone: "warning", what: `Quarantine of ${format.count(detail.handling_units, "handling unit")} proposed` };
    case "quarantine_approved": return { icon: "check", tone: "ok", what: html`<b>${actor}</b> approved the quarantine`, more: detail.reason };
    case "quarantine_rejected": return { icon: "cross", what: html`<b>${actor}</b> rejected the quarantine`, more: detail.reason };
    case "acknowledged": return { icon: "person", tone: "accent", what: html`<b>${actor}</b> acknowledged it`, more: detail.lead && "with the event that it is part of" };
    case "acknowledged_with_lead": return { icon: "person", tone: "accent", what: "Somebody sees to the event that it is part of" };
    case "members_joined": return { icon: "link", tone: "warning", what: `${format.count(detail.joined, "more incident")} of the same event`, more: `now ${format.count(detail.units, "unit")} of ${format.count(detail.nodes, "node")}` };
    case "cause_joined": return { icon: "link", what: "Part of an event of several units", more: "People are told of the event, not of each unit" };
    case "cause_led": return { icon: "link", what: "Leads the event from here on", more: "the one that led is over, or was none" };
    case "cause_left": return { icon: "link", what: "Not part of the event after all" };
    case "told_late": return { icon: "bell", what: `Told in one summary of ${format.count(detail.incidents, "incident")}` };
    case "assigned": {
      const to = detail.assignee ?? detail.to;
      return { icon: "person", tone: "accent", what: to ? (to === actor ? html`<b>${actor}</b> took it` : html`<b>${actor}</b> gave it to <b>${to}</b>`) : html`<b>${actor}</b> gave it to nobody` };
    }
    case "snoozed": return { icon: "clock", tone: "accent", what: html`<b>${actor}</b> snoozed it until ${time.dayAndClock(detail.until, zone)}`, more: detail.reason };
    case "unsnoozed": return { icon: "bell", tone: "accent", what: html`<b>${actor}</b> woke it` };
    case "snooze_ended": return { icon: "bell", tone: detail.lasts ? "warning" : undefined, what: detail.lasts ? "Its snooze is over, and it still lasts" : "Its snooze is over" };
    case "snooze_broken_off": return { icon: "bell", tone: detail.level, what: `Its snooze broke off: it is ${detail.level} now` };
    case "sensor_died": return { icon: "cross", tone: "unknown", what: html`<b>${actor}</b> closed it: the sensor died`,
      more: `${detail.reason}; from ${time.dayAndClock(detail.from, zone, Date.parse(detail.from))} on the time of ${detail.channel} is unknown` };
    case "resolved": return { icon: "check", tone: "ok", what: html`<b>${actor}</b> resolved it${detail.lead ? " with the event that it is part of" : ""}`, more: detail.cause };
    default: return { icon: "clock", what: format.sentence(event), more: actor };
  }
}

/** Known a moment ago and still true, only more of it; or known and not true. */
function corrected(before, after) {
  if (!before) return "Corrected by later readings";
  if (before.level !== after.level) return after.level === "critical" ? "Now critical" : "Only a warning after all";
  if (!before.unknown_since && after.unknown_since) return "No reading stands any more: whether it goes on is not known";
  if (before.unknown_since && !after.unknown_since && before.started_at === after.started_at) return "Readings again: it went on";
  return before.started_at === after.started_at && before.confirmed_at === after.confirmed_at && before.ended_at === after.ended_at && !before.ended_at ? "It goes on" : "Corrected by later readings";
}

/** What of begin, end and level is other than it was known. */
function differences(before, after, zone) {
  if (!before) return [];
  const at = (when) => (when ? time.dayAndClock(when, zone, Date.parse(when)) : "not over");
  const out = [];
  if (before.started_at !== after.started_at) out.push(`Began ${at(after.started_at)}, before ${at(before.started_at)}`);
  if (before.ended_at && before.ended_at !== after.ended_at) out.push(`Ended ${at(after.ended_at)}, before ${at(before.ended_at)}`);
  return out;
}

function noticed(notice) {
  const what = NOTICE_WORDS[notice.kind] ?? format.sentence(notice.kind);
  const failed = notice.attempts.filter((attempt) => attempt.outcome !== "delivered");
  const entries = [];
  if (notice.delivered_at) {
    entries.push({ key: `n${notice.id}`, at: notice.delivered_at, icon: "bell", what: `Told ${notice.target}: ${what}`, more: failed.length ? `after ${format.count(failed.length, "failed attempt")}` : null });
  } else {
    const last = failed.at(-1);
    entries.push({ key: `n${notice.id}`, at: last?.at ?? notice.created_at, icon: "bell", tone: notice.state === "gave_up" ? "critical" : "warning",
      what: `${notice.state === "gave_up" ? "Gave up telling" : "Not told yet:"} ${notice.target}: ${what}`,
      more: [last && `attempt ${last.attempt}: ${last.detail}`, notice.next_attempt_at && (Date.parse(notice.next_attempt_at) > Date.now() ? html`next attempt <${Time} time=${notice.next_attempt_at} />` : "next attempt is due")].filter(Boolean).map((part, i) => html`<span key=${i}>${i ? ", " : ""}${part}</span>`) });
  }
  return entries;
}
