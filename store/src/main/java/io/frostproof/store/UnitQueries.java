package io.frostproof.store;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Units as they are now. Thread-safe; calls block. */
public final class UnitQueries {

    private static final PageCursor BY_ID = PageCursor.of("units", Part.ascending("u.id", Kind.TEXT));

    /** The newest reading of channel {@code c} since placement {@code p}: earlier ones measured something else. */
    static final String NEWEST_SINCE_PLACED = """
            left join lateral (select * from reading r where r.channel_id = c.id and r.time >= p.valid_from
                               order by r.time desc limit 1) r on true
            """;

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

    /**
     * A unit with its present.
     *
     * @param profile null when there is none
     * @param productLagS time constant with which its product follows its air
     * @param keeps ids of the products that it is meant for
     * @param rules all that watch it now: of its kind, of its profile, of the products that it keeps and its own
     */
    public record Detail(
            String id,
            String name,
            String kind,
            Place node,
            Place region,
            String timeZone,
            ProfileQueries.@Nullable Profile profile,
            double productLagS,
            List<String> keeps,
            List<RuleInForce> rules,
            List<ChannelNow> channels,
            List<IncidentQueries.Summary> openIncidents,
            List<Stock> stock) {}

    /**
     * A rule that watches a unit now.
     *
     * @param scope {@code kind}, {@code profile}, {@code product} or {@code unit}
     * @param of the kind of units, profile, product or unit that it is of
     * @param version id of that version of rules; null when it is not on record
     * @param effectiveFrom event time since which that version holds; null: from the beginning
     * @param source where its numbers come from
     */
    public record RuleInForce(
            @JsonUnwrapped ProfileQueries.Rule rule,
            String scope,
            String of,
            @Nullable Long version,
            @Nullable Instant effectiveFrom,
            String source) {

        static RuleInForce of(UnitRules.Rule rule) {
            RuleVersion version = rule.version();
            return new RuleInForce(
                    ProfileQueries.Rule.of(rule.condition()),
                    version.scope().id(),
                    version.of(),
                    version.id() == RuleVersion.UNRECORDED ? null : version.id(),
                    version.fromMicros() == RuleVersion.FROM_THE_BEGINNING ? null : Sql.instant(version.fromMicros()),
                    version.source());
        }
    }

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

    /**
     * Units, by id.
     *
     * @param region only those of this region; null: all
     * @param node only those of this node; null: all
     */
    public Page<Summary> list(@Nullable String region, @Nullable String node, PageRequest request) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                BY_ID,
                row -> new Summary(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("kind"),
                        node(row),
                        region(row),
                        row.getString("profile_id"),
                        row.getInt("open_incidents")),
                unit -> List.of(unit.id()),
                """
                select u.id, u.name, u.kind, u.profile_id, n.id as node_id, n.name as node_name, r.id as region_id,
                       r.name as region_name,
                       (select count(*) from incident i where i.unit_id = u.id and i.state in ('open', 'acknowledged'))
                           as open_incidents
                from unit u join node n on n.id = u.node_id join region r on r.id = n.region_id
                """,
                new Filter().andIfGiven("n.region_id = ?", region).andIfGiven("n.id = ?", node)));
    }

    /** Whether there is such a unit. */
    public boolean exists(String id) {
        return database.look(
                connection -> Sql.first(connection, row -> true, "select 1 from unit where id = ?", id) != null);
    }

    /** One unit as it is at {@code now}. */
    public Optional<Detail> find(String id, Instant now) {
        return database.read(connection -> {
            List<ChannelNow> channels = channels(connection, id, now);
            List<IncidentQueries.Summary> incidents = IncidentQueries.openOf(connection, id);
            List<Stock> stock = stock(connection, id, now);
            RuleRows.Watched watched = RuleRows.of(connection, id);
            UnitRules.Stretch rules = RuleRows.at(watched == null ? UnitRules.NONE : watched.rules(), Sql.micros(now));
            return Optional.ofNullable(Sql.first(
                    connection,
                    row -> new Detail(
                            id,
                            row.getString("unit_name"),
                            row.getString("unit_kind"),
                            node(row),
                            region(row),
                            row.getString("time_zone"),
                            row.getString("id") == null ? null : ProfileQueries.read(row),
                            rules.productLag().toMillis() / 1000.0,
                            watched == null ? List.of() : watched.keeps(Sql.micros(now)),
                            rules.rules().stream().map(RuleInForce::of).toList(),
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

    private static List<ChannelNow> channels(Connection connection, String unitId, Instant now) throws SQLException {
        return Sql.list(
                connection,
                row -> ChannelNow.read(row, now),
                "select " + ChannelNow.COLUMNS + " from placement p join channel c on c.id = p.channel_id "
                        + NEWEST_SINCE_PLACED
                        + " where p.unit_id = ? and p.valid_from <= ? and (p.valid_to is null or p.valid_to > ?)"
                        + " order by c.device_id collate \"C\", c.name collate \"C\"",
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
                where s.unit_id = ? and s.from_time <= ? and s.until > ?
                order by h.id collate "C"
                """,
                unitId,
                now,
                now);
    }
}
