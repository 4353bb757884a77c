package io.frostproof.server.bench.chaos;

import java.util.List;

/**
 * The network of a run: a node for each group of devices, units that can become too warm and hold stock, and devices that nobody watches. The
 * stock matters: an excursion that is over when it is found is told only if stock was in it.
 */
final class ChaosWorld {

    static final String LIVE_JSON = "live-json";
    static final String LIVE_BINARY = "live-binary";
    static final String ALARM = "alarm";
    static final String BACKLOG = "backlog";
    static final String AHEAD = "ahead";
    static final List<String> LIVE_CHANNELS = List.of("t1", "t2", "h1");
    /** Made up for the run: long enough to be a delay, short enough to be waited for. */
    static final long ALARM_DELAY_MILLIS = 5_000;

    static final double TOO_WARM = 8.0;

    private ChaosWorld() {}

    static String device(String group, int number) {
        return group + "-" + number;
    }

    /** The network file. */
    static String network(RunPlan plan) {
        var text = new StringBuilder("""
                frostproof_network: 1
                regions:
                  - {id: north, name: North}
                  - {id: south, name: South}
                nodes:
                """);
        for (String node : List.of(LIVE_JSON, LIVE_BINARY, ALARM, BACKLOG, AHEAD)) {
            text.append("  - {id: ")
                    .append(node)
                    .append(", region: ")
                    .append(node.equals(ALARM) ? "south" : "north")
                    .append(", name: Node ")
                    .append(node)
                    .append(", kind: cold_store, time_zone: UTC}\n");
        }
        text.append("""
                profiles:
                  - id: quick
                    name: Warm for five seconds
                    source: made up for the chaos bench
                    conditions:
                      - {slot: too_warm, level: critical, operator: ">", threshold: %s, delay: %ds}
                units:
                """.formatted(TOO_WARM, ALARM_DELAY_MILLIS / 1000));
        for (int i = 0; i < plan.alarms(); i++) {
            text.append("  - {id: ")
                    .append(device(ALARM, i))
                    .append(", node: alarm, name: Locker ")
                    .append(i)
                    .append(", kind: locker, profile: quick}\n");
        }
        text.append("devices:\n");
        for (int i = 0; i < plan.alarms(); i++) {
            text.append("  - {id: ")
                    .append(device(ALARM, i))
                    .append(
                            ", node: alarm, report_interval: 1m, channels: [{id: t1, quantity: temperature, placements: [{unit: ")
                    .append(device(ALARM, i))
                    .append(", from: 2026-01-01T00:00:00Z}]}]}\n");
        }
        for (int i = 0; i < plan.liveDevices(); i++) {
            String node = i % 2 == 0 ? LIVE_JSON : LIVE_BINARY;
            live(text, node, device(node, i));
        }
        live(text, AHEAD, device(AHEAD, 0));
        for (int i = 0; i < plan.backlogDevices(); i++) {
            text.append("  - {id: ")
                    .append(device(BACKLOG, i))
                    .append(", node: backlog, report_interval: 1m, channels: [{id: t1, quantity: temperature}]}\n");
        }
        text.append("""
                products:
                  - {id: apples, name: Apples, profile: quick}
                lots:
                  - {id: apples-1, product: apples}
                handling_units:
                """);
        for (int i = 0; i < plan.alarms(); i++) {
            text.append("  - {id: hu-").append(i).append(", lot: apples-1, quantity: 1, quantity_unit: box}\n");
        }
        text.append("movements:\n");
        for (int i = 0; i < plan.alarms(); i++) {
            text.append("  - {handling_unit: hu-")
                    .append(i)
                    .append(", time: 2026-01-01T00:00:00Z, to: ")
                    .append(device(ALARM, i))
                    .append("}\n");
        }
        return text.toString();
    }

    private static void live(StringBuilder text, String node, String device) {
        text.append("  - {id: ")
                .append(device)
                .append(", node: ")
                .append(node)
                .append(
                        ", report_interval: 1m, channels: [{id: t1, quantity: temperature}, {id: t2, quantity: temperature}, ")
                .append("{id: h1, quantity: humidity}]}\n");
    }
}
