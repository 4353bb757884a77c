// What of the events of a handling unit does not fit together: nothing was refused for it, so people have to see it.
import { html } from "../lib.js";
import * as format from "../format.js";
import { Note } from "../components/ui.js";

const WORDS = {
  no_receipt: "Nothing tells of it before this. Where it was is not known.",
  received_twice: "It was received while it was in the network already. That counts as a move.",
  another_lot: "A receipt says another lot than the one on record. The first one counts.",
  more_than_there_is: "More was taken than there was. All that there was counts.",
  gone_already: "It was gone already. This counts as its return.",
  part_exists: "The part that was split off was a handling unit of its own already. It counts as merged with that.",
  lots_mixed: "Two lots were merged. Whatever is asked of the whole is asked of both.",
  another_place: "What was merged, packed or used was at another place. It counts as moved at that instant.",
  still_packed: "It was in a container, and was moved, packed or used without being taken out. It counts as taken out.",
  not_packed: "It was taken out of a container, and was in none. This counts for nothing.",
  too_many_pasts: "So many different pasts were merged that they are told apart no longer. Where these goods were before is unknown.",
  packed_in_itself: "A container cannot be in what it contains. This counts for nothing.",
};

export function Contradictions({ life }) {
  if (life.contradictions.length === 0) return null;
  return html`<${Note} tone="warning"><div><b>${format.count(life.contradictions.length, "thing")} that ${life.contradictions.length === 1 ? "does" : "do"} not fit</b>
    <ul class="contradictions">${life.contradictions.map((one) => html`<li key=${`${one.event} ${one.kind}`}>${WORDS[one.kind] ?? format.sentence(one.kind)} <span class="muted small">Event <code>${one.event}</code></span></li>`)}</ul></div><//>`;
}
