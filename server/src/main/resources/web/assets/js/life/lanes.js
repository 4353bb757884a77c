// The lanes under the chart of a life: one for each place with how it fared there, one for each budget with what is left. In CSS pixels.
import { hatch, withAlpha } from "../chart/theme.js";
import { leftAt } from "./model.js";

const HEIGHT = { place: 38, budget: 62, gap: 8 };
const LABEL_BASE = 13;
const BAR = { top: 19, height: 13 };

/** Draws them; see chart/lanes.js for the view. */
export function drawLanes(canvas, { model, theme, r, width, left, right, toX }) {
  const high = Math.round((model.rows.length * HEIGHT.place + (model.budgets.length ? HEIGHT.gap + model.budgets.length * HEIGHT.budget : 0)) * theme.scale);
  canvas.hidden = high === 0;
  if (high === 0) return;
  if (canvas.width !== Math.round(width * r) || canvas.height !== Math.round(high * r)) {
    canvas.width = Math.round(width * r);
    canvas.height = Math.round(high * r);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${high}px`;
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(r, 0, 0, r, 0, 0);
  pen.clearRect(0, 0, width, high);
  const x = (t) => Math.min(right, Math.max(left, toX(t)));
  let top = 0;
  for (const row of model.rows) {
    drawPlace({ pen, model, theme, row, x, left, right, top });
    top += HEIGHT.place * theme.scale;
  }
  top += HEIGHT.gap * theme.scale;
  for (const budget of model.budgets) {
    drawBudget({ pen, model, theme, budget, x, left, right, top });
    top += HEIGHT.budget * theme.scale;
  }
}

function label({ pen, theme, left, right, top }, name, after) {
  const base = top + LABEL_BASE * theme.scale;
  pen.textBaseline = "alphabetic";
  pen.textAlign = "left";
  pen.font = theme.font;
  pen.fillStyle = theme.text;
  pen.fillText(cut(pen, name, right - left), left, base);
  const wide = pen.measureText(name).width;
  pen.font = theme.small;
  const room = right - left - wide - 8;
  if (room < 40) return;
  pen.fillStyle = theme.muted;
  pen.fillText(cut(pen, after, room), left + wide + 8, base);
}

function cut(pen, text, room) {
  if (pen.measureText(text).width <= room) return text;
  let short = text;
  while (short.length > 1 && pen.measureText(`${short}…`).width > room) short = short.slice(0, -1);
  return `${short.trimEnd()}…`;
}

const STATES = { warm: "critical", cold: "info", both: "critical" };

// A bar while it was there: low and plain while all was well, full and coloured while it was too warm or too cold, hatched while nothing is known. As
// a part of its whole, before it had a name of its own, the bar has no fill under it.
function drawPlace(view) {
  const { pen, model, theme, row, x, left, right, top } = view;
  label(view, row.place.name, [row.place.nodeName, asWhom(row, model.life.id)].filter(Boolean).join(", "));
  const y = top + BAR.top * theme.scale;
  const middle = y + BAR.height / 2;
  pen.fillStyle = theme.grid;
  pen.fillRect(left, middle - 0.5, right - left, 1);
  const pattern = hatch(pen, withAlpha(theme.unknown, 0.7), 1);
  for (const stay of row.stays) {
    const from = x(stay.from);
    const wide = Math.max(x(stay.to) - from, 3);
    const own = stay.place.as === model.life.id;
    pen.fillStyle = theme.surface;
    pen.fillRect(from, y, wide, BAR.height);
    pen.fillStyle = withAlpha(theme.band, own ? 0.45 : 0.18);
    pen.fillRect(from, y, wide, BAR.height);
    for (const piece of stay.pieces) {
      if (piece.state === "ok") continue;
      const begin = x(piece.from);
      const long = Math.max(x(piece.to) - begin, piece.state === "unknown" ? 1 : 2);
      const tall = BAR.height * (piece.share < 1 ? 0.55 : 1);
      for (const fill of piece.state === "unknown" ? [theme.surface, theme["unknown-fill"], pattern] : [theme[STATES[piece.state]]]) {
        pen.fillStyle = fill;
        pen.fillRect(begin, y + (BAR.height - tall), long, tall);
      }
    }
    pen.strokeStyle = theme["band-line"];
    pen.lineWidth = 1;
    if (!own) pen.setLineDash([3, 2]);
    pen.strokeRect(from + 0.5, y + 0.5, Math.max(wide - 1, 1), BAR.height - 1);
    pen.setLineDash([]);
    drawDwell(view, stay, y);
  }
}

/** Under which other name it was there. */
function asWhom(row, id) {
  const others = [...new Set(row.stays.map((stay) => stay.place.as))].filter((as) => as !== id);
  if (others.length === 0) return null;
  return `${row.stays.some((stay) => stay.place.as === id) ? "first " : ""}as ${others.join(", ")}`;
}

/** How long it may stay: a mark at the limit, and a bar over what was too long. */
function drawDwell({ pen, model, theme, x }, stay, y) {
  const at = stay.place.dwellReached;
  if (!at || at < model.from || at > model.to) return;
  pen.fillStyle = theme.text;
  pen.fillRect(x(at) - 1, y - 4, 2, BAR.height + 8);
  if (stay.place.to > at) {
    pen.fillStyle = theme.warning;
    pen.fillRect(x(at), y - 4, x(stay.place.to) - x(at), 3);
  }
}

function drawBudget(view) {
  const { pen, model, theme, budget, x, left, right, top } = view;
  const gone = budget.share <= 0;
  label(view, budget.name, gone ? `used up${budget.left < 0 ? `, ${budget.leftWords}` : ""}` : `${budget.leftWords} left of ${budget.totalWords}`);
  const above = top + 20 * theme.scale;
  const tall = (HEIGHT.budget - 28) * theme.scale;
  const y = (share) => above + tall * (1 - Math.min(1, Math.max(0, share)));
  pen.strokeStyle = theme.grid;
  pen.lineWidth = 1;
  pen.strokeRect(left + 0.5, above + 0.5, right - left - 1, tall - 1);
  const last = Math.min(model.to, model.now, budget.points.at(-1)[0]);
  const first = Math.max(model.from, budget.points[0][0]);
  if (last <= first) return;
  const inside = budget.points.filter(([t]) => t > first && t < last);
  const line = [[first, leftAt(budget.points, first)], ...inside, [last, leftAt(budget.points, last)]];
  const colour = gone ? theme.critical : budget.share < 0.25 ? theme.warning : theme["series-1"];
  pen.beginPath();
  pen.moveTo(x(first), above + tall);
  for (const [t, share] of line) pen.lineTo(x(t), y(share));
  pen.lineTo(x(last), above + tall);
  pen.closePath();
  pen.fillStyle = withAlpha(colour, 0.18);
  pen.fill();
  pen.beginPath();
  line.forEach(([t, share], i) => (i === 0 ? pen.moveTo(x(t), y(share)) : pen.lineTo(x(t), y(share))));
  pen.strokeStyle = colour;
  pen.lineWidth = 1.75;
  pen.stroke();
  pen.font = theme.small;
  pen.textBaseline = "middle";
  pen.textAlign = "right";
  pen.fillStyle = theme.muted;
  pen.fillText("100 %", left - 6, above + 3);
  pen.fillText("0", left - 6, above + tall - 3);
}
