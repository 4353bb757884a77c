package io.frostproof.store;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.frostproof.ingest.device.DeviceState;
import io.frostproof.ingest.device.SentUnit;
import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Devices and channels, and when they were last heard. Thread-safe; calls block. */
public final class DeviceQueries {

    private static final PageCursor DEVICES = PageCursor.of("devices", Part.ascending("d.id", Kind.TEXT));
    private static final PageCursor CHANNELS =
            PageCursor.of("channels", Part.ascending("c.device_id", Kind.TEXT), Part.ascending("c.name", Kind.TEXT));

    /** Messages that are looked for one by one: a week of reports every ten minutes. */
    private static final long MISSING_MOST = 1_000;

    /** Its parameter is the time that is now. A state is made of the newest reading of each channel. */
    private static final String SELECT = """
            select d.id, d.report_interval_s, n.id as node_id, n.name as node_name, r.id as region_id, r.name as region_name,
                   h.channels, h.last_reading_at, h.last_received_at, h.state, s.presence, s.since as presence_since
            from device d join node n on n.id = d.node_id join region r on r.id = n.region_id
            left join device_state s on s.device_id = d.id
            cross join lateral (
                select count(*) as channels, max(l.time) as last_reading_at, max(l.received_at) as last_received_at,
                       case when count(l.time) = 0 then 'never'
                            when bool_or(l.time + c.max_hold_s * interval '1 second' > ?) then 'reporting'
                            else 'silent' end as state
                from channel c
                left join lateral (select r.time, r.received_at from reading r where r.channel_id = c.id
                                   order by r.time desc limit 1) l on true
                where c.device_id = d.id) h
            """;

    private final Database database;

    public DeviceQueries(Database database) {
        this.database = database;
    }

    /**
     * A device in a list.
     *
     * @param reportIntervalS how often it sends, in seconds
     * @param channels how many it has
     * @param state {@code reporting} while a reading of any channel stands, else {@code silent}; {@code never} when it never sent one
     * @param lastReadingAt newest event time
     * @param lastReceivedAt when the newest readings were received
     * @param presence its own word: {@code online}, {@code sleeping}, {@code offline} or {@code lost}; null when it never sent a status
     */
    public record Summary(
            String id,
            Place node,
            Place region,
            double reportIntervalS,
            int channels,
            String state,
            @Nullable Instant lastReadingAt,
            @Nullable Instant lastReceivedAt,
            @Nullable String presence,
            @Nullable Instant presenceSince) {}

    /**
     * A device with its channels, what it says of itself, and what it is asked for.
     *
     * @param status null when it never sent one
     * @param config what it should have
     * @param commands the newest {@value DeviceOrders#NEWEST}
     * @param missing messages that it keeps and that are not in the log; null when there are none
     */
    public record Detail(
            @JsonUnwrapped Summary device,
            List<PlacedChannel> channelList,
            @Nullable Status status,
            DeviceOrders.Config config,
            List<DeviceOrders.Command> commands,
            List<DeviceWarnings.Warning> warnings,
            @Nullable Missing missing) {
        public Detail {
            channelList = List.copyOf(channelList);
            commands = List.copyOf(commands);
            warnings = List.copyOf(warnings);
        }
    }

    /** What a device says of itself; see {@link DeviceState}. */
    public record Status(
            String presence,
            Instant since,
            Instant heardAt,
            long boot,
            long conn,
            String form,
            @Nullable Long seq,
            @Nullable String clock,
            @Nullable Long kept,
            @Nullable Long oldestBoot,
            @Nullable Long oldestSeq,
            @Nullable Long lost,
            @Nullable Long configVersion,
            @Nullable Integer reportIntervalS,
            @Nullable Integer sampleIntervalS,
            @Nullable Instant nextDueAt,
            @Nullable String model,
            @Nullable String firmware,
            @Nullable Integer batteryPercent,
            @Nullable Integer rssiDbm,
            List<String> abilities,
            List<SentUnit> channels) {

        static Status of(DeviceState state) {
            return new Status(
                    state.presence().id(),
                    state.since(),
                    state.heardAt(),
                    state.boot(),
                    state.conn(),
                    state.binary() ? "binary" : "json",
                    state.seq(),
                    state.clock(),
                    state.kept(),
                    state.oldestBoot(),
                    state.oldestSeq(),
                    state.lost(),
                    state.config(),
                    state.reportS(),
                    state.sampleS(),
                    state.nextDueAt(),
                    state.model(),
                    state.firmware(),
                    state.battery(),
                    state.rssi(),
                    state.abilities().stream().sorted().toList(),
                    state.channels());
        }
    }

    /**
     * Messages of a boot that a device still keeps and that the log does not have.
     *
     * @param from sequence of the first message that was kept
     * @param to sequence of the last one
     * @param messages how many of them the log does not have
     */
    public record Missing(long boot, long from, long to, long messages) {}

    /** A channel, which units it has measured, oldest first, and when nobody trusts it, newest first. */
    public record PlacedChannel(
            @JsonUnwrapped ChannelNow channel, List<Placement> placements, List<ChannelTrust.Distrust> distrusts) {
        public PlacedChannel {
            placements = List.copyOf(placements);
            distrusts = List.copyOf(distrusts);
        }
    }

    /** When a channel measured a unit; {@code to} is exclusive, and null while it does. */
    public record Placement(
            String unit,
            String unitName,
            Instant from,
            @Nullable Instant to) {}

    /** Which devices; what is null does not matter. */
    public record Wanted(
            @Nullable String region,
            @Nullable String node,
            @Nullable String state,
            @Nullable String presence) {}

    /** Devices as they are at {@code now}, by id. */
    public Page<Summary> list(Wanted wanted, PageRequest request, Instant now) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                DEVICES,
                DeviceQueries::summary,
                device -> List.of(device.id()),
                SELECT,
                List.of(now),
                new Filter()
                        .andIfGiven("n.region_id = ?", wanted.region())
                        .andIfGiven("n.id = ?", wanted.node())
                        .andIfGiven("h.state = ?", wanted.state())
                        .andIfGiven("s.presence = ?", wanted.presence())));
    }

    /** One device as it is at {@code now}. */
    public Optional<Detail> find(String id, Instant now) {
        return database.read(connection -> {
            Summary device = Sql.first(connection, DeviceQueries::summary, SELECT + "where d.id = ?", now, id);
            return device == null ? Optional.empty() : Optional.of(detail(connection, device, now));
        });
    }

    private static Detail detail(Connection connection, Summary device, Instant now) throws SQLException {
        String id = device.id();
        DeviceState state =
                Sql.first(connection, DeviceStateRows::read, "select * from device_state where device_id = ?", id);
        var declared = new TreeMap<String, String>();
        Sql.list(
                connection,
                row -> declared.put(row.getString("name"), row.getString("unit")),
                "select name, unit from channel where device_id = ?",
                id);
        DeviceOrders.Config config = DeviceOrders.newest(connection, id);
        return new Detail(
                device,
                placedChannels(connection, id, now),
                state == null ? null : Status.of(state),
                config,
                DeviceOrders.newestCommands(connection, id),
                DeviceWarnings.of(state, declared, device.reportIntervalS(), config),
                state == null ? null : missing(connection, device, state));
    }

    /**
     * Compares what a device kept at its last status with the log. Only for messages of its present boot, and only as many as could be
     * counted at once: readings are found by time, so it looks as far back as that many reports take, and an hour more.
     */
    private static @Nullable Missing missing(Connection connection, Summary device, DeviceState state)
            throws SQLException {
        Long kept = state.kept();
        Long boot = state.oldestBoot();
        Long from = state.oldestSeq();
        Long next = state.seq();
        if (kept == null
                || kept == 0
                || boot == null
                || boot != state.boot()
                || from == null
                || next == null
                || next <= from
                || next - from > MISSING_MOST) {
            return null;
        }
        Integer reportS = state.reportS();
        double interval = reportS == null ? device.reportIntervalS() : reportS;
        Instant since = state.heardAt().minusSeconds(3_600 + Math.round((next - from) * interval));
        long stored = Sql.number(connection, """
                select count(distinct r.seq) from channel c join reading r on r.channel_id = c.id
                where c.device_id = ? and r.time >= ? and r.boot = ? and r.seq >= ? and r.seq < ?
                """, device.id(), since, boot, from, next);
        long messages = Math.min(kept, next - from - stored);
        return messages <= 0 ? null : new Missing(boot, from, next - 1, messages);
    }

    private static List<PlacedChannel> placedChannels(Connection connection, String device, Instant now)
            throws SQLException {
        Map<String, List<Placement>> placements = new LinkedHashMap<>();
        Sql.list(
                connection,
                row -> placements
                        .computeIfAbsent(row.getString("name"), name -> new ArrayList<>())
                        .add(new Placement(
                                row.getString("unit_id"),
                                row.getString("unit_name"),
                                Sql.instant(row, "valid_from"),
                                Sql.instantOrNull(row, "valid_to"))),
                """
                select c.name, p.unit_id, u.name as unit_name, p.valid_from, p.valid_to
                from channel c join placement p on p.channel_id = c.id join unit u on u.id = p.unit_id
                where c.device_id = ? order by p.valid_from
                """,
                device);
        Map<String, List<ChannelTrust.Distrust>> distrusts = ChannelTrust.ofDevice(connection, device);
        return Sql.list(
                connection,
                row -> new PlacedChannel(
                        ChannelNow.read(row, now),
                        placements.getOrDefault(row.getString("channel_name"), List.of()),
                        distrusts.getOrDefault(row.getString("channel_name"), List.of())),
                "select " + ChannelNow.COLUMNS + " from channel c " + ChannelNow.NEWEST
                        + " where c.device_id = ? order by c.name collate \"C\"",
                device);
    }

    /**
     * Channels with their newest reading, by device and name.
     *
     * @param unit only those that measure this unit at {@code now}, and readings since they do; null: all
     * @param device only those of this device; null: all
     */
    public Page<ChannelNow> channels(@Nullable String unit, @Nullable String device, PageRequest request, Instant now) {
        String select = unit == null
                ? "select " + ChannelNow.COLUMNS + " from channel c " + ChannelNow.NEWEST
                : "select " + ChannelNow.COLUMNS + " from placement p join channel c on c.id = p.channel_id "
                        + UnitQueries.NEWEST_SINCE_PLACED;
        var filter = new Filter().andIfGiven("c.device_id = ?", device);
        if (unit != null) {
            filter.and("p.unit_id = ?", unit)
                    .and("p.valid_from <= ?", now)
                    .and("(p.valid_to is null or p.valid_to > ?)", now);
        }
        return database.read(connection -> Pages.of(
                connection,
                request,
                CHANNELS,
                row -> ChannelNow.read(row, now),
                channel -> List.of(channel.device(), channel.channel()),
                select,
                filter));
    }

    private static Summary summary(ResultSet row) throws SQLException {
        return new Summary(
                row.getString("id"),
                new Place(row.getString("node_id"), row.getString("node_name")),
                new Place(row.getString("region_id"), row.getString("region_name")),
                row.getDouble("report_interval_s"),
                row.getInt("channels"),
                row.getString("state"),
                Sql.instantOrNull(row, "last_reading_at"),
                Sql.instantOrNull(row, "last_received_at"),
                row.getString("presence"),
                Sql.instantOrNull(row, "presence_since"));
    }
}
