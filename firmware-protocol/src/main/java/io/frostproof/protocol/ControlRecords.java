package io.frostproof.protocol;

import io.frostproof.protocol.DecodeResult.Reason;
import io.frostproof.protocol.DeviceAnswer.Result;
import io.frostproof.protocol.DeviceStatus.Ability;
import io.frostproof.protocol.DeviceStatus.Clock;
import io.frostproof.protocol.DeviceStatus.State;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Between the fields of a message and its record: which fields a message cannot do without, and what they have to do with each other. */
final class ControlRecords {

    private static final String IDENTIFY = "identify";
    private static final String BACKLOG = "backlog";
    private static final String REPORT = "status";
    private static final String LOCK = "lock";
    private static final String BUZZER = "buzzer";

    private ControlRecords() {}

    static Control read(Control.Type type, ControlValues values) throws Refused {
        return switch (type) {
            case RECEIPT -> {
                long boot = values.required(ControlField.BOOT);
                long seq = values.required(ControlField.SEQ);
                yield new Receipt(new MessageId(boot, seq), from(values, seq));
            }
            case CONFIG ->
                new DeviceConfig(
                        values.required(ControlField.VERSION),
                        (int) values.orZero(ControlField.REPORT_S),
                        (int) values.orZero(ControlField.SAMPLE_S),
                        values.channels());
            case COMMAND -> command(values);
            case TIME -> new DeviceTime(values.required(ControlField.UTC), values.required(ControlField.UP));
            case STATUS -> status(values);
            case ANSWER -> answer(values);
        };
    }

    private static long from(ControlValues values, long seq) throws Refused {
        long from = values.orZero(ControlField.FROM);
        if (from > seq) {
            throw new Refused(
                    Reason.OUT_OF_RANGE, ControlField.FROM.key(), String.valueOf(from), "at most seq, " + seq);
        }
        return from;
    }

    private static DeviceCommand command(ControlValues values) throws Refused {
        String id = values.requiredText(ControlField.ID);
        return switch (values.requiredWord(ControlField.DO)) {
            case IDENTIFY -> {
                values.required(ControlField.FOR_S);
                yield new DeviceCommand.Identify(id, seconds(values, 1, DeviceCommand.MAX_SOUND_SECONDS));
            }
            case LOCK -> {
                values.required(ControlField.FOR_S);
                yield new DeviceCommand.Lock(id, seconds(values, 0, DeviceCommand.MAX_LOCK_SECONDS));
            }
            case BUZZER -> {
                values.required(ControlField.FOR_S);
                yield new DeviceCommand.Buzzer(id, seconds(values, 0, DeviceCommand.MAX_SOUND_SECONDS));
            }
            case REPORT -> {
                seconds(values, 0, DeviceCommand.MAX_SOUND_SECONDS);
                yield new DeviceCommand.Report(id);
            }
            default -> {
                long boot = values.required(ControlField.BOOT);
                long seq = values.required(ControlField.SEQ);
                seconds(values, 0, DeviceCommand.MAX_SOUND_SECONDS);
                yield new DeviceCommand.Backlog(id, boot, from(values, seq), seq);
            }
        };
    }

    /** How long, 0 when that is not said; commands that do not use it have it checked all the same. */
    private static int seconds(ControlValues values, int min, int max) throws Refused {
        long seconds = values.orZero(ControlField.FOR_S);
        if (seconds < min || seconds > max) {
            throw new Refused(
                    Reason.OUT_OF_RANGE, ControlField.FOR_S.key(), String.valueOf(seconds), Fields.expected(min, max));
        }
        return (int) seconds;
    }

    private static DeviceStatus status(ControlValues values) throws Refused {
        String state = values.requiredWord(ControlField.STATE);
        long boot = values.required(ControlField.BOOT);
        long conn = values.required(ControlField.CONN);
        String clock = values.word(ControlField.CLOCK);
        return new DeviceStatus(
                State.ofWord(state),
                boot,
                conn,
                values.number(ControlField.SEQ),
                values.number(ControlField.UP),
                clock == null ? null : Clock.ofWord(clock),
                values.number(ControlField.KEPT),
                oldest(values),
                values.number(ControlField.LOST),
                values.number(ControlField.CONFIG),
                values.integer(ControlField.REPORT_S),
                values.integer(ControlField.SAMPLE_S),
                values.integer(ControlField.NEXT_S),
                values.text(ControlField.MODEL),
                values.text(ControlField.FIRMWARE),
                values.integer(ControlField.BATTERY),
                values.integer(ControlField.RSSI),
                abilities(values.number(ControlField.ABILITIES)),
                values.channels());
    }

    private static @Nullable Set<Ability> abilities(@Nullable Long bits) {
        return bits == null
                ? null
                : ControlField.ABILITIES.flags(bits).stream()
                        .map(Ability::ofWord)
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable Long bits(@Nullable Set<Ability> abilities) {
        return abilities == null
                ? null
                : Long.valueOf(abilities.stream()
                        .mapToLong(ability -> ControlField.ABILITIES.flag(ability.word()))
                        .sum());
    }

    private static @Nullable MessageId oldest(ControlValues values) throws Refused {
        Long boot = values.number(ControlField.OLDEST_BOOT);
        Long seq = values.number(ControlField.OLDEST_SEQ);
        if (boot == null && seq == null) {
            return null;
        }
        if (boot == null) {
            throw ControlValues.missing(ControlField.OLDEST_BOOT);
        }
        if (seq == null) {
            throw ControlValues.missing(ControlField.OLDEST_SEQ);
        }
        return new MessageId(boot, seq);
    }

    private static DeviceAnswer answer(ControlValues values) throws Refused {
        Long version = values.number(ControlField.VERSION);
        String id = values.text(ControlField.ID);
        if (version == null && id == null) {
            throw new Refused(Reason.MISSING_FIELD, ControlField.ID.key(), "missing", "id, or version");
        }
        if (version != null && id != null) {
            throw new Refused(Reason.OUT_OF_RANGE, ControlField.ID.key(), id, "id or version, not both");
        }
        String result = values.requiredWord(ControlField.RESULT);
        return new DeviceAnswer(
                version,
                id,
                Result.ofWord(result),
                values.text(ControlField.FIELD),
                values.text(ControlField.EXPECTED),
                values.number(ControlField.COUNT));
    }

    static ControlValues write(Control control) {
        ControlValues values = new ControlValues();
        return switch (control) {
            case Receipt receipt ->
                values.put(ControlField.BOOT, Long.valueOf(receipt.upTo().boot()))
                        .put(ControlField.FROM, Long.valueOf(receipt.fromSeq()))
                        .put(ControlField.SEQ, Long.valueOf(receipt.upTo().seq()));
            case DeviceConfig config ->
                values.put(ControlField.VERSION, Long.valueOf(config.version()))
                        .unlessZero(ControlField.REPORT_S, config.reportSeconds())
                        .unlessZero(ControlField.SAMPLE_S, config.sampleSeconds())
                        .channels(config.channels());
            case DeviceCommand command -> {
                values.put(ControlField.ID, command.id());
                yield switch (command) {
                    case DeviceCommand.Identify identify ->
                        values.word(ControlField.DO, IDENTIFY).put(ControlField.FOR_S, identify.forSeconds());
                    case DeviceCommand.Backlog backlog ->
                        values.word(ControlField.DO, BACKLOG)
                                .put(ControlField.BOOT, Long.valueOf(backlog.boot()))
                                .put(ControlField.FROM, Long.valueOf(backlog.from()))
                                .put(ControlField.SEQ, Long.valueOf(backlog.seq()));
                    case DeviceCommand.Report report -> values.word(ControlField.DO, REPORT);
                    case DeviceCommand.Lock lock ->
                        values.word(ControlField.DO, LOCK).put(ControlField.FOR_S, lock.forSeconds());
                    case DeviceCommand.Buzzer buzzer ->
                        values.word(ControlField.DO, BUZZER).put(ControlField.FOR_S, buzzer.forSeconds());
                };
            }
            case DeviceTime time ->
                values.put(ControlField.UTC, Long.valueOf(time.utcMillis()))
                        .put(ControlField.UP, Long.valueOf(time.upMillis()));
            case DeviceStatus status -> write(status, values);
            case DeviceAnswer answer ->
                values.put(ControlField.VERSION, answer.version())
                        .put(ControlField.ID, answer.id())
                        .word(ControlField.RESULT, answer.result().word())
                        .put(ControlField.FIELD, answer.field())
                        .put(ControlField.EXPECTED, answer.expected())
                        .put(ControlField.COUNT, answer.count());
        };
    }

    private static ControlValues write(DeviceStatus status, ControlValues values) {
        MessageId oldest = status.oldest();
        if (oldest != null) {
            values.put(ControlField.OLDEST_BOOT, Long.valueOf(oldest.boot()))
                    .put(ControlField.OLDEST_SEQ, Long.valueOf(oldest.seq()));
        }
        Clock clock = status.clock();
        if (clock != null) {
            values.word(ControlField.CLOCK, clock.word());
        }
        return values.word(ControlField.STATE, status.state().word())
                .put(ControlField.BOOT, Long.valueOf(status.boot()))
                .put(ControlField.CONN, Long.valueOf(status.conn()))
                .put(ControlField.SEQ, status.seq())
                .put(ControlField.UP, status.upMillis())
                .put(ControlField.KEPT, status.kept())
                .put(ControlField.LOST, status.lost())
                .put(ControlField.CONFIG, status.configVersion())
                .put(ControlField.REPORT_S, status.reportSeconds())
                .put(ControlField.SAMPLE_S, status.sampleSeconds())
                .put(ControlField.NEXT_S, status.nextSeconds())
                .put(ControlField.MODEL, status.model())
                .put(ControlField.FIRMWARE, status.firmware())
                .put(ControlField.BATTERY, status.batteryPercent())
                .put(ControlField.RSSI, status.rssiDbm())
                .put(ControlField.ABILITIES, bits(status.abilities()))
                .channels(status.channels());
    }
}
