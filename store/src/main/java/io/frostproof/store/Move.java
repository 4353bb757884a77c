package io.frostproof.store;

/** What became of a wish to move something from one state to another. */
public sealed interface Move {

    /** It was made and is committed. */
    record Made() implements Move {}

    /** There is no such thing. */
    record NotFound() implements Move {}

    /** Not from where it stands; nothing was changed. */
    record Refused(String state) implements Move {}
}
