package io.frostproof.protocol;

/** The two forms of every message. A device may use either at any time; the server answers in the one it last used. */
public enum Form {
    JSON,
    BINARY;

    /** The form of a payload by its first byte, which no UTF-8 text contains. Says nothing about the rest of it. */
    public static Form of(byte[] payload) {
        return payload.length > 0 && payload[0] == Frame.MAGIC ? BINARY : JSON;
    }
}
