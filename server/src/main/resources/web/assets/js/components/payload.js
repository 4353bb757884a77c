// Bytes as people can read them: as text when they are text, else in hexadecimal.
import { html, useMemo, useState } from "../lib.js";
import * as format from "../format.js";
import { Choice } from "./ui.js";

const SHOWN_BYTES = 4096;

/** @param base64 what was kept; @param bytes how many there were; @param complete whether all were kept */
export function Payload({ base64, bytes, complete, sha256 }) {
  const data = useMemo(() => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)), [base64]);
  const text = useMemo(() => asText(data), [data]);
  const [form, setForm] = useState(text === null ? "hex" : "text");
  const [all, setAll] = useState(false);
  const shown = all ? data : data.subarray(0, SHOWN_BYTES);
  return html`<div class="payload">
    <div class="payload-head">
      <${Choice} label="Show as" value=${form} onChange=${setForm} options=${[{ value: "text", text: "Text" }, { value: "hex", text: "Hex" }]} />
      <span class="muted small">${format.bytes(bytes)}${complete ? "" : `, ${format.bytes(data.length)} of it kept: it cannot be replayed`}</span>
    </div>
    <pre tabindex="0" role="region" aria-label="Payload"><code>${form === "hex" ? hex(shown) : asText(shown) ?? lossy(shown)}</code></pre>
    ${data.length > SHOWN_BYTES && !all && html`<button type="button" class="button" data-kind="quiet" onClick=${() => setAll(true)}>Show all ${format.bytes(data.length)}</button>`}
    <p class="muted small mono payload-sum">SHA-256 ${sha256}</p>
  </div>`;
}

/** Text, with JSON indented; null when it is not text. */
function asText(data) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(data);
  } catch {
    return null;
  }
  if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const lossy = (data) => new TextDecoder().decode(data).replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "·");

function hex(data) {
  const lines = [];
  for (let at = 0; at < data.length; at += 16) {
    const row = data.subarray(at, at + 16);
    const codes = Array.from(row, (b) => b.toString(16).padStart(2, "0"));
    const left = codes.slice(0, 8).join(" ");
    const right = codes.slice(8).join(" ");
    const letters = Array.from(row, (b) => (b >= 32 && b < 127 ? String.fromCharCode(b) : "·")).join("");
    lines.push(`${at.toString(16).padStart(4, "0")}  ${`${left}  ${right}`.padEnd(48)}  ${letters}`);
  }
  return lines.join("\n") || "(empty)";
}
