package io.frostproof.store;

import io.frostproof.alerts.dwell.HandOffs;
import io.frostproof.alerts.network.RuleVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rows about hand-offs, for the desk. */
final class HandOffRows {

    private HandOffRows() {}

    /** Which nodes ask for records. */
    static Map<String, HandOffs.Asks> asks(Connection connection) throws SQLException {
        var asks = new HashMap<String, HandOffs.Asks>();
        Sql.list(
                connection,
                row -> {
                    Long from = Sql.microsOrNull(row, "hand_off_record_from");
                    return asks.put(
                            row.getString("id"),
                            new HandOffs.Asks(
                                    Math.round(row.getDouble("hand_off_record_s") * 1e6),
                                    from == null ? RuleVersion.FROM_THE_BEGINNING : from));
                },
                "select id, hand_off_record_s, hand_off_record_from from node where hand_off_record_s is not null");
        return asks;
    }

    static List<HandOffs.Told> of(Connection connection, String handlingUnit) throws SQLException {
        return Sql.list(
                connection,
                row -> new HandOffs.Told(
                        Sql.micros(row, "time"),
                        row.getString("from_unit_id"),
                        row.getString("to_unit_id"),
                        Sql.micros(row, "recorded_at")),
                "select time, from_unit_id, to_unit_id, recorded_at from hand_off where handling_unit_id = ? order by time",
                handlingUnit);
    }

    private record Row(long moved, String unit, String from, String to, long due) {}

    static void saveMissing(Connection connection, String region, String handlingUnit, List<HandOffs.Needed> missing)
            throws SQLException {
        List<Row> there = Sql.list(
                connection,
                row -> new Row(
                        Sql.micros(row, "moved_at"),
                        row.getString("unit_id"),
                        Objects.requireNonNullElse(row.getString("from_unit_id"), ""),
                        Objects.requireNonNullElse(row.getString("to_unit_id"), ""),
                        Sql.micros(row, "due_at")),
                "select * from hand_off_missing where region_id = ? and handling_unit_id = ? order by moved_at",
                region,
                handlingUnit);
        List<Row> wanted = missing.stream()
                .map(one -> new Row(
                        one.micros(),
                        one.at().unit(),
                        Objects.requireNonNullElse(one.fromUnit(), ""),
                        Objects.requireNonNullElse(one.toUnit(), ""),
                        one.dueMicros()))
                .toList();
        if (there.equals(wanted)) {
            return;
        }
        Sql.update(
                connection,
                "delete from hand_off_missing where region_id = ? and handling_unit_id = ?",
                region,
                handlingUnit);
        for (HandOffs.Needed one : missing) {
            Sql.update(
                    connection,
                    """
                    insert into hand_off_missing (region_id, handling_unit_id, moved_at, unit_id, from_unit_id, to_unit_id, due_at)
                    values (?, ?, ?, ?, ?::text, ?::text, ?)
                    """,
                    region,
                    handlingUnit,
                    Sql.instant(one.micros()),
                    one.at().unit(),
                    one.fromUnit(),
                    one.toUnit(),
                    Sql.instant(one.dueMicros()));
        }
    }
}
