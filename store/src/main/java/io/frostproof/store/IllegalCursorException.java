package io.frostproof.store;

/** A cursor that no page of this list has handed out. The message quotes it and says what is wrong; safe to show to the caller. */
public final class IllegalCursorException extends RuntimeException {

    private final String cursor;

    IllegalCursorException(String cursor, String wrong) {
        super("cursor '" + cursor + "' " + wrong + "; expected the 'next' of the page before");
        this.cursor = cursor;
    }

    /** What came. */
    public String cursor() {
        return cursor;
    }
}
