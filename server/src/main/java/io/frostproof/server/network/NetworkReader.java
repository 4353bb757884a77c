package io.frostproof.server.network;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.network.DecisionConfig;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.DwellConfig;
import io.frostproof.alerts.network.DwellRules;
import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Identified;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Movement;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.ProductLayer;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.SharedRules;
import io.frostproof.alerts.network.StockLevel;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.yaml.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the top level of a network file: first what ids there are, then every row, checking references as it goes. */
final class NetworkReader {

    private static final int VERSION = 1;

    /** A full cold room takes some hours; a week is a slip of the unit. */
    private static final Duration LONGEST_LAG = Duration.ofDays(7);

    private final Fields top;
    private final ProfileCatalogue profiles;
    private final List<Fields> regionRows;
    private final List<Fields> nodeRows;
    private final List<Fields> profileRows;
    private final List<Fields> ruleRows;
    private final List<Fields> unitRows;
    private final List<Fields> deviceRows;
    private final List<Fields> identifierRows;
    private final Ids regions;
    private final Ids nodes;
    private final Ids units;
    private final Ids devices;
    private final StockReader stock;
    private final DwellReader dwell;
    private final DecisionReader decisions;
    private final List<Fields> dwellRows;
    /** Of each kind and product, the row that has its rules. */
    private final Map<Ruled, Fields> ruled = new HashMap<>();

    private final Map<String, List<Condition>> ofProducts = new HashMap<>();

    private record Ruled(RuleVersion.Scope scope, String of) {}

    NetworkReader(Fields top, List<StorageProfile> builtin) {
        this.top = top;
        checkVersion(top);
        regionRows = top.rows("regions");
        nodeRows = top.rows("nodes");
        profileRows = top.rows("profiles");
        ruleRows = top.rows("rules");
        unitRows = top.rows("units");
        deviceRows = top.rows("devices");
        regions = Ids.of("region", regionRows);
        nodes = Ids.of("node", nodeRows);
        profiles = new ProfileCatalogue(builtin, profileRows);
        units = Ids.of("unit", unitRows);
        devices = Ids.of("device", deviceRows);
        stock = new StockReader(top, profiles, units, nodes);
        dwell = new DwellReader(profiles, stock.productIds(), units);
        decisions = new DecisionReader(top, regions, nodes, units);
        dwellRows = top.rows("dwell");
        identifierRows = top.rows("identifiers");
    }

    /** The network; empty when there are problems. */
    Optional<Network> read() {
        List<Region> regionList = each(regionRows, this::region);
        List<Node> nodeList = each(nodeRows, this::node);
        List<StorageProfile> own = ProfileReader.read(profileRows, profiles);
        Optional<Instant> effectiveFrom = top.optionalInstant("effective_from");
        List<SharedRules> sharedRules = each(ruleRows, this::sharedRules);
        List<Unit> unitList = each(unitRows, this::unit);
        var deviceReader = new DeviceReader(nodes, units);
        List<Device> deviceList = each(deviceRows, deviceReader::read);
        List<Product> productList = stock.products(profiles.used(own), decisions);
        List<Lot> lotList = stock.lots();
        List<HandlingUnit> handlingUnitList = stock.handlingUnits();
        List<Movement> movementList = stock.movements();
        List<StockLevel> stockLevelList = stock.levels();
        List<DwellRules> limits = each(dwellRows, dwell::rules);
        var identifierReader = new IdentifierReader(Map.of(
                Identified.Kind.NODE,
                nodes,
                Identified.Kind.UNIT,
                units,
                Identified.Kind.DEVICE,
                devices,
                Identified.Kind.PRODUCT,
                stock.productIds(),
                Identified.Kind.LOT,
                stock.lotIds(),
                Identified.Kind.HANDLING_UNIT,
                stock.handlingUnitIds()));
        List<Identified> identifierList = each(identifierRows, identifierReader::read);
        DecisionConfig decisionConfig = decisions.read();
        return top.make(() -> new Network(
                regionList,
                nodeList,
                profiles.used(own),
                unitList,
                deviceList,
                productList,
                lotList,
                handlingUnitList,
                movementList,
                sharedRules,
                effectiveFrom.orElse(null),
                stockLevelList,
                new DwellConfig(dwell.stages(), limits, dwell.handOffRecords()),
                identifierList,
                decisionConfig));
    }

    private static void checkVersion(Fields top) {
        if (top.has("frostproof_network")) {
            top.integer("frostproof_network", VERSION, VERSION);
        } else {
            top.problem("frostproof_network", VERSION + ", the version of this form");
        }
    }

    static <T> List<T> each(List<Fields> rows, Function<Fields, Optional<T>> reader) {
        var values = new ArrayList<T>(rows.size());
        for (Fields row : rows) {
            reader.apply(row).ifPresent(values::add);
        }
        return values;
    }

    private Optional<Region> region(Fields row) {
        String id = row.identifier("id");
        String name = row.text("name");
        decisions.fallback(row, id);
        return row.make(() -> new Region(id, name));
    }

    private Optional<Node> node(Fields row) {
        String id = row.identifier("id");
        String region = regions.reference(row, "region").orElse("");
        String name = row.text("name");
        var kind = row.choice("kind", List.of(NodeKind.values()), NodeKind::id);
        var timeZone = row.timeZone("time_zone");
        dwell.handOffRecord(row, id);
        decisions.node(row, id);
        return row.make(() -> new Node(id, region, name, kind, timeZone));
    }

    private Optional<SharedRules> sharedRules(Fields row) {
        boolean ofProduct = row.has("product");
        if (ofProduct && row.has("kind")) {
            row.problem("kind", "left out, since product is there: rules are of one or the other");
        } else if (!ofProduct && !row.has("kind")) {
            row.problem("kind", "a kind of units, or product with the id of one");
        }
        String of = ofProduct
                ? stock.productIds().reference(row, "product").orElse("")
                : row.has("kind")
                        ? row.choice("kind", List.of(UnitKind.values()), UnitKind::id)
                                .id()
                        : "";
        String source = row.optionalText("source")
                .orElse("set for every " + (ofProduct ? "unit that keeps " : "") + of + " in the network file");
        if (!row.mentions("conditions")) {
            row.problem(
                    "conditions",
                    "a list of conditions; write [] to end what watched the " + (ofProduct ? "product" : "kind"));
        }
        List<Condition> conditions = each(row.rows("conditions"), new ConditionReader()::read);
        var scope = ofProduct ? RuleVersion.Scope.PRODUCT : RuleVersion.Scope.KIND;
        Optional<SharedRules> rules = row.make(() -> new SharedRules(scope, of, conditions, source));
        rules.ifPresent(shared -> {
            Fields first = ruled.putIfAbsent(new Ruled(scope, of), row);
            if (first != null) {
                row.problem(
                        scope.id(), "new: the rules at line " + first.line() + " are of this " + scope.id() + " too");
            } else if (ofProduct) {
                ofProducts.put(of, shared.conditions());
            }
        });
        return rules;
    }

    private Optional<Unit> unit(Fields row) {
        String id = row.identifier("id");
        String node = nodes.reference(row, "node").orElse("");
        String name = row.text("name");
        var kind = row.choice("kind", List.of(UnitKind.values()), UnitKind::id);
        // A unit whose kind is unreadable might be a generator: say nothing about a profile then.
        boolean mayLackProfile = kind == UnitKind.GENERATOR || !kindIsKnown(row);
        Optional<String> profile =
                mayLackProfile && !row.has("profile") ? Optional.empty() : profiles.reference(row, "profile");
        Duration lag = row.duration("product_lag", Duration.ZERO, LONGEST_LAG, kind.productLag());
        List<Condition> conditions = each(row.rows("conditions"), new ConditionReader()::read);
        List<String> keeps = keeps(row, kind, conditions);
        dwell.stage(row, id, kind, kindIsKnown(row));
        decisions.unit(row, id, kind == UnitKind.GENERATOR && kindIsKnown(row));
        return row.make(() -> new Unit(id, node, name, kind, profile.orElse(null), lag, keeps, conditions));
    }

    /** The products that a unit is meant for. Of two of them that differ in a slot, one has to be the stricter, or the unit says itself what holds. */
    private List<String> keeps(Fields row, UnitKind kind, List<Condition> own) {
        List<String> keeps = row.texts("keeps");
        if (!keeps.isEmpty() && kind == UnitKind.GENERATOR && kindIsKnown(row)) {
            row.problem("keeps", "left out: a generator keeps no goods");
        }
        var once = new LinkedHashSet<String>();
        for (String product : keeps) {
            if (!stock.productIds().check(row, "keeps", product)) {
                return List.of();
            }
            if (!once.add(product)) {
                row.problem("keeps", "a list of products, each once: '" + product + "' comes twice");
            }
        }
        List<List<Condition>> rules = once.stream()
                .map(product -> ofProducts.getOrDefault(product, List.of()))
                .toList();
        for (String slot : ProductLayer.contested(rules)) {
            if (own.stream().noneMatch(condition -> condition.slot().equals(slot))) {
                row.problem(
                        "keeps",
                        "products of which one has the strictest '" + slot + "': " + having(slot, once)
                                + " have a lower limit against a shorter delay, or measure different things. Write the slot under the unit's own"
                                + " conditions, which take the place of theirs");
            }
        }
        return List.copyOf(once);
    }

    private String having(String slot, Set<String> products) {
        return products.stream()
                .filter(product -> ofProducts.getOrDefault(product, List.of()).stream()
                        .anyMatch(condition -> condition.slot().equals(slot)))
                .collect(Collectors.joining(", "));
    }

    private static boolean kindIsKnown(Fields row) {
        return row.peek("kind").filter(KINDS::contains).isPresent();
    }

    private static final Set<String> KINDS =
            Set.copyOf(List.of(UnitKind.values()).stream().map(UnitKind::id).toList());
}
