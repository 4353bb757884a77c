package io.frostproof.alerts.life;

/**
 * An event that does not fit to the others. It may with what comes late, so nothing is refused for it: the event counts as far as it can, and people
 * see that something is missing or wrong.
 *
 * @param event id of the event
 */
public record Contradiction(String event, Kind kind) {

    /** What does not fit. */
    public enum Kind {
        /** Nothing tells of the handling unit before this. Where it was is unknown. */
        NO_RECEIPT,
        /** A receipt of what is in the network already. It counts as a move. */
        RECEIVED_TWICE,
        /** Its receipt says another lot than what is on record. The first one counts. */
        ANOTHER_LOT,
        /** More was split off or removed than there was. All that there was counts. */
        MORE_THAN_THERE_IS,
        /** It was gone already. The event counts as its return. */
        GONE_ALREADY,
        /** The part that was split off is a handling unit of its own already. It counts as merged with that. */
        PART_EXISTS,
        /** Two lots were merged. Whatever is asked of the whole is asked of both. */
        LOTS_MIXED,
        /** What was merged, packed or used was at another place. It counts as moved at that instant. */
        ANOTHER_PLACE,
        /** It was in a container, and was moved, packed or used without being taken out. It counts as taken out. */
        STILL_PACKED,
        /** It was taken out of a container, and was in none. The event counts for nothing. */
        NOT_PACKED,
        /** So many different pasts were merged that they are told apart no longer. Where those goods were before is unknown. */
        TOO_MANY_PASTS,
        /** A container cannot be in what it contains. The event counts for nothing. */
        PACKED_IN_ITSELF
    }
}
