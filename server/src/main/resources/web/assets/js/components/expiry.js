// A date of expiry, and whether it is near or past.
import { html } from "../lib.js";
import * as format from "../format.js";
import * as time from "../time.js";
import { Tag } from "./ui.js";

const DAY = 86_400_000;
const NEAR_DAYS = 7;

/** By the clock of the reader. */
export function Expiry({ date }) {
  const now = time.useNow();
  // It may be used until the end of that day.
  return html`<${ExpiryIn} date=${date} days=${date && Math.floor((Date.parse(`${date}T23:59:59Z`) - now) / DAY)} />`;
}

/** days: how many come after today in which it may be used, as the server counts them by the clock of the node. */
export function ExpiryIn({ date, days }) {
  if (!date) return html`<span class="muted">–</span>`;
  const text = html`<span class="nowrap">${time.day(`${date}T12:00:00Z`, "UTC")}</span>`;
  if (days < 0) return html`<span>${text} <${Tag} tone="critical">Expired<//></span>`;
  if (days < NEAR_DAYS) return html`<span>${text} <${Tag} tone="warning">${days === 0 ? "Last day" : `${format.count(days, "day")} left`}<//></span>`;
  return text;
}
