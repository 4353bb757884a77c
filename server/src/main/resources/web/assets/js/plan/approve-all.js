// Approve all of a plan that waits. Says first what one's word completes, what waits for somebody else even then, and what it cannot touch.
import { html } from "../lib.js";
import * as api from "../api.js";
import { ask } from "../components/dialog.js";
import { toast } from "../components/toast.js";
import { session } from "../session.js";
import { consequence, decisionTitle, money, needsText, nodeName } from "./words.js";
import * as format from "../format.js";

/** Why who is signed in cannot approve a proposed decision; undefined when they can. */
export function whyNot(decision) {
  const { user, role, permissions = [] } = session.get() ?? {};
  if (!permissions.includes("decisions")) return "your role does not include decisions about stock";
  if (decision.approvals.some((said) => said.by === user)) return "you have approved it; it waits for somebody else";
  const roles = decision.waits_for?.roles ?? [role];
  return roles.includes(role) ? undefined : `it waits for somebody of ${roles.join(" or ")}`;
}

/** Proposed decisions of a plan by what an approval of who is signed in does: {done, waits, not: [[decision, why]]}. */
export function byEffect(plan) {
  const groups = { done: [], waits: [], not: [] };
  for (const one of plan.decisions.filter((decision) => decision.state === "proposed")) {
    const why = whyNot(one);
    if (why) groups.not.push([one, why]);
    else groups[one.waits_for?.persons > 1 ? "waits" : "done"].push(one);
  }
  return groups;
}

/** Asks, and approves exactly what was shown. @returns whether anything was sent */
export async function approveAll(plan, nodes) {
  const { done, waits, not } = byEffect(plan);
  const meant = [...done, ...waits];
  const list = (title, rows) => rows.length > 0 && html`<div><p><b>${title}</b></p><ul class="short-list">${rows}</ul></div>`;
  const row = (one, more) => html`<li key=${one.id}>${decisionTitle(one, nodes)}<span class="muted"> from ${nodeName(one.from_node, nodes)}, ${money(one.value)}. ${more}</span></li>`;
  const answer = await ask({
    title: `Approve ${format.count(meant.length, "decision")}?`,
    text: html`${list("Done at once", done.map((one) => row(one, one.to_node ? "" : consequence(one.disposition))))}
      ${list("Has your yes, and waits for somebody else", waits.map((one) => row(one, `It needs ${needsText(one.needs)}.`)))}
      ${list("Not touched", not.map(([one, why]) => row(one, format.capital(`${why}.`))))}`,
    confirm: "Approve",
    tone: "primary",
    reason: { label: "Reason", required: meant.some((one) => one.needs?.reason_required) },
    run: ({ reason, key }) => api.post(`/api/v1/plans/${encodeURIComponent(plan.id)}/approve`, { body: { decisions: meant.map((one) => one.id), ...(reason && { reason }) }, key }),
  });
  if (!answer) return false;
  const { approved, refused } = answer.data;
  const waiting = waits.filter((one) => approved.includes(one.id)).length;
  toast(refused.length === 0
    ? { title: `${format.count(approved.length, "decision")} approved`, text: waiting > 0 ? `${format.number(waiting, 0)} of them wait for somebody else.` : "They are carried out now." }
    : { tone: "warning", title: `${approved.length} of ${meant.length} approved`, text: `Not approved: ${refused.map((one) => one.detail).join("; ")}.`, stays: true });
  return true;
}
