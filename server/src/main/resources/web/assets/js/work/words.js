// Incidents and decisions in words for people.
import * as format from "../format.js";

/** "Too warm" of an incident. */
export const trouble = (incident) => (incident.slot ? format.sentence(incident.slot) : "Proposed by a plan");

/** "3.4 °C above the band", or null: how far the worst value lies outside the band [min, max]. */
export function beyond(worst, min, max, code = "Cel") {
  const sign = format.unitSign(code);
  const some = (v) => v !== null && v !== undefined;
  if (!some(worst)) return null;
  if (some(max) && worst > max) return `${format.number(worst - max)} ${sign} above the band`;
  if (some(min) && worst < min) return `${format.number(min - worst)} ${sign} below the band`;
  return null;
}

/** Whether the worst value of an incident is a temperature that a unit's band is about: of a probe, or of the product. */
export const comparesWithBand = (incident, unit) =>
  unit?.quantity === "temperature" && incident.value_unit === "Cel" && (incident.measure === "value" || incident.measure === "product");

/** Whether what the unit's value shows now is what the worst value is of, so that it may become the worst: the same probe, as it reads. */
export const followsUnit = (incident, unit) => comparesWithBand(incident, unit) && incident.measure === "value" && incident.channel === unit.channel;

/** Since when no reading stands for any of an incident's excursions that last; null while one does, or when that is what it is about. */
export function unknownSince(incident) {
  const lasting = incident.excursions.filter((excursion) => excursion.ended_at === null);
  if (!lasting.length || lasting.some((excursion) => excursion.unknown_since === null || excursion.measure === "missing")) return null;
  return lasting.map((excursion) => excursion.unknown_since).sort().at(-1);
}

/** What was taken for an excursion and is not any more, by the incident's history: details with {found_at, retracted_at}, oldest first. */
export function takenBack(incident) {
  const standing = new Set(incident.excursions.map((excursion) => excursion.id));
  const found = new Map();
  const taken = new Map();
  for (const { at, event, detail } of incident.history) {
    if (event === "excursion_found") found.set(detail.excursion, at);
    // One that turned out to begin at another time is another one by name, and the same for people.
    if (event.startsWith("excursion_") && detail.before && found.has(detail.before.excursion)) found.set(detail.excursion, found.get(detail.before.excursion));
    if (event === "excursion_retracted") taken.set(detail.excursion, { ...detail, found_at: found.get(detail.excursion) ?? null, retracted_at: at });
  }
  return [...taken.values()].filter((one) => !standing.has(one.excursion));
}

/** Who sees to it: "Ana has it", "Nobody has it yet". */
export function keeper(incident, me) {
  if (incident.assignee) return incident.assignee === me ? "You have it" : `${incident.assignee} has it`;
  return incident.state === "open" ? "Nobody has it yet" : "Nobody has it";
}

/** For how long in ms nobody is told of it yet, or 0. */
export const snoozeLeft = (incident, now = Date.now()) => (incident.snoozed_until ? Math.max(0, Date.parse(incident.snoozed_until) - now) : 0);

/** What to do first at the place, the most urgent first. Advice; a site's own procedure goes before it. */
export function firstSteps(incident) {
  if (incident.state === "resolved" || incident.state === "retracted") return [];
  if (incident.recovered_at && incident.measure === "dwell") {
    return incident.slot === "hand_off_missing" ? ["Resolve the incident with its cause."]
      : ["Look below at what the place cost the goods, and at what is left of their budgets.", "Resolve the incident with its cause."];
  }
  if (incident.recovered_at) {
    return ["Make sure that the unit stays within its limits before stock goes back.",
      "Ship nothing that was inside until it has been decided on.", "Resolve the incident with its cause."];
  }
  if (incident.slot === "hand_off_missing") {
    return ["Find out who gave and who took the goods, when, and how warm they were, and record it.",
      "If nobody knows: measure the goods now, and say so in the note."];
  }
  if (incident.measure === "dwell") {
    return ["Move the stock to where it may be, or hand it over, and record the move.",
      "Look at what the place measured meanwhile, and at what is left of its shelf life.",
      "If it was moved already, record when: the incident follows."];
  }
  const name = incident.slot.toLowerCase();
  const move = incident.level === "critical"
    ? "Move the stock to a unit within its limits now, and record the move."
    : "If you cannot mend it at once, get ready to move the stock.";
  const silent = ["Have the device, its gateway and the network power and a connection?", "Read the unit's own display, or a second thermometer, until readings come again.", move];
  // Missing readings of the mains are no power cut, whatever their slot is called.
  if (incident.measure === "missing") return silent;
  if (incident.measure === "disagreement" || incident.measure === "spread" || /disagree|drift|probe/.test(name)) {
    return ["Compare every probe of the unit with a second thermometer; no reading says which one is wrong.",
      "Check that none has fallen, lies in ice or touches a wall, and replace the one that is off."];
  }
  if (incident.measure === "calibration") return ["Have the probe calibrated or replaced, and enter the new date in the network file.", "Until then its readings are evidence of little: note why they were relied on."];
  if (/not_started/.test(name)) {
    return ["Start the generator by hand, or have somebody near it do so.", "If it does not start: fuel, battery, emergency stop, and whether its control stands on automatic.",
      "Keep the doors shut: an unopened unit stays cold longest.", move];
  }
  if (/over_run|runs_on/.test(name)) return ["Check that the transfer switch is back on the mains, and stop the generator if it is.", "Look at its fuel: it has run for longer than it had to."];
  if (/exercise/.test(name)) return ["Run the generator for as long as its exercise takes, under load if you can.", "Look at its battery, its fuel and its timer."];
  if (/battery|clock/.test(name)) return ["Look at the device: its battery, its supply and its clock."];
  if (/warm|heat|hot/.test(name)) {
    return ["Is the door shut and sealed? Has the unit power, does its fan run?", "Compare with a second thermometer or the unit's own display.", move];
  }
  if (/cold|freez|frozen/.test(name)) {
    return ["Check the thermostat, and that no stock touches the cold plate or the air outlet.",
      "Compare with a second thermometer or the unit's own display.", move, "Do not use or shake what may have been frozen."];
  }
  if (/door/.test(name) || incident.quantity === "door") return ["Shut the door, and check that it seals and nothing holds it open."];
  if (/mains|power|generator|fuel/.test(name) || incident.quantity === "mains") {
    return ["Check the mains, the fuses and the plug; does the generator run, has it fuel?", "Keep the doors shut: an unopened unit stays cold longest.", move];
  }
  if (/silen|missing|no_data/.test(name)) {
    return silent;
  }
  return ["Look at the unit, its display, its power and its door.", move];
}

/** "Quarantine 12 handling units" of a decision. */
export const proposal = (decision) => `${format.sentence(decision.disposition)} ${format.count(decision.handling_units, "handling unit")}${decision.to_node ? ` to ${decision.to_node}` : ""}`;

/** Name of the unit a decision's stock was in, or of its node when it comes of a plan. */
export const origin = (decision) => decision.unit_name ?? decision.from_node ?? "the network";

/** Regions, nodes and units of an overview by id: unit id -> {unit, node, region}. */
export function places(overview) {
  const index = new Map();
  for (const region of overview?.regions ?? []) {
    for (const node of region.nodes) for (const unit of node.units) index.set(unit.id, { unit, node, region });
  }
  return index;
}
