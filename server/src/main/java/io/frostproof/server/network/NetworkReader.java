package io.frostproof.server.network;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.KindRules;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Movement;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.yaml.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
    private final Ids regions;
    private final Ids nodes;
    private final Ids units;
    private final Map<UnitKind, Fields> kinds = new EnumMap<>(UnitKind.class);

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
        Ids.of("device", deviceRows);
    }

    /** The network; empty when there are problems. */
    Optional<Network> read() {
        List<Region> regionList = each(regionRows, this::region);
        List<Node> nodeList = each(nodeRows, this::node);
        List<StorageProfile> own = ProfileReader.read(profileRows, profiles);
        Optional<Instant> effectiveFrom = top.optionalInstant("effective_from");
        List<KindRules> kindRules = each(ruleRows, this::kindRules);
        List<Unit> unitList = each(unitRows, this::unit);
        var deviceReader = new DeviceReader(nodes, units);
        List<Device> deviceList = each(deviceRows, deviceReader::read);
        var stock = new StockReader(top, profiles, units);
        List<Product> productList = stock.products();
        List<Lot> lotList = stock.lots();
        List<HandlingUnit> handlingUnitList = stock.handlingUnits();
        List<Movement> movementList = stock.movements();
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
                kindRules,
                effectiveFrom.orElse(null)));
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
        return row.make(() -> new Region(id, name));
    }

    private Optional<Node> node(Fields row) {
        String id = row.identifier("id");
        String region = regions.reference(row, "region").orElse("");
        String name = row.text("name");
        var kind = row.choice("kind", List.of(NodeKind.values()), NodeKind::id);
        var timeZone = row.timeZone("time_zone");
        return row.make(() -> new Node(id, region, name, kind, timeZone));
    }

    private Optional<KindRules> kindRules(Fields row) {
        var kind = row.choice("kind", List.of(UnitKind.values()), UnitKind::id);
        String source = row.optionalText("source").orElse("set for every " + kind.id() + " in the network file");
        if (!row.mentions("conditions")) {
            row.problem("conditions", "a list of conditions; write [] to end what watched the kind");
        }
        List<Condition> conditions = each(row.rows("conditions"), new ConditionReader()::read);
        Optional<KindRules> rules = row.make(() -> new KindRules(kind, conditions, source));
        rules.ifPresent(of -> {
            Fields first = kinds.putIfAbsent(of.kind(), row);
            if (first != null) {
                row.problem("kind", "new: the rules at line " + first.line() + " are of this kind too");
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
        return row.make(() -> new Unit(id, node, name, kind, profile.orElse(null), lag, conditions));
    }

    private static boolean kindIsKnown(Fields row) {
        return row.peek("kind").filter(KINDS::contains).isPresent();
    }

    private static final Set<String> KINDS =
            Set.copyOf(List.of(UnitKind.values()).stream().map(UnitKind::id).toList());
}
