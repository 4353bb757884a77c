// Questions that a person must answer before something is done. Native dialogs: focus, Escape and the backdrop come with them.
import { html, useEffect, useRef, useState } from "../lib.js";
import { store, useStore } from "../store.js";
import { newKey } from "../api.js";
import { usePlace } from "../router.js";
import { Button, Choice, ErrorState, Field } from "./ui.js";
import * as time from "../time.js";

const question = store(null);

/**
 * Asks, does it, and closes. While it works the dialog stays; when it fails it stays too and says why, and another try is the same
 * action to the server (same idempotency key).
 *
 * @param {{
 *   title: string, text?: any, confirm: string, tone?: "danger" | "primary",
 *   choice?: {label: string, options: {value: string, text: string}[], value: string},
 *   moment?: {label: string, hint?: string, value: string},
 *   reason?: {label: string, hint?: string, required?: boolean, oneLine?: boolean, missing?: string, suggestions?: string[], instant?: string},
 *   run: (answer: {reason: string, choice: string, moment: string | null, key: string}) => Promise<any>,
 * }} what `run` does it. With `reason.instant`, which says what a tap on a suggestion does, suggestions come first and are done at once.
 *     `moment`: an ISO time that may be changed to the minute; the answer has null when it was not.
 * @returns {Promise<any>} what `run` gave, or undefined when the person thought better of it. When `run` throws an error with
 *     `closes: true`, the dialog closes and the error is thrown on.
 */
export function ask(what) {
  return new Promise((resolve, reject) => question.set({ ...what, key: newKey(), resolve, reject }));
}

/** Tells something that must be read before going on. @returns when it was closed */
export const tell = ({ title, text }) => ask({ title, text, confirm: "Understood", only: true, run: async () => true });

/** Where dialogs appear; once, in the shell. */
export function DialogHost() {
  const asked = useStore(question);
  return asked && html`<${Question} key=${asked.key} asked=${asked} />`;
}

function Question({ asked }) {
  const dialog = useRef();
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const reasonWanted = asked.reason;
  const instant = reasonWanted?.instant;
  const [choice, setChoice] = useState(asked.choice?.value);
  const shown = asked.moment ? time.localMinute(asked.moment.value) : "";
  const [moment, setMoment] = useState(shown);

  useEffect(() => { dialog.current.showModal(); }, []);

  const close = (value) => {
    dialog.current?.close();
    question.set(null);
    asked.resolve(value);
  };

  // Whoever follows a link in it has left the question.
  const { move } = usePlace();
  const opened = useRef(move);
  useEffect(() => { if (move !== opened.current && !busy) close(undefined); }, [move]);

  const submit = async (event, given = reason) => {
    event.preventDefault();
    if (busy) return;
    if (reasonWanted?.required && !given.trim()) {
      setMissing(true);
      dialog.current.querySelector("[data-reason]").focus();
      return;
    }
    setBusy(true);
    setError(null);
    try {
      close(await asked.run({ reason: given.trim(), choice, moment: moment && moment !== shown ? new Date(moment).toISOString() : null, key: asked.key }));
    } catch (failure) {
      if (failure.closes || failure.status === 401) {
        dialog.current?.close();
        question.set(null);
        asked.reject(failure);
        return;
      }
      setError(failure);
      setBusy(false);
    }
  };

  return html`<dialog ref=${dialog} class="dialog" aria-labelledby="dialog-title" onCancel=${(event) => { event.preventDefault(); if (!busy) close(undefined); }}
      onClick=${(event) => { if (event.target === dialog.current && !busy && !reason) close(undefined); }}>
    <form method="dialog" onSubmit=${submit} novalidate>
      <h2 id="dialog-title">${asked.title}</h2>
      ${asked.text && html`<div class="dialog-text">${asked.text}</div>`}
      ${asked.choice && html`<div class="dialog-choice"><p class="label">${asked.choice.label}</p><${Choice} label=${asked.choice.label} options=${asked.choice.options} value=${choice} onChange=${setChoice} /></div>`}
      ${asked.moment && html`<${Field} label=${asked.moment.label} hint=${asked.moment.hint} type="datetime-local" value=${moment} max=${time.localMinute(new Date().toISOString())} onInput=${setMoment} />`}
      ${instant && html`<div class="instant"><p class="label" id="dialog-instant">${instant}</p><div class="instant-list" role="group" aria-labelledby="dialog-instant">${reasonWanted.suggestions.map((text) => html`
          <button key=${text} type="button" class="button" data-kind="plain" aria-disabled=${busy ? "true" : undefined} onClick=${(event) => { setReason(text); submit(event, text); }}><span>${text}</span></button>`)}</div></div>`}
      ${reasonWanted && html`<${Field} label=${reasonWanted.label + (reasonWanted.required ? "" : " (optional)")} hint=${reasonWanted.hint} data-reason
        multiline=${!reasonWanted.oneLine} rows=${instant ? 2 : 3} maxlength=${reasonWanted.oneLine ? 64 : 2000} value=${reason} onInput=${(text) => { setReason(text); setMissing(false); }}
        error=${missing ? reasonWanted.missing ?? "Please write a few words: they stay on record." : null} required=${reasonWanted.required} />
        ${reasonWanted.suggestions && !instant && html`<div class="suggestions" role="group" aria-label="Suggestions">${reasonWanted.suggestions.map((text) => html`
          <button key=${text} type="button" class="suggestion" onClick=${() => { setReason(text); setMissing(false); }}>${text}</button>`)}</div>`}`}
      ${error && html`<${ErrorState} error=${error} inline />`}
      <div class="dialog-actions">
        ${!asked.only && html`<${Button} kind="plain" onClick=${() => close(undefined)} disabled=${busy}>Cancel<//>`}
        <${Button} kind=${asked.tone ?? "primary"} type="submit" busy=${busy}>${busy ? "Working …" : asked.confirm}<//>
      </div>
    </form>
  </dialog>`;
}
