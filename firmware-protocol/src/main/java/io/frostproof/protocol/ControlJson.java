package io.frostproof.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.frostproof.protocol.Control.ChannelUnit;
import io.frostproof.protocol.DecodeResult.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The JSON form of every message but telemetry: one flat object. */
final class ControlJson {

    private static final Map<String, ControlField> BY_KEY =
            Arrays.stream(ControlField.values()).collect(Collectors.toMap(ControlField::key, Function.identity()));

    private ControlJson() {}

    static ControlValues read(Control.Type type, byte[] payload) throws Refused {
        try (JsonParser parser = Json.FACTORY.createParser(payload)) {
            return read(type, parser);
        } catch (Refused e) {
            throw e;
        } catch (StreamConstraintsException e) {
            throw new Refused(
                    Reason.TOO_LARGE,
                    "payload",
                    Excerpt.of(e.getOriginalMessage()),
                    "nesting up to " + Json.MAX_NESTING + ", numbers up to " + Json.MAX_NUMBER_CHARS + " characters");
        } catch (IOException e) {
            throw new Refused(Reason.NOT_JSON, "payload", Json.firstLine(e), "one JSON object in UTF-8");
        } catch (RuntimeException e) {
            // A parser that trips over hostile bytes must not take the connection of every other device with it.
            throw new Refused(Reason.NOT_JSON, "payload", Excerpt.of(e.toString()), "one JSON object in UTF-8");
        }
    }

    private static ControlValues read(Control.Type type, JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new Refused(
                    parser.currentToken() == null ? Reason.NOT_JSON : Reason.WRONG_TYPE,
                    "payload",
                    Json.show(parser),
                    "one JSON object");
        }
        ControlValues values = new ControlValues();
        Set<ControlField> seen = EnumSet.noneOf(ControlField.class);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            ControlField field = BY_KEY.get(parser.currentName());
            parser.nextToken();
            if (field == null || !field.of(type)) {
                parser.skipChildren();
                continue;
            }
            if (!seen.add(field)) {
                throw new Refused(Reason.NOT_JSON, field.key(), "given twice", "once");
            }
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                read(parser, field, values);
            }
        }
        if (parser.nextToken() != null) {
            throw new Refused(Reason.NOT_JSON, "payload", Json.show(parser), "nothing after the object");
        }
        return values;
    }

    private static void read(JsonParser parser, ControlField field, ControlValues values) throws IOException {
        switch (field.kind()) {
            case UNSIGNED, SIGNED ->
                values.put(field, Long.valueOf(Fields.integer(parser, field.key(), field.min(), field.max())));
            case WORD -> {
                long code = field.code(string(parser, field.key(), field.expected()));
                if (code == 0) {
                    throw new Refused(Reason.OUT_OF_RANGE, field.key(), Json.show(parser), field.expected());
                }
                values.put(field, Long.valueOf(code));
            }
            case FLAGS -> values.put(field, Long.valueOf(flags(parser, field)));
            case TEXT, ID -> {
                String text = string(parser, field.key(), field.expected());
                if (!field.allows(text)) {
                    throw new Refused(Reason.OUT_OF_RANGE, field.key(), Json.show(parser), field.expected());
                }
                values.put(field, text);
            }
            case CHANNELS -> channels(parser, values);
        }
    }

    private static String string(JsonParser parser, String path, String expected) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new Refused(Reason.WRONG_TYPE, path, Json.show(parser), expected);
        }
        return parser.getText();
    }

    private static long flags(JsonParser parser, ControlField field) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new Refused(Reason.WRONG_TYPE, field.key(), Json.show(parser), field.expected());
        }
        long bits = 0;
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            bits |= field.flag(string(parser, field.key() + "[" + i + "]", "a word, a string"));
        }
        return bits;
    }

    private static void channels(JsonParser parser, ControlValues values) throws IOException {
        String key = ControlField.CHANNELS.key();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new Refused(Reason.WRONG_TYPE, key, Json.show(parser), "a list of objects with ch and unit");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.channel(channel(parser, key + "[" + values.channels().size() + "]"));
        }
    }

    private static ChannelUnit channel(JsonParser parser, String path) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Refused(Reason.WRONG_TYPE, path, Json.show(parser), "an object with ch and unit");
        }
        @Nullable String channel = null;
        @Nullable Unit unit = null;
        boolean channelSeen = false;
        boolean unitSeen = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "ch" -> {
                    once(path + ".ch", channelSeen);
                    channelSeen = true;
                    channel = id(parser, path + ".ch");
                }
                case "unit" -> {
                    once(path + ".unit", unitSeen);
                    unitSeen = true;
                    unit = unit(parser, path + ".unit");
                }
                default -> parser.skipChildren();
            }
        }
        if (channel == null) {
            throw new Refused(Reason.MISSING_FIELD, path + ".ch", "missing", "the id of a channel");
        }
        return new ChannelUnit(channel, unit);
    }

    private static void once(String path, boolean seen) throws Refused {
        if (seen) {
            throw new Refused(Reason.NOT_JSON, path, "given twice", "once");
        }
    }

    private static @Nullable String id(JsonParser parser, String path) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        String id = string(parser, path, "the id of a channel, a string");
        if (!Ids.valid(id)) {
            throw new Refused(Reason.OUT_OF_RANGE, path, Json.show(parser), Ids.RULE);
        }
        return id;
    }

    private static @Nullable Unit unit(JsonParser parser, String path) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        Unit unit = Unit.ofUcum(string(parser, path, "a unit, a string"));
        if (unit == null) {
            throw new Refused(Reason.UNKNOWN_UNIT, path, Json.show(parser), Unit.EXPECTED);
        }
        return unit;
    }

    static byte[] write(ControlValues values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            for (ControlField field : ControlField.values()) {
                write(json, field, values);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, ControlField field, ControlValues values) throws IOException {
        Long number = values.number(field);
        String text = values.text(field);
        if (number != null) {
            if (field.kind() == ControlField.Kind.WORD) {
                json.writeStringField(field.key(), field.word(number));
            } else if (field.kind() == ControlField.Kind.FLAGS) {
                json.writeArrayFieldStart(field.key());
                for (String word : field.flags(number)) {
                    json.writeString(word);
                }
                json.writeEndArray();
            } else {
                json.writeNumberField(field.key(), number);
            }
        } else if (text != null) {
            json.writeStringField(field.key(), text);
        } else if (field == ControlField.CHANNELS && !values.channels().isEmpty()) {
            json.writeArrayFieldStart(field.key());
            for (ChannelUnit channel : values.channels()) {
                Unit unit = channel.unit();
                json.writeStartObject();
                json.writeStringField("ch", channel.channel());
                if (unit != null) {
                    json.writeStringField("unit", unit.ucum());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }
}
