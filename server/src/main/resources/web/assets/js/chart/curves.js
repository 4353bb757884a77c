// What a chart draws inside its axes: band, gaps, excursions, curves. Each function gets a picture:
// {pen, model, theme, r: device pixels per CSS pixel, left, top, w, h: the plotting area in device pixels, x(t), y(v), perSecond}.
import { commonGaps, excursionPieces, stretches } from "./model.js";
import { hatch, lineColour, scaled, withAlpha } from "./theme.js";
import { number, unitSign } from "../format.js";

// Points per path. Many short paths are filled faster than one long one that runs up and down.
const CHUNK = 48;

const piecesOf = (excursion, model) => excursionPieces(excursion, model.lines.find((line) => line.key === excursion.key), model);

// Warnings first, so that what is critical lies on top.
function* excursionsOf(model) {
  const keys = new Set(model.lines.map((line) => line.key));
  for (const level of ["warning", "critical"]) {
    for (const excursion of model.excursions) if (excursion.level === level && keys.has(excursion.key)) yield excursion;
  }
}

/** Under the grid: the band, what nobody measured, the excursions. */
export function drawGround({ pen, model, theme, r, left, top, w, h, x, y }) {
  const { bandMin, bandMax } = model;
  if (bandMin !== null || bandMax !== null) {
    const above = bandMax === null ? top : y(bandMax);
    const below = bandMin === null ? top + h : y(bandMin);
    pen.fillStyle = withAlpha(theme.band, 0.13);
    pen.fillRect(left, above, w, below - above);
  }
  const pattern = hatch(pen, withAlpha(theme.unknown, 0.6), r);
  for (const [a, b] of commonGaps(model.lines)) {
    const from = Math.max(left, x(a));
    const to = Math.min(left + w, x(b));
    if (to <= left || from >= left + w) continue;
    const wide = Math.max(to - from, r);
    for (const fill of [theme["unknown-fill"], pattern]) {
      pen.fillStyle = fill;
      pen.fillRect(from, top, wide, h);
    }
  }
  for (const excursion of excursionsOf(model)) {
    if (excursion.measure === "missing") continue;
    for (const piece of piecesOf(excursion, model)) {
      if (piece.unknown) continue;
      pen.fillStyle = withAlpha(theme[piece.level], 0.15);
      pen.fillRect(x(piece.from), top, Math.max(x(piece.to) - x(piece.from), 2 * r), h);
    }
  }
}

/** The limits of the band as dashed lines, those of rules on the product as dotted ones, for as long as they were in force. */
export function drawLimits({ pen, model, theme, r, left, w, x, y }) {
  pen.strokeStyle = theme["band-line"];
  pen.lineWidth = r;
  pen.setLineDash([5 * r, 4 * r]);
  for (const limit of [model.bandMin, model.bandMax]) {
    if (limit === null) continue;
    const at = Math.round(y(limit)) + 0.5;
    pen.beginPath();
    pen.moveTo(left, at);
    pen.lineTo(left + w, at);
    pen.stroke();
  }
  pen.strokeStyle = theme.product;
  pen.lineWidth = 1.5 * r;
  pen.setLineDash([1.5 * r, 3 * r]);
  for (const limit of model.limits) {
    const from = Math.max(left, x(limit.from));
    const to = Math.min(left + w, x(limit.to));
    if (to <= from || isOfBand(limit, model)) continue;
    pen.beginPath();
    pen.moveTo(from, y(limit.at));
    pen.lineTo(to, y(limit.at));
    pen.stroke();
  }
  pen.setLineDash([]);
}

/** A limit of the product where the band ends has that line already. */
const isOfBand = (limit, model) => Math.abs(limit.at - ((limit.above ? model.bandMax : model.bandMin) ?? Infinity)) < 0.005;

/** One line with its envelope of lowest and highest values. It breaks at gaps. The product's is the heavier one, the air beside it is a thin one. */
export function drawLine({ pen, model, r, x, y, perSecond }, line, colour) {
  const parts = stretches(line, model);
  const beside = model.lines.some((other) => other.of === line.key);
  if (model.bucket > 0) {
    pen.fillStyle = withAlpha(colour, line.product ? 0.18 : 0.3);
    const half = (model.bucket / 2) * perSecond;
    for (const { points } of parts) {
      for (const [t, lowest, highest] of points) {
        const from = Math.round(x(t) - half);
        const above = y(highest);
        pen.fillRect(from, above, Math.max(1, Math.round(x(t) + half) - from), y(lowest) - above);
      }
    }
  }
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = (line.product ? 2.25 : beside ? 1.25 : 1.75) * r;
  pen.lineJoin = pen.lineCap = "round";
  for (const { points, until } of parts) {
    const last = points[points.length - 1];
    if ((Math.max(until, last[0]) - points[0][0]) * perSecond < 3 * r) {
      // Shorter than a few pixels, between two gaps: as a line it would not be seen.
      pen.beginPath();
      pen.arc(x(points[0][0]), y(points[0][3]), 2.25 * r, 0, 7);
      pen.fill();
      continue;
    }
    for (let from = 0; from < points.length; from += CHUNK) {
      pen.beginPath();
      pen.moveTo(x(points[from][0]), y(points[from][3]));
      const to = Math.min(points.length - 1, from + CHUNK);
      for (let i = from + 1; i <= to; i += 1) pen.lineTo(x(points[i][0]), y(points[i][3]));
      if (to === points.length - 1 && until > last[0]) pen.lineTo(x(until), y(last[3]));
      pen.stroke();
    }
  }
}

/**
 * Readings that nobody trusts, as crosses: they are on record and no part of the curve, nor do they stretch the axis; what lies beyond
 * it is at its edge. As many as can be told apart.
 */
export function drawStruck({ pen, theme, r, top, h, x, y }, line) {
  pen.strokeStyle = theme.unknown;
  pen.lineWidth = 1.25 * r;
  const arm = 2.25 * r;
  let before = -Infinity;
  pen.beginPath();
  line.struck.t.forEach((t, i) => {
    const at = x(t);
    const tall = Math.min(Math.max(y(line.struck.mean[i]), top + 2 * arm), top + h - 2 * arm);
    if (at - before < 3 * arm) return;
    before = at;
    pen.moveTo(at - arm, tall - arm);
    pen.lineTo(at + arm, tall + arm);
    pen.moveTo(at - arm, tall + arm);
    pen.lineTo(at + arm, tall - arm);
  });
  pen.stroke();
}

/** What one line alone lacks is told at the foot, in its colour; what all lack is hatched over the whole height. */
export function drawOwnGaps({ pen, model, theme, r, top, h, x }) {
  const measured = model.lines.filter((line) => !line.product);
  if (measured.length < 2) return;
  measured.forEach((line, n) => {
    pen.fillStyle = hatch(pen, lineColour(theme, line, model.lines), r);
    for (const [a, b] of line.gaps) pen.fillRect(x(a), top + h - (n + 1) * 6 * r, Math.max(x(b) - x(a), r), 5 * r);
  });
}

/** At the top edge, each excursion as a bar that is seen however short it was; critical ones are thicker. Hatched: nobody knows whether it went on. */
export function drawBars({ pen, model, theme, r, top, x }) {
  for (const excursion of excursionsOf(model)) {
    for (const piece of piecesOf(excursion, model)) {
      pen.fillStyle = piece.unknown ? hatch(pen, theme[piece.level], r) : theme[piece.level];
      pen.fillRect(x(piece.from), top, Math.max(x(piece.to) - x(piece.from), piece.unknown ? r : 3 * r), (piece.level === "critical" ? 5 : 3) * r);
    }
  }
}

/** The words over the curves: "no data", and what the limits are. */
export function drawWords(picture) {
  const { pen, model, theme, r, left, top, w, h, x, y } = picture;
  pen.font = scaled(theme.small, r);
  pen.textBaseline = "middle";
  for (const [a, b] of commonGaps(model.lines)) {
    const from = Math.max(left, x(a));
    const to = Math.min(left + w, x(b));
    const struck = model.lines.some((line) => line.struck.t.some((t) => t >= a && t < b));
    if (to - from > (struck ? 74 : 58) * r) plate(picture, struck ? "not trusted" : "no data", (from + to) / 2, top + h / 2, theme.muted);
  }
  for (const [limit, word, side] of [[model.bandMax, "max", -1], [model.bandMin, "min", 1]]) {
    if (limit === null) continue;
    const at = y(limit);
    const arrow = at < top ? " ↑" : at > top + h ? " ↓" : "";
    const middle = Math.min(Math.max(at + side * 9 * r, top + 14 * r), top + h - 9 * r);
    const product = model.limits.some((one) => one.above === (word === "max") && isOfBand(one, model) && one.from < model.to && one.to > model.from);
    plate(picture, `${word} ${number(limit, 1)} ${unitSign("Cel")}${product ? ", for the product" : ""}${arrow}`, left + w - 6 * r, middle, theme["band-line"], "right");
  }
  const told = new Set();
  for (const limit of model.limits) {
    if (isOfBand(limit, model) || limit.from >= model.to || limit.to <= model.from || told.has(`${limit.above} ${limit.at}`)) continue;
    told.add(`${limit.above} ${limit.at}`);
    const at = y(limit.at);
    const arrow = at < top ? " ↑" : at > top + h ? " ↓" : "";
    const middle = Math.min(Math.max(at + (limit.above ? -9 : 9) * r, top + 14 * r), top + h - 9 * r);
    plate(picture, `product ${limit.above ? "max" : "min"} ${number(limit.at, 1)} ${unitSign("Cel")}${arrow}`, Math.max(left, x(limit.from)) + 6 * r, middle, theme.product, "left");
  }
}

function plate({ pen, theme, r }, text, x, y, colour, align = "center") {
  const wide = pen.measureText(text).width + 8 * r;
  const high = 15 * r * theme.scale;
  pen.textAlign = align;
  pen.fillStyle = withAlpha(theme.surface, 0.82);
  pen.fillRect(align === "right" ? x - wide + 4 * r : align === "left" ? x - 4 * r : x - wide / 2, y - high / 2, wide, high);
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}
