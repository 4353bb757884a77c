package io.frostproof.store;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.RuleVersion.Scope;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.network.UnitVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rules as they are on record. There is a handful of kinds and profiles, which are read as a whole; units that say the same share one object. A
 * profile or a unit without a version (a statement typed by hand) is taken as its own row says, from the beginning. For one transaction.
 */
final class RuleRows {

    private static final String UNITS = """
            select u.id, n.time_zone, coalesce(v.kind, u.kind) as kind,
                   case when v.id is null then u.profile_id else v.profile_id end as profile_id,
                   nullif(v.conditions::text, '[]') as conditions, v.source, v.effective_from, coalesce(v.id, 0)::text as version,
                   v.product_lag_s::text as product_lag_s, nullif(array_to_string(v.keeps, ' '), '') as keeps
            from unit u join node n on n.id = u.node_id left join rule_version v on v.scope = 'unit' and v.ref = u.id
            """;

    /** As recorded, in the order of their ids. */
    private final Map<UnitKind, List<RuleVersion>> recordedKinds = new EnumMap<>(UnitKind.class);

    private final Map<String, List<RuleVersion>> recordedProfiles = new LinkedHashMap<>();
    private final Map<String, List<RuleVersion>> recordedProducts = new LinkedHashMap<>();
    private final Map<UnitKind, List<RuleVersion>> kinds = new EnumMap<>(UnitKind.class);
    private final Map<String, List<RuleVersion>> profiles = new HashMap<>();
    private final Map<String, List<RuleVersion>> products = new HashMap<>();
    /** Of units without conditions of their own. */
    private final Map<List<Said>, UnitRules> shared = new HashMap<>();

    private final Map<String, ZoneId> zones = new HashMap<>();

    private record Said(
            long fromMicros, UnitKind kind, @Nullable String profile, Duration lag, List<String> keeps) {}

    /** A unit's versions as recorded, and the time zone of its node. */
    record UnitRow(String id, ZoneId zone, List<UnitVersion> versions) {}

    /**
     * A unit's rules, and the time zone of its node.
     *
     * @param versions what the unit itself says, in force
     */
    record Watched(UnitRules rules, ZoneId zone, List<UnitVersion> versions) {

        /** The products that it is meant for at an instant. */
        List<String> keeps(long micros) {
            return versions.stream()
                    .filter(version -> version.own().fromMicros() <= micros)
                    .reduce((first, second) -> second)
                    .map(UnitVersion::keeps)
                    .orElse(List.of());
        }
    }

    private RuleRows() {}

    static RuleRows read(Connection connection) throws SQLException {
        var rows = new RuleRows();
        Sql.list(
                connection,
                row -> {
                    UnitKind kind = kind(row.getString("ref"));
                    rows.recordedKinds
                            .computeIfAbsent(kind, k -> new ArrayList<>())
                            .add(version(row, Scope.KIND));
                    return true;
                },
                "select v.*, v.id as version from rule_version v where scope = 'kind' order by v.id");
        Sql.list(
                connection,
                row -> rows.recordedProfiles
                        .computeIfAbsent(row.getString("ref"), id -> new ArrayList<>())
                        .add(version(row, Scope.PROFILE)),
                """
                select p.id as ref, coalesce(v.id, 0) as version, v.effective_from, coalesce(v.conditions, p.conditions) as conditions,
                       coalesce(v.source, p.source) as source
                from storage_profile p left join rule_version v on v.scope = 'profile' and v.ref = p.id
                order by p.id, v.id
                """);
        Sql.list(
                connection,
                row -> rows.recordedProducts
                        .computeIfAbsent(row.getString("ref"), id -> new ArrayList<>())
                        .add(version(row, Scope.PRODUCT)),
                "select v.*, v.id as version from rule_version v where scope = 'product' order by v.id");
        rows.recordedKinds.forEach(
                (kind, versions) -> rows.kinds.put(kind, RuleVersion.inForce(versions, RuleVersion::fromMicros)));
        rows.recordedProfiles.forEach(
                (id, versions) -> rows.profiles.put(id, RuleVersion.inForce(versions, RuleVersion::fromMicros)));
        rows.recordedProducts.forEach(
                (id, versions) -> rows.products.put(id, RuleVersion.inForce(versions, RuleVersion::fromMicros)));
        return rows;
    }

    private static RuleVersion version(ResultSet row, Scope scope) throws SQLException {
        Long from = Sql.microsOrNull(row, "effective_from");
        return new RuleVersion(
                row.getLong("version"),
                scope,
                row.getString("ref"),
                from == null ? RuleVersion.FROM_THE_BEGINNING : from,
                ConditionJson.read(row.getString("conditions")),
                row.getString("source"));
    }

    private static UnitKind kind(String id) {
        UnitKind kind = UnitKind.find(id);
        if (kind == null) {
            throw new IllegalStateException("kind of unit was " + id);
        }
        return kind;
    }

    /** Versions of a kind, in the order in which they were recorded. */
    List<RuleVersion> recorded(UnitKind kind) {
        return recordedKinds.getOrDefault(kind, List.of());
    }

    /** Versions of a profile, in the order in which they were recorded. */
    List<RuleVersion> recorded(String profile) {
        return recordedProfiles.getOrDefault(profile, List.of());
    }

    /** Versions of a product, in the order in which they were recorded. */
    List<RuleVersion> recordedOfProduct(String product) {
        return recordedProducts.getOrDefault(product, List.of());
    }

    /** Every unit, one after the other. */
    interface Visitor {
        void unit(UnitRow unit);
    }

    /** Visits every unit. */
    void units(Connection connection, Visitor visitor) throws SQLException {
        var last = new Object() {
            @Nullable
            UnitRow unit;
        };
        BinaryCopyOut.rows(connection, UNITS + " order by u.id, v.id", row -> {
            String id = row.text();
            ZoneId zone = zone(row.text());
            UnitKind kind = kind(row.text());
            String profile = row.textOrNull();
            String conditions = row.textOrNull();
            String source = row.textOrNull();
            Long from = row.microsOrNull();
            long version = Long.parseLong(row.text());
            String lag = row.textOrNull();
            String keeps = row.textOrNull();
            UnitRow unit = last.unit;
            if (unit == null || !unit.id().equals(id)) {
                if (unit != null) {
                    visitor.unit(unit);
                }
                unit = new UnitRow(id, zone, new ArrayList<>(1));
                last.unit = unit;
            }
            unit.versions().add(unitVersion(id, kind, profile, conditions, source, from, version, lag, keeps));
        });
        if (last.unit != null) {
            visitor.unit(last.unit);
        }
    }

    /** One unit, or null. */
    @Nullable
    UnitRow unit(Connection connection, String unitId) throws SQLException {
        List<UnitRow> found = units(connection, "u.id = ?", unitId);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Units by their ids, in that order; those that there are not are left out. */
    List<UnitRow> units(Connection connection, List<String> unitIds) throws SQLException {
        return units(connection, "u.id = any (?)", Sql.texts(unitIds));
    }

    /** The units of the nodes that a channel is or was in. */
    List<UnitRow> around(Connection connection, int channelId) throws SQLException {
        return units(
                connection,
                "u.node_id in (select o.node_id from placement p join unit o on o.id = p.unit_id where p.channel_id = ?)",
                channelId);
    }

    private List<UnitRow> units(Connection connection, String where, Object parameter) throws SQLException {
        var found = new LinkedHashMap<String, UnitRow>();
        Sql.list(
                connection,
                row -> {
                    String unitId = row.getString("id");
                    ZoneId zone = zone(row.getString("time_zone"));
                    return found.computeIfAbsent(unitId, id -> new UnitRow(id, zone, new ArrayList<>(1)))
                            .versions()
                            .add(unitVersion(
                                    unitId,
                                    kind(row.getString("kind")),
                                    row.getString("profile_id"),
                                    row.getString("conditions"),
                                    row.getString("source"),
                                    Sql.microsOrNull(row, "effective_from"),
                                    Long.parseLong(row.getString("version")),
                                    row.getString("product_lag_s"),
                                    row.getString("keeps")));
                },
                UNITS + " where " + where + " order by u.id, v.id",
                parameter);
        return List.copyOf(found.values());
    }

    private UnitVersion unitVersion(
            String id,
            UnitKind kind,
            @Nullable String profile,
            @Nullable String conditions,
            @Nullable String source,
            @Nullable Long from,
            long version,
            @Nullable String lagSeconds,
            @Nullable String keeps) {
        List<Condition> own = conditions == null ? List.of() : ConditionJson.read(conditions);
        Duration lag = lagSeconds == null
                ? kind.productLag()
                : Duration.ofMillis(Math.round(Double.parseDouble(lagSeconds) * 1000));
        return new UnitVersion(
                new RuleVersion(
                        version,
                        Scope.UNIT,
                        id,
                        from == null ? RuleVersion.FROM_THE_BEGINNING : from,
                        own,
                        source == null ? "" : source),
                kind,
                profile,
                lag,
                keeps == null ? List.of() : List.of(keeps.split(" ", -1)));
    }

    private ZoneId zone(String id) {
        return zones.computeIfAbsent(id, ZoneId::of);
    }

    /** What watches a unit over event time. */
    UnitRules rules(UnitRow unit) {
        List<UnitVersion> inForce =
                RuleVersion.inForce(unit.versions(), version -> version.own().fromMicros());
        boolean plain =
                inForce.stream().allMatch(version -> version.own().conditions().isEmpty());
        if (!plain) {
            return UnitRules.of(inForce, kinds, profiles, products);
        }
        List<Said> said = inForce.stream()
                .map(version -> new Said(
                        version.own().fromMicros(),
                        version.kind(),
                        version.profile(),
                        version.productLag(),
                        version.keeps()))
                .toList();
        return shared.computeIfAbsent(said, key -> UnitRules.of(inForce, kinds, profiles, products));
    }

    /** What watches one unit, or null when there is no such unit. */
    static @Nullable Watched of(Connection connection, String unitId) throws SQLException {
        RuleRows rows = read(connection);
        UnitRow unit = rows.unit(connection, unitId);
        return unit == null
                ? null
                : new Watched(
                        rows.rules(unit),
                        unit.zone(),
                        RuleVersion.inForce(
                                unit.versions(), version -> version.own().fromMicros()));
    }

    /** Names of all slots that kinds, profiles and products have or had. */
    Set<String> slots() {
        Set<String> slots = new TreeSet<>();
        recordedKinds.values().forEach(versions -> versions.forEach(version -> slots(version, slots)));
        recordedProfiles.values().forEach(versions -> versions.forEach(version -> slots(version, slots)));
        recordedProducts.values().forEach(versions -> versions.forEach(version -> slots(version, slots)));
        return slots;
    }

    /** All conditions that kinds and profiles have or had. */
    Set<Condition> conditions() {
        Set<Condition> all = new LinkedHashSet<>();
        recordedKinds.values().forEach(versions -> versions.forEach(version -> all.addAll(version.conditions())));
        recordedProfiles.values().forEach(versions -> versions.forEach(version -> all.addAll(version.conditions())));
        return all;
    }

    static void slots(RuleVersion version, Set<String> slots) {
        version.conditions().forEach(condition -> slots.add(condition.slot()));
    }

    /** The stretch of rules that holds at an instant, or an empty one. */
    static UnitRules.Stretch at(UnitRules rules, long micros) {
        return Objects.requireNonNullElse(
                rules.at(micros), new UnitRules.Stretch(RuleVersion.FROM_THE_BEGINNING, Duration.ZERO, List.of()));
    }
}
