package io.frostproof.server.network;

import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.network.DecisionConfig;
import io.frostproof.alerts.network.Disruption;
import io.frostproof.alerts.network.Identifiers;
import io.frostproof.alerts.network.NetworkLane;
import io.frostproof.alerts.network.NodeCapability;
import io.frostproof.alerts.network.ProductRoom;
import io.frostproof.alerts.network.TemperatureRange;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.yaml.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads where goods can go: temperature classes, what nodes can take, lanes, fallbacks, and what can fail. */
final class DecisionReader {

    static final BigDecimal MOST_MONEY = new BigDecimal("1000000000");

    /** Digits behind the point; cheap transport costs fractions of a cent for a litre. */
    private static final int FINEST = 6;

    /** The largest cold stores have some hundred million litres. */
    private static final long MOST_LITRES = 1_000_000_000_000L;

    private static final double SLOWEST = 100;
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Fields top;
    private final List<Fields> classRows;
    private final List<Fields> laneRows;
    private final List<Fields> disruptionRows;
    private final Ids classes;
    private final Ids lanes;
    private final Ids regions;
    private final Ids nodes;
    private final Ids units;
    private final Map<String, String> unitClasses = new HashMap<>();
    private final List<NodeCapability> capabilities = new ArrayList<>();
    private final Map<String, List<String>> fallbacks = new TreeMap<>();
    private final Map<String, ProductRoom> rooms = new HashMap<>();
    private final Map<String, Set<String>> authorisations = new HashMap<>();

    DecisionReader(Fields top, Ids regions, Ids nodes, Ids units) {
        this.top = top;
        this.regions = regions;
        this.nodes = nodes;
        this.units = units;
        classRows = top.rows("temperature_classes");
        laneRows = top.rows("lanes");
        disruptionRows = top.rows("disruptions");
        classes = Ids.of("temperature class", classRows);
        lanes = Ids.of("lane", laneRows);
    }

    /** What the file says in all; call it after what is of regions, nodes, units and products. */
    DecisionConfig read() {
        List<TemperatureRange> ranges = NetworkReader.each(classRows, DecisionReader::range);
        List<NetworkLane> ways = NetworkReader.each(laneRows, this::lane);
        List<Disruption> failures = NetworkReader.each(disruptionRows, this::disruption);
        Optional<ApprovalReader.Read> approvals =
                top.section("decisions").flatMap(new ApprovalReader(regions, nodes)::read);
        return new DecisionConfig(
                ranges,
                unitClasses,
                capabilities,
                ways,
                fallbacks,
                failures,
                rooms,
                authorisations,
                approvals.map(ApprovalReader.Read::currency).orElse(null),
                approvals.map(ApprovalReader.Read::rules).orElse(null));
    }

    private static Optional<TemperatureRange> range(Fields row) {
        String id = row.identifier("id");
        String name = row.optionalText("name").orElse(id);
        Fields band = row.requiredSection("band").orElse(null);
        if (band == null) {
            row.make(() -> id);
            return Optional.empty();
        }
        double min = celsius(band, "min");
        double max = celsius(band, "max");
        if (band.has("min") && band.has("max") && min >= max) {
            band.problem("min", "below max (" + max + " Cel)");
        }
        band.make(() -> id);
        return row.make(() -> new TemperatureRange(id, name, min, max));
    }

    private static double celsius(Fields band, String key) {
        if (!band.has(key)) {
            band.problem(key, "a temperature in Cel; a temperature class has both ends");
        }
        return ProductReader.celsius(band, key).orElse(Quantity.TEMPERATURE.lowest());
    }

    /** The nodes that goods of a region's row may go to. */
    void fallback(Fields row, String region) {
        if (row.mentions("fallback")) {
            fallbacks.put(region, references(row, "fallback", nodes, "node"));
        }
    }

    /** The temperature class of a unit's row. */
    void unit(Fields row, String unit, boolean generator) {
        if (row.has("temperature_class")) {
            if (generator) {
                row.problem("temperature_class", "left out: a generator keeps no goods");
            }
            classes.reference(row, "temperature_class").ifPresent(range -> unitClasses.put(unit, range));
        }
    }

    /** How much room goods of a product's row take, and what a node must be authorised for to hold them. */
    void product(Fields row, String product) {
        row.section("litres_per").flatMap(DecisionReader::room).ifPresent(room -> rooms.put(product, room));
        Set<String> needs = words(row, "authorisations");
        if (!needs.isEmpty()) {
            authorisations.put(product, needs);
        }
    }

    private static Optional<ProductRoom> room(Fields row) {
        BigDecimal amount = row.decimal("amount");
        if (amount.signum() <= 0 || amount.compareTo(BigDecimal.valueOf(MOST_LITRES)) > 0) {
            row.problem("amount", "litres, above 0 and at most " + MOST_LITRES);
        } else if (amount.stripTrailingZeros().scale() > FINEST) {
            row.problem("amount", "a number with at most " + FINEST + " digits behind the point");
        }
        String per = row.text("per", "the quantity unit that it counts for, such as vials");
        return row.make(() -> new ProductRoom(amount, per));
    }

    /** What a node's row can do. */
    void node(Fields row, String node) {
        row.section("capability").flatMap(section -> capability(section, node)).ifPresent(capabilities::add);
    }

    private Optional<NodeCapability> capability(Fields row, String node) {
        Map<String, Long> litres = row.section("capacity").flatMap(this::litres).orElse(Map.of());
        Optional<Instant> opens = row.optionalInstant("opens");
        Optional<Instant> closes = row.optionalInstant("closes");
        if (opens.isPresent() && closes.isPresent() && !closes.get().isAfter(opens.get())) {
            row.problem("closes", "after opens (" + opens.get() + ")");
        }
        Schedule dockHours = ScheduleReader.read(row, "dock_hours");
        Duration unloading = row.duration("unloading", Duration.ZERO, Duration.ofDays(7), Duration.ZERO);
        boolean backupPower = row.flag("backup_power", false);
        Optional<String> partner = row.optionalText("partner");
        Set<String> may = words(row, "authorisations");
        double loss = share(row, "loss_likelihood", 0);
        BigDecimal cost = money(row, "cost_per_litre");
        @Nullable Duration repair = row.has("mean_repair") ? row.duration("mean_repair", SHORTEST, LONGEST) : null;
        return row.make(() -> new NodeCapability(
                node,
                litres,
                opens.orElse(null),
                closes.orElse(null),
                dockHours,
                unloading,
                backupPower,
                partner.orElse(null),
                may,
                loss,
                cost,
                repair));
    }

    private Optional<Map<String, Long>> litres(Fields row) {
        var litres = new HashMap<String, Long>();
        for (Fields range : classRows) {
            range.peek("id").filter(row::has).ifPresent(id -> litres.put(id, row.integer(id, 0, MOST_LITRES)));
        }
        return row.make(() -> Map.copyOf(litres));
    }

    private Optional<NetworkLane> lane(Fields row) {
        String id = row.identifier("id");
        String from = nodes.reference(row, "from").orElse("");
        String to = nodes.reference(row, "to").orElse("");
        if (!from.isEmpty() && from.equals(to)) {
            row.problem("to", "another node than from");
        }
        String carrier = row.text("carrier");
        Duration transit = row.duration("transit", Duration.ZERO, LONGEST);
        double slow = row.optionalNumber("slow_factor").orElse(1.0);
        if (!(slow >= 1 && slow <= SLOWEST)) {
            row.problem("slow_factor", "a number from 1 to 100, how many times as long it takes when it is slow");
        }
        double reliability = share(row, "reliability", 1);
        Duration delay = row.duration("mean_delay", SHORTEST, LONGEST, Duration.ofHours(1));
        Set<String> keeps = new LinkedHashSet<>(references(row, "keeps", classes, "temperature class"));
        BigDecimal perUnit = money(row, "cost_per_unit");
        BigDecimal perLitre = money(row, "cost_per_litre");
        @Nullable Long litres = row.has("litres") ? (Long) row.integer("litres", 0, MOST_LITRES) : null;
        return row.make(() -> new NetworkLane(
                id, from, to, carrier, transit, slow, reliability, delay, keeps, perUnit, perLitre, litres));
    }

    private Optional<Disruption> disruption(Fields row) {
        String id = row.identifier("id");
        Map<Disruption.Kind, Ids> known = Map.of(
                Disruption.Kind.REGION,
                regions,
                Disruption.Kind.NODE,
                nodes,
                Disruption.Kind.UNIT,
                units,
                Disruption.Kind.LANE,
                lanes);
        Disruption.Kind kind = null;
        String thing = "";
        for (Disruption.Kind candidate : Disruption.Kind.values()) {
            if (!row.has(candidate.id())) {
                continue;
            }
            if (kind != null) {
                row.problem(candidate.id(), "left out, since " + kind.id() + " is there: one thing fails");
                continue;
            }
            kind = candidate;
            Ids ids = known.get(candidate);
            thing = ids == null ? "" : ids.reference(row, candidate.id()).orElse("");
        }
        if (kind == null) {
            row.problem("unit", "the id of what fails: region, node, unit or lane is required");
        }
        String failure = row.text("failure");
        String likelihood = row.text("likelihood");
        String detection = row.text("detection");
        String backup = row.text("backup");
        String decides = row.text("decides");
        String executes = row.text("executes");
        List<String> runbook = row.texts("runbook", "a step, in words", step -> !step.isBlank());
        if (row.lacksItems("runbook")) {
            row.problem("runbook", "a list of steps");
        }
        Disruption.Kind which = kind == null ? Disruption.Kind.UNIT : kind;
        String what = thing;
        return row.make(() ->
                new Disruption(id, which, what, failure, likelihood, detection, backup, decides, executes, runbook));
    }

    /** A list of ids, each once. */
    static List<String> references(Fields row, String key, Ids known, String kind) {
        var once = new LinkedHashSet<String>();
        for (String id : row.texts(key)) {
            if (known.check(row, key, id) && !once.add(id)) {
                row.problem(key, "a list in which each " + kind + " comes once: '" + id + "' comes twice");
            }
        }
        return List.copyOf(once);
    }

    /** Words such as {@code narcotics}, each once. */
    private static Set<String> words(Fields row, String key) {
        var once = new HashSet<String>();
        for (String word : row.texts(key, "an identifier: " + Identifiers.RULE, Identifiers::valid)) {
            if (!once.add(word)) {
                row.problem(key, "a list in which each word comes once: '" + word + "' comes twice");
            }
        }
        return once;
    }

    private static double share(Fields row, String key, double whenAbsent) {
        double share = row.optionalNumber(key).orElse(whenAbsent);
        if (!(share >= 0 && share <= 1)) {
            row.problem(key, "a probability from 0 to 1");
        }
        return share;
    }

    /** An amount in the currency of decisions; 0 when absent. */
    static BigDecimal money(Fields row, String key) {
        if (!row.has(key)) {
            return BigDecimal.ZERO;
        }
        BigDecimal amount = row.decimal(key);
        if (amount.signum() < 0 || amount.compareTo(MOST_MONEY) > 0) {
            row.problem(key, "from 0 to " + MOST_MONEY);
        } else if (amount.stripTrailingZeros().scale() > FINEST) {
            row.problem(key, "a number with at most " + FINEST + " digits behind the point");
        }
        return amount;
    }
}
