// The exposure ledger of a handling unit, as the pages want it. The only file that knows the answer of GET /stock/{id}/exposure. Times are seconds since 1970.
import { band, capital, number } from "../format.js";
import { shareWords, timeWords } from "./words.js";

const seconds = (iso) => (iso === null || iso === undefined ? null : Date.parse(iso) / 1000);

/**
 * @param answer of GET /stock/{id}/exposure
 * @param {Map<string, {id: string, name: string}>} nodes of the units, as far as they are known
 * @param {{unit: string, slot: string, from: string}[]} exposures of the handling unit; those to dwell tell how long it may be somewhere
 * @returns {{id: string, from: number, ended: number | null, until: number, band: {min, max}, freezesBelow: number | null,
 *     pasts: {number: number, places: object[], sum: object}[], worst: object, budgets: object[], contradictions: object[]}}
 *     `worst`: of each figure that of the past that fared worst in it
 */
export function readLife(answer, nodes, exposures = []) {
  const { tolerance } = answer;
  const worst = sumOf(answer.worst);
  return {
    id: answer.handling_unit,
    from: seconds(answer.from),
    until: seconds(answer.until),
    ended: seconds(answer.ended_at),
    band: { min: tolerance.min_celsius, max: tolerance.max_celsius },
    freezesBelow: tolerance.freezes_below_celsius,
    pasts: answer.strands.map((strand) => ({ number: strand.strand, sum: sumOf(strand.sums), places: strand.places.map((place) => placeOf(place, nodes, exposures)) })),
    worst,
    budgets: [...tolerance.allowances.map(allowanceOf), ...shelfLifeOf(tolerance.shelf_life)].map((budget) => withWords(budget, worst)),
    contradictions: answer.contradictions,
  };
}

/** Units of an answer, each once. */
export const unitsOf = (answer) => [...new Set(answer.strands.flatMap((strand) => strand.places.map((place) => place.unit)).filter((unit) => unit !== null))];

function sumOf(sums) {
  return {
    elapsed: sums.elapsed_s,
    known: sums.known_s,
    unknown: sums.unknown_s,
    inBand: sums.in_band_s,
    warm: sums.too_warm_s,
    cold: sums.too_cold_s,
    both: sums.too_warm_and_too_cold_s,
    warmDegreeMinutes: sums.too_warm_degree_minutes,
    coldDegreeMinutes: sums.too_cold_degree_minutes,
    freezes: sums.freezes,
    kinetic: sums.mean_kinetic_celsius,
    coldest: sums.coldest_celsius,
    warmest: sums.warmest_celsius,
    shelfLife: sums.shelf_life_used_percent === null ? null : sums.shelf_life_used_percent / 100,
    allowances: sums.allowances.map((allowance) => allowance.used_s),
  };
}

function placeOf(place, nodes, exposures) {
  const node = nodes.get(place.unit);
  return {
    unit: place.unit,
    name: place.unit === null ? "Place not known" : (place.unit_name ?? place.unit),
    node: node?.id ?? null,
    nodeName: node?.name ?? null,
    as: place.handling_unit,
    from: seconds(place.from),
    to: seconds(place.to),
    open: place.ongoing,
    dwellReached: dwellReachedOf(place, exposures),
    sum: sumOf(place.sums),
  };
}

/** When it had been there for as long as it may; null where it was not. The clock may have begun at a place before. */
function dwellReachedOf({ unit, from, to }, exposures) {
  const over = exposures.find((one) => one.unit === unit && one.slot.startsWith("dwell_") && seconds(one.from) > seconds(from) && seconds(one.from) < seconds(to));
  return over ? seconds(over.from) : null;
}

function allowanceOf({ name, side, beyond_celsius: beyond, until_celsius: until, time_s: total }, n) {
  const warm = side === "warm";
  return {
    key: `allowance-${n}`,
    figure: "allowances",
    allowance: name,
    name: capital(name),
    about: until === null ? (warm ? `above ${number(beyond)} °C` : `below ${number(beyond)} °C`)
      : warm ? `above ${number(beyond)} and up to ${number(until)} °C` : `below ${number(beyond)} and down to ${number(until)} °C`,
    total,
    words: timeWords,
    totalWords: timeWords(total),
    usedIn: (sum) => sum.allowances[n],
    rate: (low, high) => Number(warm ? high > beyond && (until === null || low <= until) : low < beyond && (until === null || high >= until)),
  };
}

function shelfLifeOf(shelfLife) {
  if (!shelfLife) return [];
  return [{
    key: "shelf-life",
    figure: "shelf_life_used",
    allowance: null,
    name: "Shelf life",
    about: `${timeWords(shelfLife.life_s)} at ${number(shelfLife.label_celsius)} °C`,
    total: 1,
    words: shareWords,
    totalWords: timeWords(shelfLife.life_s),
    usedIn: (sum) => sum.shelfLife,
    rate: (low, high) => agesAt(shelfLife, high),
  }];
}

const ZERO_CELSIUS = 273.15;
const GAS_CONSTANT = 8.314462618e-3;

/** How fast it ages, next to what it does at the temperature on its label. */
function agesAt({ label_celsius: label, q10, activation_kilojoules_per_mole: activation }, celsius) {
  if (q10 !== null) return q10 ** ((celsius - label) / 10);
  return Math.exp((activation / GAS_CONSTANT) * (1 / (label + ZERO_CELSIUS) - 1 / (celsius + ZERO_CELSIUS)));
}

/** A budget with what is left of it after a sum. */
export function withWords(budget, sum) {
  const used = budget.usedIn(sum);
  const left = budget.total - used;
  return {
    ...budget,
    left,
    // What may last no time at all is used up once it was used.
    share: budget.total > 0 ? left / budget.total : used > 0 ? -1 : 1,
    leftWords: left < 0 ? `${budget.words(-left)} over` : budget.words(left),
    usedWords: budget.words(used),
    usedInWords: (sum) => budget.words(budget.usedIn(sum)),
  };
}

/** "2 to 8 °C", or null. */
export const bandWords = (life) => band(life.band.min, life.band.max);
