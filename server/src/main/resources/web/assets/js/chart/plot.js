// Draws a chart's model. uPlot brings axes, scales, cursor and selection; what it draws of the data is done here, because the curves break
// at gaps that are no points, and because a month of ups and downs as one path takes a browser without a GPU ten times as long.
import uPlot from "../../vendor/uplot/uPlot.esm.js";
import { axisRange, commonGaps, extent, pieces, stateWords, stretches, valueAt } from "./model.js";
import { hatch, readTheme, seriesColour, watchTheme } from "./theme.js";
import { number, unitSign } from "../format.js";

const LANE = { state: 34, value: 62 };
// Points per path. Many short paths are filled faster than one long one that runs up and down.
const CHUNK = 48;
const LABEL_BASE = 13;
const BAR = { top: 19, height: 9 };

/**
 * @param holder element to fill
 * @param options {height(), onCursor(x | null, left), onSelect(from, to), onReset(), onDrawn()}
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
    const bare = model.lines.length === 0;
    const gutter = bare ? 8 : 52;
    plot = new uPlot({
      width: width(),
      height: bare ? 44 : options.height(),
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
          font: theme.font, values: tickLabels, space: 74, size: 42, gap: 8, lineGap: 1.25,
        },
        {
          show: !bare, stroke: () => theme.muted, grid: { stroke: () => theme.grid, width: 1 }, ticks: { show: false },
          font: theme.font, size: gutter, gap: 6, space: 34,
          values: (u, splits) => splits.map((v, i) => (i === splits.length - 1 ? `${number(v, 1)} ${unitSign(model.lines[0]?.unit)}` : number(v, 1))),
        },
      ],
      cursor: {
        x: true, y: false, drag: { x: true, y: false, setScale: false, dist: 6 },
        points: { show: false },
        bind: { dblclick: () => () => { options.onReset(); return null; } },
      },
      hooks: {
        drawClear: [drawUnder],
        drawAxes: [drawLimits],
        draw: [drawOver],
        setCursor: [cursorMoved],
        setSelect: [selected],
      },
    }, frame(), stage);
    dots = model.lines.map((line, n) => {
      const dot = document.createElement("div");
      dot.className = `uc-point uc-point-${(n % 6) + 1}`;
      dot.hidden = true;
      plot.over.append(dot);
      return dot;
    });
    touch(plot);
  }

  const frame = () => [[model.from, model.to], axisRange(model, model.from, model.to)];

  function clip(u) {
    const { left, top, width: w, height: h } = u.bbox;
    u.ctx.save();
    u.ctx.beginPath();
    u.ctx.rect(left, top, w, h);
    u.ctx.clip();
    return u.ctx;
  }

  function drawUnder(u) {
    if (!model.lines.length) return;
    const r = ratio();
    const { left, top, width: w, height: h } = u.bbox;
    const pen = clip(u);
    const x = (t) => u.valToPos(t, "x", true);
    const y = (v) => u.valToPos(v, "y", true);
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
      pen.fillStyle = theme["unknown-fill"];
      pen.fillRect(from, top, wide, h);
      pen.fillStyle = pattern;
      pen.fillRect(from, top, wide, h);
    }
    const keys = new Set(model.lines.map((line) => line.key));
    for (const level of ["warning", "critical"]) {
      for (const excursion of model.excursions) {
        if (excursion.level !== level || !keys.has(excursion.key)) continue;
        const from = x(excursion.start);
        const wide = Math.max(x(excursion.end ?? Math.max(model.now, excursion.start)) - from, 2 * r);
        pen.fillStyle = withAlpha(theme[level], 0.15);
        pen.fillRect(from, top, wide, h);
      }
    }
    pen.restore();
  }

  function drawLimits(u) {
    if (!model.lines.length) return;
    const r = ratio();
    const pen = clip(u);
    pen.strokeStyle = theme["band-line"];
    pen.lineWidth = r;
    pen.setLineDash([5 * r, 4 * r]);
    for (const limit of [model.bandMin, model.bandMax]) {
      if (limit === null) continue;
      const at = Math.round(u.valToPos(limit, "y", true)) + 0.5;
      pen.beginPath();
      pen.moveTo(u.bbox.left, at);
      pen.lineTo(u.bbox.left + u.bbox.width, at);
      pen.stroke();
    }
    pen.restore();
  }

  function drawOver(u) {
    if (model.lines.length) {
      const r = ratio();
      const { left, top, width: w, height: h } = u.bbox;
      const pen = clip(u);
      const x = (t) => u.valToPos(t, "x", true);
      model.lines.forEach((line, n) => drawLine(u, pen, line, seriesColour(theme, n), r));
      drawStrips(pen, x, left, top, w, h, r);
      drawLimitNames(u, pen, left, top, w, h, r);
      pen.restore();
    }
    drawLanes(u);
    options.onDrawn();
  }

  function drawLine(u, pen, line, colour, r) {
    const { left, top, width: w, height: h } = u.bbox;
    const { min: low, max: high } = u.scales.y;
    const perSecond = w / (model.to - model.from);
    const perUnit = h / (high - low);
    const x = (t) => left + (t - model.from) * perSecond;
    const y = (v) => top + (high - v) * perUnit;
    const parts = stretches(line, model);
    if (model.bucket > 0) {
      pen.fillStyle = withAlpha(colour, 0.3);
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
    pen.lineWidth = 1.75 * r;
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

  function drawStrips(pen, x, left, top, w, h, r) {
    const keys = new Set(model.lines.map((line) => line.key));
    for (const level of ["warning", "critical"]) {
      for (const excursion of model.excursions) {
        if (excursion.level !== level || !keys.has(excursion.key)) continue;
        const from = x(excursion.start);
        pen.fillStyle = theme[level];
        pen.fillRect(from, top, Math.max(x(excursion.end ?? Math.max(model.now, excursion.start)) - from, 3 * r), (level === "critical" ? 5 : 3) * r);
      }
    }
    // What one line alone lacks is told at the foot, in its colour; what all lack is hatched over the whole height.
    if (model.lines.length > 1) {
      model.lines.forEach((line, n) => {
        pen.fillStyle = hatch(pen, seriesColour(theme, n), r);
        for (const [a, b] of line.gaps) pen.fillRect(x(a), top + h - (n + 1) * 6 * r, Math.max(x(b) - x(a), r), 5 * r);
      });
    }
    pen.font = scaled(theme.small, r);
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const [a, b] of commonGaps(model.lines)) {
      const from = Math.max(left, x(a));
      const to = Math.min(left + w, x(b));
      if (to - from > 58 * r) plate(pen, "no data", (from + to) / 2, top + h / 2, r, theme.muted);
    }
  }

  function drawLimitNames(u, pen, left, top, w, h, r) {
    pen.font = scaled(theme.small, r);
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    const limits = [[model.bandMax, "max", -1], [model.bandMin, "min", 1]];
    for (const [limit, word, side] of limits) {
      if (limit === null) continue;
      const at = u.valToPos(limit, "y", true);
      const inside = at >= top && at <= top + h;
      const arrow = inside ? "" : at < top ? " ↑" : " ↓";
      const y = Math.min(Math.max(at + side * 9 * r, top + 14 * r), top + h - 9 * r);
      plate(pen, `${word} ${number(limit, 1)} °C${arrow}`, left + w - 6 * r, y, r, theme["band-line"], "right");
    }
  }

  function plate(pen, text, x, y, r, colour, align = "center") {
    const wide = pen.measureText(text).width + 8 * r;
    pen.textAlign = align;
    pen.fillStyle = withAlpha(theme.surface, 0.82);
    pen.fillRect(align === "right" ? x - wide + 4 * r : x - wide / 2, y - 7.5 * r, wide, 15 * r);
    pen.fillStyle = colour;
    pen.fillText(text, x, y);
  }

  // ---- lanes
  const laneHeight = (lane) => (stateWords(lane.quantity) ? LANE.state : LANE.value);

  function drawLanes(u) {
    const r = ratio();
    const high = model.lanes.reduce((sum, lane) => sum + laneHeight(lane), 0);
    lanes.hidden = high === 0;
    if (high === 0) return;
    const w = u.width;
    if (lanes.width !== Math.round(w * r) || lanes.height !== Math.round(high * r)) {
      lanes.width = Math.round(w * r);
      lanes.height = Math.round(high * r);
      lanes.style.width = `${w}px`;
      lanes.style.height = `${high}px`;
    }
    const pen = lanes.getContext("2d");
    pen.setTransform(r, 0, 0, r, 0, 0);
    pen.clearRect(0, 0, w, high);
    const left = u.bbox.left / r;
    const right = left + u.bbox.width / r;
    const x = (t) => Math.min(right, Math.max(left, left + u.valToPos(t, "x")));
    let top = 0;
    for (const lane of model.lanes) {
      if (stateWords(lane.quantity)) stateLane(pen, lane, x, left, right, top, r);
      else valueLane(pen, lane, x, left, right, top, r);
      laneExcursions(pen, lane, x, top);
      top += laneHeight(lane);
    }
  }

  const several = (lane) => model.lanes.filter((other) => other.quantity === lane.quantity).length > 1;
  const laneName = (lane) => {
    const name = stateWords(lane.quantity)?.label ?? capital(lane.quantity);
    return several(lane) ? `${name} · ${lane.key}` : name;
  };

  function laneLabel(pen, lane, left, top, after = "") {
    pen.font = theme.font;
    pen.textBaseline = "alphabetic";
    pen.textAlign = "left";
    pen.fillStyle = theme.text;
    pen.fillText(laneName(lane), left, top + LABEL_BASE);
    if (after) {
      const wide = pen.measureText(laneName(lane)).width;
      pen.font = theme.small;
      pen.fillStyle = theme.muted;
      pen.fillText(after, left + wide + 8, top + LABEL_BASE);
    }
  }

  function stateLane(pen, lane, x, left, right, top, r) {
    const words = stateWords(lane.quantity);
    laneLabel(pen, lane, left, top, `bar: ${words.normal === 1 ? words.off : words.on}`);
    const y = top + BAR.top;
    const colour = { bad: theme.critical, warn: theme.warning, info: theme.info }[words.tone];
    const pattern = hatch(pen, withAlpha(theme.unknown, 0.7), 1);
    pen.fillStyle = theme.grid;
    pen.fillRect(left, y + BAR.height / 2 - 0.5, right - left, 1);
    for (const piece of pieces(lane, model)) {
      if (piece.to <= model.from || piece.from >= model.to) continue;
      const from = x(piece.from);
      const wide = Math.max(x(piece.to) - from, piece.share || piece.unknown ? 1.5 : 0);
      if (piece.unknown) {
        pen.fillStyle = theme["unknown-fill"];
        pen.fillRect(from, y, wide, BAR.height);
        pen.fillStyle = pattern;
        pen.fillRect(from, y, wide, BAR.height);
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

  function valueLane(pen, lane, x, left, right, top, r) {
    const seen = extent([lane], model.from, model.to);
    const sign = ` ${unitSign(lane.unit)}`;
    laneLabel(pen, lane, left, top, seen ? `${number(seen.low, 1)} to ${number(seen.high, 1)}${sign}` : "no data");
    const y0 = top + 20;
    const tall = LANE.value - 28;
    const low = lane.unit === "%" ? 0 : seen ? seen.low : 0;
    const high = lane.unit === "%" ? 100 : seen ? Math.max(seen.high, seen.low + 1) : 1;
    const y = (v) => y0 + tall - ((v - low) / (high - low)) * tall;
    pen.fillStyle = hatch(pen, theme.unknown, 1);
    for (const [a, b] of lane.gaps) pen.fillRect(x(a), y0, Math.max(x(b) - x(a), 1), tall);
    pen.strokeStyle = theme.grid;
    pen.lineWidth = 1;
    pen.strokeRect(left + 0.5, y0 + 0.5, right - left - 1, tall - 1);
    pen.strokeStyle = theme["series-2"];
    pen.lineWidth = 1.5;
    pen.beginPath();
    let gap = 0;
    let down = false;
    for (let i = 0; i < lane.t.length; i++) {
      const t = lane.t[i];
      while (gap < lane.gaps.length && lane.gaps[gap][1] <= t) {
        down = false;
        gap += 1;
      }
      if (t < model.from && (lane.t[i + 1] ?? Infinity) < model.from) continue;
      if (down) pen.lineTo(x(t), y(lane.mean[i]));
      else pen.moveTo(x(t), y(lane.mean[i]));
      down = true;
    }
    pen.stroke();
  }

  function laneExcursions(pen, lane, x, top) {
    for (const excursion of model.excursions) {
      if (excursion.key !== lane.key) continue;
      const from = x(excursion.start);
      pen.fillStyle = theme[excursion.level];
      pen.fillRect(from, top + BAR.top - 3, Math.max(x(excursion.end ?? model.now) - from, 3), 2);
    }
  }

  // ---- cursor
  function cursorMoved(u) {
    const { left } = u.cursor;
    const inside = left !== null && left !== undefined && left >= 0;
    laneCursor.hidden = !inside || model.lanes.length === 0;
    if (inside) {
      laneCursor.style.transform = `translateX(${Math.round(u.bbox.left / ratio() + left)}px)`;
      laneCursor.style.top = `${stage.offsetHeight}px`;
      laneCursor.style.height = `${lanes.offsetHeight}px`;
    }
    const at = inside ? u.posToVal(left, "x") : 0;
    dots.forEach((dot, n) => {
      const value = inside ? valueAt(model.lines[n], at, model) : null;
      dot.hidden = !value;
      if (value) dot.style.transform = `translate(${u.valToPos(value.time + model.bucket / 2, "x")}px, ${u.valToPos(value.mean, "y")}px)`;
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
    if (plot && (width() !== plot.width || (model.lines.length && options.height() !== plot.height))) {
      plot.setSize({ width: width(), height: model.lines.length ? options.height() : plot.height });
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
      const wanted = next.lines.map((line) => line.key).join("|");
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

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1).replaceAll("_", " ");
const scaled = (font, r) => font.replace(/(\d+)px/, (all, size) => `${size * r}px`);

const PROBE = { pen: null, known: new Map() };

/** A colour of the style sheet, whatever notation it is in, with another opacity. */
function withAlpha(colour, alpha) {
  const key = `${colour}|${alpha}`;
  let made = PROBE.known.get(key);
  if (made) return made;
  PROBE.pen ??= Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  PROBE.pen.clearRect(0, 0, 1, 1);
  PROBE.pen.fillStyle = colour;
  PROBE.pen.fillRect(0, 0, 1, 1);
  const [r, g, b] = PROBE.pen.getImageData(0, 0, 1, 1).data;
  made = `rgba(${r}, ${g}, ${b}, ${alpha})`;
  PROBE.known.set(key, made);
  return made;
}
