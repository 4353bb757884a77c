package io.frostproof.store;

/** What became of a wish to move something from one state to another. */
public sealed interface Move {

    /** It was made and is committed. */
    record Made() implements Move {}

    /** There is no such thing. */
    record NotFound() implements Move {}

    /** Not from where it stands; nothing was changed. */
    record Refused(String state) implements Move {}

    /**
     * Not so, or not by whoever wished it; nothing was changed.
     *
     * @param state where it stands
     * @param why a word for programs
     */
    record Barred(String state, String why, String text) implements Move {}
}
