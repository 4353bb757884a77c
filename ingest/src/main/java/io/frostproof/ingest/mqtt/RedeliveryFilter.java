package io.frostproof.ingest.mqtt;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Recognises messages without time of their own that a broker delivers again after a reconnect. Nothing in such a message tells
 * it from a new one, so content decides: what came within {@link #MEMORY} before the connection was lost, and comes again with
 * the same topic and payload within {@link #WINDOW} after it is back, is taken for the same message, once.
 *
 * <p>The limits, which ingest/README.md repeats: a device that sends neither time nor numbers and reports the same value again in
 * that window loses one repeat; a restart of the server forgets, so a redelivery after it is stored a second time, at its new
 * time of reception; and only {@link #REMEMBERED} messages are remembered. A device that sends time has none of them.
 * Thread-safe.
 */
final class RedeliveryFilter {

    static final Duration MEMORY = Duration.ofSeconds(60);
    static final Duration WINDOW = Duration.ofSeconds(30);
    /** About 2 MB of fingerprints. */
    static final int REMEMBERED = 10_000;

    private final LinkedHashMap<String, Instant> seen = new LinkedHashMap<>();
    private Map<String, Instant> beforeLoss = Map.of();
    private Instant connectedAt = Instant.EPOCH;

    synchronized void connected(Instant now) {
        // What a connection that was lost again at once had no time to deliver is still to come.
        var remembered = new HashMap<String, Instant>();
        if (!now.isAfter(connectedAt.plus(WINDOW))) {
            remembered.putAll(beforeLoss);
        }
        remembered.putAll(seen);
        remembered.values().removeIf(at -> at.isBefore(now.minus(MEMORY)));
        beforeLoss = remembered;
        connectedAt = now;
        seen.clear();
    }

    /** Whether this message is taken for one that was received before the connection was lost. Remembers it if it is not. */
    synchronized boolean redelivered(String topic, byte[] payload, Instant now) {
        String print = print(topic, payload);
        if (!beforeLoss.isEmpty()) {
            if (now.isAfter(connectedAt.plus(WINDOW))) {
                beforeLoss = Map.of();
            } else if (beforeLoss.remove(print) != null) {
                seen.putLast(print, now);
                return true;
            }
        }
        seen.putLast(print, now); // the newest is forgotten last, also when it repeats an old one
        Iterator<Map.Entry<String, Instant>> oldest = seen.entrySet().iterator();
        while (seen.size() > REMEMBERED && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
        return false;
    }

    private static String print(String topic, byte[] payload) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(topic.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            sha.update((byte) 0);
            return HexFormat.of().formatHex(sha.digest(payload));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
