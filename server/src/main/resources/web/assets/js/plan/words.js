// Plans, their reasons and what would change them, in words for people.
import * as format from "../format.js";
import * as time from "../time.js";

const ACTIONS = {
  no_action: "Leave as it is", hold: "Hold", quarantine: "Quarantine", release: "Release", discard: "Discard", transfer: "Transfer", reroute: "Reroute",
};

/** "Transfer" of an action or disposition. */
export const actionWord = (action) => ACTIONS[action] ?? format.sentence(action);

/** "€1,240" of {amount, currency}; "value not known" of null. */
export const money = (sum, none = "value not known") => (sum ? format.money(Number(sum.amount), sum.currency) : none);

/** What a decision does, as a sentence without its end: "Transfer 12 handling units to Airport Hub". */
export function decisionTitle(decision, nodes) {
  const what = `${actionWord(decision.disposition)} ${format.count(decision.handling_units, "handling unit")}`;
  return decision.to_node ? `${what} to ${nodeName(decision.to_node, nodes)}` : what;
}

/** The name of a node by its id. nodes: Map of id to name */
export const nodeName = (id, nodes) => nodes?.get(id) ?? id;

/** What approving it means for the goods. */
export function consequence(disposition, to) {
  switch (disposition) {
    case "quarantine": return "Nobody may ship or use them until they are released.";
    case "hold": return "They stay where they are, and nobody may ship or use them until they are released.";
    case "release": return "They may be shipped and used again.";
    case "discard": return "They may not be used any more, only disposed of.";
    case "transfer": return `They are sent to ${to}, and may be moved nowhere else meanwhile.`;
    case "reroute": return `Their shipment is sent to ${to} instead.`;
    default: return "";
  }
}

const percent = (share) => `${format.number(share * 100, share < 0.1 ? 1 : 0)} %`;
const minutes = (value) => (value === null || value === undefined ? "never" : time.duration(value * 60_000));

/** Words of a reason {code, subject, figures}. `currency` of its sums. */
export function reasonText(reason, { currency, nodes }) {
  const figure = Object.fromEntries(reason.figures.map(({ name, value }) => [name, value]));
  const about = nodeName(reason.subject, nodes);
  const sum = (value) => (value === null || value === undefined ? "–" : format.money(value, currency));
  switch (reason.code) {
    case "allowance-used-up": return `The allowance “${about}” is used up: ${percent(figure.used_minutes / figure.allowed_minutes)} of it.`;
    case "allowance-may-be-used-up": return `The allowance “${about}” may be used up: ${percent(figure.used_minutes / figure.allowed_minutes)} is certain, ${minutes(figure.unknown_minutes)} nobody knows about.`;
    case "allowance-about-used-up": return `The allowance “${about}” is about used up: ${percent(figure.possible_minutes / figure.allowed_minutes)}.`;
    case "allowance-used-up-by-some": return `The allowance “${about}” may be used up: that depends on the probe, or on how fast goods follow the air.`;
    case "allowance-left": return `${percent(1 - figure.used_minutes / figure.allowed_minutes)} of the allowance “${about}” is left.`;
    case "shelf-life-used-up": return `Its shelf life is used up: ${percent(figure.used_share)}.`;
    case "shelf-life-may-be-used-up": return `Its shelf life may be used up: ${percent(figure.used_share)} is certain, ${percent(figure.possible_share)} possible.`;
    case "shelf-life-left": return `${percent(1 - figure.used_share)} of its shelf life is left.`;
    case "froze": return `It froze${figure.freezes > 1 ? ` ${format.number(figure.freezes, 0)} times` : ""}, and must not.`;
    case "may-have-frozen": return "It may have frozen.";
    case "may-have-been-too-warm": return "It may have been too warm in time that nobody knows about.";
    case "may-have-been-too-cold": return "It may have been too cold in time that nobody knows about.";
    case "too-warm-without-allowance":
    case "too-cold-without-allowance":
      return `It was at ${format.withUnit(figure.extreme_celsius, "Cel")}, its band ends at ${format.withUnit(figure.band_celsius, "Cel")}, and no allowance speaks of that.`;
    case "nothing-known": return "Nothing is known of its temperatures.";
    case "if-left": return `If it stays in ${about}: spoiled in ${minutes(figure.minutes_to_spoiled)}, with a probability of ${percent(figure.spoils_probability)}; ${sum(figure.expected_loss_money)} expected to be lost.`;
    case "route": return `On the way ${minutes(figure.budget_left_minutes)} of its budget remain; it spoils all the same with a probability of ${percent(figure.spoils_probability)}. Costs ${sum(figure.landed_cost_money)}.`;
    case "lane-closed": return `The lane ${about} is closed.`;
    case "node-dark": return `${about} is dark itself.`;
    case "not-authorised": return `${about} is not authorised for it.`;
    case "no-fallback": return `${about} is no fallback of its region.`;
    case "no-lane": return "No lane leads away.";
    case "no-room": return `No room at ${about}${figure.short_of_litres ? `: ${format.number(figure.short_of_litres, 0)} litres short` : ""}.`;
    case "too-late-or-no-room-of-its-class": return `By ${about} it would come too late, or there is no room of its class.`;
    case "costs-more-than-it-saves": return `By ${about} it would cost more than it saves.`;
    case "destination-dark": return "Where it is to go has no power.";
    case "no-stock-in-time": return "No sound stock comes in time.";
    case "stock-serves-others": return "What stock there is serves orders that lose more.";
    case "origin-stays": return `Served from ${about} as before, ${minutes(figure.spare_minutes)} to spare.`;
    case "new-origin": return `Served from ${about}, ${minutes(figure.spare_minutes)} to spare.`;
    default: return reason.text;
  }
}

/** What would have to be otherwise for the proposal to change. */
export function changeText(change, { nodes }) {
  const about = nodeName(change.subject, nodes);
  switch (change.kind) {
    case "capacity": return `${format.number(change.amount, 0)} litres more room at ${about}`;
    case "lane_capacity": return `${format.number(change.amount, 0)} litres more on ${about}`;
    case "transit": return `${about} being ${minutes(change.amount)} faster`;
    case "dock_hours": return `the dock of ${about} being open`;
    case "cost": return `${about} being cheaper by ${format.number(change.amount, 2)}`;
    case "lane_open": return `${about} being open`;
    case "node_well": return `${about} being well again`;
    case "authorisation": return `${about} being authorised for it`;
    case "fallback": return `${about} being a fallback of the region`;
    case "recovery": return `${about} being well again within ${minutes(change.amount)}`;
    default: return format.words(change.kind);
  }
}

/** "2 people, one of them qa": who has to approve. */
export function needsText(needs) {
  if (!needs) return "one person who may decide";
  if (needs.persons === 0) return "nobody: acts alone";
  const who = needs.persons === 1 ? "one person" : `${needs.persons} people`;
  if (needs.one_of) return needs.persons === 1 ? `one person of ${needs.one_of}` : `${who}, one of them ${needs.one_of}`;
  // Those three are all who may decide at all.
  return `${who}${needs.roles?.length > 0 && needs.roles.length < 3 ? ` (${needs.roles.join(" or ")})` : ""}`;
}
