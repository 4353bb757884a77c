// Short words about what was done or has happened. They go by themselves; what must not be missed belongs on the page.
import { html, useEffect } from "../lib.js";
import { store, useStore } from "../store.js";
import { Icon } from "./icons.js";

const toasts = store([]);
let last = 0;

/** Shows a toast. tone: ok, warning, critical, neutral; href: where "Look" leads. Critical ones stay until they are closed. */
export function toast({ tone = "ok", title, text, href, stays = tone === "critical" }) {
  last += 1;
  toasts.set([...toasts.get().slice(-3), { id: last, tone, title, text, href, stays }]);
}

const drop = (id) => toasts.set(toasts.get().filter((shown) => shown.id !== id));

/** Where toasts appear; once, in the shell. What is critical interrupts a screen reader, the rest waits. */
export function ToastHost() {
  const shown = useStore(toasts);
  const part = (list, live) => html`<div aria-live=${live} role=${live === "assertive" ? "alert" : "status"}>${list.map((one) => html`<${Toast} key=${one.id} toast=${one} />`)}</div>`;
  return html`<div class="toasts">${part(shown.filter((one) => one.tone === "critical"), "assertive")}${part(shown.filter((one) => one.tone !== "critical"), "polite")}</div>`;
}

function Toast({ toast: { id, tone, title, text, href, stays } }) {
  useEffect(() => {
    if (stays) return undefined;
    const timer = setTimeout(() => drop(id), 6_000);
    return () => clearTimeout(timer);
  }, [id]);
  return html`<div class="toast" data-tone=${tone}><div><p class="toast-title">${title}</p>${text && html`<p>${text}</p>`}
    ${href && html`<a href=${href} onClick=${() => drop(id)}>Look at it</a>`}</div>
    <button class="icon-button" type="button" onClick=${() => drop(id)} aria-label=${`Close: ${title}`}><${Icon} name="cross" size="16" /></button></div>`;
}
