// The server itself: what it is, what it has done, who may use it, and one's own access.
import { html, useEffect, useState } from "../lib.js";
import * as api from "../api.js";
import { useList, useResource } from "../resource.js";
import { to } from "../routes.js";
import { can, signOut, useSession } from "../session.js";
import { styles } from "../styles.js";
import * as format from "../format.js";
import * as time from "../time.js";
import { Icon } from "../components/icons.js";
import { AsOf, Button, Card, Empty, Facts, Field, Fold, Loaded, LoadedList, Note, PageHead, Select, State, Table, Tag, Time } from "../components/ui.js";
import { ask } from "../components/dialog.js";
import { toast } from "../components/toast.js";

await styles("/assets/css/records.css");

const EVERY_MS = 10_000;

const FLAVOURS = {
  timescaledb_community: "TimescaleDB, community licence", timescaledb_apache: "TimescaleDB, Apache licence", timescaledb: "TimescaleDB",
  postgresql: "PostgreSQL", plain: "PostgreSQL",
};

/** What a role may do, as the contract says. */
const ROLES = {
  viewer: "sees everything but accounts",
  operator: "works on incidents, decisions and stock, asks devices, and reviews dead letters",
  qa: "works on incidents and decisions, and reviews dead letters and evidence",
  auditor: "sees everything, accounts and metrics too, and changes nothing",
  administrator: "may do all of it, and manages accounts",
};
const roleName = (role) => (role === "qa" ? "QA" : format.sentence(role));

const PERMISSIONS = {
  read: "see everything but accounts", incidents: "acknowledge, assign, snooze and resolve incidents", stock: "record movements and hand-offs", decisions: "approve and reject decisions",
  review: "replay and discard dead letters", evidence: "promote and discard suspect readings", devices: "ask devices to identify themselves or send again",
  device_config: "configure devices", ingest: "send telemetry", metrics: "read metrics", accounts_read: "see users",
  accounts: "change users and tokens of others",
};

export default function SystemPage() {
  const me = useSession();
  const system = useResource("/api/v1/system");
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) system.reload(); }, EVERY_MS);
    return () => clearInterval(timer);
  }, [system.reload]);
  return html`
    <${PageHead} title="System" sub=${html`The server, and who may use it. <${AsOf} at=${system.at} />`} />
    <div class="split even">
      <div class="stack">
        <${Loaded} resource=${system} lines=${8}>${(data) => html`<div class="stack"><${Server} data=${data} /><${Ingest} ingest=${data.ingest} startedAt=${data.started_at} /></div>`}<//>
        <${Notices} />
      </div>
      <div class="stack">
        <${Self} me=${me} />
        <${Tokens} me=${me} />
        ${can("accounts_read") && html`<${Users} me=${me} />`}
      </div>
    </div>`;
}

// ---- server
const HIDDEN_COUNTS = new Set(["pending_dead_letters", "pending_suspect_readings", "waiting_notices"]);

function Server({ data }) {
  const now = time.useNow();
  return html`<${Card} title="Server"><div class="stack">
    <${Facts} rows=${[
      ["Version", data.version], ["Database", FLAVOURS[data.database_flavour] ?? format.sentence(data.database_flavour)],
      ["Running for", html`<span title=${time.exact(data.started_at)}>${time.duration(now - Date.parse(data.started_at))}</span>`],
      ["Started", html`<${Time} time=${data.started_at} mode="at" />`],
      ...Object.entries(data.counts).filter(([name]) => !HIDDEN_COUNTS.has(name)).map(([name, n]) => [format.sentence(name), format.number(n, 0)]),
    ]} /></div><//>`;
}

function Ingest({ ingest, startedAt }) {
  const n = (name) => Number(ingest[name] ?? 0);
  const parts = [
    ["readings_stored", "stored", "ok"], ["readings_duplicate", "already there: sent more than once", null],
    ["readings_conflicting", "with another value for a time that was taken; kept beside it", "warning"],
    ["readings_suspect", "with an impossible time, waiting for review", "warning"], ["readings_refused", "refused by the database, kept as dead letters", "critical"],
  ];
  const settled = parts.reduce((sum, [name]) => sum + n(name), 0);
  const flying = n("readings_received") - settled;
  const letters = Object.entries(ingest.dead_letters ?? {}).filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
  const commit = n("batches_committed") ? (n("commit_s") / n("batches_committed")) * 1000 : null;
  return html`<${Card} title="What ingest has done"><div class="stack">
    <p class="muted">Since the start, <${Time} time=${startedAt} mode="at" />.</p>
    <p><b>${format.count(n("messages_received"), "message")}</b> received, ${format.number(n("messages_acknowledged"), 0)} acknowledged${n("messages_redelivered") ? `, ${format.number(n("messages_redelivered"), 0)} of them delivered again` : ""}.</p>
    <div><p><b>${format.count(n("readings_received"), "reading")}</b> in them:</p>
      <ul class="counts">${parts.map(([name, text, tone]) => html`<li key=${name} data-tone=${n(name) > 0 ? tone : null}><b>${format.number(n(name), 0)}</b><span>${text}</span></li>`)}
        ${flying > 0 && html`<li><b>${format.number(flying, 0)}</b><span>on their way</span></li>`}</ul></div>
    ${letters.length > 0 && html`<div><p><b>${format.count(letters.reduce((sum, [, count]) => sum + count, 0), "message")}</b> became <a href="/review">dead letters</a>:</p>
      <ul class="counts">${letters.map(([reason, count]) => html`<li key=${reason}><b>${format.number(count, 0)}</b><span>${format.words(reason)}</span></li>`)}</ul></div>`}
    <${Fold} summary="Inside"><${Facts} rows=${[
      ["Batches committed", format.number(n("batches_committed"), 0)], ["Batches tried again", format.number(n("batch_retries"), 0)],
      commit !== null && ["Mean time of a commit", `${format.number(commit, 1)} ms`], ["Transitions", format.number(n("transitions"), 0)],
      ["Evaluated again for late readings", format.number(n("reevaluations"), 0)], ["Receipts sent to devices", format.number(n("receipts_sent"), 0)],
    ]} /><//>
  </div><//>`;
}

function Notices() {
  const waiting = useList("/api/v1/notices", { state: "waiting" }, { changes: (change) => change.type === "notice", pageSize: 20 });
  const lost = useList("/api/v1/notices", { state: "gave_up" }, { changes: (change) => change.type === "notice", pageSize: 20 });
  const empty = html`<p class="muted">No notice waits: everybody who should know has been told.</p>`;
  return html`<${Card} title="Notices that wait" count=${waiting.items?.length}>
    <${LoadedList} list=${waiting} lines=${2} what="notices" empty=${empty}>${(items) => html`<ul class="lines">${items.map((notice) => html`<${Notice} key=${notice.id} notice=${notice} />`)}</ul>`}<//>
    ${lost.items?.length > 0 && html`<${Fold} summary=${`${lost.items.length}${lost.more ? "+" : ""} given up`}><ul class="lines">${lost.items.map((notice) => html`<${Notice} key=${notice.id} notice=${notice} />`)}</ul><//>`}<//>`;
}

function Notice({ notice }) {
  const tries = notice.attempts.length;
  const last = notice.attempts.at(-1);
  return html`<li><p class="row"><b>${format.sentence(notice.kind)}</b><${State} state=${notice.state} />${notice.incident_id && html`<a href=${to.incident(notice.incident_id)}>Incident</a>`}</p>
    <p class="muted">to ${notice.target}, made <${Time} time=${notice.created_at} />${tries ? `; ${format.count(tries, "try", "tries")}, last: ${last.detail || last.outcome}` : ""}${notice.next_attempt_at ? html`; next <${Time} time=${notice.next_attempt_at} />` : ""}</p></li>`;
}

// ---- forms in dialogs: fields that write into a draft
function Fields({ draft, fields }) {
  const [, renew] = useState(0);
  const set = (name) => (value) => {
    draft[name] = value;
    renew((n) => n + 1);
  };
  return html`<div class="stack">${fields.map(({ name, options, ...rest }) => (options
    ? html`<div key=${name}><${Select} ...${rest} options=${options} value=${draft[name]} onChange=${set(name)} />${rest.describe && html`<p class="hint">${rest.describe(draft[name])}</p>`}</div>`
    : html`<${Field} key=${name} ...${rest} value=${draft[name]} onInput=${set(name)} />`))}</div>`;
}

const need = (text) => { throw new api.ApiError({ title: "Something is missing", detail: text }); };
const PASSWORD_HINT = "At least 12 characters; a sentence is easier to keep than signs.";
const newPassword = (label = "New password") => ({ name: "password", label, type: "password", autocomplete: "new-password", hint: PASSWORD_HINT });
const roleField = { name: "role", label: "Role", options: Object.keys(ROLES).map((role) => ({ value: role, text: roleName(role) })), describe: (role) => `${roleName(role)} ${ROLES[role]}.` };

// ---- oneself
function Self({ me }) {
  const change = () => {
    const draft = { current: "", password: "", again: "" };
    return ask({
      title: "Change your password", confirm: "Change",
      text: html`<${Fields} draft=${draft} fields=${[
        { name: "current", label: "Current password", type: "password", autocomplete: "current-password" }, newPassword(),
        { name: "again", label: "New password again", type: "password", autocomplete: "new-password" }]} /><p class="muted">Your other sessions end.</p>`,
      run: async ({ key }) => {
        if (!draft.current) need("The current password is needed.");
        if (draft.password.length < 12) need("The new password needs at least 12 characters.");
        if (draft.password !== draft.again) throw new api.ApiError({ title: "Not the same", detail: "The new password was written in two ways." });
        await api.post("/api/v1/session/password", { key, body: { current: draft.current, new: draft.password }, quiet401: true });
        toast({ title: "Password changed", text: "Your other sessions have ended." });
      },
    });
  };
  const [leaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    try {
      await signOut();
    } catch (error) {
      toast({ tone: "warning", title: "Still signed in", text: error.message });
      setLeaving(false);
    }
  };
  return html`<${Card} title="You"><div class="stack">
    <${Facts} rows=${[["Signed in as", html`<b>${me.user}</b>`], ["Role", html`${roleName(me.role)} <span class="muted small">${ROLES[me.role]}</span>`],
      ["This session ends", html`<${Time} time=${me.expires_at} mode="both" />`]]} />
    <div class="actions"><${Button} icon="lock" onClick=${change}>Change password<//><${Button} onClick=${leave} busy=${leaving}>Sign out<//></div>
  </div><//>`;
}

// ---- API tokens
function Tokens({ me }) {
  const list = useList("/api/v1/tokens", {});
  const [made, setMade] = useState(null);
  const now = time.useNow();
  const everybody = me.permissions.includes("accounts");
  const create = async () => {
    const token = await askToken(me);
    if (!token) return;
    setMade(token);
    list.reload();
  };
  const revoke = (token) => ask({
    title: `Revoke “${token.name}”?`, confirm: "Revoke", tone: "danger",
    text: html`<p>Programs that use it are refused from now on. This cannot be taken back.</p>`,
    run: async ({ key }) => {
      await api.write("DELETE", `/api/v1/tokens/${token.id}`, { key });
      toast({ title: "Token revoked", text: token.name });
      return true;
    },
  }).then((done) => done && list.reload());
  return html`<${Card} title="API tokens" count=${list.items?.length} actions=${html`<${Button} icon="link" onClick=${create} why=${me.kind === "api_token" ? "it takes a signed-in session" : undefined}>New token<//>`}>
    ${made && html`<${Secret} token=${made} close=${() => setMade(null)} />`}
    <${LoadedList} list=${list} lines=${3} what="tokens" empty=${html`<p class="muted">None. A token lets a program use the API as you, with at most your permissions.</p>`}>
      ${(items) => html`<ul class="lines">${items.map((token) => {
        const left = Date.parse(token.expires_at) - now;
        return html`<li key=${token.id} class="line-row"><div>
          <p class="row"><b>${token.name}</b>${left < 0 ? html`<${Tag} tone="critical">Expired<//>` : left < 14 * 86_400_000 ? html`<${Tag} tone="warning">${`Ends in ${time.duration(left)}`}<//>` : null}</p>
          <p class="muted">${everybody && token.user !== me.user ? html`of <b>${token.user}</b>, ` : ""}may ${token.scopes.map((scope) => format.words(scope)).join(", ")}; until ${time.day(token.expires_at)};
            ${token.last_used_at ? html` used <${Time} time=${token.last_used_at} />` : " never used"}</p></div>
          <${Button} kind="quiet" aria-label=${`Revoke ${token.name}`} onClick=${() => revoke(token)}>Revoke<//></li>`;
      })}</ul>`}
    <//><//>`;
}

function askToken(me) {
  const draft = { name: "", scopes: new Set(["read"]), days: "90" };
  return ask({
    title: "New API token", confirm: "Make it", text: html`<${TokenFields} draft=${draft} me=${me} />`,
    run: async ({ key }) => {
      if (!draft.name.trim()) need("Give it a name that says what uses it.");
      if (draft.scopes.size === 0) need("It needs at least one permission.");
      const { data } = await api.post("/api/v1/tokens", { key, body: {
        name: draft.name.trim(), scopes: [...draft.scopes], expires_at: new Date(Date.now() + Number(draft.days) * 86_400_000).toISOString(),
      } });
      return data;
    },
  });
}

function TokenFields({ draft, me }) {
  const [, renew] = useState(0);
  const again = () => renew((n) => n + 1);
  return html`<div class="stack">
    <${Field} label="Name" value=${draft.name} onInput=${(value) => { draft.name = value; again(); }} autocomplete="off" maxlength="200" hint="What uses it, such as “nightly export”." />
    <fieldset class="checks"><legend>It may</legend>${me.permissions.map((permission) => html`<label key=${permission}>
      <input type="checkbox" checked=${draft.scopes.has(permission)} onChange=${(event) => { draft.scopes[event.target.checked ? "add" : "delete"](permission); again(); }} />
      <span>${PERMISSIONS[permission] ?? permission} <span class="muted mono">${permission}</span></span></label>`)}</fieldset>
    <${Select} label="Valid for" value=${draft.days} onChange=${(value) => { draft.days = value; again(); }}
      options=${[{ value: "7", text: "7 days" }, { value: "30", text: "30 days" }, { value: "90", text: "90 days" }, { value: "365", text: "1 year" }]} />
  </div>`;
}

function Secret({ token, close }) {
  const [copied, setCopied] = useState(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(token.token);
      setCopied("Copied.");
    } catch {
      // Without https the browser keeps its clipboard to itself.
      getSelection().selectAllChildren(document.getElementById("new-token"));
      setCopied("It is marked: copy it with the keyboard or a long press.");
    }
  };
  return html`<div class="secret" role="status">
    <p><b>Copy “${token.name}” now.</b> It is shown this once and never again.</p>
    <code id="new-token">${token.token}</code>
    <div class="actions"><${Button} kind="primary" icon="file" onClick=${copy}>Copy<//><${Button} onClick=${close}>I have it<//>${copied && html`<span class="small">${copied}</span>`}</div>
  </div>`;
}

// ---- users
function Users({ me }) {
  const list = useList("/api/v1/users", {});
  const may = can("accounts");
  const put = (name, body, key) => api.write("PUT", `/api/v1/users/${encodeURIComponent(name)}`, { body, key });
  const renew = (done) => { if (done) list.reload(); };
  const add = () => {
    const draft = { name: "", role: "viewer", password: "" };
    return ask({
      title: "Add a user", confirm: "Add",
      text: html`<${Fields} draft=${draft} fields=${[{ name: "name", label: "User name", autocomplete: "off", spellcheck: false, maxlength: 64 }, roleField, newPassword("Password")]} />`,
      run: async ({ key }) => {
        const name = draft.name.trim();
        if (!/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/.test(name)) need("A user name has letters, digits and . _ @ -, and begins with a letter or digit.");
        if (list.items?.some((user) => user.name === name)) throw new api.ApiError({ title: "Already there", detail: `There is a user ${name}.` });
        if (draft.password.length < 12) need("The password needs at least 12 characters.");
        await put(name, { role: draft.role, password: draft.password }, key);
        toast({ title: `${name} added`, text: `as ${roleName(draft.role)}` });
        return true;
      },
    }).then(renew);
  };
  const changeRole = (user) => {
    const draft = { role: user.role };
    return ask({
      title: `Role of ${user.name}`, confirm: "Change", text: html`<${Fields} draft=${draft} fields=${[roleField]} />`,
      run: async ({ key }) => {
        await put(user.name, { role: draft.role }, key);
        toast({ title: `${user.name} is now ${roleName(draft.role)}` });
        return true;
      },
    }).then(renew);
  };
  const changePassword = (user) => {
    const draft = { password: "" };
    return ask({
      title: `New password for ${user.name}`, confirm: "Set it",
      text: html`<${Fields} draft=${draft} fields=${[newPassword()]} /><p class="muted">All sessions of ${user.name} end.</p>`,
      run: async ({ key }) => {
        if (draft.password.length < 12) need("The password needs at least 12 characters.");
        await put(user.name, { role: user.role, password: draft.password }, key);
        toast({ title: `Password of ${user.name} set` });
        return true;
      },
    });
  };
  const remove = (user) => ask({
    title: `Remove ${user.name}?`, confirm: "Remove", tone: "danger", text: html`<p>All sessions and API tokens of ${user.name} end. What was done stays on record under the name.</p>`,
    run: async ({ key }) => {
      await api.write("DELETE", `/api/v1/users/${encodeURIComponent(user.name)}`, { key });
      toast({ title: `${user.name} removed` });
      return true;
    },
  }).then(renew);
  return html`<${Card} title="Users" count=${list.items?.length} actions=${may && html`<${Button} icon="person" onClick=${add}>Add a user<//>`}>
    <${LoadedList} list=${list} lines=${3} what="users" empty=${html`<${Empty} icon="person" title="No users" />`}>${(items) => html`<ul class="lines">${items.map((user) => html`
      <li key=${user.name} class="line-row"><div><p class="row"><b>${user.name}</b>${user.name === me.user && html`<${Tag} tone="accent">you<//>`}</p>
        <p class="muted">${roleName(user.role)}, since ${time.day(user.created_at)}</p></div>
        ${may && html`<div class="actions tight">
          <${Button} kind="quiet" aria-label=${`Role of ${user.name}`} onClick=${() => changeRole(user)}>Role<//>
          <${Button} kind="quiet" aria-label=${`Password of ${user.name}`} onClick=${() => changePassword(user)}>Password<//>
          ${user.name !== me.user && html`<${Button} kind="quiet" aria-label=${`Remove ${user.name}`} onClick=${() => remove(user)}>Remove<//>`}</div>`}</li>`)}</ul>`}<//>
    ${!may && html`<${Note}>You may look. To change accounts takes the permission “accounts”.<//>`}<//>`;
}
