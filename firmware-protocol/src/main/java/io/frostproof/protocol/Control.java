package io.frostproof.protocol;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every message but telemetry. Values, read and written by {@link ControlCodec}. */
public sealed interface Control permits Receipt, DeviceConfig, DeviceCommand, DeviceTime, DeviceStatus, DeviceAnswer {

    /** What kind of message it is. */
    Type type();

    /** The kinds, with their number in a frame. */
    enum Type {
        RECEIPT(2),
        CONFIG(3),
        COMMAND(4),
        TIME(5),
        STATUS(6),
        ANSWER(7);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        /** The type of a frame, 2 to 7. */
        public int code() {
            return code;
        }

        /** What comes on such a topic. */
        public static Type of(DownTopic.Kind kind) {
            return switch (kind) {
                case RECEIPT -> RECEIPT;
                case CONFIG -> CONFIG;
                case COMMAND -> COMMAND;
                case TIME -> TIME;
            };
        }

        /** What comes on such a topic; empty for telemetry. */
        public static Optional<Type> of(UpTopic.Kind kind) {
            return switch (kind) {
                case TELEMETRY -> Optional.empty();
                case STATUS -> Optional.of(STATUS);
                case ANSWER -> Optional.of(ANSWER);
            };
        }
    }

    /** The largest JSON text or frame of a message that is not telemetry. */
    int MAX_PAYLOAD_BYTES = 4096;

    /** The most channels of a status or configuration. */
    int MAX_CHANNELS = 64;

    /** The longest time between two reports that a device may have or be given: 31 days. */
    int MAX_SECONDS = Telemetry.MAX_NEXT_SECONDS;

    /**
     * A channel and what it is sent in.
     *
     * @param unit null: not said
     */
    record ChannelUnit(String channel, @Nullable Unit unit) {

        /** Throws {@link IllegalArgumentException} for a channel that is no id. */
        public ChannelUnit {
            Ids.require("channel", channel);
        }
    }

    /** An immutable copy of channels; throws {@link IllegalArgumentException} when there are more than {@link #MAX_CHANNELS}. */
    static List<ChannelUnit> channels(List<ChannelUnit> channels) {
        if (channels.size() > MAX_CHANNELS) {
            throw new IllegalArgumentException("channels: " + channels.size() + ", expected at most " + MAX_CHANNELS);
        }
        return List.copyOf(channels);
    }
}
