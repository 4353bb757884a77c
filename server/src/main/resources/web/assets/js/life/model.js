// What the chart of a handling unit's life shows, as plain data. Pure: no DOM, no clock. Times are seconds since 1970.
import { withWords } from "./read.js";
import { courseOf, fared, spent, standing } from "./course.js";

/** Places wider than this share of the range are worth asking for their temperatures. */
const SEEN = 1 / 2000;

/**
 * The stays of a past within a range: [{place, from, to}] with what is seen of each.
 *
 * @param past of read.js: {places}
 */
export function staysWithin(past, from, to) {
  return past.places
    .map((place) => ({ place, from: Math.max(place.from, from), to: Math.min(place.to, to) }))
    .filter((stay) => stay.to > stay.from);
}

/** Whether it is worth asking the server what a stay measured. */
export const worthAsking = (stay, from, to) => stay.place.unit !== null && stay.to - stay.from > (to - from) * SEEN;

/**
 * The model of a chart.
 *
 * @param life of read.js
 * @param past number of the past that is shown
 * @param stays of staysWithin, each with `chart`: what prepare of chart/model.js made of the unit's chart for it, or null
 * @param whole the same for the whole of its life; the budgets follow it
 */
export function modelOf(life, past, { from, to, now }, stays, whole) {
  const courses = stays.map((stay) => ({ ...stay, course: courseOfStay(stay) }));
  return {
    life,
    past,
    from,
    to,
    now,
    band: life.band,
    stays: courses,
    rows: rowsOf(courses, life),
    excursions: courses.flatMap(excursionsOf),
    budgets: budgetsOf(life, life.pasts[past], whole),
  };
}

function courseOfStay({ chart, from, to }) {
  if (chart) return courseOf(chart, from, to);
  return { from, to, bucket: 0, t: [], low: [], high: [], mean: [], gaps: [[from, to]] };
}

/** One row for each place, in the order of the first visit; out of the network, and where nobody knows, is a place too. */
function rowsOf(stays, { band }) {
  const rows = new Map();
  for (const stay of stays) {
    const key = stay.place.unit ?? "";
    if (!rows.has(key)) rows.set(key, { key, place: stay.place, stays: [] });
    rows.get(key).stays.push({ ...stay, pieces: fared(stay.course, band) });
  }
  return [...rows.values()];
}

/** Excursions of the units it was in, as far as it was there: {...excursion, from, to, open, place}. */
function excursionsOf({ place, chart, from, to }) {
  const temperature = new Set(chart?.lines.filter((line) => line.unit === "Cel").map((line) => line.key));
  return (chart?.excursions ?? [])
    .filter((e) => temperature.has(e.key) && e.measure !== "missing")
    .map((e) => ({ ...e, place, from: Math.max(e.start, from), to: Math.min(e.end ?? Infinity, to), open: e.end === null }))
    .filter((e) => e.to > e.from);
}

/** What is left of each budget over time: {...budget, points: [[t, share left]]}, the first at the begin of the life. */
function budgetsOf(life, past, whole) {
  return life.budgets.map((budget) => {
    let used = 0;
    const points = [[past.places[0]?.from ?? life.from, 1]];
    for (const place of past.places) {
      const spentHere = budget.usedIn(place.sum);
      const here = budget.total > 0 ? spentHere / budget.total : 2 * Number(spentHere > 0);
      if (here > 0) {
        const course = courseOfStay(whole.find((stay) => stay.place === place) ?? { chart: null, from: place.from, to: place.to });
        const share = course.t.length ? spent(course, budget.rate) : [[place.from, 0], [place.to, 1]];
        for (const [t, part] of share) points.push([t, 1 - used - here * part]);
      } else points.push([place.to, 1 - used]);
      used += here;
    }
    return { ...withWords(budget, past.sum), points };
  });
}

/** The stay at a time; undefined when it was in none. */
export const stayAt = (model, x) => model.stays.find((stay) => x >= stay.from && (x < stay.to || (x <= stay.to && stay === model.stays.at(-1))));

/** What stood at x: {stay, value: {low, high, mean} | null, budgets: [{name, share}]}. */
export function at(model, x) {
  const stay = stayAt(model, x);
  return {
    stay,
    value: stay ? standing(stay.course, x) : null,
    budgets: model.budgets.map((budget) => ({ ...budget, share: leftAt(budget.points, x) })),
    excursions: model.excursions.filter((e) => x >= e.from && x <= e.to),
  };
}

/** The share of a budget that is left at x. */
export function leftAt(points, x) {
  if (x <= points[0][0]) return points[0][1];
  for (let i = 1; i < points.length; i += 1) {
    const [t, left] = points[i];
    if (x > t) continue;
    const [before, had] = points[i - 1];
    return t === before ? left : had + ((left - had) * (x - before)) / (t - before);
  }
  return points.at(-1)[1];
}

// Up to this far off, in degrees, the end of the band is brought into view; farther away it would only flatten the curve.
const BAND_REACH = 12;

/** Lowest and highest value of the axis. */
export function axisRange(model) {
  let low = Infinity;
  let high = -Infinity;
  for (const { course } of model.stays) {
    for (const value of course.low) low = Math.min(low, value);
    for (const value of course.high) high = Math.max(high, value);
  }
  const ends = [model.band.min, model.band.max].filter((end) => end !== null);
  if (low === Infinity) [low, high] = ends.length ? [Math.min(...ends), Math.max(...ends)] : [0, 1];
  for (const end of ends) {
    if (end < low && low - end <= BAND_REACH) low = end;
    if (end > high && end - high <= BAND_REACH) high = end;
  }
  const span = Math.max(high - low, 4);
  const middle = (low + high) / 2;
  return [middle - span * 0.56, middle + span * 0.58];
}

/** When something was first known of it: null when nothing is. */
export function firstKnown(model) {
  const first = Math.min(...model.stays.map(({ course }) => course.t[0] ?? Infinity));
  return Number.isFinite(first) ? first : null;
}
