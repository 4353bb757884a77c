package io.frostproof.simulator.scenario;

import io.frostproof.protocol.DeviceStatus.Ability;
import io.frostproof.protocol.Form;
import io.frostproof.simulator.physics.UnitDesigns;
import io.frostproof.simulator.sensing.ChannelDesign;
import io.frostproof.simulator.sensing.DeviceDesign;
import io.frostproof.simulator.sensing.Hardware;
import io.frostproof.simulator.sensing.Outputs;
import io.frostproof.simulator.sensing.SimulatedQuantity;
import io.frostproof.yaml.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the kinds of devices and the units of a scenario, and writes out the devices that they have. For one file. */
final class UnitRows {

    /** As the network file has them; a generator belongs to the power of its node. */
    private static final List<String> KINDS =
            List.of("locker", "fridge", "cold_room", "freezer", "ultra_cold_freezer", "reefer", "dock_zone");

    /** What a device on a cold unit can measure. Humidity is in no model. */
    private static final List<SimulatedQuantity> MEASURABLE = List.of(
            SimulatedQuantity.AIR_TEMPERATURE,
            SimulatedQuantity.SECOND_AIR_TEMPERATURE,
            SimulatedQuantity.CONTENTS_TEMPERATURE,
            SimulatedQuantity.DOOR,
            SimulatedQuantity.MAINS,
            SimulatedQuantity.VOLTAGE,
            SimulatedQuantity.BATTERY);

    private static final Duration SHORTEST_SAMPLE = Duration.ofSeconds(1);
    private static final Duration LONGEST_REPORT = Duration.ofDays(1);
    private static final Duration LONGEST_LAG = Duration.ofDays(7);
    private static final Duration LONGEST_CALIBRATED = Duration.ofDays(3_650);
    private static final int MOST_UNITS = 100_000;

    private enum Built {
        PROBE(Hardware.PROBE),
        LOGGER(Hardware.LOGGER),
        CLOCKLESS(Hardware.CLOCKLESS);

        @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
        private final Hardware hardware;

        Built(Hardware hardware) {
            this.hardware = hardware;
        }
    }

    /** Devices of one kind; counts how many there are, to spread the binary ones evenly. */
    private static final class DeviceKind {
        private final Duration sample;
        private final Duration report;
        private final int binaryPercent;
        private final Hardware hardware;
        private final Outputs outputs;
        private final List<SimulatedQuantity> quantities;
        private int made;

        DeviceKind(
                Duration sample,
                Duration report,
                int binaryPercent,
                Hardware hardware,
                Outputs outputs,
                List<SimulatedQuantity> quantities) {
            this.sample = sample;
            this.report = report;
            this.binaryPercent = binaryPercent;
            this.hardware = hardware;
            this.outputs = outputs;
            this.quantities = quantities;
        }

        DeviceDesign device(String node, String id, String unit, List<SimulatedQuantity> measured) {
            boolean binary = (made + 1) * binaryPercent / 100 > made * binaryPercent / 100;
            made++;
            List<ChannelDesign> channels = measured.stream()
                    .map(quantity -> new ChannelDesign(channelId(quantity), unit, quantity))
                    .toList();
            return new DeviceDesign(
                    node, id, channels, sample, report, binary ? Form.BINARY : Form.JSON, hardware, outputs);
        }
    }

    private final Map<String, DeviceKind> kinds = new HashMap<>();
    private final Set<String> kindIds = new HashSet<>();
    private final Set<String> unitIds = new HashSet<>();
    private final Set<String> deviceIds = new HashSet<>();
    private final List<UnitSpec> units = new ArrayList<>();
    private final List<DeviceDesign> devices = new ArrayList<>();

    void read(Fields top, PlaceRows places, StockRows stock) {
        for (Fields row : top.rows("device_kinds")) {
            kind(row);
        }
        for (PlaceRows.PowerDevice device : places.powerDevices()) {
            if (device.power().generator()) {
                unitIds.add(device.power().unit());
            }
        }
        for (Fields row : top.rows("units")) {
            unit(row, places, stock);
        }
        for (PlaceRows.PowerDevice device : places.powerDevices()) {
            power(device);
        }
    }

    List<UnitSpec> units() {
        return units;
    }

    List<DeviceDesign> devices() {
        return devices;
    }

    static String channelId(SimulatedQuantity quantity) {
        return switch (quantity) {
            case AIR_TEMPERATURE -> "t1";
            case CONTENTS_TEMPERATURE -> "t2";
            case SECOND_AIR_TEMPERATURE -> "t3";
            case DOOR, MAINS, GENERATOR, FUEL, VOLTAGE, BATTERY, HUMIDITY -> quantity.networkWord();
        };
    }

    private void kind(Fields row) {
        String id = Values.newId(row, "id", kindIds);
        Duration sample = row.duration("sample", SHORTEST_SAMPLE, LONGEST_REPORT);
        Duration report = row.duration("report", SHORTEST_SAMPLE, LONGEST_REPORT);
        if (row.has("sample") && row.has("report") && report.compareTo(sample) < 0) {
            row.problem("report", "at least as long as 'sample'");
        }
        int binary = row.integer("binary", 0, 100, 0);
        Hardware hardware = Values.word(row, "hardware", Built.class, Built.LOGGER).hardware;
        Set<SimulatedQuantity> quantities = new LinkedHashSet<>();
        List<String> words = MEASURABLE.stream().map(Values::wordOf).toList();
        for (String word : row.texts("channels", "one of " + String.join(", ", words), words::contains)) {
            quantities.add(SimulatedQuantity.valueOf(word.toUpperCase(Locale.ROOT)));
        }
        if (row.lacksItems("channels")) {
            row.problem("channels", "a list with one or more of " + String.join(", ", words));
        }
        Outputs outputs = outputs(row);
        row.make(() -> new DeviceKind(sample, report, binary, hardware, outputs, List.copyOf(quantities)))
                .ifPresent(kind -> kinds.put(id, kind));
    }

    private static Outputs outputs(Fields row) {
        List<String> words = Arrays.stream(Ability.values()).map(Ability::word).toList();
        List<String> given = row.has("abilities")
                ? row.texts("abilities", "one of " + String.join(", ", words), words::contains)
                : List.of();
        boolean stuck = row.flag("stuck", false);
        return new Outputs(
                Arrays.stream(Ability.values())
                        .filter(ability -> given.contains(ability.word()))
                        .collect(Collectors.toSet()),
                stuck);
    }

    private void unit(Fields row, PlaceRows places, StockRows stock) {
        String id = row.identifier("id");
        String node = Values.reference(row, "node", places.nodeIds(), "node");
        String name = row.optionalText("name").orElse(id);
        boolean counted = row.has("count");
        int count = row.integer("count", 1, MOST_UNITS, 1);
        UnitDesigns design = Values.word(row, "design", UnitDesigns.class);
        String kind = row.choice("kind", KINDS, word -> word, kindOf(design));
        double setpoint = Values.number(row, "setpoint", -100, 40, design.setpointCelsius());
        String product = row.has("product") ? Values.reference(row, "product", stock.productIds(), "product") : "";
        String profile = row.has("profile") || product.isEmpty()
                ? stock.profile(row, "profile")
                : stock.products().stream()
                        .filter(it -> it.id().equals(product))
                        .map(ProductSpec::profile)
                        .findFirst()
                        .orElse("");
        Duration lag = row.duration("product_lag", Duration.ZERO, LONGEST_LAG, Duration.ZERO);
        boolean lags = row.has("product_lag");
        Duration calibrated = row.duration("calibrated_for", Duration.ZERO, LONGEST_CALIBRATED, Duration.ZERO);
        boolean dated = row.has("calibrated_for");
        String device = row.has("device") ? Values.reference(row, "device", kindIds, "device kind") : "";
        for (int i = 1; i <= count; i++) {
            String unit = counted ? id + String.format(Locale.ROOT, "-%02d", i) : id;
            if (row.has("id") && !unitIds.add(unit)) {
                row.problem("id", "new here: there is a unit '" + unit + "' already");
                return;
            }
            String called = counted ? name + " " + i : name;
            row.make(() -> new UnitSpec(
                            unit,
                            node,
                            called,
                            kind,
                            design,
                            setpoint,
                            profile,
                            product,
                            lags ? lag : null,
                            dated ? calibrated : null))
                    .ifPresent(it -> {
                        units.add(it);
                        add(kinds.get(device), row, node, unit + "-s", unit);
                    });
        }
    }

    private void add(@Nullable DeviceKind kind, Fields row, String node, String device, String unit) {
        if (kind == null) {
            return;
        }
        if (!deviceIds.add(device)) {
            row.problem("id", "such that '" + device + "' is new: there is a device of that id already");
            return;
        }
        devices.add(kind.device(node, device, unit, kind.quantities));
    }

    private void power(PlaceRows.PowerDevice it) {
        DeviceKind kind = kinds.get(it.kind());
        if (!kindIds.contains(it.kind())) {
            it.row().problem("device_kind", "the id of a device kind of this file");
        } else if (kind != null) {
            if (!deviceIds.add(it.device())) {
                it.row().problem("device", "new here: there is a device of that id already");
                return;
            }
            String unit = it.power().unit();
            if (unit.isEmpty() || (!it.power().generator() && !standsIn(unit, it.node()))) {
                it.row().problem("unit", "the id of a unit of this node, where there is no generator");
                return;
            }
            List<SimulatedQuantity> measured = it.power().generator()
                    ? List.of(SimulatedQuantity.MAINS, SimulatedQuantity.GENERATOR, SimulatedQuantity.FUEL)
                    : List.of(SimulatedQuantity.MAINS);
            devices.add(kind.device(it.node(), it.device(), unit, measured));
        }
    }

    private boolean standsIn(String unit, String node) {
        return units.stream().anyMatch(it -> it.id().equals(unit) && it.node().equals(node));
    }

    private static String kindOf(UnitDesigns design) {
        return switch (design) {
            case WHO_FRIDGE, ICE_LINED_FRIDGE -> "fridge";
            case COLD_ROOM -> "cold_room";
            case FREEZER -> "freezer";
            case ULTRA_COLD_FREEZER -> "ultra_cold_freezer";
            case PASSIVE_LOCKER, LOCKER -> "locker";
            case DOCK_ZONE -> "dock_zone";
        };
    }
}
