// How the model of a life (model.js) is drawn: the temperatures with their band above, the places and the budgets as lanes below.
import { hatch, scaled, withAlpha } from "../chart/theme.js";
import { number, unitSign } from "../format.js";
import { axisRange, stayAt } from "./model.js";
import { standing, unbroken } from "./course.js";
import { drawLanes } from "./lanes.js";

/** A paint as chart/plot.js wants it. */
export const lifePaint = {
  bare: (model) => model.stays.every(({ course }) => course.t.length === 0),
  shape: (model) => `${lifePaint.bare(model)}`,
  unit: () => "Cel",
  range: axisRange,
  under: drawGround,
  between: drawBand,
  over(picture) {
    for (const { course } of picture.model.stays) drawCourse(picture, course);
    drawMoves(picture);
    drawBars(picture);
    drawWords(picture);
  },
  lanes: drawLanes,
  dots: (model, theme) => [theme["series-1"]],
  at(model, x) {
    const course = stayAt(model, x)?.course;
    const value = course && standing(course, x);
    return [value && { x: Math.min(value.time + course.bucket / 2, course.to), y: value.mean ?? value.high }];
  },
};

function drawGround({ pen, model, theme, r, left, top, w, h, x, y }) {
  const { min, max } = model.band;
  if (min !== null || max !== null) {
    const above = max === null ? top : y(max);
    const below = min === null ? top + h : y(min);
    pen.fillStyle = withAlpha(theme.band, 0.13);
    pen.fillRect(left, above, w, below - above);
  }
  const pattern = hatch(pen, withAlpha(theme.unknown, 0.6), r);
  for (const { course } of model.stays) {
    for (const [from, to] of course.gaps) {
      for (const fill of [theme["unknown-fill"], pattern]) {
        pen.fillStyle = fill;
        pen.fillRect(x(from), top, Math.max(x(to) - x(from), r), h);
      }
    }
  }
  for (const { level, from, to } of bySeverity(model.excursions)) {
    pen.fillStyle = withAlpha(theme[level], 0.15);
    pen.fillRect(x(from), top, Math.max(x(to) - x(from), 2 * r), h);
  }
}

const bySeverity = (excursions) => [...excursions].sort((a, b) => Number(a.level === "critical") - Number(b.level === "critical"));

function drawBand({ pen, model, theme, r, left, w, y }) {
  pen.strokeStyle = theme["band-line"];
  pen.lineWidth = r;
  pen.setLineDash([5 * r, 4 * r]);
  for (const end of [model.band.min, model.band.max]) {
    if (end === null) continue;
    const at = Math.round(y(end)) + 0.5;
    pen.beginPath();
    pen.moveTo(left, at);
    pen.lineTo(left + w, at);
    pen.stroke();
  }
  pen.setLineDash([]);
}

/** The line of the one probe, or the coldest and the warmest of several with what lies between; breaks where nothing is known. */
function drawCourse({ pen, theme, r, x, y, perSecond }, course) {
  const half = course.bucket / 2;
  const middle = (n) => Math.min(course.t[n] + half, course.to);
  pen.lineWidth = 1.75 * r;
  pen.lineJoin = pen.lineCap = "round";
  for (const { i, end, until } of unbroken(course)) {
    pen.fillStyle = withAlpha(theme["series-1"], 0.28);
    for (let n = i; n < end; n += 1) {
      const to = n + 1 < end ? course.t[n + 1] : until;
      const from = Math.round(x(course.t[n]));
      if (course.high[n] > course.low[n]) pen.fillRect(from, y(course.high[n]), Math.max(1, Math.round(x(to)) - from), y(course.low[n]) - y(course.high[n]));
    }
    pen.strokeStyle = pen.fillStyle = theme["series-1"];
    const single = course.mean[i] !== null;
    for (const line of single ? [course.mean] : [course.low, course.high]) {
      const value = (n) => line[n] ?? course.high[n];
      if ((until - course.t[i]) * perSecond < 3 * r) {
        // Shorter than a few pixels: as a line it would not be seen.
        pen.beginPath();
        pen.arc(x(middle(i)), y(value(i)), 2.25 * r, 0, 7);
        pen.fill();
        continue;
      }
      pen.beginPath();
      pen.moveTo(x(course.t[i] === course.from ? course.from : middle(i)), y(value(i)));
      for (let n = i; n < end; n += 1) pen.lineTo(x(middle(n)), y(value(n)));
      pen.lineTo(x(until), y(value(end - 1)));
      pen.stroke();
    }
  }
}

/** Where it went to another place the curve may leap: a thin line says why. */
function drawMoves({ pen, model, theme, r, top, h, x }) {
  pen.strokeStyle = theme.faint;
  pen.lineWidth = r;
  pen.setLineDash([2 * r, 3 * r]);
  for (const { place, from } of model.stays.slice(1)) {
    if (place.from < from) continue;
    const at = Math.round(x(from)) + 0.5;
    pen.beginPath();
    pen.moveTo(at, top);
    pen.lineTo(at, top + h);
    pen.stroke();
  }
  pen.setLineDash([]);
}

/** At the top edge, each excursion as a bar that is seen however short it was; critical ones are thicker. */
function drawBars({ pen, model, theme, r, top, x }) {
  for (const { level, from, to } of bySeverity(model.excursions)) {
    pen.fillStyle = theme[level];
    pen.fillRect(x(from), top, Math.max(x(to) - x(from), 3 * r), (level === "critical" ? 5 : 3) * r);
  }
}

function drawWords({ pen, model, theme, r, left, top, w, h, x, y }) {
  pen.font = scaled(theme.small, r);
  pen.textBaseline = "middle";
  const plate = (text, at, middle, colour, align) => {
    const wide = pen.measureText(text).width + 8 * r;
    const high = 15 * r * theme.scale;
    pen.textAlign = align;
    pen.fillStyle = withAlpha(theme.surface, 0.82);
    pen.fillRect(align === "right" ? at - wide + 4 * r : at - wide / 2, middle - high / 2, wide, high);
    pen.fillStyle = colour;
    pen.fillText(text, at, middle);
  };
  for (const { place, course } of model.stays) {
    for (const [from, to] of course.gaps) {
      const begin = Math.max(left, x(from));
      const wide = Math.min(left + w, x(to)) - begin;
      const text = place.unit === null ? "place not known" : "no data";
      if (wide > pen.measureText(text).width + 12 * r) plate(text, begin + wide / 2, top + h / 2, theme.muted, "center");
    }
  }
  for (const [end, word, side] of [[model.band.max, "max", -1], [model.band.min, "min", 1]]) {
    if (end === null) continue;
    const at = y(end);
    const arrow = at < top ? " ↑" : at > top + h ? " ↓" : "";
    plate(`${word} ${number(end, 1)} ${unitSign("Cel")}${arrow}`, left + w - 6 * r, Math.min(Math.max(at + side * 9 * r, top + 14 * r), top + h - 9 * r), theme["band-line"], "right");
  }
}

