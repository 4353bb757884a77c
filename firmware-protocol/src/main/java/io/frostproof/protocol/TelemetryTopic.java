package io.frostproof.protocol;

import java.util.Optional;

/**
 * Where a device publishes its readings: {@code frostproof/1/{node}/{device}/telemetry}.
 *
 * @param node id of the node the device stands in
 * @param device id of the device, unique in the whole network
 */
public record TelemetryTopic(String node, String device) {

    /** Matches the telemetry of every device. */
    public static final String SUBSCRIPTION = "frostproof/1/+/+/telemetry";

    /** Throws {@link IllegalArgumentException} for an id that cannot stand in a topic. */
    public TelemetryTopic {
        Ids.require("node", node);
        Ids.require("device", device);
    }

    /** Reads a topic; empty when it is not one of this contract or an id in it breaks the rule for ids. */
    public static Optional<TelemetryTopic> parse(String topic) {
        String[] levels = topic.split("/", -1);
        boolean ours = levels.length == 5
                && levels[0].equals("frostproof")
                && levels[1].equals("1")
                && levels[4].equals("telemetry")
                && Ids.valid(levels[2])
                && Ids.valid(levels[3]);
        return ours ? Optional.of(new TelemetryTopic(levels[2], levels[3])) : Optional.empty();
    }

    public String topic() {
        return "frostproof/1/" + node + "/" + device + "/telemetry";
    }
}
