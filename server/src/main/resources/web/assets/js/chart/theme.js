// Colours of the chart, read from the style sheet: canvases cannot use variables themselves.

const NAMES = [
  "text", "muted", "faint", "grid", "surface", "band", "band-line", "critical", "warning", "info", "unknown", "unknown-fill",
  "product", "series-1", "series-2", "series-3", "series-4", "series-5", "series-6",
];

/** @returns {Record<string, string>} name to colour, as in `--chart-NAME` of the element. */
export function readTheme(element) {
  const style = getComputedStyle(element);
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const theme = {
    scale: size, font: `${Math.round(12 * size)}px ${style.fontFamily}`, small: `${Math.round(11 * size)}px ${style.fontFamily}`,
  };
  for (const name of NAMES) theme[name] = style.getPropertyValue(`--chart-${name}`).trim() || "#888";
  return theme;
}

/** A font of the theme in device pixels. */
export const scaled = (font, r) => font.replace(/(\d+)px/, (all, size) => `${size * r}px`);

/** Colour of a line: a product has that of the text, mixed with that of its air where there is more than one. */
export function lineColour(theme, line, lines) {
  const own = theme[`series-${(line.colour % 6) + 1}`];
  if (!line.product) return own;
  return lines.filter((one) => one.product).length > 1 ? mixed(own, theme.text, 0.5) : theme.product;
}

/** Calls back when the theme of the page changed; returns how to stop that. */
export function watchTheme(changed) {
  const media = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"].map((query) => matchMedia(query));
  for (const one of media) one.addEventListener("change", changed);
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["class", "data-theme", "style"] });
  return () => {
    for (const one of media) one.removeEventListener("change", changed);
    observer.disconnect();
  };
}

/** A hatch that says "no data" without leaning on a colour. */
export function hatch(context, colour, ratio) {
  const tile = document.createElement("canvas");
  const size = Math.round(7 * ratio);
  tile.width = tile.height = size;
  const pen = tile.getContext("2d");
  pen.strokeStyle = colour;
  pen.lineWidth = Math.max(1, ratio);
  pen.beginPath();
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
  }
  pen.stroke();
  return context.createPattern(tile, "repeat");
}

const PROBE = { pen: null, known: new Map() };

/** Two colours of the style sheet in one. */
export function mixed(colour, other, share) {
  const parts = (of) => withAlpha(of, 1).match(/\d+/g).slice(0, 3).map(Number);
  const [a, b] = [parts(colour), parts(other)];
  return `rgb(${a.map((part, i) => Math.round(part * (1 - share) + b[i] * share)).join(", ")})`;
}

/** A colour of the style sheet, whatever notation it is in, with another opacity. */
export function withAlpha(colour, alpha) {
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
