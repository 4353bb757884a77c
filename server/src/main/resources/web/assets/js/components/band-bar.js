// Where a value lies against its band: drawn, for the eye; the words stand beside it.
import { html, useRef } from "../lib.js";
import { useLiveChannel } from "./live-value.js";

/** A bar with the band, the worst value and the value now, which follows `channel`. All in the same unit; null is left out. */
export function BandBar({ min, max, worst, value, channel }) {
  const place = useRef(null);
  const scale = useRef(null);
  useLiveChannel(channel, (reading) => { if (place.current) place.current.style.left = scale.current(reading.v); });
  if (min === null || max === null || min === undefined || max === undefined) return null;
  const all = [min, max, worst, value].filter((v) => v !== null && v !== undefined);
  // A deep freezer's band is so wide that what happens at its edge would be a hair: show the half that matters.
  const span = Math.min(max - min, 4 * Math.max(3, ...all.map((v) => Math.max(v - max, min - v))));
  const above = all.some((v) => v > max) || !all.some((v) => v < min);
  const low = above ? Math.max(min, max - span) : min;
  const high = above ? max : Math.min(max, min + span);
  const from = Math.min(low, ...all.filter((v) => v < min)) - span * 0.12;
  const to = Math.max(high, ...all.filter((v) => v > max)) + span * 0.12;
  const at = (v) => `${Math.max(0, Math.min(100, ((v - from) / (to - from)) * 100))}%`;
  scale.current = at;
  const left = low > min ? "0%" : at(low);
  const right = high < max ? "100%" : at(high);
  return html`<div class="band-bar" aria-hidden="true">
    <span class="band-zone" style=${{ left, width: `${parseFloat(right) - parseFloat(left)}%` }}></span>
    ${worst !== null && worst !== undefined && html`<span class="band-worst" style=${{ left: at(worst) }}></span>`}
    ${value !== null && value !== undefined && html`<span class="band-now" ref=${place} style=${{ left: at(value) }}></span>`}
  </div>`;
}
