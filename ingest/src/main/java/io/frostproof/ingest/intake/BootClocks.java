package io.frostproof.ingest.intake;

import io.frostproof.protocol.MessageId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Maps the time since start, of devices that know no other, to UTC. What is fixed for a boot by its first message stays, so that a
 * message that comes again means the same times, and finds its readings there already. It is written to the log in the transaction
 * that stores the first readings; until then it may be forgotten together with them. Thread-safe.
 */
public final class BootClocks {

    /** Boots remembered per device. A device that restarts every hour is covered for more than two days of delay. */
    public static final int BOOTS = 64;

    private static final long MICROS_PER_MILLI = 1000;

    private final Map<String, TreeMap<Long, Long>> began = new HashMap<>();
    private final Set<BootClock> unwritten = new HashSet<>();

    /** @param written what the log knows: at least the latest {@link #BOOTS} of each device */
    public BootClocks(Collection<BootClock> written) {
        for (BootClock clock : written) {
            keep(clock);
        }
    }

    /** No device has been heard of. */
    public BootClocks() {
        this(Set.of());
    }

    /**
     * When the boot of a message began.
     *
     * @param upMillis milliseconds since its start when the device sent it
     * @return microseconds since 1970; empty when the boot is older than all that are remembered, so that an earlier answer may
     *     have been another one
     */
    public synchronized OptionalLong began(String device, MessageId message, long receivedMicros, long upMillis) {
        TreeMap<Long, Long> boots = began.get(device);
        if (boots != null) {
            Long known = boots.get(message.boot());
            if (known != null) {
                return OptionalLong.of(known);
            }
            if (boots.size() == BOOTS && message.boot() < boots.firstKey()) {
                return OptionalLong.empty();
            }
        }
        var clock = new BootClock(device, message.boot(), receivedMicros - upMillis * MICROS_PER_MILLI);
        keep(clock);
        unwritten.add(clock);
        return OptionalLong.of(clock.beganMicros());
    }

    /** When a boot began, if that was fixed before. */
    synchronized OptionalLong known(String device, long boot) {
        TreeMap<Long, Long> boots = began.get(device);
        Long known = boots == null ? null : boots.get(boot);
        return known == null ? OptionalLong.empty() : OptionalLong.of(known);
    }

    /** What has to be written together with the readings of a message; null when it is there. */
    synchronized @Nullable BootClock unwritten(String device, long boot) {
        TreeMap<Long, Long> boots = began.get(device);
        Long known = boots == null ? null : boots.get(boot);
        if (known == null) {
            return null;
        }
        var clock = new BootClock(device, boot, known);
        return unwritten.contains(clock) ? clock : null;
    }

    /** It is in the log now. */
    synchronized void written(BootClock clock) {
        unwritten.remove(clock);
    }

    private void keep(BootClock clock) {
        TreeMap<Long, Long> boots = began.computeIfAbsent(clock.device(), device -> new TreeMap<>());
        boots.put(clock.boot(), clock.beganMicros());
        if (boots.size() > BOOTS) {
            boots.pollFirstEntry();
        }
    }
}
