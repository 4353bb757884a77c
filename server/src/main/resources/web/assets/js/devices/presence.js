// Whether a device is there, by its own word.
import { html } from "../lib.js";
import { Tag } from "../components/ui.js";
import { PRESENCE } from "./words.js";

/** The presence of a device as a tag; nothing for a device that never sent a status. */
export function Presence({ presence }) {
  const what = PRESENCE[presence];
  return what ? html`<${Tag} tone=${what.tone} title=${what.help}>${what.text}<//>` : null;
}
