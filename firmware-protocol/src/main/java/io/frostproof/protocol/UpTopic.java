package io.frostproof.protocol;

import java.util.Optional;

/**
 * Where a device speaks to the server: {@code frostproof/1/{node}/{device}/{kind}}.
 *
 * @param node id of the node the device stands in
 * @param device id of the device, unique in the whole network
 */
public record UpTopic(String node, String device, Kind kind) {

    /** What is said. The identifier is the last level of the topic. */
    public enum Kind {
        /** Readings, see {@link Telemetry}. */
        TELEMETRY("telemetry"),
        /** Birth, state and death, see {@link DeviceStatus}. */
        STATUS("status"),
        /** What became of a configuration or a command, see {@link DeviceAnswer}. */
        ANSWER("answer");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        /** Matches this kind of topic of every device. */
        public String subscription() {
            return "frostproof/1/+/+/" + id;
        }

        private static Optional<Kind> of(String id) {
            for (Kind kind : values()) {
                if (kind.id.equals(id)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** Throws {@link IllegalArgumentException} for an id that cannot stand in a topic. */
    public UpTopic {
        Ids.require("node", node);
        Ids.require("device", device);
    }

    /** Where a device publishes its readings. */
    public static UpTopic telemetry(String node, String device) {
        return new UpTopic(node, device, Kind.TELEMETRY);
    }

    /** Reads a topic; empty when it is not one of this contract or an id in it breaks the rule for ids. */
    public static Optional<UpTopic> parse(String topic) {
        String[] levels = topic.split("/", -1);
        boolean ours = levels.length == 5
                && levels[0].equals("frostproof")
                && levels[1].equals("1")
                && Ids.valid(levels[2])
                && Ids.valid(levels[3]);
        return ours ? Kind.of(levels[4]).map(kind -> new UpTopic(levels[2], levels[3], kind)) : Optional.empty();
    }

    public String topic() {
        return "frostproof/1/" + node + "/" + device + "/" + kind.id();
    }
}
