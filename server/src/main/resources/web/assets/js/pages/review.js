// Input that could not be used, and readings with impossible times: look, then take it in after all or set it aside.
import { html, useState } from "../lib.js";
import * as api from "../api.js";
import { useList, useResource } from "../resource.js";
import { setQuery } from "../router.js";
import { to } from "../routes.js";
import { can } from "../session.js";
import { styles } from "../styles.js";
import * as format from "../format.js";
import { overview } from "../overview-store.js";
import { useStore } from "../store.js";
import { Button, Card, Choice, Empty, Loaded, LoadedList, Note, PageHead, Select, State, Table, Time } from "../components/ui.js";
import { ask } from "../components/dialog.js";
import { toast } from "../components/toast.js";
import { Payload } from "../components/payload.js";

await styles("/assets/css/records.css");

/** What a reason means, and what helps. The words of the server, explained. */
const REASONS = {
  unknown_device: ["From a device that is not in the network", "Import it with the network file, then replay."],
  unknown_channel: ["From a channel that its device does not have", "Add the channel to the network file, then replay."],
  wrong_node: ["From a device of another node", "Correct the device's node in the network file or the topic it publishes to."],
  bad_topic: ["On a topic that is none of ours", "Correct the topic in the device."],
  not_json: ["Not readable as JSON", "Replaying helps only after the server has learned to read it."],
  missing_field: ["A field is missing", "The device's firmware has to send it."],
  wrong_type: ["A field has the wrong type", "The device's firmware has to be corrected."],
  out_of_range: ["A field is out of its range", "The device's firmware has to be corrected."],
  not_a_number: ["A value is not a number", "Often a probe that is not connected."],
  bad_time: ["A time cannot be read", "The device's clock or firmware has to be corrected."],
  too_large: ["Larger than what is taken", "The device has to send smaller messages."],
  unknown_unit: ["In a unit that is not known here", "The device has to send one of the units of the contract."],
  wrong_unit: ["In a unit of another quantity", "Compare the channel in the network file with what the device measures, then replay."],
  not_a_frame: ["Neither JSON nor a binary frame", "Is something else publishing to this topic?"],
  unsupported_version: ["A frame of a newer version", "Replay after the server has been updated."],
  unsupported: ["A frame with parts of a newer version", "Replay after the server has been updated."],
  bad_checksum: ["Damaged on its way", "The device sends again what no receipt covers; often a broken modem or firmware."],
  unsigned: ["Not signed, though the device has a key", "Give the device its key, or take it out of the server's key file, then replay."],
  bad_signature: ["Signed with another key", "Compare the keys. If they are the same, somebody else may be speaking for the device."],
  truncated: ["A frame that ends too early", "The device's firmware has to be corrected."],
  bad_varint: ["A number that is written wrongly", "The device's firmware has to be corrected."],
  trailing_bytes: ["A frame with bytes behind its end", "The device's firmware has to be corrected."],
  implausible_value: ["A value that the quantity cannot have", "Often a broken probe. Discard it once the probe is seen to."],
  refused_by_database: ["The database would not take it", "Look at the detail; replay once the cause is gone."],
};
const reasonTitle = (reason) => REASONS[reason]?.[0] ?? format.sentence(reason);
const SUSPECT_REASONS = { before_earliest: "before the earliest time that is taken", in_the_future: "in the future", sensor_fault: "its sensor failed, says the device" };

export default function ReviewPage({ query }) {
  const tab = query.tab === "suspect" ? "suspect" : "letters";
  const { data } = useStore(overview);
  return html`
    <${PageHead} title="Review" sub="What came in and could not simply be believed. Nothing is lost: it waits here for a person." />
    <div class="filters"><${Choice} label="What to review" value=${tab} onChange=${(value) => setQuery({ tab: value === "letters" ? null : value, state: null, reason: null })} options=${[
      { value: "letters", text: "Dead letters", count: data?.counts.pending_dead_letters }, { value: "suspect", text: "Suspect readings", count: data?.counts.pending_suspect_readings }]} /></div>
    ${tab === "letters" ? html`<${DeadLetters} key="letters" state=${query.state ?? "pending"} reason=${query.reason ?? null} />` : html`<${Suspects} key="suspect" state=${query.state ?? "pending"} />`}`;
}

// ---- dead letters
function DeadLetters({ state, reason }) {
  const list = useList("/api/v1/dead-letters", { state, reason }, { changes: (change) => change.type === "dead_letter", pageSize: 100 });
  const may = can("review");
  const groups = new Map();
  for (const letter of list.items ?? []) groups.set(letter.reason, [...(groups.get(letter.reason) ?? []), letter]);
  const reasons = [...new Set([...Object.keys(REASONS), ...groups.keys(), ...(reason ? [reason] : [])])];
  return html`
    <div class="filters">
      <${Choice} label="State" value=${state} onChange=${(value) => setQuery({ state: value === "pending" ? null : value })} options=${[
        { value: "pending", text: "Pending" }, { value: "replayed", text: "Replayed" }, { value: "discarded", text: "Discarded" }]} />
      <${Select} label="Reason" hideLabel value=${reason} onChange=${(value) => setQuery({ reason: value })}
        options=${[{ value: null, text: "Every reason" }, ...reasons.map((one) => ({ value: one, text: reasonTitle(one) }))]} />
    </div>
    ${!may && state === "pending" && html`<${Note}>You may look. To replay or discard takes the permission “review”, which operators and quality assurance have.<//>`}
    <${LoadedList} list=${list} what="dead letters" empty=${html`<${Card}>${state === "pending"
      ? html`<${Empty} tone="ok" title="Nothing waits for review">Everything that came in could be used, or has been seen to.<//>`
      : html`<${Empty} icon="review" title=${`None was ${state}`} />`}<//>`}>
      ${() => html`<div class="stack">${[...groups].map(([one, letters]) => html`<${Group} key=${one} reason=${one} letters=${letters} may=${may} pending=${state === "pending"} complete=${!list.more} done=${list.reload} />`)}</div>`}
    <//>`;
}

function Group({ reason, letters, may, pending, complete, done }) {
  const [title, help] = REASONS[reason] ?? [format.sentence(reason), null];
  const times = letters.reduce((sum, letter) => sum + letter.occurrences, 0);
  return html`<${Card} title=${title} count=${letters.length} actions=${may && pending && letters.length > 1 && html`<${Button} icon="replay" onClick=${() => replayAll(reason, letters, complete).then(done)}>Replay all ${letters.length}<//>`}>
    <p class="muted group-help">${help}${times > letters.length ? ` Received ${format.count(times, "time")}.` : ""}</p>
    <ul class="letters">${letters.map((letter) => html`<${Letter} key=${letter.id} letter=${letter} may=${may} done=${done} />`)}</ul>
  <//>`;
}

function Letter({ letter, may, done }) {
  const [open, setOpen] = useState(false);
  return html`<li class="letter">
    <div class="letter-head">
      <div class="letter-text">
        <p><b>${letter.detail}</b></p>
        <p class="muted small"><span class="mono letter-topic">${letter.topic}</span> · ${format.bytes(letter.payload_bytes)} by ${letter.source} ·${" "}
          <${Time} time=${letter.last_received_at} />${letter.occurrences > 1 && html` · <b>${format.count(letter.occurrences, "time")}</b> since <${Time} time=${letter.first_received_at} mode="at" />`}</p>
        ${letter.state !== "pending" && html`<p class="row small"><${State} state=${letter.state} /><span class="muted">by ${letter.decided_by}, <${Time} time=${letter.decided_at} mode="at" /></span></p>`}
      </div>
      <div class="actions">
        <${Button} kind="quiet" onClick=${() => setOpen(!open)} aria-expanded=${open ? "true" : "false"} aria-label=${`${open ? "Hide" : "Look at"} the payload of dead letter ${letter.id}`}>${open ? "Hide" : "Look"}<//>
        ${may && letter.state === "pending" && html`
          <${Button} icon="replay" aria-label=${`Replay dead letter ${letter.id}`} onClick=${() => replay(letter).then(done)}>Replay<//>
          <${Button} icon="bin" aria-label=${`Discard dead letter ${letter.id}`} onClick=${() => discard(letter).then(done)}>Discard<//>`}
      </div>
    </div>
    ${open && html`<${Contents} id=${letter.id} />`}
  </li>`;
}

function Contents({ id }) {
  const detail = useResource(`/api/v1/dead-letters/${id}`);
  return html`<${Loaded} resource=${detail} lines=${3}>${(letter) => html`<${Payload} base64=${letter.payload_base64} complete=${letter.payload_complete} bytes=${letter.payload_bytes} sha256=${letter.payload_sha256} />`}<//>`;
}

/** The server's refusal, in a title that says what it means here. */
const asRefusal = (error, title) => (error.status === 422 ? Object.assign(new api.ApiError(error), { status: 422, title }) : error);

async function replay(letter) {
  await ask({
    title: "Replay this dead letter?", confirm: "Replay",
    text: html`<p>It is given to ingest again, as if it came now: <b>${letter.detail}</b></p><p class="muted">Readings that are stored already stay as they are.</p>`,
    run: async ({ key }) => {
      try {
        await api.post(`/api/v1/dead-letters/${letter.id}/replay`, { key });
      } catch (error) {
        throw asRefusal(error, "It still cannot be used");
      }
      toast({ title: "Replayed", text: "Its readings are stored." });
    },
  });
}

async function discard(letter) {
  await ask({
    title: "Discard this dead letter?", confirm: "Discard", tone: "danger",
    text: html`<p>It is set aside for good and cannot be replayed any more. It stays on record.</p><p class="muted">${letter.detail}</p>`,
    run: async ({ key }) => {
      await api.post(`/api/v1/dead-letters/${letter.id}/discard`, { key });
      toast({ title: "Discarded", text: "It stays on record." });
    },
  });
}

async function replayAll(reason, letters, complete) {
  const progress = { at: 0 };
  const outcome = await ask({
    title: `Replay ${letters.length} dead letters?`, confirm: `Replay ${letters.length}`,
    text: html`<p>${reasonTitle(reason)}. Each is given to ingest again, oldest first. What still cannot be used stays here.</p>${!complete && html`<p class="muted">Only those that are shown; there are more.</p>`}`,
    run: async ({ key }) => {
      const refused = [];
      for (const letter of [...letters].reverse()) {
        try {
          await api.post(`/api/v1/dead-letters/${letter.id}/replay`, { key: `${key}-${letter.id}` });
          progress.at += 1;
        } catch (error) {
          // Somebody else may have seen to it; what the server refuses for its contents stays. Anything else ends it here.
          if (error.status !== 422 && error.status !== 409) throw error;
          refused.push(error);
        }
      }
      return { refused };
    },
  });
  if (!outcome) return;
  const { refused } = outcome;
  if (refused.length === 0) toast({ title: `${format.count(progress.at, "dead letter")} replayed`, text: "Their readings are stored." });
  else toast({ tone: progress.at ? "warning" : "critical", stays: true, title: `${progress.at} replayed, ${refused.length} still cannot be used`, text: refused[0].detail });
}

// ---- suspect readings
function Suspects({ state }) {
  const list = useList("/api/v1/suspect-readings", { state }, { changes: (change) => change.type === "suspect_reading" });
  const may = can("evidence");
  const columns = [
    { head: "Channel", cell: (r) => html`<a href=${to.device(r.device)}>${r.device}</a> <span class="muted">${r.channel}</span>` },
    { head: "Says it measured", cell: (r) => html`<span class="nowrap">${format.withUnit(r.value, r.value_unit, r.quantity)}</span>` },
    { head: "At this time", cell: (r) => html`<span><${FullTime} at=${r.time} /><br /><span class="muted small">${SUSPECT_REASONS[r.reason] ?? format.words(r.reason)}</span></span>` },
    { head: "Received", cell: (r) => html`<${Time} time=${r.received_at} mode="at" />` },
    { head: "Message", cell: (r) => html`<span class="muted nowrap">boot ${r.boot}, no. ${r.seq}</span>` },
    state === "pending"
      ? may && { head: "Decide", wide: true, cell: (r) => html`<span class="actions together">${r.reason !== "sensor_fault" && html`<${Button} aria-label=${`Promote reading ${r.id}`} onClick=${() => promote(r).then(list.reload)}>Promote<//>`}
          <${Button} kind="quiet" aria-label=${`Discard reading ${r.id}`} onClick=${() => discardReading(r).then(list.reload)}>Discard<//></span>` }
      : { head: "Decided", cell: (r) => html`<span class="muted">by ${r.decided_by}, <${Time} time=${r.decided_at} mode="at" /></span>` },
  ].filter(Boolean);
  return html`
    <div class="filters"><${Choice} label="State" value=${state} onChange=${(value) => setQuery({ state: value === "pending" ? null : value })} options=${[
      { value: "pending", text: "Pending" }, { value: "promoted", text: "Promoted" }, { value: "discarded", text: "Discarded" }]} /></div>
    ${!may && state === "pending" && html`<${Note}>You may look. To promote or discard a reading changes evidence and takes the permission “evidence”, which quality assurance has.<//>`}
    <${Card} flush>
      <${LoadedList} list=${list} what="readings" empty=${state === "pending"
        ? html`<${Empty} tone="ok" title="No reading is suspect">Every reading came with a time that can be.<//>`
        : html`<${Empty} icon="review" title=${`None was ${state}`} />`}>
        ${(items) => html`<${Table} caption="Suspect readings" rows=${items} rowKey=${(r) => r.id} columns=${columns} />`}
      <//>
    <//>`;
}

// Years matter here: the whole date, always.
function FullTime({ at }) {
  const text = new Date(at).toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" });
  return html`<time datetime=${at}>${text}</time>`;
}

const told = (r) => html`<p><b>${r.device} ${r.channel}</b>: ${format.withUnit(r.value, r.value_unit, r.quantity)} at <${FullTime} at=${r.time} /></p>`;

async function promote(reading) {
  await ask({
    title: "Take this reading into the log?", confirm: "Promote",
    text: html`${told(reading)}<p>It counts as measured at that time from now on, and excursions are worked out again with it. This cannot be taken back.</p>`,
    run: async ({ key }) => {
      try {
        await api.post(`/api/v1/suspect-readings/${reading.id}/promote`, { key });
      } catch (error) {
        throw asRefusal(error, "It cannot be taken in");
      }
      toast({ title: "Promoted", text: "The reading is in the log." });
    },
  });
}

async function discardReading(reading) {
  await ask({
    title: "Discard this reading?", confirm: "Discard", tone: "danger",
    text: html`${told(reading)}<p>It is set aside for good and stays on record.</p>`,
    run: async ({ key }) => {
      await api.post(`/api/v1/suspect-readings/${reading.id}/discard`, { key });
      toast({ title: "Discarded", text: "It stays on record." });
    },
  });
}
