// How the model of a unit (model.js) is drawn.
import { drawBars, drawGround, drawLimits, drawLine, drawOwnGaps, drawStruck, drawWords } from "./curves.js";
import { drawLanes } from "./lanes.js";
import { axisRange, valueAt } from "./model.js";
import { lineColour } from "./theme.js";

/** A paint as plot.js wants it. */
export const unitPaint = {
  bare: (model) => model.lines.length === 0,
  shape: (model) => model.lines.map((line) => line.key).join("|"),
  unit: (model) => model.lines[0]?.unit,
  range: (model) => axisRange(model, model.from, model.to),
  under: drawGround,
  between: drawLimits,
  over(picture) {
    const { model, theme } = picture;
    // The products on top: they are what is kept.
    for (const line of [...model.lines].sort((a, b) => Number(Boolean(a.product)) - Number(Boolean(b.product)))) drawLine(picture, line, lineColour(theme, line, model.lines));
    model.lines.forEach((line) => drawStruck(picture, line));
    drawBars(picture);
    drawOwnGaps(picture);
    drawWords(picture);
  },
  lanes: drawLanes,
  dots: (model, theme) => model.lines.map((line) => lineColour(theme, line, model.lines)),
  at: (model, x) => model.lines.map((line) => {
    const value = valueAt(line, x, model);
    return value && { x: value.time + model.bucket / 2, y: value.mean };
  }),
};
