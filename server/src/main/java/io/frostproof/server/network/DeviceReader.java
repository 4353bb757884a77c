package io.frostproof.server.network;

import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.yaml.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads devices with their channels and placements. */
final class DeviceReader {

    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(31);

    /** Default of a channel's maximum hold, in report intervals: one report may be lost before the channel is unknown. */
    private static final int HOLD_INTERVALS = 2;

    private record Placed(Placement placement, Fields row) {}

    private final Ids nodes;
    private final Ids units;

    DeviceReader(Ids nodes, Ids units) {
        this.nodes = nodes;
        this.units = units;
    }

    Optional<Device> read(Fields row) {
        String id = row.identifier("id");
        Optional<String> node = nodes.reference(row, "node");
        Duration interval = row.duration("report_interval", SHORTEST_INTERVAL, LONGEST_INTERVAL);
        if (!row.mentions("channels")) {
            row.problem("channels", "a list of channels");
        }
        List<Fields> channelRows = row.rows("channels");
        Ids.of("channel", channelRows);
        List<Channel> channels = NetworkReader.each(channelRows, channel -> channel(channel, node, interval));
        return row.make(() -> new Device(id, node.orElseThrow(), interval, channels));
    }

    private Optional<Channel> channel(Fields row, Optional<String> node, Duration interval) {
        String id = row.identifier("id");
        var quantity = row.choice("quantity", List.of(Quantity.values()), Quantity::id);
        MeasureUnit unit = Values.unit(row, "unit", quantity);
        Duration usualHold = interval.multipliedBy(HOLD_INTERVALS);
        Duration maxHold = row.duration("max_hold", interval, LONGEST_INTERVAL.multipliedBy(HOLD_INTERVALS), usualHold);
        var senses = row.choice("senses", List.of(Sense.values()), Sense::id, Sense.AIR);
        if (senses == Sense.PRODUCT && quantity != Quantity.TEMPERATURE) {
            row.problem("senses", "left out: only a temperature can be the product's");
        }
        var calibrationDue = row.optionalDate("calibration_due");
        Duration probeLag = row.duration("probe_lag", Duration.ZERO, Channel.LONGEST_PROBE_LAG, Duration.ZERO);
        if (!probeLag.isZero() && quantity != Quantity.TEMPERATURE) {
            row.problem("probe_lag", "left out: only a probe of temperature has one");
        }
        var placed = new ArrayList<Placed>();
        for (Fields placementRow : row.rows("placements")) {
            placement(placementRow, node).ifPresent(p -> placed.add(new Placed(p, placementRow)));
        }
        placed.sort(Comparator.comparing(p -> p.placement.from()));
        checkOverlaps(placed);
        return row.make(() -> new Channel(
                id,
                quantity,
                unit,
                maxHold,
                senses,
                calibrationDue.orElse(null),
                probeLag,
                placed.stream().map(Placed::placement).toList()));
    }

    private Optional<Placement> placement(Fields row, Optional<String> node) {
        Optional<String> unit = units.reference(row, "unit");
        unit.ifPresent(id -> checkNode(row, id, node));
        Instant from = row.instant("from");
        Optional<Instant> to = row.optionalInstant("to");
        // Without a readable from there is nothing to hold to against.
        if (to.isPresent() && row.peek("from").isPresent() && !to.get().isAfter(from)) {
            row.problem("to", "after from (" + from + ")");
        }
        return row.make(() -> new Placement(unit.orElseThrow(), from, to.orElse(null)));
    }

    /** A device is reached through its node's topic and serves units there. */
    private void checkNode(Fields row, String unit, Optional<String> node) {
        Optional<String> unitNode = units.find(unit).flatMap(u -> u.peek("node"));
        if (node.isPresent() && unitNode.isPresent() && !unitNode.equals(node)) {
            row.problem("unit", "in the device's node '" + node.get() + "': it stands in '" + unitNode.get() + "'");
        }
    }

    private static void checkOverlaps(List<Placed> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            Placed before = sorted.get(i - 1);
            Instant end = before.placement.to();
            Placed after = sorted.get(i);
            if (end == null || end.isAfter(after.placement.from())) {
                String until = end == null ? "has no end" : "ends at " + end;
                after.row.problem("from", "after the placement at line " + before.row.line() + ", which " + until);
            }
        }
    }
}
