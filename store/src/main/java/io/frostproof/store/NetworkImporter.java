package io.frostproof.store;

import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Identified;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.Stage;
import io.frostproof.alerts.network.StockLevel;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings the network tables into line with a network: what is new is added, what differs is changed, what is gone from the file
 * stays, since its history refers to it. Importing the same network again changes nothing. One transaction.
 *
 * <p>A channel whose placements change is evaluated again from the first instant that differs; movements become stock events
 * ({@link StockImport}). Rules and lags of probes that changed hold from the import on, or from a later instant that the
 * network names; what was before stands, unless history is to be rewritten.
 */
public final class NetworkImporter {

    private final Database database;
    private final InstantSource clock;

    public NetworkImporter(Database database) {
        this(database, InstantSource.system());
    }

    /** @param clock tells when an import is, from which on changed rules hold */
    public NetworkImporter(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * How to import.
     *
     * @param rewriteHistory changed rules hold from {@link Network#effectiveFrom}, also where it is past, or from the beginning when there
     *     is none; what was concluded since is concluded again
     * @param by who does it, for the record of the rules
     */
    public record Manner(boolean rewriteHistory, String by) {
        /** History stands. */
        public static final Manner USUAL = new Manner(false, "import");
    }

    /**
     * What an import did, in rows.
     *
     * @param changedRules profiles, kinds and units whose rules are others than before, and channels whose probe lags otherwise
     * @param rulesFrom from when on these hold; null: none changed, or from the beginning
     */
    public record Report(
            int added,
            int changed,
            int unchanged,
            int changedRules,
            @Nullable Instant rulesFrom) {

        /** Without a change of rules. */
        public Report(int added, int changed, int unchanged) {
            this(added, changed, unchanged, 0, null);
        }

        @Override
        public String toString() {
            return added + " added, " + changed + " changed, " + unchanged + " unchanged"
                    + (changedRules == 0
                            ? ""
                            : "; rules of " + changedRules + (changedRules == 1 ? " thing" : " things")
                                    + " changed, from " + (rulesFrom == null ? "the beginning" : rulesFrom.toString())
                                    + " on");
        }
    }

    /**
     * Imports.
     *
     * @throws StoreException if the database refuses, or quarantined stock would leave the network; nothing was changed then
     */
    public Report run(Network network) {
        return run(network, Manner.USUAL);
    }

    /** As {@link #run(Network)}, in a manner. */
    public Report run(Network network, Manner manner) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.write(connection -> new Import(connection, now).run(network, manner));
    }

    private static final class Import {
        private static final List<String> CHANNEL_COLUMNS = List.of(
                "device_id", "name", "quantity", "unit", "max_hold_s", "senses", "calibration_due", "probe_lag_s");
        private final Connection connection;
        private int added;
        private int changed;
        private int unchanged;
        private final Instant now;
        /** Channels that were in the product before, as device and name. */
        private Set<List<String>> inProduct = Set.of();
        /** Units in whose product a probe came or went, and since when. */
        private final Map<String, Instant> probesChanged = new TreeMap<>();

        Import(Connection connection, Instant now) {
            this.connection = connection;
            this.now = now;
        }

        Report run(Network network, Manner manner) throws SQLException {
            // Before all else, since it changes handling units before it tells of movements.
            StockCarriers.lockAll(connection);
            // One import at a time, so that counts and versions are true.
            Sql.first(connection, row -> row.getLong(1), "select version from network_version for update");
            // The feed of changes says once that the network is another one, not each movement of it.
            Sql.first(connection, row -> true, "select set_config('frostproof.importing', 'on', true)");
            var rules = new RuleImport(connection, network, manner, now);
            var dwell = new DwellImport(connection, network.dwell().rules(), manner, now);
            var probeLags = new ProbeLagImport(connection, network, manner, now);
            inProduct = Set.copyOf(Sql.list(
                    connection,
                    row -> List.of(row.getString("device_id"), row.getString("name")),
                    "select device_id, name from channel where senses = 'product'"));
            for (Region region : network.regions()) {
                upsert("region", "id", List.of("id", "name"), region.id(), region.name());
            }
            for (Node node : network.nodes()) {
                upsert(
                        "node",
                        "id",
                        List.of("id", "region_id", "name", "kind", "time_zone", "hand_off_record_s"),
                        node.id(),
                        node.region(),
                        node.name(),
                        node.kind().id(),
                        node.timeZone().getId(),
                        seconds(network.dwell().handOffRecords().get(node.id())));
            }
            var decisions = new DecisionImport(connection, network.decisions(), this::upsert, this::count);
            decisions.classes();
            for (StorageProfile profile : network.profiles()) {
                upsert(
                        "storage_profile",
                        "id",
                        List.of("id", "name", "band_min_celsius", "band_max_celsius", "source", "conditions"),
                        profile.id(),
                        profile.name(),
                        profile.bandMinCelsius(),
                        profile.bandMaxCelsius(),
                        profile.source(),
                        ConditionJson.write(profile.conditions()));
            }
            for (Unit unit : network.units()) {
                upsert(
                        "unit",
                        "id",
                        List.of("id", "node_id", "name", "kind", "profile_id", "stage", "temperature_class"),
                        unit.id(),
                        unit.node(),
                        unit.name(),
                        unit.kind().id(),
                        unit.profile(),
                        stage(network, unit),
                        network.decisions().unitClasses().get(unit.id()));
            }
            decisions.run();
            for (Device device : network.devices()) {
                upsert(
                        "device",
                        "id",
                        List.of("id", "node_id", "report_interval_s"),
                        device.id(),
                        device.node(),
                        device.reportInterval().toMillis() / 1000.0);
                for (Channel channel : device.channels()) {
                    probeLags.compare(device.id(), channel, rules.effectiveMicros());
                    upsert(
                            "channel",
                            "device_id, name",
                            CHANNEL_COLUMNS,
                            device.id(),
                            channel.id(),
                            channel.quantity().id(),
                            channel.unit().ucum(),
                            channel.maxHold().toMillis() / 1000.0,
                            channel.senses().id(),
                            channel.calibrationDue(),
                            ProbeLagRows.seconds(channel.probeLag()));
                    place(device, channel);
                }
            }
            for (Product product : network.products()) {
                upsert("product", "id", ProductRows.COLUMNS, ProductRows.values(product, network.decisions()));
            }
            for (Lot lot : network.lots()) {
                upsert("lot", "id", List.of("id", "product_id", "expires"), lot.id(), lot.product(), lot.expires());
            }
            var stock = new StockImport(connection, now);
            StockImport.Counts counts = stock.run(network.handlingUnits(), network.movements());
            added += counts.added();
            changed += counts.changed();
            unchanged += counts.unchanged();
            for (StockLevel level : network.stockLevels()) {
                upsert(
                        "stock_level",
                        "node_id, product_id",
                        List.of("node_id", "product_id", "quantity_unit", "reorder_point", "safety_stock"),
                        level.node(),
                        level.product(),
                        level.quantityUnit(),
                        level.reorderPoint(),
                        level.safetyStock());
            }
            for (Identified identified : network.identifiers()) {
                upsert(
                        "identifier",
                        "uri",
                        List.of("uri", "kind", "thing"),
                        identified.uri(),
                        identified.kind().id(),
                        identified.thing());
            }
            evaluateBesideProbes();
            RuleImport.Changes changes = rules.run();
            CrossRows.askForLooks(connection);
            int limits = dwell.run(rules.effectiveMicros());
            int lags = probeLags.run(rules.effectiveMicros());
            Instant from = lags == 0 ? changes.from() : RuleImport.instant(rules.effectiveMicros());
            int changedRules = changes.things() + limits + lags;
            if (added + changed + changedRules > 0) {
                Sql.update(connection, "update network_version set version = version + 1");
            }
            return new Report(added, changed, unchanged, changedRules, from);
        }

        private void count(DecisionImport.Change change, int rows) {
            switch (change) {
                case ADDED -> added += rows;
                case CHANGED -> changed += rows;
                case UNCHANGED -> unchanged += rows;
            }
        }

        private static @Nullable Double seconds(@Nullable Duration length) {
            return length == null ? null : length.toMillis() / 1000.0;
        }

        private static @Nullable String stage(Network network, Unit unit) {
            Stage stage = network.dwell().stages().get(unit.id());
            return stage == null ? null : stage.id();
        }

        /** Table and column names are constants of this class, never input. */
        private boolean upsert(String table, String key, List<String> columns, @Nullable Object... values)
                throws SQLException {
            String assignments = String.join(
                    ", ",
                    columns.stream()
                            .map(column -> column + " = excluded." + column)
                            .toList());
            String existing = String.join(
                    ", ", columns.stream().map(column -> "t." + column).toList());
            String proposed = String.join(
                    ", ", columns.stream().map(column -> "excluded." + column).toList());
            Boolean inserted = Sql.first(
                    connection,
                    row -> row.getBoolean(1),
                    "insert into " + table + " as t (" + String.join(", ", columns) + ") values ("
                            + String.join(
                                    ", ", columns.stream().map(column -> "?").toList()) + ") on conflict (" + key
                            + ") do update set " + assignments + " where (" + existing + ") is distinct from ("
                            + proposed + ") returning xmax = 0",
                    values);
            if (inserted == null) {
                unchanged++;
            } else if (inserted) {
                added++;
            } else {
                changed++;
            }
            return inserted != null;
        }

        private void place(Device device, Channel channel) throws SQLException {
            int id = Objects.requireNonNull(Sql.first(
                    connection,
                    row -> row.getInt(1),
                    "select id from channel where device_id = ? and name = ?",
                    device.id(),
                    channel.id()));
            List<Placement> before = Sql.list(
                    connection,
                    row -> new Placement(
                            row.getString("unit_id"),
                            Sql.instant(row, "valid_from"),
                            Sql.instantOrNull(row, "valid_to")),
                    "select unit_id, valid_from, valid_to from placement where channel_id = ? order by valid_from",
                    id);
            List<Placement> after = channel.placements();
            boolean wasInProduct = inProduct.contains(List.of(device.id(), channel.id()));
            boolean isInProduct = channel.senses() == Sense.PRODUCT;
            if (wasInProduct != isInProduct) {
                before.forEach(this::probeChanged);
                after.forEach(this::probeChanged);
            }
            if (before.equals(after)) {
                unchanged += after.size();
                return;
            }
            Sql.update(connection, "delete from placement where channel_id = ?", id);
            for (Placement placement : after) {
                Sql.update(
                        connection,
                        "insert into placement (channel_id, unit_id, valid_from, valid_to) values (?, ?, ?, ?)",
                        id,
                        placement.unit(),
                        placement.from(),
                        placement.to());
            }
            var common = new ArrayList<>(after);
            common.retainAll(before);
            unchanged += common.size();
            added += Math.max(0, after.size() - before.size());
            changed +=
                    Math.min(after.size(), before.size()) - common.size() + Math.max(0, before.size() - after.size());
            var differing = new ArrayList<>(before);
            differing.addAll(after);
            differing.removeAll(common);
            if (isInProduct) {
                differing.forEach(this::probeChanged);
            }
            Sql.update(
                    connection,
                    """
                    insert into channel_dirty as d (channel_id, from_time, network_version)
                    select ?, ?, (select version + 1 from network_version) where exists (select from reading where channel_id = ?)
                    on conflict (channel_id) do update
                    set from_time = least(d.from_time, excluded.from_time), version = excluded.version,
                        network_version = greatest(d.network_version, excluded.network_version)
                    """,
                    id,
                    differing.stream()
                            .map(Placement::from)
                            .min(Instant::compareTo)
                            .orElseThrow(),
                    id);
        }

        private void probeChanged(Placement placement) {
            probesChanged.merge(placement.unit(), placement.from(), (a, b) -> a.isBefore(b) ? a : b);
        }

        /** What the temperature channels of a unit are watched for depends on whether a probe is in its product. */
        private void evaluateBesideProbes() throws SQLException {
            for (Map.Entry<String, Instant> unit : probesChanged.entrySet()) {
                Sql.update(connection, """
                        insert into channel_dirty as d (channel_id, from_time, network_version)
                        select p.channel_id, min(greatest(p.valid_from, ?)), (select version + 1 from network_version) from placement p join channel c on c.id = p.channel_id
                        where p.unit_id = ? and c.quantity = 'temperature' and (p.valid_to is null or p.valid_to > ?)
                          and exists (select from reading r where r.channel_id = p.channel_id)
                        group by p.channel_id order by p.channel_id
                        on conflict (channel_id) do update
                        set from_time = least(d.from_time, excluded.from_time), version = excluded.version,
                            network_version = greatest(d.network_version, excluded.network_version)
                        """, unit.getValue(), unit.getKey(), unit.getValue());
            }
        }
    }
}
