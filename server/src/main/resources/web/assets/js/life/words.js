// Words for figures of the ledger.
import { number } from "../format.js";
import { duration } from "../time.js";

const HOUR = 3600;

/** "2 h 10 min", "1 min 25 s". Seconds are told below an hour: figures of places have to add up for whoever checks them. */
export function timeWords(seconds) {
  const whole = Math.round(Math.max(0, seconds));
  if (whole === 0 && seconds > 0) return "under 1 s";
  if (whole < 60 || whole >= HOUR) return duration(whole * 1000);
  return whole % 60 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : duration(whole * 1000);
}

/** "40 %", "0.3 %", "under 0.1 %". */
export function shareWords(share) {
  const percent = 100 * share;
  if (percent > 0 && percent < 0.05) return "under 0.1 %";
  return `${number(percent, percent < 10 ? 1 : 0)} %`;
}
