package io.frostproof.protocol;

import io.frostproof.protocol.Control.ChannelUnit;
import io.frostproof.protocol.DecodeResult.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The binary form of every message but telemetry: a list of numbered fields. */
final class ControlFrames {

    /** Place of a unit code: the first byte of a channel. 0 says nothing. */
    private static final int NO_UNIT = 0;

    private static final List<ControlField> BY_NUMBER = Arrays.stream(ControlField.values())
            .sorted(Comparator.comparingInt(ControlField::number))
            .toList();

    private ControlFrames() {}

    static ControlValues read(Control.Type type, byte[] payload, @Nullable DeviceKey key) throws Refused {
        int end = Frame.open(payload, Control.MAX_PAYLOAD_BYTES, type.code(), Frame.SIGNED, key);
        FrameReader in = new FrameReader(payload, end);
        ControlValues values = new ControlValues();
        long before = -1;
        while (in.remaining() > 0) {
            long tag = in.varint("field");
            long number = tag >>> 1;
            ControlField field = find(number, type);
            boolean ascends =
                    number > before || (number == before && (field == null || field == ControlField.CHANNELS));
            if (!ascends) {
                throw new Refused(
                        Reason.OUT_OF_RANGE,
                        field == null ? "field" : field.key(),
                        "field " + number + " behind field " + before,
                        "fields in ascending order, each once");
            }
            before = number;
            int kind = (int) (tag & 1);
            if (field == null) {
                skip(in, kind);
            } else if (kind != field.kind().code()) {
                throw new Refused(
                        Reason.WRONG_TYPE,
                        field.key(),
                        "kind " + kind,
                        "kind " + field.kind().code());
            } else {
                read(in, field, values);
            }
        }
        return values;
    }

    /** The field with that number in a message of that type; null for one to be skipped. */
    private static @Nullable ControlField find(long number, Control.Type type) {
        if (number < 1 || number > BY_NUMBER.size()) {
            return null;
        }
        ControlField field = BY_NUMBER.get((int) number - 1);
        return field.of(type) ? field : null;
    }

    private static void skip(FrameReader in, int kind) throws Refused {
        long value = in.varint("field");
        if (kind == 1) {
            in.skip("field", value);
        }
    }

    private static void read(FrameReader in, ControlField field, ControlValues values) throws Refused {
        String key = field.key();
        switch (field.kind()) {
            case UNSIGNED, WORD, FLAGS -> {
                long value = in.varint(key);
                if (value < 0 || !field.allows(value)) {
                    throw new Refused(Reason.OUT_OF_RANGE, key, Long.toUnsignedString(value), field.expected());
                }
                values.put(field, Long.valueOf(value));
            }
            case SIGNED -> {
                long value = in.zigzag(key);
                if (!field.allows(value)) {
                    throw new Refused(Reason.OUT_OF_RANGE, key, String.valueOf(value), field.expected());
                }
                values.put(field, Long.valueOf(value));
            }
            case TEXT, ID -> {
                long length = in.varint(key);
                String text = in.text(key, length);
                if (text == null || !field.allows(text)) {
                    throw new Refused(
                            Reason.OUT_OF_RANGE,
                            key,
                            text == null ? "not UTF-8" : text.isEmpty() ? "nothing" : Excerpt.of(text),
                            field.expected());
                }
                values.put(field, text);
            }
            case CHANNELS -> values.channel(channel(in, values.channels().size()));
        }
    }

    private static ChannelUnit channel(FrameReader in, int index) throws Refused {
        String path = "channels[" + index + "]";
        long length = in.varint(path);
        int start = in.skip(path, length);
        int code = length == 0 ? NO_UNIT : in.byteAt(start);
        Unit unit = Unit.ofCode(code);
        if (unit == null && code != NO_UNIT) {
            throw new Refused(
                    Reason.UNKNOWN_UNIT, path + ".unit", String.valueOf(code), "0, or 1 to 7, " + Unit.EXPECTED);
        }
        int idLength = Math.max((int) length - 1, 0);
        return new ChannelUnit(in.id(path + ".ch", start + 1, idLength), unit);
    }

    static byte[] write(Control.Type type, ControlValues values, @Nullable DeviceKey key) {
        FrameWriter out = new FrameWriter(type.code(), key == null ? 0 : Frame.SIGNED);
        for (ControlField field : BY_NUMBER) {
            long tag = ((long) field.number() << 1) | field.kind().code();
            Long number = values.number(field);
            String text = values.text(field);
            if (number != null) {
                out.varint(tag);
                if (field.kind() == ControlField.Kind.SIGNED) {
                    out.zigzag(number);
                } else {
                    out.varint(number);
                }
            } else if (text != null) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.varint(tag);
                out.varint(bytes.length);
                out.bytes(bytes);
            } else if (field == ControlField.CHANNELS) {
                for (ChannelUnit channel : values.channels()) {
                    Unit unit = channel.unit();
                    byte[] id = channel.channel().getBytes(StandardCharsets.US_ASCII);
                    out.varint(tag);
                    out.varint(1 + id.length);
                    out.octet(unit == null ? NO_UNIT : unit.code());
                    out.bytes(id);
                }
            }
        }
        return out.close(Control.MAX_PAYLOAD_BYTES, key);
    }
}
