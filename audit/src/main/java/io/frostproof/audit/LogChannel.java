package io.frostproof.audit;

import io.frostproof.alerts.network.Span;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.util.List;

/**
 * A channel that measured the unit during the range of a log.
 *
 * @param id number that readings are kept under
 * @param maxHoldMicros how long a reading stands when no newer one comes
 * @param stretches when it measured the unit, in time order
 * @param distrusted event time for which nobody trusts its readings: kept, and known to nobody; in order of their beginning
 */
public record LogChannel(
        int id,
        String device,
        String name,
        Quantity quantity,
        long maxHoldMicros,
        List<Stretch> stretches,
        List<Span> distrusted) {

    /** One that is trusted. */
    public LogChannel(
            int id, String device, String name, Quantity quantity, long maxHoldMicros, List<Stretch> stretches) {
        this(id, device, name, quantity, maxHoldMicros, stretches, List.of());
    }

    /** A minute for transport and clocks, on top of the time for which a device may stay silent anyway. */
    static final Duration LATE_SLACK = Duration.ofSeconds(60);

    private static final long LATE_SLACK_MICROS = LATE_SLACK.toNanos() / 1000;

    public LogChannel {
        stretches = List.copyOf(stretches);
        distrusted = List.copyOf(distrusted);
        if (maxHoldMicros <= 0) {
            throw new IllegalArgumentException(
                    "channel " + device + "/" + name + ": max hold must be positive, was " + maxHoldMicros + " us");
        }
    }

    /** The same, for which nobody trusts these stretches. */
    public LogChannel distrusting(List<Span> spans) {
        return new LogChannel(id, device, name, quantity, maxHoldMicros, stretches, spans);
    }

    /** Those that overlap the time for which it measured the unit. Others matter only for what stands into that. */
    public List<Span> distrustedInside() {
        return distrusted.stream()
                .filter(span -> stretches.stream()
                        .anyMatch(stretch ->
                                span.fromMicros() < stretch.toMicros() && span.toMicros() > stretch.fromMicros()))
                .toList();
    }

    /** What people call it: {@code device/channel}. */
    public String path() {
        return device + "/" + name;
    }

    /**
     * Whether a reading came late: more than the channel's max hold plus 60 s after its event time, so that the channel
     * counted as unknown before it came.
     */
    public boolean late(long eventMicros, long receivedMicros) {
        return receivedMicros - eventMicros > maxHoldMicros + LATE_SLACK_MICROS;
    }
}
