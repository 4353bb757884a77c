package io.frostproof.store;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.SlotRules;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.directory.DeviceDirectory;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All devices in memory, as the network tables had them when {@link #refresh} last saw a change. Thread-safe. */
public final class PostgresDeviceDirectory implements DeviceDirectory {

    private final Database database;
    private volatile Loaded loaded;

    private record Loaded(long version, Map<String, KnownDevice> devices) {}

    private record Place(
            String unit,
            long fromMicros,
            @Nullable Long toMicros,
            @Nullable String profile) {}

    public PostgresDeviceDirectory(Database database) {
        this.database = database;
        loaded = database.read(PostgresDeviceDirectory::load);
    }

    @Override
    public @Nullable KnownDevice find(String deviceId) {
        return loaded.devices().get(deviceId);
    }

    @Override
    public Collection<KnownDevice> all() {
        return loaded.devices().values();
    }

    /**
     * Looks whether the network has changed, and takes the change over.
     *
     * @return whether it had changed
     */
    public boolean refresh() {
        long version = database.read(PostgresDeviceDirectory::version);
        if (version == loaded.version()) {
            return false;
        }
        loaded = database.read(PostgresDeviceDirectory::load);
        return true;
    }

    private static long version(Connection connection) throws SQLException {
        return Objects.requireNonNull(
                Sql.first(connection, row -> row.getLong(1), "select version from network_version"));
    }

    private static Loaded load(Connection connection) throws SQLException {
        long version = version(connection);
        var profiles = new HashMap<String, List<Condition>>();
        Sql.list(
                connection,
                row -> profiles.put(row.getString("id"), ConditionJson.read(row.getString("conditions"))),
                "select id, conditions from storage_profile");
        var places = new HashMap<Integer, List<Place>>();
        Sql.list(
                connection,
                row -> places.computeIfAbsent(row.getInt("channel_id"), id -> new ArrayList<>())
                        .add(new Place(
                                row.getString("unit_id"),
                                Sql.micros(row, "valid_from"),
                                Sql.microsOrNull(row, "valid_to"),
                                row.getString("profile_id"))),
                """
                select p.channel_id, p.unit_id, p.valid_from, p.valid_to, u.profile_id
                from placement p join unit u on u.id = p.unit_id order by p.channel_id, p.valid_from
                """);
        var channels = new HashMap<String, Map<String, KnownChannel>>();
        Sql.list(
                connection,
                row -> {
                    int id = row.getInt("id");
                    Quantity quantity = ConditionJson.quantity(row.getString("quantity"));
                    long hold = Math.round(row.getDouble("max_hold_s") * 1e6);
                    var plan = new ChannelPlan(hold, segments(quantity, places.getOrDefault(id, List.of()), profiles));
                    return channels.computeIfAbsent(row.getString("device_id"), device -> new HashMap<>())
                            .put(
                                    row.getString("name"),
                                    new KnownChannel(
                                            id, row.getString("name"), quantity, unit(row.getString("unit")), plan));
                },
                "select id, device_id, name, quantity, unit, max_hold_s from channel");
        var devices = new HashMap<String, KnownDevice>();
        Sql.list(
                connection,
                row -> devices.put(
                        row.getString("id"),
                        new KnownDevice(
                                row.getString("id"),
                                row.getString("node_id"),
                                row.getString("region_id"),
                                channels.getOrDefault(row.getString("id"), Map.of()))),
                "select d.id, d.node_id, n.region_id from device d join node n on n.id = d.node_id");
        return new Loaded(version, Map.copyOf(devices));
    }

    private static List<ChannelPlan.Segment> segments(
            Quantity quantity, List<Place> places, Map<String, List<Condition>> profiles) {
        return places.stream()
                .map(place -> {
                    String profile = place.profile();
                    List<Condition> conditions = profile == null
                            ? List.of()
                            : profiles.getOrDefault(profile, List.of()).stream()
                                    .filter(condition -> condition.quantity() == quantity)
                                    .toList();
                    Long to = place.toMicros();
                    return new ChannelPlan.Segment(
                            place.unit(),
                            place.fromMicros(),
                            to == null ? ChannelPlan.OPEN_END : to,
                            SlotRules.group(conditions));
                })
                .toList();
    }

    private static MeasureUnit unit(String ucum) {
        return Arrays.stream(MeasureUnit.values())
                .filter(unit -> unit.ucum().equals(ucum))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("unit of a channel was " + ucum));
    }
}
