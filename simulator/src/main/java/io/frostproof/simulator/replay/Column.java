package io.frostproof.simulator.replay;

/** Which column of a file: by the name in its header, or by its place. */
public sealed interface Column {

    /** By name, which the first line must hold, compared without regard to case and outer blanks. */
    record Named(String name) implements Column {}

    /** By place, 0 for the first. */
    record At(int index) implements Column {
        public At {
            if (index < 0) {
                throw new IllegalArgumentException("column " + index + ": expected 0 or more");
            }
        }
    }

    /** Reads what a person writes: digits are a place, all else is a name. */
    static Column parse(String text) {
        return text.matches("[0-9]{1,4}") ? new At(Integer.parseInt(text)) : new Named(text);
    }
}
