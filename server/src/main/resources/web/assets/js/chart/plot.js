// Draws a chart's model. uPlot brings axes, scales, cursor and selection; what it draws of the data is done by a paint, because the curves
// break at gaps that are no points, and because a month of ups and downs as one path takes a browser without a GPU ten times as long.
import uPlot from "./uplot.js";
import { readTheme, watchTheme } from "./theme.js";
import { number, unitSign } from "../format.js";

/**
 * @param holder element to fill
 * @param options {height(), onCursor(x | null, left), onSelect(from, to), onReset(), onDrawn(), paint}
 *
 * A paint knows one kind of model, which has at least {from, to} in seconds:
 * bare(model): there is nothing for the axis of values; shape(model): a text, another one when dots or axes have to be made anew; unit(model): UCUM code of
 * the axis; range(model): its lowest and highest value; under, between, over(picture): below the grid, between grid and curves, and the curves, see
 * curves.js; lanes(canvas, view): what is below the axes; dots(model, theme): colours of what follows the cursor; at(model, x): where they are,
 * [{x, y} | null].
 */
export function createPlot(holder, options) {
  const stage = document.createElement("div");
  stage.className = "uc-stage";
  const lanes = document.createElement("canvas");
  lanes.className = "uc-lanes";
  const laneCursor = document.createElement("div");
  laneCursor.className = "uc-lane-cursor";
  laneCursor.hidden = true;
  holder.append(stage, lanes, laneCursor);

  let model = null;
  let theme = readTheme(holder);
  let plot = null;
  let shape = "";
  let pinned = null;
  let dots = [];

  const ratio = () => devicePixelRatio || 1;
  const width = () => Math.max(240, Math.floor(holder.clientWidth));

  // The zone of the reader, as everywhere in the pages.
  const local = (ts) => new Date(ts * 1000);

  function tickLabels(u, splits, axis, space, step) {
    let before = null;
    return splits.map((split) => {
      const at = local(split);
      const date = `${at.getDate()}.${at.getMonth()}`;
      const two = (n) => String(n).padStart(2, "0");
      const time = `${two(at.getHours())}:${two(at.getMinutes())}${step < 60 ? `:${two(at.getSeconds())}` : ""}`;
      const day = `${DAYS[at.getDay()]} ${at.getDate()} ${MONTHS[at.getMonth()]}`;
      const fresh = date !== before;
      before = date;
      if (step >= 86_400) return `${at.getDate()} ${MONTHS[at.getMonth()]}`;
      return fresh ? `${time}\n${day}` : time;
    });
  }

  function build() {
    plot?.destroy();
    const bare = options.paint.bare(model);
    const gutter = bare ? 8 : Math.round(52 * theme.scale);
    plot = new uPlot({
      width: width(),
      height: bare ? Math.round(44 * theme.scale) : options.height(),
      ms: 1e-3,
      tzDate: local,
      padding: [bare ? 0 : 12, 14, 0, bare ? 14 : 0],
      legend: { show: false },
      scales: {
        x: { time: true, range: () => [model.from, model.to] },
        y: { range: (u, low, high) => (low === null || low === high ? [0, 1] : [low, high]) },
      },
      // The data of uPlot only spans the axes.
      series: [{}, { stroke: null, paths: () => null, points: { show: false } }],
      axes: [
        {
          stroke: () => theme.muted, grid: { stroke: () => theme.grid, width: 1 }, ticks: { show: false },
          font: theme.font, values: tickLabels, space: 74 * theme.scale, size: 42 * theme.scale, gap: 8, lineGap: 1.25,
        },
        {
          show: !bare, stroke: () => theme.muted, grid: { stroke: () => theme.grid, width: 1 }, ticks: { show: false },
          font: theme.font, size: gutter, gap: 6, space: () => (options.height() < 240 ? 26 : 34),
          values: (u, splits) => splits.map((v, i) => (i === splits.length - 1 ? `${number(v, 1)} ${unitSign(options.paint.unit(model))}` : number(v, 1))),
        },
      ],
      cursor: {
        x: true, y: false, drag: { x: true, y: false, setScale: false, dist: 6 },
        points: { show: false },
        bind: { dblclick: () => () => { options.onReset(); return null; } },
      },
      hooks: {
        drawClear: [drawUnder],
        drawAxes: [drawBetween],
        draw: [drawOver],
        setCursor: [cursorMoved],
        setSelect: [selected],
      },
    }, frame(), stage);
    dots = options.paint.dots(model, theme).map((colour) => {
      const dot = document.createElement("div");
      dot.className = "uc-point";
      dot.style.background = colour;
      dot.hidden = true;
      plot.over.append(dot);
      return dot;
    });
    touch(plot);
  }

  const frame = () => [[model.from, model.to], options.paint.range(model)];

  /** What the drawing functions need, clipped to the plotting area; see curves.js. */
  function picture(u, draw) {
    const { left, top, width: w, height: h } = u.bbox;
    const { min: low, max: high } = u.scales.y;
    const perSecond = w / (model.to - model.from);
    const perUnit = h / (high - low);
    const pen = u.ctx;
    pen.save();
    pen.beginPath();
    pen.rect(left, top, w, h);
    pen.clip();
    draw({ pen, model, theme, r: ratio(), left, top, w, h, perSecond, x: (t) => left + (t - model.from) * perSecond, y: (v) => top + (high - v) * perUnit });
    pen.restore();
  }

  function drawUnder(u) {
    if (!options.paint.bare(model)) picture(u, options.paint.under);
  }

  function drawBetween(u) {
    if (!options.paint.bare(model)) picture(u, options.paint.between);
  }

  function drawOver(u) {
    if (!options.paint.bare(model)) picture(u, options.paint.over);
    const left = u.bbox.left / ratio();
    options.paint.lanes(lanes, { model, theme, r: ratio(), width: u.width, left, right: left + u.bbox.width / ratio(), toX: (t) => left + u.valToPos(t, "x") });
    options.onDrawn();
  }

  // ---- cursor
  function cursorMoved(u) {
    const { left } = u.cursor;
    const inside = left !== null && left !== undefined && left >= 0;
    laneCursor.hidden = !inside || lanes.hidden;
    if (inside) {
      laneCursor.style.transform = `translateX(${Math.round(u.bbox.left / ratio() + left)}px)`;
      laneCursor.style.top = `${stage.offsetHeight}px`;
      laneCursor.style.height = `${lanes.offsetHeight}px`;
    }
    const places = inside ? options.paint.at(model, u.posToVal(left, "x")) : [];
    dots.forEach((dot, n) => {
      const at = places[n];
      dot.hidden = !at;
      if (at) dot.style.transform = `translate(${u.valToPos(at.x, "x")}px, ${u.valToPos(at.y, "y")}px)`;
    });
    options.onCursor(inside ? u.posToVal(left, "x") : null, inside ? left + u.bbox.left / ratio() : null);
  }

  function selected(u) {
    const { left, width: w } = u.select;
    if (w < 6) return;
    const from = u.posToVal(left, "x");
    const to = u.posToVal(left + w, "x");
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    options.onSelect(from, to);
  }

  // A finger moves the cursor along; up and down still scrolls the page (touch-action in the style sheet).
  function touch(u) {
    const over = u.over;
    const follow = (event) => {
      if (event.pointerType === "mouse") return;
      const box = over.getBoundingClientRect();
      const left = event.clientX - box.left;
      if (left >= 0 && left <= box.width) u.setCursor({ left, top: 10 });
    };
    over.addEventListener("pointerdown", follow);
    over.addEventListener("pointermove", follow);
  }

  const resize = new ResizeObserver(() => {
    if (plot && (width() !== plot.width || (!options.paint.bare(model) && options.height() !== plot.height))) {
      plot.setSize({ width: width(), height: options.paint.bare(model) ? plot.height : options.height() });
    }
  });
  resize.observe(holder);
  const stopTheme = watchTheme(() => {
    theme = readTheme(holder);
    plot?.redraw(false, true);
  });

  return {
    /** Shows a model: a new one, or the same one after it has changed. */
    show(next) {
      model = next;
      const wanted = options.paint.shape(next);
      if (!plot || wanted !== shape) {
        shape = wanted;
        build();
      } else {
        plot.setData(frame(), true);
      }
      if (pinned !== null) this.setCursor(pinned);
    },
    /** Puts the cursor at a time; null takes it away. */
    setCursor(x) {
      pinned = x;
      if (!plot) return;
      plot.setCursor(x === null ? { left: -10, top: -10 } : { left: plot.valToPos(x, "x"), top: 10 });
    },
    plotWidth: () => plot ? plot.bbox.width : (width() - 60) * ratio(),
    destroy() {
      resize.disconnect();
      stopTheme();
      plot?.destroy();
      stage.remove();
      lanes.remove();
      laneCursor.remove();
    },
  };
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
