package io.frostproof.simulator.fault;

import java.util.Locale;

/** What sort of thing a fault strikes. */
public enum FaultTarget {
    REGION,
    NODE,
    UNIT,
    DEVICE,
    /** Written {@code device/channel}. */
    CHANNEL;

    /** The word in files and messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
