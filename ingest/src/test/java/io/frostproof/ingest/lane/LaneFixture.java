package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.SlotRules;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Micros;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.protocol.MessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A fridge probe that reports every minute, and messages of it. */
final class LaneFixture {

    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    static final long NOON_MICROS = Micros.of(NOON);
    static final long MINUTE = 60_000_000;
    static final Duration MAX_HOLD = Duration.ofMinutes(2);

    private LaneFixture() {}

    /** Too warm above {@code limit} for five minutes. */
    static KnownChannel channel(int id, double limit) {
        var tooWarm = new Condition(
                "too_warm", Level.CRITICAL, Quantity.TEMPERATURE, Operator.ABOVE, limit, Duration.ofMinutes(5), 0.5);
        var plan = new ChannelPlan(
                MAX_HOLD.toNanos() / 1000,
                List.of(new ChannelPlan.Segment(
                        "fridge-" + id, 0, ChannelPlan.OPEN_END, SlotRules.group(List.of(tooWarm)))));
        return new KnownChannel(id, "t1", Quantity.TEMPERATURE, MeasureUnit.CELSIUS, plan);
    }

    static KnownDevice device(int id, double limit) {
        return device(id, limit, 0);
    }

    static KnownDevice device(int id, double limit, long networkVersion) {
        return new KnownDevice("probe-" + id, "hub", "north", Map.of("t1", channel(id, limit)), networkVersion);
    }

    static Reading reading(int channelId, long minute, double value, long seq) {
        return new Reading(channelId, NOON_MICROS + minute * MINUTE, value, Reading.GOOD, NOON_MICROS, 1, seq);
    }

    /** A message with one reading, at its sequence's minute after noon. */
    static Inbound message(KnownDevice device, long seq, double value, Inbound.Acknowledgement acknowledgement) {
        KnownChannel channel = device.channels().values().iterator().next();
        return message(device, seq, List.of(reading(channel.id(), seq, value, seq)), acknowledgement);
    }

    static Inbound message(
            KnownDevice device, long seq, List<Reading> readings, Inbound.Acknowledgement acknowledgement) {
        return new Inbound(device.id(), device, new MessageId(1, seq), readings, List.of(), List.of(), acknowledgement);
    }
}
