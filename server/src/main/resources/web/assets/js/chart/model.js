// What a unit's chart shows, as plain data: the answer of GET /units/{id}/chart plus readings that came live since.
// Pure: no DOM, no clock. Times are seconds since 1970.

const STATES = {
  mains: { label: "Mains power", on: "on", off: "off", normal: 1, tone: "bad" },
  generator: { label: "Generator", on: "running", off: "stopped", normal: 0, tone: "info" },
  compressor: { label: "Compressor", on: "running", off: "at rest", normal: 0, tone: "info" },
  defrost: { label: "Defrost", on: "in defrost", off: "no defrost", normal: 0, tone: "info" },
  door: { label: "Door", on: "open", off: "closed", normal: 0, tone: "warn" },
};

/** How a state quantity reads: words for 1 and 0 and which of them is the usual one; undefined for measured values. */
export function stateWords(quantity) {
  return STATES[quantity];
}

const seconds = (iso) => Date.parse(iso) / 1000;

/** @param chart the answer of the server; @param now seconds, the moment it was answered. */
export function prepare(chart, now) {
  const from = seconds(chart.from);
  const to = seconds(chart.to);
  const answered = Math.min(now, to);
  const channels = chart.channels.map((channel) => ({
    key: `${channel.device}/${channel.channel}`,
    device: channel.device,
    channel: channel.channel,
    quantity: channel.quantity,
    unit: channel.value_unit,
    hold: channel.max_hold_s,
    ...trusted(channel),
    gaps: channel.gaps.map((gap) => gap.slice()),
    // Readings folded into the newest bucket since the answer; 0: it is as the server told it.
    folded: 0,
    // Last instant at which it is known to have been heard. In a thinned answer only the bucket of the newest reading is known.
    heard: chart.bucket_s === 0 && channel.t.length > 0 ? channel.t.at(-1) : answered,
    // Whether its last gap still lasts.
    silent: channel.gaps.length > 0 && channel.gaps.at(-1)[1] >= answered - 1,
    // Whether nobody trusts what it says now.
    distrusted: (channel.distrusted ?? []).some(([, to]) => to >= answered - 1),
  }));
  const main = mainQuantity(channels);
  const lines = [];
  channels.forEach((channel, i) => {
    if (channel.quantity !== main) return;
    const colour = lines.filter((line) => !line.product).length;
    lines.push({ ...channel, colour });
    const product = productOf(lines.at(-1), chart.channels[i], answered);
    if (product) lines.push(product);
  });
  return {
    unit: chart.unit,
    from,
    to,
    now: answered,
    bucket: chart.bucket_s,
    bandMin: main === "temperature" ? chart.band_min_celsius : null,
    bandMax: main === "temperature" ? chart.band_max_celsius : null,
    lines,
    limits: main === "temperature" ? productLimits(chart.limits) : [],
    lanes: channels
      .filter((c) => c.quantity !== main)
      .sort((a, b) => laneOrder(a.quantity) - laneOrder(b.quantity)),
    excursions: chart.excursions.map((e) => ({
      ...e,
      key: `${e.device}/${e.channel}`,
      start: seconds(e.started_at),
      end: e.ended_at === null ? null : seconds(e.ended_at),
      // Until then it was a warning only; null: it is at one level from its beginning.
      critical: e.level === "critical" && e.critical_at !== null && e.critical_at !== e.confirmed_at ? seconds(e.critical_at) : null,
      unknownSince: e.unknown_since === null ? null : seconds(e.unknown_since),
    })),
    retracted: chart.retracted.map((e) => ({ ...e, start: seconds(e.started_at), end: e.ended_at === null ? null : seconds(e.ended_at) })),
  };
}

/** What the air of a line does to the product: a line of its own beside it. Where a probe was in the product itself, nothing was reckoned. */
function productOf(air, { product, t: times, distrusted = [] }, answered) {
  if (!product) return null;
  const line = { ...air, key: `${air.key}#product`, of: air.key, product: true, senses: "product", lag: product.lag_s, t: [], min: [], max: [], mean: [], gaps: air.gaps.map((gap) => gap.slice()) };
  line.struck = { t: [], mean: [] };
  let left = null;
  times.forEach((t, i) => {
    if (distrusted.some(([a, b]) => t >= a && t < b)) return;
    if (product.mean[i] === null) {
      left ??= t;
      return;
    }
    if (left !== null) line.gaps.push([left, t]);
    left = null;
    for (const column of ["min", "max", "mean"]) line[column].push(product[column][i]);
    line.t.push(t);
  });
  if (left !== null) line.gaps.push([left, answered]);
  line.gaps.sort((a, b) => a[0] - b[0]);
  line.last = { time: air.heard, air: air.mean.at(-1), product: left === null ? line.mean.at(-1) : null };
  return line;
}

/** Limits of rules on the product, each once: {above, at, from, to}. */
function productLimits(limits) {
  const out = new Map();
  for (const limit of limits) {
    if (limit.measure !== "product") continue;
    const above = limit.operator.startsWith(">");
    const from = limit.from === null ? -Infinity : seconds(limit.from);
    const to = limit.to === null ? Infinity : seconds(limit.to);
    out.set(`${above} ${limit.threshold} ${from} ${to}`, { above, at: limit.threshold, from, to });
  }
  return [...out.values()];
}

/**
 * The product at a reading of the air, as the server reckons it (p' = (a - p) / lag, the air changing evenly in between).
 * @param since seconds since the reading before, @param unknown how many of them no reading stood for
 */
export function productAt(product, since, unknown, airBefore, air, lag) {
  if (lag === 0 || product === null || unknown > Math.max(3 * lag, 1800)) return air;
  if (since <= 0) return product;
  const lags = since / lag;
  const lead = (air - airBefore) / lags;
  return air - lead + (product - airBefore + lead) * Math.exp(-lags);
}

// The chart's own axis is for temperature; a unit without any (a generator) gives it to its first measured value.
function mainQuantity(channels) {
  if (channels.some((c) => c.quantity === "temperature")) {
    return "temperature";
  }
  return channels.find((c) => !stateWords(c.quantity))?.quantity ?? null;
}

function laneOrder(quantity) {
  const at = ["mains", "generator", "door"].indexOf(quantity);
  return at < 0 ? 9 : at;
}

/** Index of the last element of sorted t that is not after x; -1 when there is none. */
export function indexAt(t, x) {
  let low = 0;
  let high = t.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (t[middle] <= x) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** Columns of what is trusted, and apart from them what is kept and not trusted: that is drawn struck, and stands for nothing. */
function trusted(channel) {
  const columns = { t: [], min: [], max: [], mean: [], struck: { t: [], mean: [] } };
  const stretches = channel.distrusted ?? [];
  channel.t.forEach((t, i) => {
    if (stretches.some(([a, b]) => t >= a && t < b)) {
      columns.struck.t.push(t);
      columns.struck.mean.push(channel.mean[i]);
    } else {
      for (const column of ["t", "min", "max", "mean"]) columns[column].push(channel[column][i]);
    }
  });
  return columns;
}

export function gapAt(channel, x) {
  return channel.gaps.find(([a, b]) => x >= a && x < b);
}

/** What stood at x: {min, max, mean, time}, or null when nothing is known. */
export function valueAt(channel, x, model) {
  const i = indexAt(channel.t, x);
  if (i < 0 || x > model.now || x > channel.heard + channel.hold || gapAt(channel, x)) {
    return null;
  }
  return { min: channel.min[i], max: channel.max[i], mean: channel.mean[i], time: channel.t[i] };
}

/** Takes a reading that came live. False when the chart has no such channel or the reading is not newer than what is there. */
export function append(model, { device, channel, t, v }) {
  const key = `${device}/${channel}`;
  const target = model.lines.find((c) => c.key === key) ?? model.lanes.find((c) => c.key === key);
  const time = t / 1000;
  if (!target || !Number.isFinite(v)) {
    return false;
  }
  if (target.distrusted) {
    target.struck.t.push(time);
    target.struck.mean.push(v);
    model.now = Math.max(model.now, time);
    return true;
  }
  if (!put(model, target, time, v)) {
    return false;
  }
  const product = model.lines.find((c) => c.of === key);
  // With a probe in the product there is nothing to reckon from; the next answer of the server tells.
  if (product && product.last.product !== null && time >= product.last.time) {
    const since = time - product.last.time;
    const reckoned = productAt(product.last.product, since, Math.max(0, since - product.hold), product.last.air, v, product.lag);
    put(model, product, time, reckoned);
    product.last = { time, air: v, product: reckoned };
  }
  return true;
}

function put(model, target, time, v) {
  const last = target.t.length - 1;
  if (last >= 0 && time < target.t[last]) {
    return false;
  }
  if (target.silent) {
    target.gaps.at(-1)[1] = Math.max(time, target.gaps.at(-1)[0]);
  } else if (last >= 0 && time > target.heard + target.hold) {
    target.gaps.push([target.heard + target.hold, time]);
  }
  target.silent = false;
  if (last >= 0 && model.bucket > 0 && time < target.t[last] + model.bucket) {
    const n = Math.max(1, target.folded || Math.round((time - target.t[last]) / Math.max(1, target.hold / 2)));
    target.min[last] = Math.min(target.min[last], v);
    target.max[last] = Math.max(target.max[last], v);
    target.mean[last] = (target.mean[last] * n + v) / (n + 1);
    target.folded = n + 1;
  } else if (last >= 0 && time === target.t[last]) {
    target.min[last] = target.max[last] = target.mean[last] = v;
  } else {
    target.t.push(model.bucket > 0 ? Math.floor(time / model.bucket) * model.bucket : time);
    target.min.push(v);
    target.max.push(v);
    target.mean.push(v);
    target.folded = 1;
  }
  target.heard = Math.max(target.heard, time);
  model.now = Math.max(model.now, time);
  return true;
}

/**
 * Moves the end of the range to now and lets what has fallen silent become a gap.
 * @param since where the range begins; without it the range keeps its length
 */
export function slide(model, now, since) {
  const span = model.to - model.from;
  model.now = now;
  model.to = now;
  model.from = since ?? now - span;
  for (const channel of [...model.lines, ...model.lanes]) {
    if (channel.silent) {
      channel.gaps.at(-1)[1] = now;
    } else if (now > channel.heard + channel.hold) {
      channel.gaps.push([channel.heard + channel.hold, now]);
      channel.silent = true;
    }
    while (channel.gaps.length && channel.gaps[0][1] <= model.from) {
      channel.gaps.shift();
    }
    // Keep one point before the range: it is what stands at its left edge.
    const drop = indexAt(channel.t, model.from);
    if (drop > 200) {
      for (const column of ["t", "min", "max", "mean"]) {
        channel[column].splice(0, drop);
      }
    }
  }
}

/** Stretches in which no line has data: the intersection of their gaps. */
export function commonGaps(channels) {
  if (channels.length === 0) {
    return [];
  }
  let common = channels[0].gaps;
  for (const channel of channels.slice(1)) {
    const next = [];
    for (const [a, b] of common) {
      for (const [c, d] of channel.gaps) {
        if (Math.max(a, c) < Math.min(b, d)) {
          next.push([Math.max(a, c), Math.min(b, d)]);
        }
      }
    }
    common = next;
  }
  return common;
}

/**
 * The stretches in which a line is unbroken: {points: [[x, min, max, mean], ...], until}. A bucket's point lies in its middle. `until`:
 * the last value stood until then, so the line is drawn on to there; then a gap begins, or now.
 */
export function stretches(line, model) {
  const half = model.bucket / 2;
  const out = [];
  let points = [];
  let gap = 0;
  const close = (until) => {
    if (points.length) out.push({ points, until });
    points = [];
  };
  const first = Math.max(0, indexAt(line.t, model.from));
  for (let i = first; i < line.t.length; i++) {
    const t = line.t[i];
    const next = i + 1 < line.t.length ? line.t[i + 1] : Infinity;
    while (gap < line.gaps.length && line.gaps[gap][0] < t) {
      // A gap that began within the bucket before and reaches to here.
      if (points.length && line.gaps[gap][1] > line.t[i - 1]) close(line.gaps[gap][0]);
      gap++;
    }
    points.push([t + half, line.min[i], line.max[i], line.mean[i]]);
    if (gap < line.gaps.length && line.gaps[gap][0] < next) {
      close(line.gaps[gap][0]);
      gap++;
    } else if (next === Infinity) {
      close(Math.min(model.now, line.heard + line.hold));
    }
  }
  return out;
}

/** Pieces of a state lane: {from, to, share} with the share of the unusual state, and {from, to, unknown: true} for gaps. */
export function pieces(lane, model) {
  const { normal } = stateWords(lane.quantity);
  const out = [];
  let at = 0;
  for (let i = 0; i < lane.t.length; i++) {
    const next = i + 1 < lane.t.length ? lane.t[i + 1] : Math.max(Math.min(model.now, lane.heard + lane.hold), lane.t[i]);
    while (at < lane.gaps.length && lane.gaps[at][0] < lane.t[i]) {
      at++;
    }
    const to = at < lane.gaps.length && lane.gaps[at][0] < next ? lane.gaps[at][0] : next;
    const share = normal === 1 ? 1 - lane.mean[i] : lane.mean[i];
    const touched = normal === 1 ? lane.min[i] < 1 : lane.max[i] > 0;
    const before = out.at(-1);
    const rounded = touched ? Math.max(0.15, share) : 0;
    if (before && before.to === lane.t[i] && Math.abs(before.share - rounded) < 0.02) {
      before.to = to;
    } else {
      out.push({ from: lane.t[i], to, share: rounded });
    }
  }
  for (const [from, to] of lane.gaps) {
    out.push({ from, to, unknown: true });
  }
  return out;
}

/** Lowest and highest value between two times, over all lines; null when there is none. */
export function extent(channels, from, to) {
  let low = Infinity;
  let high = -Infinity;
  for (const channel of channels) {
    for (let i = Math.max(0, indexAt(channel.t, from)); i < channel.t.length && channel.t[i] <= to; i++) {
      low = Math.min(low, channel.min[i]);
      high = Math.max(high, channel.max[i]);
    }
  }
  return low === Infinity ? null : { low, high };
}

// Up to this far off, in degrees, a limit is brought into view; farther away it would only flatten the curve.
const LIMIT_REACH = 12;

/** Lowest and highest value of the axis. */
export function axisRange(model, from, to) {
  const seen = extent(model.lines, from, to);
  const ofProduct = model.limits.filter((limit) => limit.from < to && limit.to > from).map((limit) => limit.at);
  const limits = [model.bandMin, model.bandMax, ...ofProduct].filter((limit) => limit !== null && limit !== undefined);
  let low = seen?.low ?? (limits.length ? Math.min(...limits) : 0);
  let high = seen?.high ?? (limits.length ? Math.max(...limits) : 1);
  for (const limit of limits) {
    if (limit < low && low - limit <= LIMIT_REACH) {
      low = limit;
    }
    if (limit > high && limit - high <= LIMIT_REACH) {
      high = limit;
    }
  }
  if (model.lines[0]?.unit === "%") {
    return [Math.min(0, low), Math.max(100, high)];
  }
  const span = Math.max(high - low, 4);
  const middle = (high + low) / 2;
  return [middle - span * 0.56, middle + span * 0.58];
}

/**
 * An excursion in pieces: {from, to, unknown, level}. While no reading of its channel stands, nobody knows whether it goes on. What is about data that is
 * missing is known all the same.
 */
export function excursionPieces(excursion, channel, model) {
  const end = excursion.end ?? Math.max(model.now, excursion.start);
  const out = [];
  let at = excursion.start;
  for (const [a, b] of channel && excursion.measure !== "missing" ? channel.gaps : []) {
    const from = Math.max(a, at);
    const to = Math.min(b, end);
    if (to <= from) continue;
    if (from > at) out.push({ from: at, to: from, unknown: false });
    out.push({ from, to, unknown: true });
    at = to;
  }
  if (end > at || out.length === 0) out.push({ from: at, to: end, unknown: false });
  return out.flatMap((piece) => levels(piece, excursion));
}

function levels(piece, { level, critical }) {
  if (critical === null || critical === undefined || critical <= piece.from) return [{ ...piece, level }];
  if (critical >= piece.to) return [{ ...piece, level: "warning" }];
  return [{ ...piece, to: critical, level: "warning" }, { ...piece, from: critical, level }];
}

/** Excursions that stand over x. */
export function excursionsAt(model, x) {
  return model.excursions.filter((e) => x >= e.start && x <= (e.end ?? Math.max(model.to, e.start)));
}
