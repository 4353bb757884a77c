package io.frostproof.simulator.scenario;

import io.frostproof.simulator.climate.Site;
import io.frostproof.simulator.people.Deliveries;
import io.frostproof.simulator.people.Shift;
import io.frostproof.yaml.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the regions and nodes of a scenario. For one file. */
final class PlaceRows {

    /** As the network file has them. */
    private static final List<String> KINDS = List.of("cold_store", "pop_up", "partner", "dock", "office");

    private static final double USUAL_FUEL_PERCENT = 85;
    private static final int MOST_MINUTES = 1_439;

    /** What a node row says about devices, which come later. */
    record PowerDevice(String node, String device, String kind, PowerSpec power, Fields row) {}

    private final List<RegionSpec> regions = new ArrayList<>();
    private final List<NodeSpec> nodes = new ArrayList<>();
    private final List<PowerDevice> powerDevices = new ArrayList<>();
    private final Set<String> regionIds = new HashSet<>();
    private final Set<String> nodeIds = new HashSet<>();
    private final StockRows stock;

    /**
     * @param stock whose profiles generators may name
     */
    PlaceRows(StockRows stock) {
        this.stock = stock;
    }

    void read(Fields top) {
        for (Fields row : top.rows("regions")) {
            String id = Values.newId(row, "id", regionIds);
            String name = row.text("name");
            row.make(() -> new RegionSpec(id, name)).ifPresent(regions::add);
        }
        for (Fields row : top.rows("nodes")) {
            node(row).ifPresent(nodes::add);
        }
    }

    List<RegionSpec> regions() {
        return regions;
    }

    List<NodeSpec> nodes() {
        return nodes;
    }

    /** Ids of all node rows, sound or not, so that a bad node is not told again by each of its units. */
    Set<String> nodeIds() {
        return nodeIds;
    }

    List<PowerDevice> powerDevices() {
        return powerDevices;
    }

    private Optional<NodeSpec> node(Fields row) {
        String id = Values.newId(row, "id", nodeIds);
        String region = Values.reference(row, "region", regionIds, "region");
        String name = row.text("name");
        String kind = row.choice("kind", KINDS, word -> word);
        String zone = row.timeZone("time_zone").getId();
        Site climate =
                row.requiredSection("climate").flatMap(PlaceRows::climate).orElse(null);
        PowerSpec power = power(row, id);
        String dock = row.has("dock") ? row.identifier("dock") : null;
        Deliveries deliveries =
                row.section("deliveries").flatMap(PlaceRows::deliveries).orElse(null);
        List<Shift> shifts = new ArrayList<>();
        for (Fields shift : row.rows("shifts")) {
            shift(shift).ifPresent(shifts::add);
        }
        return row.make(() -> made(id, region, name, kind, zone, climate, power, dock, deliveries, shifts));
    }

    private static NodeSpec made(
            String id,
            String region,
            String name,
            String kind,
            String zone,
            @Nullable Site climate,
            PowerSpec power,
            @Nullable String dock,
            @Nullable Deliveries deliveries,
            List<Shift> shifts) {
        if (climate == null) {
            throw new IllegalStateException("node " + id + " is sound, but has no climate");
        }
        return new NodeSpec(id, region, name, kind, zone, climate, power, dock, deliveries, shifts);
    }

    private static Optional<Site> climate(Fields row) {
        double latitude = Values.number(row, "latitude", -90, 90);
        double mean = Values.number(row, "mean", -30, 40);
        double season = Values.number(row, "season", 0, 35, 8);
        double day = Values.number(row, "day", 0, 20, 4);
        double weather = Values.number(row, "weather", 0, 10, 3);
        double share = Values.number(row, "indoor_share", 0, 1, 0.15);
        double indoor = Values.number(row, "indoor", -30, 50, 21);
        return row.make(() -> new Site(latitude, mean, season, day, weather, share, indoor));
    }

    private PowerSpec power(Fields node, String nodeId) {
        Optional<Fields> section = node.section("power");
        if (section.isEmpty()) {
            return new PowerSpec(false, 0, "", "", "");
        }
        Fields row = section.get();
        boolean generator = row.flag("generator", false);
        double fuel = Values.number(row, "fuel", 0, 100, USUAL_FUEL_PERCENT);
        String unit = row.identifier("unit", generator ? nodeId + "-generator" : "");
        String name = row.optionalText("name").orElse("Generator");
        if (!generator && row.has("profile")) {
            row.problem("profile", "here only with 'generator: true': a unit that stands for the mains has its own");
        }
        String profile = generator && row.has("profile") ? stock.anyProfile(row, "profile") : "";
        String device = row.identifier("device", nodeId + "-power");
        String kind = row.has("device_kind") ? row.identifier("device_kind") : "";
        PowerSpec power = new PowerSpec(generator, fuel, unit, name, profile);
        if (!kind.isEmpty()) {
            powerDevices.add(new PowerDevice(nodeId, device, kind, power, row));
        }
        row.make(() -> power);
        return power;
    }

    private static Optional<Deliveries> deliveries(Fields row) {
        Values.Days days = Values.word(row, "days", Values.Days.class, Values.Days.WORKING_DAYS);
        int at = Math.min(Values.minuteOfDay(row, "at"), MOST_MINUTES);
        Duration late =
                row.duration("median_late", Duration.ZERO, Duration.ofHours(12), Deliveries.WORKING_DAYS.medianLate());
        double lost = Values.number(row, "lost", 0, 1, Deliveries.WORKING_DAYS.lostFraction());
        return row.make(() -> new Deliveries(days.days(), at, late, Deliveries.WORKING_DAYS.lateSigma(), lost));
    }

    private static Optional<Shift> shift(Fields row) {
        Values.Days days = Values.word(row, "days", Values.Days.class, Values.Days.EVERY_DAY);
        int from = Values.minuteOfDay(row, "from");
        int to = Values.minuteOfDay(row, "to");
        if (row.has("from") && row.has("to") && from >= to) {
            row.problem("to", "later on the same day than 'from'; write a night as two shifts");
        }
        double looks = Values.number(row, "looks_per_hour", 0, 60, 0.5);
        return row.make(() -> new Shift(days.days(), from, to, looks));
    }
}
