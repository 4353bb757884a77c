package io.frostproof.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What became of a configuration or a command.
 *
 * @param version of the configuration; null when a command is answered
 * @param id of the command; null when a configuration is answered
 * @param field with {@link Result#REFUSED}: what was wrong, up to 64 bytes
 * @param expected with {@link Result#REFUSED}: what it should have been, up to 128 bytes
 * @param count the number of messages that a backlog found
 */
public record DeviceAnswer(
        @Nullable Long version,
        @Nullable String id,
        Result result,
        @Nullable String field,
        @Nullable String expected,
        @Nullable Long count)
        implements Control {

    /** The codes are those of the frame: 1 done, 2 refused, 3 accepted. */
    public enum Result {
        DONE("done"),
        REFUSED("refused"),
        /** It will take longer; another answer follows. */
        ACCEPTED("accepted");

        private final String word;

        Result(String word) {
            this.word = word;
        }

        /** As in JSON. */
        public String word() {
            return word;
        }

        static Result ofWord(String word) {
            return Arrays.stream(values())
                    .filter(constant -> constant.word.equals(word))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Throws {@link IllegalArgumentException} for a value outside its range, and for an answer to both or neither. */
    public DeviceAnswer {
        if ((version == null) == (id == null)) {
            throw new IllegalArgumentException(
                    "version " + version + ", id " + id + ": expected the one or the other, not both");
        }
        ControlField.VERSION.requireUnlessNull(version);
        ControlField.ID.requireUnlessNull(id);
        ControlField.FIELD.requireUnlessNull(field);
        ControlField.EXPECTED.requireUnlessNull(expected);
        ControlField.COUNT.requireUnlessNull(count);
    }

    /** An answer to a configuration, without further words. */
    public static DeviceAnswer toConfig(long version, Result result) {
        return new DeviceAnswer(version, null, result, null, null, null);
    }

    /** An answer to a command, without further words. */
    public static DeviceAnswer toCommand(String id, Result result) {
        return new DeviceAnswer(null, id, result, null, null, null);
    }

    @Override
    public Type type() {
        return Type.ANSWER;
    }
}
