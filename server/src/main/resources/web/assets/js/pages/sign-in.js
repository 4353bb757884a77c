// Sign-in: says plainly what is wrong, and how long one has to wait.
import { html, useEffect, useRef, useState } from "../lib.js";
import { signIn } from "../session.js";
import { Logo } from "../components/icons.js";
import { Button, Field } from "../components/ui.js";
import * as time from "../time.js";

export default function SignIn({ query }) {
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const [lockedUntil, setLockedUntil] = useState(null);
  const [capsLock, setCapsLock] = useState(false);
  const form = useRef();
  const wait = time.useCountdown(lockedUntil);

  useEffect(() => {
    document.title = "Sign in · Frostproof";
    form.current.querySelector("input").focus();
  }, []);

  const submit = async (event) => {
    event.preventDefault();
    // A password manager may have filled the fields without an event.
    const name = form.current.elements.user.value.trim();
    const secret = form.current.elements.password.value;
    if (busy || wait > 0) return;
    if (!name || !secret) {
      setError({ kind: "empty" });
      form.current.querySelector(name ? "[name=password]" : "[name=user]").focus();
      return;
    }
    setBusy(true);
    setError(null);
    try {
      await signIn(name, secret);
    } catch (failure) {
      setError(failure);
      if (failure.status === 429) setLockedUntil(Date.now() + (failure.retryAfter ?? 60) * 1_000);
      if (failure.status === 401) {
        setPassword("");
        form.current.elements.password.focus();
      }
    } finally {
      setBusy(false);
    }
  };

  const caps = (event) => setCapsLock(event.getModifierState?.("CapsLock") ?? false);

  return html`<main class="alone" id="main"><div class="alone-box sign-in">
    <div class="sign-in-brand"><${Logo} size="44" /><h1 tabindex="-1">Frostproof</h1><p class="muted">Sign in to watch over the cold chain.</p></div>
    ${query.next && !error && html`<p class="note" data-tone="accent">Please sign in to go on. You will come back to where you were.</p>`}
    <form ref=${form} onSubmit=${submit} novalidate class="stack">
      <${Field} label="User" name="user" autocomplete="username" autocapitalize="none" spellcheck=${false} value=${user} onInput=${setUser} required />
      <div class="password"><${Field} label="Password" name="password" type=${shown ? "text" : "password"} autocomplete="current-password" value=${password}
        onInput=${setPassword} onKeyUp=${caps} hint=${capsLock ? "Caps lock is on." : null} required />
        <button type="button" class="show-password" onClick=${() => setShown(!shown)} aria-pressed=${shown ? "true" : "false"}>${shown ? "Hide" : "Show"}<span class="hidden"> password</span></button></div>
      <div aria-live="assertive">${error && html`<${Trouble} error=${error} wait=${wait} />`}</div>
      <${Button} kind="primary" type="submit" busy=${busy} disabled=${wait > 0}>${busy ? "Signing in …" : wait > 0 ? `Wait ${clockOf(wait)}` : "Sign in"}<//>
    </form>
  </div></main>`;
}

const clockOf = (ms) => {
  const seconds = Math.ceil(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} min`;
};

function Trouble({ error, wait }) {
  const [title, text] = words(error, wait);
  return html`<div class="error-state"><p class="error-title">${title}</p>${text && html`<p>${text}</p>`}
    ${error.requestId && error.status >= 500 && html`<p class="request-id">Request <code>${error.requestId}</code></p>`}</div>`;
}

function words(error, wait) {
  if (error.kind === "empty") return ["User and password, please", null];
  if (error.status === 401) return ["User or password is wrong", "Check both and try again. After too many failures the user is locked for a while."];
  if (error.status === 429) {
    return wait > 0
      ? ["Too many failed sign-ins", "This user is locked for a while, whoever it was that failed. You can try again when the time is over."]
      : ["You can try again now", null];
  }
  if (error.kind === "away") return ["The server does not answer", "It may be restarting, or your network is down. Please try again in a moment."];
  return [error.title || "Sign-in failed", error.detail];
}
