package io.frostproof.protocol;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of every message but telemetry: the one table that both forms are read and written by, so that they cannot
 * drift apart. The order is that of JSON texts; frames go by number. Numbers are never used again.
 */
enum ControlField {
    STATE(6, "state", Kind.WORD, 1, 4, List.of("online", "sleeping", "offline", "lost"), Control.Type.STATUS),
    VERSION(5, "version", Kind.UNSIGNED, 1, MessageId.MAX, Control.Type.CONFIG, Control.Type.ANSWER),
    ID(4, "id", Kind.ID, 1, 32, Control.Type.COMMAND, Control.Type.ANSWER),
    // 4 stays free: a golden vector that was released says that no command has it.
    DO(24, "do", Kind.WORD, 1, 6, List.of("identify", "backlog", "status", "", "lock", "buzzer"), Control.Type.COMMAND),
    RESULT(26, "result", Kind.WORD, 1, 3, List.of("done", "refused", "accepted"), Control.Type.ANSWER),
    UTC(9, "utc", Kind.UNSIGNED, 0, Timestamps.MAX_MILLIS, Control.Type.TIME),
    BOOT(1, "boot", Kind.UNSIGNED, 0, MessageId.MAX, Control.Type.RECEIPT, Control.Type.COMMAND, Control.Type.STATUS),
    CONN(7, "conn", Kind.UNSIGNED, 0, MessageId.MAX, Control.Type.STATUS),
    FROM(3, "from", Kind.UNSIGNED, 0, MessageId.MAX, Control.Type.RECEIPT, Control.Type.COMMAND),
    SEQ(2, "seq", Kind.UNSIGNED, 0, MessageId.MAX, Control.Type.RECEIPT, Control.Type.COMMAND, Control.Type.STATUS),
    UP(8, "up", Kind.UNSIGNED, 0, Timestamps.MAX_MILLIS, Control.Type.STATUS, Control.Type.TIME),
    CLOCK(10, "clock", Kind.WORD, 1, 3, List.of("rtc", "synced", "none"), Control.Type.STATUS),
    KEPT(11, "kept", Kind.UNSIGNED, 0, MessageId.MAX, Control.Type.STATUS),
    OLDEST_BOOT(12, "oldest_boot", Kind.UNSIGNED, 0, MessageId.MAX, Control.Type.STATUS),
    OLDEST_SEQ(13, "oldest_seq", Kind.UNSIGNED, 0, MessageId.MAX, Control.Type.STATUS),
    LOST(14, "lost", Kind.UNSIGNED, 0, MessageId.MAX, Control.Type.STATUS),
    CONFIG(15, "config", Kind.UNSIGNED, 0, MessageId.MAX, Control.Type.STATUS),
    REPORT_S(16, "report_s", Kind.UNSIGNED, 1, Control.MAX_SECONDS, Control.Type.CONFIG, Control.Type.STATUS),
    SAMPLE_S(17, "sample_s", Kind.UNSIGNED, 1, Control.MAX_SECONDS, Control.Type.CONFIG, Control.Type.STATUS),
    NEXT_S(18, "next_s", Kind.UNSIGNED, 1, Control.MAX_SECONDS, Control.Type.STATUS),
    MODEL(19, "model", Kind.TEXT, 0, 64, Control.Type.STATUS),
    FIRMWARE(20, "firmware", Kind.TEXT, 0, 64, Control.Type.STATUS),
    BATTERY(21, "battery", Kind.UNSIGNED, 0, 100, Control.Type.STATUS),
    RSSI(22, "rssi", Kind.SIGNED, -200, 200, Control.Type.STATUS),
    // What a command allows of it depends on the command: DeviceCommand.
    FOR_S(25, "for_s", Kind.UNSIGNED, 0, DeviceCommand.MAX_LOCK_SECONDS, Control.Type.COMMAND),
    FIELD(27, "field", Kind.TEXT, 0, 64, Control.Type.ANSWER),
    EXPECTED(28, "expected", Kind.TEXT, 0, 128, Control.Type.ANSWER),
    COUNT(29, "count", Kind.UNSIGNED, 0, MessageId.MAX, Control.Type.ANSWER),
    ABILITIES(30, "abilities", Kind.FLAGS, 0, MessageId.MAX, List.of("lock", "buzzer"), Control.Type.STATUS),
    CHANNELS(23, "channels", Kind.CHANNELS, 0, Control.MAX_CHANNELS, Control.Type.CONFIG, Control.Type.STATUS);

    /** How a value is written. */
    enum Kind {
        /** JSON integer; varint. */
        UNSIGNED(0),
        /** JSON integer; zigzag varint. */
        SIGNED(0),
        /** JSON string, one of few; varint, its place in the list from 1. */
        WORD(0),
        /** JSON list of strings; varint, a bit for each of the words, the first one lowest. Those that are not known are ignored. */
        FLAGS(0),
        /** JSON string; length and UTF-8. */
        TEXT(1),
        /** As text, by the rule for ids. */
        ID(1),
        /** JSON list of objects; a field for each. */
        CHANNELS(1);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The low bit of the field's tag in a frame. */
        int code() {
            return code;
        }
    }

    private final int number;
    private final String key;
    private final Kind kind;
    private final long min;
    private final long max;

    @SuppressWarnings("ImmutableEnumChecker") // from List.of
    private final List<String> words;

    @SuppressWarnings("ImmutableEnumChecker") // from List.of
    private final List<Control.Type> types;

    ControlField(int number, String key, Kind kind, long min, long max, Control.Type... types) {
        this(number, key, kind, min, max, List.of(), types);
    }

    ControlField(int number, String key, Kind kind, long min, long max, List<String> words, Control.Type... types) {
        this.number = number;
        this.key = key;
        this.kind = kind;
        this.min = min;
        this.max = max;
        this.words = words;
        this.types = List.of(types);
    }

    int number() {
        return number;
    }

    /** The name in JSON and in reasons. */
    String key() {
        return key;
    }

    Kind kind() {
        return kind;
    }

    long min() {
        return min;
    }

    long max() {
        return max;
    }

    boolean of(Control.Type type) {
        return types.contains(type);
    }

    /** The word of a code that has been checked. */
    String word(long code) {
        return words.get((int) code - 1);
    }

    /** The code of a word; 0 when it is none of this field. */
    long code(String word) {
        return word.isEmpty() ? 0 : words.indexOf(word) + 1L;
    }

    /** The bit of a word among flags; 0 when it is none of this field. */
    long flag(String word) {
        return words.contains(word) ? 1L << words.indexOf(word) : 0;
    }

    /** The words whose bits are set, lowest first. */
    List<String> flags(long bits) {
        return words.stream().filter(word -> (bits & flag(word)) != 0).toList();
    }

    /** Whether a number, or the code of a word, is one that this field may have. */
    boolean allows(long value) {
        return value >= min
                && value <= max
                && !(kind == Kind.WORD && word(value).isEmpty());
    }

    boolean allows(String text) {
        if (kind == Kind.ID) {
            return Ids.valid(text, (int) max);
        }
        int bytes = Texts.utf8Bytes(text);
        return bytes >= 0 && bytes <= max;
    }

    /** What would have been right, for a reason. */
    String expected() {
        return switch (kind) {
            case UNSIGNED, SIGNED -> Fields.expected(min, max);
            case WORD ->
                "one of " + words.stream().filter(word -> !word.isEmpty()).collect(Collectors.joining(", "));
            case FLAGS -> "a list of words, of which " + String.join(" and ", words) + " are known";
            case TEXT -> "a text of at most " + max + " bytes of UTF-8 without control characters";
            case ID ->
                "1 to " + max + " characters of a-z, A-Z, 0-9, '.', '_' and '-', starting with a letter or digit";
            case CHANNELS -> "at most " + max + " channels";
        };
    }

    void require(long value) {
        if (!allows(value)) {
            throw new IllegalArgumentException(key + " " + value + ": expected " + expected());
        }
    }

    void require(String text) {
        if (!allows(text)) {
            throw new IllegalArgumentException(key + " '" + Excerpt.of(text) + "': expected " + expected());
        }
    }

    void requireUnlessZero(long value) {
        if (value != 0) {
            require(value);
        }
    }

    void requireUnlessNull(@Nullable Long value) {
        if (value != null) {
            require(value.longValue());
        }
    }

    void requireUnlessNull(@Nullable Integer value) {
        if (value != null) {
            require(value.longValue());
        }
    }

    void requireUnlessNull(@Nullable String text) {
        if (text != null) {
            require(text);
        }
    }
}
