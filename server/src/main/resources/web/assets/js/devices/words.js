// What devices say and are asked for, in words for people.
import * as format from "../format.js";
import * as time from "../time.js";

export const PRESENCE = {
  online: { text: "Online", tone: "ok", help: "connected" },
  sleeping: { text: "Sleeping", tone: "neutral", help: "disconnected on purpose, and will be back" },
  offline: { text: "Offline", tone: "neutral", help: "it has said goodbye" },
  lost: { text: "Connection lost", tone: "warning", help: "the broker says that its connection is gone" },
};

export const CLOCKS = { rtc: "real-time clock", synced: "set since its start", none: "none, counts since its start" };

export const ORDER_TONES = {
  none: "neutral", pending: "warning", sent: "accent", accepted: "accent", applied: "ok", done: "ok", refused: "critical", superseded: "neutral", expired: "unknown",
};

export const ORDER_WORDS = {
  none: "Never asked for", pending: "Waiting for the broker", sent: "Sent, no answer yet", accepted: "Being done", applied: "In force", done: "Done",
  refused: "Refused", superseded: "Superseded", expired: "No answer in time",
};

/** "Identify for 30 s" of a command. */
export function task(command) {
  switch (command.do) {
    case "identify": return `Identify for ${time.duration(command.for_s * 1000)}`;
    case "backlog": return `Send messages ${command.from} to ${command.seq} of boot ${command.boot} again`;
    default: return "Tell its state";
  }
}

/** What came of it beyond its state, or null. */
export function outcome(order) {
  if (order.state === "refused") return [order.refused_field, order.refused_expected && `expected ${order.refused_expected}`].filter(Boolean).join(": ") || null;
  if (order.count !== null && order.count !== undefined) return format.count(order.count, "message found", "messages found");
  return null;
}

/** "5 min" of seconds, or what stands for unknown. */
export const seconds = (s) => (s === null || s === undefined ? "–" : time.duration(s * 1000));
