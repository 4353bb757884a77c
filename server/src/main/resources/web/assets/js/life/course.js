// The temperatures that spoke for goods at a place, out of the chart of the unit there. Pure. Times are seconds since 1970.
import { commonGaps, gapAt, indexAt } from "../chart/model.js";

/**
 * The course of a stay: {from, to, bucket, t, low, high, mean, gaps}. `low` and `high` are the coldest and the warmest by the probes that
 * speak: those in the product where one of them is known, else what those in the air make of it; of several the worse one in each
 * direction. `mean` is null where several speak. `gaps` [[from, to]]: nothing is known.
 *
 * @param chart what prepare of chart/model.js made of the unit's chart
 */
export function courseOf(chart, from, to) {
  const measured = chart.lines.filter((line) => line.unit === "Cel" && !line.product);
  const inProduct = measured.filter((line) => line.senses === "product");
  const inAir = measured.filter((line) => line.senses !== "product").map((air) => chart.lines.find((line) => line.of === air.key) ?? air);
  const all = [...inProduct, ...inAir];
  const end = Math.min(to, Math.max(from, chart.now));
  const course = { from, to: end, bucket: chart.bucket, t: [], low: [], high: [], mean: [], gaps: [] };
  if (all.length === 0) {
    if (end > from) course.gaps.push([from, end]);
    return course;
  }
  // Where a probe falls silent, others speak on.
  const times = [...new Set(all.flatMap((line) => [...line.t, ...(all.length > 1 ? line.gaps.map(([a]) => a) : [])]))].sort((a, b) => a - b);
  for (const t of times) {
    if (t >= end || t + chart.bucket < from) continue;
    const probes = at(inProduct, t);
    const speaking = probes.length > 0 ? probes : at(inAir, t);
    if (speaking.length === 0) continue;
    course.t.push(Math.max(from, t));
    course.low.push(Math.min(...speaking.map(({ line, i }) => line.min[i])));
    course.high.push(Math.max(...speaking.map(({ line, i }) => line.max[i])));
    course.mean.push(speaking.length === 1 ? speaking[0].line.mean[speaking[0].i] : null);
  }
  course.gaps = commonGaps(all)
    .map(([a, b]) => [Math.max(a, from), Math.min(b, end)])
    .filter(([a, b]) => b > a);
  const first = course.t[0] ?? end;
  // The server tells of gaps in whole seconds; what is left of one before the first reading is none.
  if (course.gaps.length === 0 && first - from > Math.max(chart.bucket, 5)) course.gaps.push([from, first]);
  return course;
}

/** Those of the lines that say something at t, with where. */
function at(lines, t) {
  return lines.flatMap((line) => {
    const i = indexAt(line.t, t);
    return i < 0 || gapAt(line, t) || t > line.heard + line.hold ? [] : [{ line, i }];
  });
}

/** What stands at x in a course: {low, high, mean, time}, or null. */
export function standing(course, x) {
  const i = indexAt(course.t, x);
  if (i < 0 || x > course.to || course.gaps.some(([a, b]) => x >= a && x < b)) return null;
  return { low: course.low[i], high: course.high[i], mean: course.mean[i], time: course.t[i] };
}

/** Unbroken stretches of a course: [{i, end, until}]: points i to end (exclusive), the last of which stands until then. */
export function unbroken(course) {
  const out = [];
  let begin = 0;
  let gap = 0;
  for (let i = 0; i < course.t.length; i += 1) {
    const next = i + 1 < course.t.length ? course.t[i + 1] : course.to;
    while (gap < course.gaps.length && course.gaps[gap][1] <= course.t[i]) gap += 1;
    const broken = gap < course.gaps.length && course.gaps[gap][0] < next && course.gaps[gap][0] >= course.t[i];
    if (broken || i + 1 === course.t.length) {
      out.push({ i: begin, end: i + 1, until: broken ? course.gaps[gap][0] : course.to });
      begin = i + 1;
    }
  }
  return out;
}

/**
 * How goods fared over a course, as pieces {from, to, state, share}: state "warm", "cold", "both", "ok" or "unknown"; share: 1, or a
 * half where only some of a bucket was so.
 */
export function fared(course, { min, max }) {
  const out = course.gaps.map(([from, to]) => ({ from, to, state: "unknown", share: 1 }));
  for (const { i, end, until } of unbroken(course)) {
    for (let n = i; n < end; n += 1) {
      const to = n + 1 < end ? course.t[n + 1] : until;
      const warm = max !== null && course.high[n] > max;
      const cold = min !== null && course.low[n] < min;
      const wholly = (warm && course.low[n] > max) || (cold && course.high[n] < min) || course.bucket === 0;
      const state = warm && cold ? "both" : warm ? "warm" : cold ? "cold" : "ok";
      const piece = { from: course.t[n], to, state, share: state === "ok" || wholly ? 1 : 0.5 };
      const before = out.at(-1);
      if (before && before.to === piece.from && before.state === state && before.share === piece.share) before.to = to;
      else if (to > piece.from) out.push(piece);
    }
  }
  return out.sort((a, b) => a.from - b.from);
}

/**
 * How much of a sum was used up until each point of a course, as [[t, share]], from 0 at its begin to 1 at its end: it grows only while
 * `rate` of the coldest and the warmest says so, evenly over known time where that never does.
 */
export function spent(course, rate) {
  const steps = [];
  for (const { i, end, until } of unbroken(course)) {
    for (let n = i; n < end; n += 1) {
      const to = n + 1 < end ? course.t[n + 1] : until;
      steps.push([course.t[n], to, Math.max(0, rate(course.low[n], course.high[n])) * (to - course.t[n])]);
    }
  }
  let all = steps.reduce((sum, step) => sum + step[2], 0);
  if (all <= 0) {
    for (const step of steps) step[2] = step[1] - step[0];
    all = steps.reduce((sum, step) => sum + step[2], 0);
  }
  const out = [[course.from, 0]];
  let sum = 0;
  for (const [from, to, amount] of steps) {
    if (amount <= 0) continue;
    if (from > out.at(-1)[0]) out.push([from, sum / all]);
    sum += amount;
    out.push([to, sum / all]);
  }
  out.push([course.to, 1]);
  return out;
}
