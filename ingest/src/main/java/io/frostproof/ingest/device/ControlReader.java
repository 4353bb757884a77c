package io.frostproof.ingest.device;

import io.frostproof.ingest.device.Said.Result;
import io.frostproof.protocol.Control;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.ControlResult;
import io.frostproof.protocol.DeviceAnswer;
import io.frostproof.protocol.DeviceKey;
import io.frostproof.protocol.DeviceStatus;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.UpTopic;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statuses and answers of the wire contract in the words of this room. Pure. */
final class ControlReader {

    private ControlReader() {}

    /** What a payload is. */
    sealed interface Judged {}

    record Read(Said said) implements Judged {}

    /** Nothing of it can be used. */
    record Unreadable(String reason, String detail) implements Judged {}

    /** Reads a payload in either form; with a key, only a signed frame. */
    static Judged read(UpTopic.Kind kind, byte[] payload, @Nullable DeviceKey key) {
        Control.Type type = switch (kind) {
            case STATUS -> Control.Type.STATUS;
            case ANSWER -> Control.Type.ANSWER;
            case TELEMETRY -> throw new IllegalArgumentException("telemetry is no control message");
        };
        return switch (ControlCodec.decode(type, payload, key)) {
            case ControlResult.Malformed malformed ->
                new Unreadable(
                        malformed.rejection().reason().id(),
                        malformed.rejection().toString());
            case ControlResult.Decoded decoded ->
                switch (decoded.control()) {
                    case DeviceStatus status -> new Read(status(status));
                    case DeviceAnswer answer -> new Read(answer(answer));
                    case Control other -> throw new IllegalStateException("decoded a " + type + " as " + other);
                };
        };
    }

    private static Said.Status status(DeviceStatus status) {
        MessageId oldest = status.oldest();
        DeviceStatus.Clock clock = status.clock();
        Set<DeviceStatus.Ability> abilities = status.abilities();
        return new Said.Status(
                switch (status.state()) {
                    case ONLINE -> Presence.ONLINE;
                    case SLEEPING -> Presence.SLEEPING;
                    case OFFLINE -> Presence.OFFLINE;
                    case LOST -> Presence.LOST;
                },
                status.boot(),
                status.conn(),
                status.seq(),
                status.upMillis(),
                clock == null
                        ? null
                        : switch (clock) {
                            case RTC -> "rtc";
                            case SYNCED -> "synced";
                            case NONE -> "none";
                        },
                status.kept(),
                oldest == null ? null : oldest.boot(),
                oldest == null ? null : oldest.seq(),
                status.lost(),
                status.configVersion(),
                status.reportSeconds(),
                status.sampleSeconds(),
                status.nextSeconds(),
                storable(status.model()),
                storable(status.firmware()),
                status.batteryPercent(),
                status.rssiDbm(),
                abilities == null
                        ? null
                        : abilities.stream().map(DeviceStatus.Ability::word).collect(Collectors.toUnmodifiableSet()),
                status.channels().stream()
                        .map(each -> new SentUnit(
                                each.channel(),
                                each.unit() == null ? null : each.unit().ucum()))
                        .toList());
    }

    private static Said.Answer answer(DeviceAnswer answer) {
        return new Said.Answer(
                answer.version(),
                answer.id(),
                switch (answer.result()) {
                    case DONE -> Result.DONE;
                    case REFUSED -> Result.REFUSED;
                    case ACCEPTED -> Result.ACCEPTED;
                },
                storable(answer.field()),
                storable(answer.expected()),
                answer.count());
    }

    /** People read these words, and no text of PostgreSQL holds a NUL. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace("\0", "\\0");
    }
}
