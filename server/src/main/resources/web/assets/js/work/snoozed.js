// That nobody is told of an incident for a while: as a tag, and as a note with who, why and a way back.
import { html, useState } from "../lib.js";
import { Button, Note, Tag, Time } from "../components/ui.js";
import { Icon } from "../components/icons.js";
import { snoozeLeft } from "./words.js";
import * as time from "../time.js";

/** Nothing when it is not snoozed. */
export function SnoozedTag({ incident }) {
  const left = snoozeLeft(incident, time.useNow());
  return left > 0 && html`<${Tag} tone="accent" title=${`until ${time.exact(incident.snoozed_until)}`}>Snoozed, ${time.duration(left)} left<//>`;
}

/** wake: wakes it; why: why one may not. */
export function SnoozedNote({ incident, wake, why }) {
  const left = snoozeLeft(incident, time.useNow());
  const [busy, setBusy] = useState(false);
  const act = async () => {
    setBusy(true);
    try {
      await wake();
    } finally {
      setBusy(false);
    }
  };
  return left > 0 && html`<${Note} tone="accent"><span class="snoozed"><${Icon} name="bell" size="18" /><span><b>Snoozed until <${Time} time=${incident.snoozed_until} zone=${time.readerZone} mode="at" /></b>, ${time.duration(left)} left,
    by ${incident.snoozed_by}: “${incident.snooze_reason}”. Nobody is told of it unless it gets critical or stock is at stake.</span></span>
    <${Button} busy=${busy} why=${why} onClick=${act}>Wake it<//><//>`;
}
