// What is around every page: name, navigation, how the connection is, who is signed in, theme; dialogs, toasts and the voice.
import { html, useEffect, useRef, useState } from "../lib.js";
import { Icon, Logo } from "./icons.js";
import { Button } from "./ui.js";
import { DialogHost } from "./dialog.js";
import { ToastHost, toast } from "./toast.js";
import { navigation, to } from "../routes.js";
import { useConnection, retryNow } from "../live.js";
import { useSession, signOut } from "../session.js";
import { useStore } from "../store.js";
import { overview, news } from "../overview-store.js";
import { theme, setTheme } from "../theme.js";
import * as time from "../time.js";
import * as format from "../format.js";

/** The frame. nav: id of the entry that is current. */
export function Shell({ nav, children }) {
  return html`<a class="skip" href="#main">Skip to the content</a>
    <header class="top">
      <a class="brand" href="/" aria-label="Frostproof, overview"><${Logo} /><span>Frostproof</span></a>
      <nav class="top-nav" aria-label="Main"><ul>${navigation.map((entry) => html`<li key=${entry.id}><${NavLink} entry=${entry} current=${nav === entry.id} /></li>`)}</ul></nav>
      <div class="top-end"><${LiveState} /><${UserMenu} /></div>
    </header>
    <main id="main" tabindex="-1">${children}</main>
    <${BottomBar} nav=${nav} />
    <${ConnectionBar} /><${ToastHost} /><${DialogHost} /><${Herald} />`;
}

function useBadges() {
  const { data } = useStore(overview);
  if (!data) return {};
  return { incidents: data.incidents_total ?? data.incidents.length, decisions: data.counts.proposed_decisions,
    review: data.counts.pending_dead_letters + data.counts.pending_suspect_readings };
}

function NavLink({ entry, current, icon = false }) {
  const badge = useBadges()[entry.id];
  return html`<a class="nav-link" href=${entry.href} aria-current=${current ? "page" : undefined}>
    ${icon && html`<${Icon} name=${entry.id} size="22" />`}<span>${entry.text}</span>
    ${badge > 0 && html`<span class="badge" data-tone=${entry.id}>${badge > 999 ? "999+" : badge}<span class="hidden"> waiting</span></span>`}</a>`;
}

function BottomBar({ nav }) {
  const inMore = navigation.slice(4).some((entry) => entry.id === nav);
  return html`<nav class="bottom" aria-label="Main, phone"><ul>
    ${navigation.slice(0, 4).map((entry) => html`<li key=${entry.id}><${NavLink} entry=${entry} current=${nav === entry.id} icon /></li>`)}
    <li><${Menu} label="More" className="more-menu" face=${html`<span class="nav-link" data-current=${inMore}><${Icon} name="more" size="22" /><span>More</span></span>`}>
      ${navigation.slice(4).map((entry) => html`<a key=${entry.id} class="menu-item" href=${entry.href} aria-current=${nav === entry.id ? "page" : undefined}>
        <${Icon} name=${entry.id} /><span>${entry.text}</span></a>`)}<//></li></ul></nav>`;
}

/** A button that opens a small panel; closes by Escape, a click elsewhere or a choice. */
export function Menu({ label, title = label, face, className = "", children }) {
  const [open, setOpen] = useState(false);
  const frame = useRef();
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event) => { if (!frame.current.contains(event.target)) setOpen(false); };
    const escape = (event) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      frame.current.querySelector("button").focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", escape);
    };
  }, [open]);
  return html`<div class=${`menu ${className}`} ref=${frame} onFocusOut=${(event) => { if (event.relatedTarget && !frame.current.contains(event.relatedTarget)) setOpen(false); }}>
    <button type="button" class="menu-button" aria-expanded=${open ? "true" : "false"} aria-label=${label} title=${title} onClick=${() => setOpen(!open)}>${face}</button>
    ${open && html`<div class="menu-panel" onClick=${(event) => { if (event.target.closest("a, [data-closes]")) setOpen(false); }}>${children}</div>`}
  </div>`;
}

const LINK_WORDS = { connecting: "Connecting", live: "Live", stale: "Waiting", offline: "Offline", paused: "Paused" };

function LiveState() {
  const link = useConnection();
  // Values that may be behind are dimmed by the style sheet.
  useEffect(() => { document.documentElement.dataset.link = link.state; }, [link.state]);
  const title = link.heardAt ? `Server last heard ${time.exact(link.heardAt)}` : "Not heard from the server yet";
  return html`<span class="live" data-state=${link.state} title=${title}><span class="live-dot"></span><span class="live-word">${LINK_WORDS[link.state]}</span></span>`;
}

// Fixed at the bottom, so that the page does not jump under a finger when the connection goes or comes.
function ConnectionBar() {
  const link = useConnection();
  const left = time.useCountdown(link.state === "offline" ? link.retryAt : null);
  const lost = link.state === "offline";
  return html`<div class="connection" data-shown=${lost} role="status">${lost && html`<${Icon} name="plug" />
    <p><b>No connection to the server.</b> ${link.heardAt ? html`What you see is as of <span class="nums">${time.clockSeconds(link.heardAt)}</span>.` : ""}
      <span class="muted" aria-hidden="true"> ${left > 0 ? `Next try in ${Math.ceil(left / 1000)} s.` : "Trying …"}</span></p>
    <${Button} onClick=${retryNow}>Try now<//>`}</div>`;
}

function UserMenu() {
  const who = useSession();
  const chosen = useStore(theme);
  const leave = async () => {
    try {
      await signOut();
    } catch (error) {
      toast({ tone: "critical", title: "Not signed out", text: error.message });
    }
  };
  return html`<${Menu} title="Account and theme" className="user-menu" face=${html`<span class="user-face"><span class="avatar" aria-hidden="true">${initials(who.user)}</span><span class="user-name">${who.user}</span><span class="hidden">, account and theme</span><${Icon} name="down" size="14" /></span>`}>
    <div class="menu-head"><b>${who.user}</b><span class="muted">${format.sentence(who.role)}</span></div>
    <fieldset class="theme"><legend>Theme</legend>${[["system", "screen", "As the system"], ["light", "sun", "Light"], ["dark", "moon", "Dark"]].map(([id, icon, text]) => html`
      <label key=${id}><input type="radio" name="theme" checked=${chosen === id} onChange=${() => setTheme(id)} /><span><${Icon} name=${icon} size="18" />${text}</span></label>`)}</fieldset>
    <p class="menu-note muted">Times are in ${time.readerZone}, the zone of this device.</p>
    <button type="button" class="menu-item" data-closes onClick=${leave}><${Icon} name="lock" /><span>Sign out</span></button>
  <//>`;
}

const initials = (name) => name.split(/[^\p{L}\p{N}]+/u).filter(Boolean).slice(0, 2).map((part) => part[0].toUpperCase()).join("") || "?";

// Says aloud, and on the screen, that something new is wrong, wherever a person is.
function Herald() {
  const [calm, setCalm] = useState("");
  useEffect(() => news.watch((fresh) => {
    const critical = fresh.filter((incident) => incident.level === "critical");
    const others = fresh.length - critical.length;
    if (critical.length === 1) {
      const [one] = critical;
      toast({ tone: "critical", title: `Critical: ${one.unit_name} is ${format.words(one.slot)}`, text: one.worst_value === null ? "" : format.capital(format.worstWords(one).slice(2)), href: to.incident(one.id), stays: true });
    } else if (critical.length > 1) {
      toast({ tone: "critical", title: `${critical.length} new critical incidents`, text: critical.slice(0, 3).map((one) => one.unit_name).join(", ") + (critical.length > 3 ? " and more" : ""), href: "/", stays: true });
    }
    if (others > 0) setCalm(`${format.count(others, "new warning")}`);
  }), []);
  return html`<div class="hidden" role="status">${calm}</div>`;
}
