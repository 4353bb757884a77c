package io.frostproof.ingest.intake;

import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.DeviceDirectory;
import io.frostproof.ingest.directory.DeviceKeys;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.protocol.DecodeResult;
import io.frostproof.protocol.DecodeResult.Rejection;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Quality;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryDecoder;
import io.frostproof.protocol.Unit;
import io.frostproof.protocol.UpTopic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges messages: everything in a payload ends as a reading, as a suspect reading, or in a dead letter with a reason. A part
 * that cannot be used never keeps a usable one back. Thread-safe.
 */
public final class Intake {

    /** More than a burst of messages in one microsecond can run ahead of the clock, less than a clock that was wrong. */
    private static final long CLOCK_STEP_MICROS = 1_000_000;
    /** A valid topic has at most 157 characters, one of MQTT 65,535: more than an index of the log can hold. */
    private static final int TOPIC_MAX_CHARS = 256;

    private final DeviceDirectory directory;
    private final DeviceKeys keys;
    private final BootClocks bootClocks;
    private final PlausibleTimes times;
    private final InstantSource clock;
    private final IngestCounters counters;
    private long lastReceptionMicros = Long.MIN_VALUE;

    /** Without signatures, and without devices that have no clock. */
    public Intake(DeviceDirectory directory, PlausibleTimes times, InstantSource clock, IngestCounters counters) {
        this(directory, DeviceKeys.NONE, new BootClocks(), times, clock, counters);
    }

    /** @param keys a device that has one must sign */
    public Intake(
            DeviceDirectory directory,
            DeviceKeys keys,
            BootClocks bootClocks,
            PlausibleTimes times,
            InstantSource clock,
            IngestCounters counters) {
        this.directory = directory;
        this.keys = keys;
        this.bootClocks = bootClocks;
        this.times = times;
        this.clock = clock;
        this.counters = counters;
    }

    /** Judges one message. Never throws for bad input. */
    public Inbound judge(String source, String topic, byte[] payload, Inbound.Acknowledgement acknowledgement) {
        return new Judgement(source, topic, payload, Micros.of(clock.instant()), null, counters)
                .conclude(acknowledgement);
    }

    /**
     * Judges a message that came before, by what is known now. It counts as received now, but only when {@link Judged#count} is
     * called: one that still cannot be used was counted when it came.
     *
     * @param cameAt when it came; the time of its readings that have none of their own, as it would have been then
     */
    public Judged rejudge(String topic, byte[] payload, Instant cameAt, Inbound.Acknowledgement acknowledgement) {
        return uncounted("replay", topic, payload, Micros.of(cameAt), acknowledgement);
    }

    /**
     * Judges one message of a source that may turn it away after that: it counts as received only when {@link Judged#count} is called.
     * Never throws for bad input.
     */
    public Judged consider(String source, String topic, byte[] payload, Inbound.Acknowledgement acknowledgement) {
        return uncounted(source, topic, payload, null, acknowledgement);
    }

    private Judged uncounted(
            String source,
            String topic,
            byte[] payload,
            @Nullable Long cameMicros,
            Inbound.Acknowledgement acknowledgement) {
        var own = new IngestCounters();
        Inbound inbound = new Judgement(source, topic, payload, Micros.of(clock.instant()), cameMicros, own)
                .conclude(acknowledgement);
        return new Judged(inbound, () -> {
            counters.messagesReceived.add(own.messagesReceived.sum());
            counters.readingsReceived.add(own.readingsReceived.sum());
        });
    }

    /** A reading that was set apart, as a message of its own: somebody has looked at it, so its time is not judged any more. */
    public Judged admit(KnownDevice device, Reading reading, Inbound.Acknowledgement acknowledgement) {
        return new Judged(
                new Inbound(device.id(), device, null, List.of(reading), List.of(), List.of(), acknowledgement), () -> {
                    counters.messagesReceived.increment();
                    counters.readingsReceived.increment();
                });
    }

    /** A message judged, and not counted as received yet. */
    public record Judged(Inbound inbound, Runnable counting) {

        /** Counts it as received; to be called when it is given to a lane. */
        public void count() {
            counting.run();
        }
    }

    /** The beginning of a topic that is too long, and a hash of the whole, so that different ones stay different. */
    private static String shortened(String topic) {
        if (topic.length() <= TOPIC_MAX_CHARS) {
            return topic;
        }
        byte[] sha =
                DeadLetter.Payload.of(topic.getBytes(StandardCharsets.UTF_8)).sha256();
        return topic.substring(0, TOPIC_MAX_CHARS) + "... of " + topic.length() + " characters, sha256 "
                + HexFormat.of().formatHex(sha);
    }

    /**
     * Times of reception for {@code count} readings without time of their own, none of which was given before: their key would
     * be the same. Follows a clock that was set back by more than {@link #CLOCK_STEP_MICROS} rather than stand still.
     */
    private synchronized long receptionMicros(long nowMicros, int count) {
        boolean overlaps = nowMicros <= lastReceptionMicros && nowMicros > lastReceptionMicros - CLOCK_STEP_MICROS;
        long first = overlaps ? lastReceptionMicros + 1 : nowMicros;
        lastReceptionMicros = first + count - 1;
        return first;
    }

    /** The working state of one message. */
    private final class Judgement {
        private final String source;
        private final String topic;
        private final byte[] payload;
        private final long receivedMicros;
        private final IngestCounters counters;
        private final ArrayList<Reading> readings = new ArrayList<>(0);
        private final List<SuspectReading> suspects = new ArrayList<>(0);
        private final List<DeadLetter> deadLetters = new ArrayList<>(0);
        private long receptionMicros = Long.MIN_VALUE;

        /** @param cameMicros of its readings without time; null: now, and not yet given */
        Judgement(
                String source,
                String topic,
                byte[] payload,
                long receivedMicros,
                @Nullable Long cameMicros,
                IngestCounters counters) {
            this.source = source;
            this.topic = topic;
            this.payload = payload;
            this.receivedMicros = receivedMicros;
            this.counters = counters;
            if (cameMicros != null) {
                receptionMicros = cameMicros;
            }
        }

        Inbound conclude(Inbound.Acknowledgement acknowledgement) {
            counters.messagesReceived.increment();
            var parsed = UpTopic.parse(topic).filter(of -> of.kind() == UpTopic.Kind.TELEMETRY);
            if (parsed.isEmpty()) {
                bury(
                        "bad_topic",
                        "topic was " + shortened(topic) + ", expected frostproof/1/{node}/{device}/telemetry");
                return new Inbound(topic, null, null, readings, suspects, deadLetters, acknowledgement);
            }
            String deviceId = parsed.get().device();
            KnownDevice device = directory.find(deviceId);
            if (device == null) {
                bury("unknown_device", "device " + deviceId + " is not in the network; import it, then replay this");
                return new Inbound(deviceId, null, null, readings, suspects, deadLetters, acknowledgement);
            }
            if (!device.node().equals(parsed.get().node())) {
                bury(
                        "wrong_node",
                        "device " + deviceId + " published under node "
                                + parsed.get().node() + ", expected " + device.node());
                return new Inbound(deviceId, device, null, readings, suspects, deadLetters, acknowledgement);
            }
            return switch (TelemetryDecoder.decode(payload, keys.of(deviceId))) {
                case DecodeResult.Malformed malformed -> {
                    bury(malformed.rejection());
                    yield new Inbound(deviceId, device, null, readings, suspects, deadLetters, acknowledgement);
                }
                case DecodeResult.Decoded decoded -> judge(device, decoded, acknowledgement);
            };
        }

        private Inbound judge(
                KnownDevice device, DecodeResult.Decoded decoded, Inbound.Acknowledgement acknowledgement) {
            decoded.rejections().forEach(this::bury);
            Telemetry telemetry = decoded.telemetry();
            OptionalLong began = began(device, telemetry);
            if (began.isPresent()) {
                judgeAll(device, telemetry, began.getAsLong(), refused(decoded));
                counters.readingsReceived.add(readings.size() + suspects.size());
            }
            boolean useful = !readings.isEmpty() || !suspects.isEmpty();
            BootClock unwritten = useful && telemetry.sinceStart()
                    ? bootClocks.unwritten(
                            device.id(), Objects.requireNonNull(telemetry.id()).boot())
                    : null;
            return new Inbound(
                    device.id(),
                    device,
                    telemetry.id(),
                    readings,
                    suspects,
                    deadLetters,
                    useful ? new Inbound.Origin(source, topic, payload) : null,
                    unwritten,
                    unwritten == null ? acknowledgement : writing(unwritten, acknowledgement));
        }

        /** The elements of the payload that the decoder has refused, as it names them. */
        private static Set<String> refused(DecodeResult.Decoded decoded) {
            if (decoded.rejections().isEmpty()) {
                return Set.of();
            }
            var refused = new HashSet<String>();
            decoded.rejections().forEach(rejection -> refused.add(elementOf(rejection)));
            return refused;
        }

        private void judgeAll(KnownDevice device, Telemetry telemetry, long beganMicros, Set<String> refused) {
            List<Sample> samples = telemetry.samples();
            readings.ensureCapacity(samples.size());
            int place = 0;
            for (int index = 0; index < samples.size(); index++, place++) {
                while (!refused.isEmpty() && refused.contains("readings[" + place + "]")) {
                    place++;
                }
                judge(device, telemetry, samples.get(index), beganMicros, index, place);
            }
        }

        /** What the times of a message are to be added to; empty when they cannot be told, and that is buried. */
        private OptionalLong began(KnownDevice device, Telemetry telemetry) {
            if (!telemetry.sinceStart()) {
                return OptionalLong.of(0);
            }
            MessageId id = telemetry.id();
            if (id == null) {
                bury(new Rejection(
                        DecodeResult.Reason.MISSING_FIELD,
                        "boot",
                        "missing",
                        "boot and seq, since times of this message are counted from a start"));
                return OptionalLong.empty();
            }
            long came = receptionMicros == Long.MIN_VALUE ? receivedMicros : receptionMicros;
            // An impossible start must not be fixed for all that comes of its boot.
            boolean possible = times.objection(came - telemetry.upMillis() * 1000, came) == null;
            OptionalLong began = possible
                    ? bootClocks.began(device.id(), id, came, telemetry.upMillis())
                    : bootClocks.known(device.id(), id.boot());
            if (began.isEmpty()) {
                bury(new Rejection(
                        DecodeResult.Reason.BAD_TIME,
                        "up",
                        String.valueOf(telemetry.upMillis()),
                        "a start since " + times.earliest() + ", of one of the last " + BootClocks.BOOTS
                                + " boots; when boot " + id.boot() + " began is not known"));
            }
            return began;
        }

        /** The clock of that boot is in the log as soon as the message is. */
        private Inbound.Acknowledgement writing(BootClock clock, Inbound.Acknowledgement acknowledgement) {
            return new Inbound.Acknowledgement() {
                @Override
                public void stored() {
                    bootClocks.written(clock);
                    acknowledgement.stored();
                }

                @Override
                public boolean refused(String reason) {
                    return acknowledgement.refused(reason);
                }
            };
        }

        /** {@code readings[3]} of {@code readings[3].v}. */
        private static String elementOf(Rejection rejection) {
            return rejection.field().replaceFirst("\\]\\..*", "]");
        }

        /**
         * Judges one reading.
         *
         * @param beganMicros what its time is counted from
         * @param index among those that could be decoded
         * @param place in the payload
         */
        private void judge(
                KnownDevice device, Telemetry telemetry, Sample sample, long beganMicros, int index, int place) {
            KnownChannel channel = device.channels().get(sample.channel());
            if (channel == null) {
                bury(
                        "unknown_channel",
                        "readings[" + place + "].ch was '" + sample.channel() + "', expected one of "
                                + device.channels().keySet().stream().sorted().toList());
                return;
            }
            MeasureUnit unit = unit(channel, sample);
            if (unit == null) {
                bury(
                        "wrong_unit",
                        "readings[" + place + "].u was '"
                                + Objects.requireNonNull(sample.unit()).ucum() + "', expected a unit of "
                                + channel.quantity().id() + ", such as "
                                + channel.unit().ucum());
                return;
            }
            boolean fault = (sample.quality() & Quality.FAULT) != 0;
            double value = fault ? sample.value() : unit.toCanonical(sample.value());
            if (!fault && !channel.quantity().plausible(value)) {
                bury(
                        "implausible_value",
                        "readings[" + place + "].v was " + sample.value() + " "
                                + unit.ucum()
                                + ", expected a " + channel.quantity().id() + " of "
                                + channel.quantity().lowest() + " to "
                                + channel.quantity().highest() + " "
                                + channel.quantity().canonicalUnit().ucum());
                return;
            }
            boolean timeless = sample.timeMicros() == Sample.NO_TIME;
            long timeMicros =
                    timeless ? receptionMicros(telemetry.samples().size()) + index : beganMicros + sample.timeMicros();
            var reading = new Reading(
                    channel.id(),
                    timeMicros,
                    value == 0 ? 0.0 : value, // -0.0 and 0.0 are one value, but two bit patterns
                    quality(sample, timeless, telemetry.sinceStart()),
                    receivedMicros,
                    Reading.bootOf(telemetry.id()),
                    Reading.seqOf(telemetry.id()));
            String objection = timeless ? null : times.objection(timeMicros, receivedMicros);
            if (objection == null && fault) {
                objection = SuspectReading.SENSOR_FAULT;
            }
            if (objection == null) {
                readings.add(reading);
            } else {
                suspects.add(new SuspectReading(reading, objection));
            }
        }

        /** The unit that the device names, else the declared one; null when it is none of the channel's quantity. */
        private static @Nullable MeasureUnit unit(KnownChannel channel, Sample sample) {
            Unit named = sample.unit();
            if (named == null) {
                return channel.unit();
            }
            for (MeasureUnit unit : MeasureUnit.values()) {
                if (unit.ucum().equals(named.ucum())) {
                    return unit.canonical() == channel.quantity().canonicalUnit() ? unit : null;
                }
            }
            return null;
        }

        private static short quality(Sample sample, boolean timeless, boolean counted) {
            int quality = timeless ? Reading.RECEPTION_TIME : Reading.GOOD;
            if ((sample.quality() & Quality.CLOCK) != 0) {
                quality |= Reading.CLOCK_DOUBTED;
            }
            if ((sample.quality() & Quality.EDGE) != 0) {
                quality |= Reading.EDGE;
            }
            if (counted && !timeless) {
                quality |= Reading.COUNTED_TIME;
            }
            return (short) quality;
        }

        /** Of the first sample; each later one is a microsecond later. */
        private long receptionMicros(int samples) {
            if (receptionMicros == Long.MIN_VALUE) {
                receptionMicros = Intake.this.receptionMicros(receivedMicros, samples);
            }
            return receptionMicros;
        }

        private void bury(Rejection rejection) {
            bury(rejection.reason().id(), rejection.toString());
        }

        /** One copy, however many reasons there are. */
        private DeadLetter.Payload kept() {
            return deadLetters.isEmpty()
                    ? DeadLetter.Payload.of(payload)
                    : deadLetters.getFirst().payload();
        }

        /** One dead letter per reason and message: the payload is the same, the first detail says where to look. */
        private void bury(String reason, String detail) {
            for (DeadLetter letter : deadLetters) {
                if (Objects.equals(letter.reason(), reason)) {
                    return;
                }
            }
            deadLetters.add(new DeadLetter(source, shortened(topic), kept(), reason, detail, receivedMicros));
        }
    }
}
