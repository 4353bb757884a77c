package io.frostproof.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole network at a glance. A fixed number of statements, whatever its size: the newest reading of each channel is one look-up in
 * the index of the log, everything else is counted in one go. Thread-safe; calls block.
 */
public final class OverviewQueries {

    /** More would not be read; {@link Overview#incidentsTotal} tells how many there are. */
    static final int INCIDENTS_LISTED = 200;

    /**
     * Nearly every channel has sent something within a day, and the newest day is in one or two partitions of the log. Only channels that
     * have not are looked up in all of it.
     */
    private static final Duration LOOK_BACK = Duration.ofDays(1);

    private final Database database;

    public OverviewQueries(Database database) {
        this.database = database;
    }

    /**
     * What is wrong at {@code at}, and every unit.
     *
     * @param incidents open and acknowledged ones, critical before warning, open before acknowledged, then newest first; at most 200
     * @param incidentsTotal how many there are
     */
    public record Overview(
            Instant at,
            Counts counts,
            List<IncidentQueries.Summary> incidents,
            int incidentsTotal,
            List<Region> regions) {}

    /** Units by status, and what waits for people. */
    public record Counts(
            int critical,
            int warning,
            int unknown,
            int ok,
            int unwatched,
            int proposedDecisions,
            int silentDevices,
            int pendingDeadLetters,
            int pendingSuspectReadings) {}

    /** A region with its nodes, by id. */
    public record Region(String id, String name, List<Node> nodes) {}

    /** A node with its units, by id. */
    public record Node(String id, String name, String kind, String timeZone, List<UnitBrief> units) {}

    /**
     * A unit in one line.
     *
     * @param status {@code critical} or {@code warning}: worst level of its open and acknowledged incidents; {@code unknown}: a channel is
     *     silent; {@code unwatched}: nothing measures it; else {@code ok}
     * @param value newest value of its first channel since that measures the unit; a temperature where there is one
     * @param valueUnit UCUM code
     * @param channel {@code device/channel} of the value
     * @param distrusted whether nobody trusts that channel; then {@code value} is null
     * @param state {@code known} while the value stands, else {@code unknown}; null when nothing measures it
     * @param min lower end of the profile's band, in degrees Celsius
     * @param incidents open and acknowledged ones
     * @param stock handling units inside
     */
    public record UnitBrief(
            String id,
            String name,
            String kind,
            String status,
            @Nullable Double value,
            @Nullable String valueUnit,
            @Nullable String quantity,
            @Nullable String channel,
            @Nullable String state,
            @Nullable Instant time,
            boolean distrusted,
            @Nullable Double min,
            @Nullable Double max,
            int incidents,
            int stock) {}

    /** The network as it is at {@code now}. */
    public Overview at(Instant now) {
        return database.read(connection -> {
            Map<Integer, Channel> channels = channels(connection, now);
            Map<String, Trouble> troubles = troubles(connection);
            var tally = new Tally();
            List<Region> regions = regions(
                    connection, measuring(connection, channels, now), troubles, stock(connection, now), tally, now);
            return Objects.requireNonNull(Sql.first(
                    connection,
                    row -> new Overview(
                            now,
                            tally.counts(
                                    row.getInt("proposed_decisions"),
                                    silentDevices(channels, now),
                                    row.getInt("pending_dead_letters"),
                                    row.getInt("pending_suspect_readings")),
                            IncidentQueries.pressing(connection, INCIDENTS_LISTED),
                            troubles.values().stream()
                                    .mapToInt(Trouble::incidents)
                                    .sum(),
                            regions),
                    """
                    select (select count(*) from decision where state = 'proposed') as proposed_decisions,
                           (select count(*) from dead_letter where state = 'pending') as pending_dead_letters,
                           (select count(*) from reading_suspect where state = 'pending') as pending_suspect_readings
                    """));
        });
    }

    /** A channel and its newest reading, whatever it measured then. */
    private record Channel(
            int id,
            String device,
            String name,
            String quantity,
            double maxHoldS,
            @Nullable Instant time,
            double value,
            boolean distrusted) {

        /** First a temperature that is trusted, then by device and name. */
        static final Comparator<Channel> FIRST = Comparator.comparing(
                        (Channel channel) -> !channel.quantity.equals("temperature"))
                .thenComparing(Channel::distrusted)
                .thenComparing(Channel::device)
                .thenComparing(Channel::name);

        boolean stands(Instant now) {
            return !distrusted && ChannelNow.stands(time, maxHoldS, now);
        }

        Channel since(Instant placed) {
            return time == null || !time.isBefore(placed)
                    ? this
                    : new Channel(id, device, name, quantity, maxHoldS, null, 0, distrusted);
        }
    }

    private static Map<Integer, Channel> channels(Connection connection, Instant now) throws SQLException {
        Set<Integer> distrusted = Set.copyOf(Sql.list(
                connection,
                row -> row.getInt(1),
                "select distinct channel_id from channel_distrust where to_time is null"));
        String select = "select c.id, c.device_id, c.name, c.quantity, c.max_hold_s, r.time, r.value from channel c"
                + " left join lateral (select r.time, r.value from reading r where r.channel_id = c.id";
        Sql.Row<Channel> read = row -> new Channel(
                row.getInt("id"),
                row.getString("device_id"),
                row.getString("name"),
                row.getString("quantity"),
                row.getDouble("max_hold_s"),
                Sql.instantOrNull(row, "time"),
                row.getDouble("value"),
                distrusted.contains(row.getInt("id")));
        var channels = new HashMap<Integer, Channel>();
        var others = new ArrayList<Integer>();
        for (Channel channel : Sql.list(
                connection,
                read,
                select + " and r.time >= ? order by r.time desc limit 1) r on true",
                now.minus(LOOK_BACK))) {
            channels.put(channel.id(), channel);
            if (channel.time() == null) {
                others.add(channel.id());
            }
        }
        if (!others.isEmpty()) {
            Sql.list(
                            connection,
                            read,
                            select + " order by r.time desc limit 1) r on true where c.id = any (?)",
                            Sql.integers(others))
                    .forEach(channel -> channels.put(channel.id(), channel));
        }
        return channels;
    }

    private static Map<String, List<Channel>> measuring(
            Connection connection, Map<Integer, Channel> channels, Instant now) throws SQLException {
        var measuring = new HashMap<String, List<Channel>>();
        Sql.list(
                connection,
                row -> measuring
                        .computeIfAbsent(row.getString("unit_id"), unit -> new ArrayList<>())
                        .add(Objects.requireNonNull(channels.get(row.getInt("channel_id")))
                                .since(Sql.instant(row, "valid_from"))),
                "select channel_id, unit_id, valid_from from placement"
                        + " where valid_from <= ? and (valid_to is null or valid_to > ?)",
                now,
                now);
        measuring.values().forEach(list -> list.sort(Channel.FIRST));
        return measuring;
    }

    /** Open and acknowledged incidents of a unit. */
    private record Trouble(int incidents, boolean critical) {
        static final Trouble NONE = new Trouble(0, false);
    }

    private static Map<String, Trouble> troubles(Connection connection) throws SQLException {
        var troubles = new HashMap<String, Trouble>();
        Sql.list(
                connection,
                row -> troubles.put(
                        row.getString("unit_id"), new Trouble(row.getInt("incidents"), row.getBoolean("critical"))),
                "select unit_id, count(*) as incidents, bool_or(level = 'critical') as critical from incident"
                        + " where state in ('open', 'acknowledged') group by unit_id");
        return troubles;
    }

    private static Map<String, Integer> stock(Connection connection, Instant now) throws SQLException {
        var stock = new HashMap<String, Integer>();
        Sql.list(
                connection,
                row -> stock.put(row.getString("to_unit_id"), row.getInt("handling_units")),
                "select to_unit_id, count(*) as handling_units from movement"
                        + " where until > ? and time <= ? and to_unit_id is not null group by to_unit_id",
                now,
                now);
        return stock;
    }

    private static int silentDevices(Map<Integer, Channel> channels, Instant now) {
        var silent = new HashMap<String, Boolean>();
        for (Channel channel : channels.values()) {
            if (channel.time() != null) {
                // One that is heard and not trusted is not silent.
                silent.merge(
                        channel.device(),
                        !ChannelNow.stands(channel.time(), channel.maxHoldS(), now),
                        Boolean::logicalAnd);
            }
        }
        return (int) silent.values().stream().filter(is -> is).count();
    }

    private static List<Region> regions(
            Connection connection,
            Map<String, List<Channel>> measuring,
            Map<String, Trouble> troubles,
            Map<String, Integer> stock,
            Tally tally,
            Instant now)
            throws SQLException {
        var regions = new LinkedHashMap<String, Region>();
        var nodes = new HashMap<String, Node>();
        Sql.list(
                connection,
                row -> {
                    String regionId = row.getString("region_id");
                    Region region = regions.get(regionId);
                    if (region == null) {
                        region = new Region(regionId, row.getString("region_name"), new ArrayList<>());
                        regions.put(regionId, region);
                    }
                    String nodeId = row.getString("node_id");
                    if (nodeId == null) {
                        return false;
                    }
                    Node node = nodes.get(nodeId);
                    if (node == null) {
                        node = new Node(
                                nodeId,
                                row.getString("node_name"),
                                row.getString("node_kind"),
                                row.getString("time_zone"),
                                new ArrayList<>());
                        nodes.put(nodeId, node);
                        region.nodes().add(node);
                    }
                    String unit = row.getString("unit_id");
                    if (unit != null) {
                        List<Channel> channels = measuring.getOrDefault(unit, List.of());
                        Trouble trouble = troubles.getOrDefault(unit, Trouble.NONE);
                        Channel first = channels.isEmpty() ? null : channels.getFirst();
                        Instant time = first == null ? null : first.time();
                        node.units()
                                .add(new UnitBrief(
                                        unit,
                                        row.getString("unit_name"),
                                        row.getString("unit_kind"),
                                        tally.add(status(channels, trouble, now)),
                                        first == null || time == null || first.distrusted()
                                                ? null
                                                : Double.valueOf(first.value()),
                                        first == null
                                                ? null
                                                : ConditionJson.quantity(first.quantity())
                                                        .canonicalUnit()
                                                        .ucum(),
                                        first == null ? null : first.quantity(),
                                        first == null ? null : first.device() + "/" + first.name(),
                                        first == null ? null : first.stands(now) ? "known" : "unknown",
                                        time,
                                        first != null && first.distrusted(),
                                        row.getObject("band_min_celsius", Double.class),
                                        row.getObject("band_max_celsius", Double.class),
                                        trouble.incidents(),
                                        stock.getOrDefault(unit, 0)));
                    }
                    return true;
                },
                """
                select r.id as region_id, r.name as region_name, n.id as node_id, n.name as node_name, n.kind as node_kind,
                       n.time_zone, u.id as unit_id, u.name as unit_name, u.kind as unit_kind, p.band_min_celsius,
                       p.band_max_celsius
                from region r left join node n on n.region_id = r.id left join unit u on u.node_id = n.id
                left join storage_profile p on p.id = u.profile_id
                order by r.id collate "C", n.id collate "C", u.id collate "C"
                """);
        return List.copyOf(regions.values());
    }

    private static String status(List<Channel> channels, Trouble trouble, Instant now) {
        if (trouble.critical()) {
            return "critical";
        }
        if (trouble.incidents() > 0) {
            return "warning";
        }
        if (channels.isEmpty()) {
            return "unwatched";
        }
        return channels.stream().allMatch(channel -> channel.stands(now)) ? "ok" : "unknown";
    }

    /** Counts units by status. */
    private static final class Tally {
        private final Map<String, Integer> units = new HashMap<>();

        String add(String status) {
            units.merge(status, 1, Integer::sum);
            return status;
        }

        Counts counts(int proposedDecisions, int silentDevices, int deadLetters, int suspectReadings) {
            return new Counts(
                    units.getOrDefault("critical", 0),
                    units.getOrDefault("warning", 0),
                    units.getOrDefault("unknown", 0),
                    units.getOrDefault("ok", 0),
                    units.getOrDefault("unwatched", 0),
                    proposedDecisions,
                    silentDevices,
                    deadLetters,
                    suspectReadings);
        }
    }
}
