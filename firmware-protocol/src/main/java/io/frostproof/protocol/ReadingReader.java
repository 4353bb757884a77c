package io.frostproof.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.frostproof.protocol.DecodeResult.Reason;
import io.frostproof.protocol.DecodeResult.Rejection;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements of {@code readings}, one at a time. Always reads an element to its end, so that those behind it can be
 * read too, and keeps the first thing that was wrong.
 */
final class ReadingReader {

    private static final int MAX_MILLIS_CHARS = 18;

    /** A device has a handful of channels, and each of them many readings in a message. */
    private static final int REMEMBERED_CHANNELS = 8;

    /** What C, Python, Java and JavaScript write for values that are none, in lower case and without sign. */
    private static final Set<String> NON_NUMBERS = Set.of("nan", "inf", "infinity");

    private static final String UP_EXPECTED = "integer milliseconds since start, 0 to " + Timestamps.MAX_MILLIS;

    private final JsonParser parser;
    private final String[] channels = new String[REMEMBERED_CHANNELS];
    private int index;
    private @Nullable Rejection rejection;
    private @Nullable Rejection nonNumber;
    private boolean nonNumberFirst;
    private @Nullable String channel;
    private long timeMicros;
    private long upMicros;
    private double value;
    private int quality;
    private @Nullable Unit unit;
    private int seen;

    private static final int CHANNEL = 1;
    private static final int TIME = 2;
    private static final int UP = 4;
    private static final int VALUE = 8;
    private static final int QUALITY = 16;
    private static final int UNIT = 32;

    ReadingReader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * The sample that begins with the current token, or null when it was refused; {@link #rejection()} says why.
     *
     * @param index its place in the message
     */
    @Nullable
    Sample read(int index) throws IOException {
        this.index = index;
        rejection = null;
        nonNumber = null;
        channel = null;
        timeMicros = Sample.NO_TIME;
        upMicros = Sample.NO_TIME;
        value = 0;
        quality = 0;
        unit = null;
        seen = 0;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            reject(Reason.WRONG_TYPE, "", Json.show(parser), "an object with ch, t and v");
            parser.skipChildren();
            return null;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            field(parser.currentName());
        }
        conclude();
        if (rejection != null || channel == null) {
            return null;
        }
        return new Sample(channel, sinceStart() ? upMicros : timeMicros, value, quality, unit);
    }

    /** Whether the time of the reading just read is since the device's start. */
    boolean sinceStart() {
        return upMicros != Sample.NO_TIME;
    }

    /** Why {@link #read} gave nothing. */
    Rejection rejection() {
        if (rejection == null) {
            throw new IllegalStateException("reading " + index + " was not refused");
        }
        return rejection;
    }

    private void conclude() {
        if (nonNumber != null && (quality & Quality.FAULT) == 0 && (rejection == null || nonNumberFirst)) {
            rejection = nonNumber;
        }
        if ((seen & CHANNEL) == 0) {
            reject(Reason.MISSING_FIELD, ".ch", "missing", "the id of a channel");
        }
        if ((seen & VALUE) == 0) {
            reject(Reason.MISSING_FIELD, ".v", "missing", "a number");
        }
        if (timeMicros != Sample.NO_TIME && sinceStart()) {
            reject(Reason.BAD_TIME, ".up", "beside t", "t or up, not both");
        }
    }

    private void field(String name) throws IOException {
        parser.nextToken();
        switch (name) {
            case "ch" -> {
                once(".ch", CHANNEL);
                channel();
            }
            case "t" -> {
                once(".t", TIME);
                time();
            }
            case "v" -> {
                once(".v", VALUE);
                value();
            }
            case "q" -> {
                once(".q", QUALITY);
                quality();
            }
            case "u" -> {
                once(".u", UNIT);
                unit();
            }
            case "up" -> {
                once(".up", UP);
                up();
            }
            default -> {}
        }
        parser.skipChildren();
    }

    private void once(String field, int bit) {
        if ((seen & bit) != 0) {
            reject(Reason.NOT_JSON, field, "given twice", "once");
        }
        seen |= bit;
    }

    private void channel() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            reject(Reason.WRONG_TYPE, ".ch", Json.show(parser), "the id of a channel, a string");
            return;
        }
        channel = remembered();
        if (channel == null) {
            String id = parser.getText();
            if (Ids.valid(id)) {
                channel = id;
                System.arraycopy(channels, 0, channels, 1, REMEMBERED_CHANNELS - 1);
                channels[0] = id;
            } else {
                reject(Reason.OUT_OF_RANGE, ".ch", Json.show(parser), Ids.RULE);
            }
        }
    }

    /** The current text, if a reading before had the same channel: already checked, and no new string. */
    private @Nullable String remembered() throws IOException {
        char[] text = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        int length = parser.getTextLength();
        for (String candidate : channels) {
            if (candidate == null) {
                return null;
            }
            if (same(candidate, text, offset, length)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean same(String text, char[] chars, int offset, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != chars[offset + i]) {
                return false;
            }
        }
        return true;
    }

    private void time() throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NULL -> timeMicros = Sample.NO_TIME;
            case VALUE_NUMBER_INT -> {
                long millis = millis();
                if (Timestamps.inRangeMillis(millis)) {
                    timeMicros = millis * Timestamps.MICROS_PER_MILLI;
                } else {
                    badTime();
                }
            }
            case VALUE_STRING -> {
                OptionalLong micros = Timestamps.parseIso(parser.getText());
                if (micros.isPresent()) {
                    timeMicros = micros.getAsLong();
                } else {
                    badTime();
                }
            }
            default -> badTime();
        }
    }

    private void badTime() throws IOException {
        reject(Reason.BAD_TIME, ".t", Json.show(parser), Timestamps.EXPECTED);
    }

    private void up() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        long millis = parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? millis() : -1;
        if (millis < 0 || millis > Timestamps.MAX_MILLIS) {
            reject(Reason.BAD_TIME, ".up", Json.show(parser), UP_EXPECTED);
        } else {
            upMicros = millis * Timestamps.MICROS_PER_MILLI;
        }
    }

    /** The current integer; {@link Long#MIN_VALUE} when it has too many digits for a time. */
    private long millis() throws IOException {
        return parser.getTextLength() > MAX_MILLIS_CHARS ? Long.MIN_VALUE : parser.getLongValue();
    }

    private void value() throws IOException {
        switch (parser.currentToken()) {
            case VALUE_TRUE -> value = 1;
            case VALUE_FALSE -> value = 0;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_NULL -> notANumber("null", "a finite number");
            case VALUE_STRING -> {
                if (isNonNumber(parser.getText())) {
                    notANumber(Json.show(parser), "a finite number, not a string");
                } else {
                    reject(Reason.WRONG_TYPE, ".v", Json.show(parser), "a finite number, not a string");
                }
            }
            default -> reject(Reason.WRONG_TYPE, ".v", Json.show(parser), "a finite number");
        }
    }

    private void number() throws IOException {
        if (Json.isBareNonNumber(parser)) {
            notANumber(Json.show(parser), "a finite number");
            return;
        }
        double read = Decimal.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        if (Double.isInfinite(read)) {
            reject(Reason.OUT_OF_RANGE, ".v", Json.show(parser), "a number that a 64-bit float can hold");
        } else {
            value = read + 0.0; // -0.0 + 0.0 is 0.0
        }
    }

    /** Refuses the reading at its end, unless its qualities say that the sensor knows: then the value means nothing. */
    private void notANumber(String was, String expected) {
        if (nonNumber == null) {
            nonNumber = new Rejection(Reason.NOT_A_NUMBER, path(".v"), was, expected);
            nonNumberFirst = rejection == null;
        }
    }

    private static boolean isNonNumber(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        return NON_NUMBERS.contains(word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word);
    }

    private void quality() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            reject(Reason.WRONG_TYPE, ".q", Json.show(parser), "a list of words");
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                quality |= Quality.ofWord(parser.getText());
            } else {
                reject(Reason.WRONG_TYPE, ".q", Json.show(parser), "a list of words");
                parser.skipChildren();
            }
        }
    }

    private void unit() throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NULL -> unit = null;
            case VALUE_STRING -> {
                unit = Unit.ofUcum(parser.getText());
                if (unit == null) {
                    reject(Reason.UNKNOWN_UNIT, ".u", Json.show(parser), Unit.EXPECTED);
                }
            }
            default -> reject(Reason.WRONG_TYPE, ".u", Json.show(parser), "a unit, a string");
        }
    }

    private void reject(Reason reason, String field, String was, String expected) {
        if (rejection == null) {
            rejection = new Rejection(reason, path(field), was, expected);
        }
    }

    private String path(String field) {
        return "readings[" + index + "]" + field;
    }
}
