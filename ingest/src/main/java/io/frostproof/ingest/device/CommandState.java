package io.frostproof.ingest.device;

import io.frostproof.ingest.device.Said.Result;
import java.util.Locale;

/** Where a command stands. The identifier is the word in SQL and in the API. Pure. */
public enum CommandState {
    /** On record, and not with the broker yet. */
    PENDING,
    /** The broker has it. */
    SENT,
    /** The device is at it. */
    ACCEPTED,
    /** The device has done it. */
    DONE,
    /** The device does not do it. */
    REFUSED,
    /** No answer within its lifetime. */
    EXPIRED;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of an identifier that this server wrote itself. */
    public static CommandState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** Whether the device has not said what became of it, and still may. */
    public boolean open() {
        return this == PENDING || this == SENT || this == ACCEPTED;
    }

    /** After the broker has taken it. */
    public CommandState sent() {
        return this == PENDING ? SENT : this;
    }

    /** After an answer; one that comes after the end of its lifetime counts, since what happened has happened. */
    public CommandState answered(Result result) {
        if (this == DONE || this == REFUSED) {
            return this; // the same answer again, or an older one that was late
        }
        return switch (result) {
            case DONE -> DONE;
            case REFUSED -> REFUSED;
            case ACCEPTED -> this == EXPIRED ? this : ACCEPTED;
        };
    }
}
