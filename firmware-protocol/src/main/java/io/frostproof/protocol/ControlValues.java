package io.frostproof.protocol;

import io.frostproof.protocol.Control.ChannelUnit;
import io.frostproof.protocol.DecodeResult.Reason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one message, each within its own range: what both forms have in common, on the way to a record or back. */
final class ControlValues {

    private final Map<ControlField, Long> numbers = new EnumMap<>(ControlField.class);
    private final Map<ControlField, String> texts = new EnumMap<>(ControlField.class);
    private final List<ChannelUnit> channels = new ArrayList<>(0);

    ControlValues put(ControlField field, @Nullable Long value) {
        if (value != null) {
            numbers.put(field, value);
        }
        return this;
    }

    ControlValues put(ControlField field, @Nullable Integer value) {
        return put(field, value == null ? null : Long.valueOf(value));
    }

    ControlValues put(ControlField field, @Nullable String text) {
        if (text != null) {
            texts.put(field, text);
        }
        return this;
    }

    /** A word of the field's list. */
    ControlValues word(ControlField field, String word) {
        return put(field, Long.valueOf(field.code(word)));
    }

    ControlValues unlessZero(ControlField field, long value) {
        return value == 0 ? this : put(field, Long.valueOf(value));
    }

    ControlValues channels(List<ChannelUnit> all) {
        channels.addAll(all);
        return this;
    }

    /** Adds a channel; refuses the message when it has too many. */
    void channel(ChannelUnit channel) throws Refused {
        if (channels.size() == Control.MAX_CHANNELS) {
            throw new Refused(
                    Reason.TOO_LARGE,
                    ControlField.CHANNELS.key(),
                    "more than " + Control.MAX_CHANNELS,
                    ControlField.CHANNELS.expected());
        }
        channels.add(channel);
    }

    @Nullable
    Long number(ControlField field) {
        return numbers.get(field);
    }

    @Nullable
    Integer integer(ControlField field) {
        Long value = numbers.get(field);
        return value == null ? null : value.intValue();
    }

    @Nullable
    String text(ControlField field) {
        return texts.get(field);
    }

    List<ChannelUnit> channels() {
        return channels;
    }

    long orZero(ControlField field) {
        Long value = numbers.get(field);
        return value == null ? 0 : value;
    }

    /** The word of a field; null when the message does not have it. */
    @Nullable
    String word(ControlField field) {
        Long code = numbers.get(field);
        return code == null ? null : field.word(code);
    }

    String requiredWord(ControlField field) throws Refused {
        return field.word(required(field));
    }

    /** A number that the message cannot do without. */
    long required(ControlField field) throws Refused {
        Long value = numbers.get(field);
        if (value == null) {
            throw missing(field);
        }
        return value;
    }

    String requiredText(ControlField field) throws Refused {
        String value = texts.get(field);
        if (value == null) {
            throw missing(field);
        }
        return value;
    }

    static Refused missing(ControlField field) {
        return new Refused(Reason.MISSING_FIELD, field.key(), "missing", field.expected());
    }
}
