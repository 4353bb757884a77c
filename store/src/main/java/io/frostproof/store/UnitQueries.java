package io.frostproof.store;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.RuleText;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Units as they are now. Thread-safe; calls block. */
public final class UnitQueries {

    private final Database database;

    public UnitQueries(Database database) {
        this.database = database;
    }

    /**
     * A unit in a list.
     *
     * @param profile id of the storage profile it is watched by; null when nothing watches it
     */
    public record Summary(
            String id,
            String name,
            String kind,
            Place node,
            Place region,
            @Nullable String profile,
            int openIncidents) {}

    /** A unit with its present. */
    public record Detail(
            String id,
            String name,
            String kind,
            Place node,
            Place region,
            String timeZone,
            @Nullable Profile profile,
            List<ChannelNow> channels,
            List<IncidentQueries.Summary> openIncidents,
            List<Stock> stock) {}

    /** What a unit is watched for; rules in words. */
    public record Profile(
            String id,
            String name,
            @Nullable Double bandMinCelsius,
            @Nullable Double bandMaxCelsius,
            String source,
            List<Rule> rules) {}

    /** One rule in words. */
    public record Rule(String slot, String level, String quantity, String rule) {}

    /**
     * A channel that measures the unit now.
     *
     * @param valueUnit UCUM code of the values
     * @param state {@code known} while a reading stands, else {@code unknown}
     * @param newest null when there is none
     */
    public record ChannelNow(
            String device,
            String channel,
            String quantity,
            String valueUnit,
            double maxHoldS,
            String state,
            @Nullable Newest newest) {}

    /** The newest reading of a channel. */
    public record Newest(Instant time, Instant receivedAt, double value, String quality) {}

    /** A handling unit that is inside. */
    public record Stock(
            String handlingUnit,
            String lot,
            String product,
            String productName,
            BigDecimal quantity,
            String quantityUnit,
            String disposition,
            Instant since) {}

    /** All units, by id, at most {@code limit}. */
    public List<Summary> list(int limit) {
        return database.read(connection -> Sql.list(
                connection,
                row -> new Summary(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("kind"),
                        node(row),
                        region(row),
                        row.getString("profile_id"),
                        row.getInt("open_incidents")),
                """
                select u.id, u.name, u.kind, u.profile_id, n.id as node_id, n.name as node_name, r.id as region_id,
                       r.name as region_name,
                       (select count(*) from incident i where i.unit_id = u.id and i.state in ('open', 'acknowledged'))
                           as open_incidents
                from unit u join node n on n.id = u.node_id join region r on r.id = n.region_id
                order by u.id collate "C" limit ?
                """,
                limit));
    }

    /** Whether there is such a unit. */
    public boolean exists(String id) {
        return database.read(
                connection -> Sql.first(connection, row -> true, "select 1 from unit where id = ?", id) != null);
    }

    /** One unit as it is at {@code now}. */
    public Optional<Detail> find(String id, Instant now) {
        return database.read(connection -> {
            List<ChannelNow> channels = channels(connection, id, now);
            List<IncidentQueries.Summary> incidents = IncidentQueries.openOf(connection, id);
            List<Stock> stock = stock(connection, id, now);
            return Optional.ofNullable(Sql.first(
                    connection,
                    row -> new Detail(
                            id,
                            row.getString("unit_name"),
                            row.getString("unit_kind"),
                            node(row),
                            region(row),
                            row.getString("time_zone"),
                            profile(row),
                            channels,
                            incidents,
                            stock),
                    """
                    select u.name as unit_name, u.kind as unit_kind, n.id as node_id, n.name as node_name, n.time_zone,
                           r.id as region_id, r.name as region_name, p.*
                    from unit u join node n on n.id = u.node_id join region r on r.id = n.region_id
                    left join storage_profile p on p.id = u.profile_id where u.id = ?
                    """,
                    id));
        });
    }

    private static Place node(ResultSet row) throws SQLException {
        return new Place(row.getString("node_id"), row.getString("node_name"));
    }

    private static Place region(ResultSet row) throws SQLException {
        return new Place(row.getString("region_id"), row.getString("region_name"));
    }

    private static @Nullable Profile profile(ResultSet row) throws SQLException {
        String id = row.getString("id");
        if (id == null) {
            return null;
        }
        List<Condition> conditions = ConditionJson.read(row.getString("conditions"));
        return new Profile(
                id,
                row.getString("name"),
                row.getObject("band_min_celsius", Double.class),
                row.getObject("band_max_celsius", Double.class),
                row.getString("source"),
                conditions.stream()
                        .map(condition -> new Rule(
                                condition.slot(),
                                condition.level().id(),
                                condition.quantity().id(),
                                RuleText.of(condition)))
                        .toList());
    }

    private static List<ChannelNow> channels(Connection connection, String unitId, Instant now) throws SQLException {
        return Sql.list(
                connection,
                row -> {
                    double maxHoldS = row.getDouble("max_hold_s");
                    Instant time = Sql.instantOrNull(row, "time");
                    Newest newest = time == null
                            ? null
                            : new Newest(
                                    time,
                                    Sql.instant(row, "received_at"),
                                    row.getDouble("value"),
                                    QualityWords.of(row.getShort("quality")));
                    boolean stands =
                            time != null && now.isBefore(time.plus(Duration.ofMillis(Math.round(maxHoldS * 1000))));
                    return new ChannelNow(
                            row.getString("device_id"),
                            row.getString("name"),
                            row.getString("quantity"),
                            ConditionJson.quantity(row.getString("quantity"))
                                    .canonicalUnit()
                                    .ucum(),
                            maxHoldS,
                            stands ? "known" : "unknown",
                            newest);
                },
                """
                select c.device_id, c.name, c.quantity, c.max_hold_s, r.time, r.received_at, r.value, r.quality
                from placement p join channel c on c.id = p.channel_id
                left join lateral (select * from reading r where r.channel_id = c.id and r.time >= p.valid_from
                                   order by r.time desc limit 1) r on true
                where p.unit_id = ? and p.valid_from <= ? and (p.valid_to is null or p.valid_to > ?)
                order by c.device_id collate "C", c.name collate "C"
                """,
                unitId,
                now,
                now);
    }

    private static List<Stock> stock(Connection connection, String unitId, Instant now) throws SQLException {
        return Sql.list(
                connection,
                row -> new Stock(
                        row.getString("id"),
                        row.getString("lot_id"),
                        row.getString("product_id"),
                        row.getString("product_name"),
                        row.getBigDecimal("quantity"),
                        row.getString("quantity_unit"),
                        row.getString("disposition"),
                        Sql.instant(row, "from_time")),
                """
                select h.*, l.product_id, p.name as product_name, s.from_time
                from stay s join handling_unit h on h.id = s.handling_unit_id join lot l on l.id = h.lot_id
                join product p on p.id = l.product_id
                where s.unit_id = ? and s.from_time <= ? and (s.to_time is null or s.to_time > ?)
                order by h.id collate "C"
                """,
                unitId,
                now,
                now);
    }
}
