// Numbers with their units, and the words of the API for people.
import { duration } from "./time.js";

const UNITS = {
  Cel: "°C", "[degF]": "°F", K: "K", "%": "%", V: "V", 1: "", "{boolean}": "", min: "min",
  "K/h": "K/h", "%/h": "%/h", "V/h": "V/h", "K.min": "K·min", "%.min": "%·min", "V.min": "V·min",
};

const STATES = {
  door: ["closed", "open"],
  mains: ["mains lost", "mains on"],
  generator: ["stopped", "running"],
  compressor: ["at rest", "running"],
  defrost: ["no defrost", "in defrost"],
};

/** "°C" of the UCUM code "Cel"; an unknown code stays as it is. */
export const unitSign = (code) => UNITS[code] ?? code ?? "";

/** A number of at most `digits` decimals: "4.1", "−0.25". A true minus sign, no grouping below 10 000. */
export function number(value, digits = 1) {
  if (value === null || value === undefined || !Number.isFinite(Number(value))) return "–";
  const n = Number(value);
  return formatter(digits, Math.abs(n) >= 10_000).format(n).replace(/^-0$/, "0").replace("-", "−");
}

// Making a formatter takes far longer than using it, and an overview formats thousands of numbers.
const formatters = new Map();

function formatter(digits, grouped) {
  const key = grouped ? -1 - digits : digits;
  if (!formatters.has(key)) formatters.set(key, new Intl.NumberFormat("en-GB", { maximumFractionDigits: digits, useGrouping: grouped }));
  return formatters.get(key);
}

const fixed = (value, digits) => (Object.is(Math.round(value * 10 ** digits) / 10 ** digits, -0) ? 0 : value).toFixed(digits).replace("-", "−");

/** Parts of a measured value: {text, sign}. Doors and power are words: {text: "open", sign: ""}. */
export function measured(value, code, quantity) {
  if (value === null || value === undefined) return { text: "–", sign: "" };
  const states = STATES[quantity];
  if (states && (value === 0 || value === 1)) return { text: states[value], sign: "" };
  // Temperatures keep one decimal always, so that a live value does not jump in width.
  const text = code === "Cel" || code === "[degF]" || code === "V" ? fixed(value, 1) : number(value, code === "%" ? 0 : 2);
  return { text, sign: unitSign(code) };
}

/** "4.1 °C", "open", "62 %", "1 min 40 s". */
export function withUnit(value, code, quantity) {
  if (code === "min" && value >= 0 && value !== null) return minutesWords(value);
  const { text, sign } = measured(value, code, quantity);
  return sign ? `${text}\u00a0${sign}` : text;
}

const MEASURES = {
  product: (text) => `product ${text}`,
  rate_of_change: (text) => `change ${text}`,
  mean_kinetic: (text) => `mean kinetic ${text}`,
  degree_minutes: (text) => `sum ${text}`,
  crossings: (text) => `${text} times`,
  spread: (text) => `spread ${text}`,
  run: (text) => `longest run ${text}`,
  clock: (text) => `clock off by ${text}`,
  missing: (text) => `no data for ${text}`,
};

/** Whether what is wrong is a state or missing data: a worst number of it says nothing to anybody. */
export const plain = ({ measure, quantity }) => measure === "missing" || (Boolean(STATES[quantity]) && (measure === "value" || measure === "while"));

/** ", worst 9.2 °C", ", no data for 42 min": behind the name of the slot, which may say the same already. */
export function worstWords(one) {
  const text = worst(one);
  return !plain(one) ? `, worst ${text}` : text === words(one.slot) || words(one.slot).includes(text) ? "" : `, ${text}`;
}

/** "1 min 40 s", "3 h 5 min" of minutes: what may last for seconds is told to the second below an hour. */
function minutesWords(minutes) {
  const seconds = Math.round(minutes * 60);
  const rest = seconds % 60;
  return seconds > 60 && seconds < 3600 && rest ? `${Math.floor(seconds / 60)} min ${rest} s` : duration(seconds * 1000);
}

/** The worst value of an excursion or incident as what it is: "9.2 °C", "product 8.4 °C", "sum 75 K·min", "mains lost", "no data for 42 min". */
export function worst({ worst_value: value, value_unit: unit, measure, quantity, started_at: started, ended_at: ended, recovered_at: recovered }) {
  // What is on record is from when it was last told, and data that are missing go on to be.
  if (measure === "missing" && started) return `no data for ${duration(Date.parse(ended ?? recovered ?? new Date().toISOString()) - Date.parse(started))}`;
  const text = withUnit(value, unit, measure === "value" || measure === "while" ? quantity : undefined);
  return value === null || value === undefined ? text : (MEASURES[measure]?.(text) ?? text);
}

/** "2 to 8 °C", "above −15 °C", or null when there is no band. */
export function band(min, max, code = "Cel") {
  const sign = unitSign(code);
  const some = (v) => v !== null && v !== undefined;
  if (some(min) && some(max)) return `${number(min)} to ${number(max)}\u00a0${sign}`;
  if (some(max)) return `at most ${number(max)}\u00a0${sign}`;
  if (some(min)) return `at least ${number(min)}\u00a0${sign}`;
  return null;
}

/** "€12.50", "€1,240": cents only where they matter. */
export function money(value, currency) {
  const digits = Math.abs(value) >= 100 ? 0 : undefined;
  return new Intl.NumberFormat("en-GB", { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value).replace("-", "−");
}

/** "1 unit", "12 units". */
export const count = (n, one, many = `${one}s`) => `${number(n, 0)} ${n === 1 ? one : many}`;

/** "Too warm" of "too_warm". */
export function sentence(word) {
  const text = words(word);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The first letter as a capital; nothing else changes. */
export const capital = (text) => String(text ?? "").charAt(0).toUpperCase() + String(text ?? "").slice(1);

/** Slots of what is not measured: those of stages are `dwell_STAGE`, of all time in a stage `dwell_STAGE_in_all`. */
const SLOTS = { hand_off_missing: "hand-off without a record" };
const STAGES = { storage: "in storage", staging: "in staging", dock: "on the dock", hand_off: "at hand-off", vehicle: "in the vehicle", locker: "in the locker" };
for (const [stage, where] of Object.entries(STAGES)) {
  SLOTS[`dwell_${stage}`] = `too long ${where}`;
  SLOTS[`dwell_${stage}_in_all`] = `too long ${where} in all`;
}

/** "too warm" of "too_warm", "too long on the dock" of "dwell_dock". */
export const words = (word) => SLOTS[word] ?? String(word ?? "").replaceAll("_", " ").trim();

/** "1.2 MB" of bytes. */
export function bytes(n) {
  if (n < 1000) return `${n} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = n;
  let i = -1;
  do {
    value /= 1000;
    i += 1;
  } while (value >= 999.5 && i < units.length - 1);
  return `${number(value, value < 10 ? 1 : 0)} ${units[i]}`;
}
