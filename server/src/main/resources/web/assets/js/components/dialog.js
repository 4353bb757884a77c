// Questions that a person must answer before something is done. Native dialogs: focus, Escape and the backdrop come with them.
import { html, useEffect, useRef, useState } from "../lib.js";
import { store, useStore } from "../store.js";
import { newKey } from "../api.js";
import { Button, ErrorState, Field } from "./ui.js";

const question = store(null);

/**
 * Asks, does it, and closes. While it works the dialog stays; when it fails it stays too and says why, and another try is the same
 * action to the server (same idempotency key).
 *
 * @param {{
 *   title: string, text?: any, confirm: string, tone?: "danger" | "primary",
 *   reason?: {label: string, hint?: string, required?: boolean, oneLine?: boolean, missing?: string, suggestions?: string[]},
 *   run: (answer: {reason: string, key: string}) => Promise<any>,
 * }} what `run` does it
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

  useEffect(() => { dialog.current.showModal(); }, []);

  const close = (value) => {
    dialog.current?.close();
    question.set(null);
    asked.resolve(value);
  };

  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    if (reasonWanted?.required && !reason.trim()) {
      setMissing(true);
      dialog.current.querySelector("textarea, input").focus();
      return;
    }
    setBusy(true);
    setError(null);
    try {
      close(await asked.run({ reason: reason.trim(), key: asked.key }));
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
      ${reasonWanted && html`<${Field} label=${reasonWanted.label + (reasonWanted.required ? "" : " (optional)")} hint=${reasonWanted.hint}
        multiline=${!reasonWanted.oneLine} maxlength=${reasonWanted.oneLine ? 64 : 2000} value=${reason} onInput=${(text) => { setReason(text); setMissing(false); }}
        error=${missing ? reasonWanted.missing ?? "Please write a few words: they stay on record." : null} required=${reasonWanted.required} />
        ${reasonWanted.suggestions && html`<div class="suggestions" role="group" aria-label="Suggestions">${reasonWanted.suggestions.map((text) => html`
          <button key=${text} type="button" class="suggestion" onClick=${() => { setReason(text); setMissing(false); }}>${text}</button>`)}</div>`}`}
      ${error && html`<${ErrorState} error=${error} inline />`}
      <div class="dialog-actions">
        ${!asked.only && html`<${Button} kind="plain" onClick=${() => close(undefined)} disabled=${busy}>Cancel<//>`}
        <${Button} kind=${asked.tone ?? "primary"} type="submit" busy=${busy}>${busy ? "Working …" : asked.confirm}<//>
      </div>
    </form>
  </dialog>`;
}
