package io.frostproof.server.review;

import io.frostproof.store.Move;

/** What became of a wish about something that was set apart. */
public sealed interface Verdict {

    /** It went as moves go; when it was made, what is in it is stored. */
    record Moved(Move move) implements Verdict {}

    /**
     * It cannot be done with this one, whatever state it is in.
     *
     * @param why what stands against it, after its name
     */
    record Impossible(String state, String why) implements Verdict {}

    /**
     * It still cannot be used; nothing was changed.
     *
     * @param reason short identifier, as dead letters have it
     * @param detail one sentence for people
     */
    record Unusable(String reason, String detail) implements Verdict {}

    /**
     * It was not stored in time. It is pending, and trying again does no harm.
     *
     * @param onItsWay whether a lane has taken it, so that it is stored sooner or later
     */
    record TooSlow(boolean onItsWay) implements Verdict {}
}
