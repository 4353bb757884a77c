package io.frostproof.store;

import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.network.Band;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What products tolerate, as their rows say now. */
final class ToleranceRows {

    private ToleranceRows() {}

    /**
     * Of each of these products that there is. Its band is its own or, where it has none, that of its storage profile.
     *
     * @param products ids
     */
    static Map<String, Tolerance> of(Connection connection, Collection<String> products) throws SQLException {
        Map<String, Tolerance> tolerances = new HashMap<>();
        Sql.list(
                connection,
                row -> tolerances.put(
                        row.getString("id"),
                        ProductRows.facts(row)
                                .tolerance(new Band(
                                        row.getObject("profile_min", Double.class),
                                        row.getObject("profile_max", Double.class)))),
                """
                select p.*, s.band_min_celsius as profile_min, s.band_max_celsius as profile_max
                from product p join storage_profile s on s.id = p.profile_id where p.id = any (?)
                """,
                Sql.texts(List.copyOf(products)));
        return tolerances;
    }
}
