package io.frostproof.store;

import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Regions and nodes, and how much is in them. Thread-safe; calls block. */
public final class PlaceQueries {

    private static final PageCursor REGIONS = PageCursor.of("regions", Part.ascending("r.id", Kind.TEXT));
    private static final PageCursor NODES = PageCursor.of("nodes", Part.ascending("n.id", Kind.TEXT));

    private static final String SELECT_REGION = """
            select r.id, r.name, (select count(*) from node n where n.region_id = r.id) as nodes,
                   (select count(*) from unit u join node n on n.id = u.node_id where n.region_id = r.id) as units,
                   (select count(*) from incident i join unit u on u.id = i.unit_id join node n on n.id = u.node_id
                    where n.region_id = r.id and i.state in ('open', 'acknowledged')) as open_incidents
            from region r
            """;
    /** Its two parameters are the time that is now. */
    private static final String SELECT_NODE = """
            select n.id, n.name, n.kind, n.time_zone, r.id as region_id, r.name as region_name,
                   (select count(*) from unit u where u.node_id = n.id) as units,
                   (select count(*) from device d where d.node_id = n.id) as devices,
                   (select count(*) from incident i join unit u on u.id = i.unit_id
                    where u.node_id = n.id and i.state in ('open', 'acknowledged')) as open_incidents,
                   (select count(*) from unit u join movement m on m.to_unit_id = u.id and m.until > ? and m.time <= ?
                    where u.node_id = n.id) as handling_units
            from node n join region r on r.id = n.region_id
            """;

    private final Database database;

    public PlaceQueries(Database database) {
        this.database = database;
    }

    /**
     * A region.
     *
     * @param openIncidents open and acknowledged ones
     */
    public record Region(String id, String name, int nodes, int units, int openIncidents) {}

    /**
     * A node.
     *
     * @param openIncidents open and acknowledged ones
     * @param handlingUnits those that are there now
     */
    public record Node(
            String id,
            String name,
            String kind,
            Place region,
            String timeZone,
            int units,
            int devices,
            int openIncidents,
            int handlingUnits) {}

    /** All regions, by id. */
    public Page<Region> regions(PageRequest request) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                REGIONS,
                row -> new Region(
                        row.getString("id"),
                        row.getString("name"),
                        row.getInt("nodes"),
                        row.getInt("units"),
                        row.getInt("open_incidents")),
                region -> List.of(region.id()),
                SELECT_REGION,
                new Filter()));
    }

    /**
     * Nodes as they are at {@code now}, by id.
     *
     * @param region only those of this region; null: all
     */
    public Page<Node> nodes(@Nullable String region, PageRequest request, Instant now) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                NODES,
                PlaceQueries::node,
                node -> List.of(node.id()),
                SELECT_NODE,
                List.of(now, now),
                new Filter().andIfGiven("n.region_id = ?", region)));
    }

    /** One node as it is at {@code now}. */
    public Optional<Node> node(String id, Instant now) {
        return database.read(connection -> Optional.ofNullable(
                Sql.first(connection, PlaceQueries::node, SELECT_NODE + "where n.id = ?", now, now, id)));
    }

    private static Node node(ResultSet row) throws SQLException {
        return new Node(
                row.getString("id"),
                row.getString("name"),
                row.getString("kind"),
                new Place(row.getString("region_id"), row.getString("region_name")),
                row.getString("time_zone"),
                row.getInt("units"),
                row.getInt("devices"),
                row.getInt("open_incidents"),
                row.getInt("handling_units"));
    }
}
