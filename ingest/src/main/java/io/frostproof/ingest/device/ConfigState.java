package io.frostproof.ingest.device;

import io.frostproof.ingest.device.Said.Result;
import java.util.Locale;

/** Where a configuration stands. The identifier is the word in SQL and in the API. Pure. */
public enum ConfigState {
    /** On record, and not with the broker yet. */
    PENDING,
    /** The broker has it. */
    SENT,
    /** In force, by the device's word. */
    APPLIED,
    /** The device does not take it. */
    REFUSED,
    /** A newer version was asked for. */
    SUPERSEDED;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of an identifier that this server wrote itself. */
    public static ConfigState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** Whether the device has not said what became of it. */
    public boolean open() {
        return this == PENDING || this == SENT;
    }

    /** After the broker has taken it. */
    public ConfigState sent() {
        return this == PENDING ? SENT : this;
    }

    /** After an answer. What is superseded stays so; otherwise the device's last word stands. */
    public ConfigState answered(Result result) {
        if (this == SUPERSEDED) {
            return this;
        }
        return switch (result) {
            case DONE -> APPLIED;
            case REFUSED -> REFUSED;
            case ACCEPTED -> open() ? SENT : this;
        };
    }

    /**
     * After a status that names the version in force: this one is applied when it is named, and has to be applied again when the device
     * has fallen back behind it.
     */
    public ConfigState reported(long version, long inForce) {
        if (this == SUPERSEDED) {
            return this;
        }
        if (inForce == version) {
            return APPLIED;
        }
        return this == APPLIED && inForce < version ? PENDING : this;
    }
}
