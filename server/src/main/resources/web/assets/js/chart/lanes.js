// The lanes under a chart: power, generator and door as bars of states, other quantities as small lines. Drawn in CSS pixels.
import { excursionPieces, extent, pieces, stateWords, stretches } from "./model.js";
import { hatch, withAlpha } from "./theme.js";
import { number, sentence, unitSign } from "../format.js";

const HEIGHT = { state: 34, value: 62 };
const LABEL_BASE = 13;
const BAR = { top: 19, height: 9 };

const heightOf = (lane, theme) => Math.round((stateWords(lane.quantity) ? HEIGHT.state : HEIGHT.value) * theme.scale);

/**
 * Draws all lanes of a model.
 * @param canvas made as high as it has to be
 * @param view {model, theme, r: device pixels per CSS pixel, width, left, right: where the time axis lies, toX(t)}
 */
export function drawLanes(canvas, { model, theme, r, width, left, right, toX }) {
  const high = model.lanes.reduce((sum, lane) => sum + heightOf(lane, theme), 0);
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
  for (const lane of model.lanes) {
    const view = { pen, model, theme, lane, x, left, right, top };
    if (stateWords(lane.quantity)) drawStates(view);
    else drawValues(view);
    drawExcursions(view);
    top += heightOf(lane, theme);
  }
}

function drawName({ pen, model, theme, lane, left, top }, after) {
  const twins = model.lanes.filter((other) => other.quantity === lane.quantity).length > 1;
  const name = (stateWords(lane.quantity)?.label ?? sentence(lane.quantity)) + (twins ? ` · ${lane.key}` : "");
  const base = top + LABEL_BASE * theme.scale;
  pen.font = theme.font;
  pen.textBaseline = "alphabetic";
  pen.textAlign = "left";
  pen.fillStyle = theme.text;
  pen.fillText(name, left, base);
  const wide = pen.measureText(name).width;
  pen.font = theme.small;
  pen.fillStyle = theme.muted;
  pen.fillText(after, left + wide + 8, base);
}

// The usual state is a thin line, the other one a bar: the shape tells them apart without the colour.
function drawStates(view) {
  const { pen, model, theme, lane, x, left, right, top } = view;
  const words = stateWords(lane.quantity);
  drawName(view, `bar: ${words.normal === 1 ? words.off : words.on}`);
  const y = top + BAR.top * theme.scale;
  const colour = { bad: theme.critical, warn: theme.warning, info: theme.info }[words.tone];
  const pattern = hatch(pen, withAlpha(theme.unknown, 0.7), 1);
  pen.fillStyle = theme.grid;
  pen.fillRect(left, y + BAR.height / 2 - 0.5, right - left, 1);
  for (const piece of pieces(lane, model)) {
    if (piece.to <= model.from || piece.from >= model.to) continue;
    const from = x(piece.from);
    const wide = Math.max(x(piece.to) - from, piece.share || piece.unknown ? 1.5 : 0);
    if (piece.unknown) {
      for (const fill of [theme["unknown-fill"], pattern]) {
        pen.fillStyle = fill;
        pen.fillRect(from, y, wide, BAR.height);
      }
    } else if (piece.share > 0) {
      // A bucket that is only partly so is a lower bar: short openings stay visible without looking like long ones.
      const tall = Math.max(4, BAR.height * piece.share);
      pen.fillStyle = colour;
      pen.fillRect(from, y + (BAR.height - tall) / 2, wide, tall);
    } else {
      pen.fillStyle = theme.faint;
      pen.fillRect(from, y + BAR.height / 2 - 1, wide, 2);
    }
  }
}

function drawValues(view) {
  const { pen, model, theme, lane, x, left, right, top } = view;
  const seen = extent([lane], model.from, model.to);
  drawName(view, seen ? `${number(seen.low, 1)} to ${number(seen.high, 1)} ${unitSign(lane.unit)}` : "no data");
  const above = top + 20 * theme.scale;
  const tall = (HEIGHT.value - 28) * theme.scale;
  const low = lane.unit === "%" ? 0 : seen ? seen.low : 0;
  const high = lane.unit === "%" ? 100 : seen ? Math.max(seen.high, seen.low + 1) : 1;
  const y = (v) => above + tall - ((v - low) / (high - low)) * tall;
  pen.fillStyle = hatch(pen, withAlpha(theme.unknown, 0.7), 1);
  for (const [a, b] of lane.gaps) pen.fillRect(x(a), above, Math.max(x(b) - x(a), 1), tall);
  pen.strokeStyle = theme.grid;
  pen.lineWidth = 1;
  pen.strokeRect(left + 0.5, above + 0.5, right - left - 1, tall - 1);
  pen.strokeStyle = theme["series-2"];
  pen.lineWidth = 1.5;
  for (const { points, until } of stretches(lane, model)) {
    pen.beginPath();
    pen.moveTo(x(points[0][0]), y(points[0][3]));
    for (const [t, , , mean] of points) pen.lineTo(x(t), y(mean));
    const last = points[points.length - 1];
    if (until > last[0]) pen.lineTo(x(until), y(last[3]));
    pen.stroke();
  }
}

function drawExcursions({ pen, model, theme, lane, x, top }) {
  for (const excursion of model.excursions) {
    if (excursion.key !== lane.key) continue;
    for (const piece of excursionPieces(excursion, lane, model)) {
      pen.fillStyle = piece.unknown ? hatch(pen, theme[piece.level], 1) : theme[piece.level];
      pen.fillRect(x(piece.from), top + BAR.top * theme.scale - 3, Math.max(x(piece.to) - x(piece.from), piece.unknown ? 1 : 3), 2);
    }
  }
}
