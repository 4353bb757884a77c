package io.frostproof.protocol;

import java.util.Optional;

/**
 * Where the server speaks to one device: {@code frostproof/1/{node}/{device}/down/{kind}}.
 *
 * @param node id of the node the device stands in
 * @param device id of the device
 */
public record DownTopic(String node, String device, Kind kind) {

    /** What is said. The identifier is the last level of the topic. */
    public enum Kind {
        /** What is stored, see {@link Receipt}. */
        RECEIPT("receipt"),
        CONFIG("config"),
        COMMAND("command"),
        TIME("time");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        public String id() {
            return id;
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
    public DownTopic {
        Ids.require("node", node);
        Ids.require("device", device);
    }

    /** Reads a topic; empty when it is not one of this contract or an id in it breaks the rule for ids. */
    public static Optional<DownTopic> parse(String topic) {
        String[] levels = topic.split("/", -1);
        boolean ours = levels.length == 6
                && levels[0].equals("frostproof")
                && levels[1].equals("1")
                && levels[4].equals("down")
                && Ids.valid(levels[2])
                && Ids.valid(levels[3]);
        return ours ? Kind.of(levels[5]).map(kind -> new DownTopic(levels[2], levels[3], kind)) : Optional.empty();
    }

    public String topic() {
        return "frostproof/1/" + node + "/" + device + "/down/" + kind.id();
    }
}
