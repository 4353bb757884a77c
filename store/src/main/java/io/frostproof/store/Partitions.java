package io.frostproof.store;

import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows which stretches of time the table has room for, so that a batch asks at most once per month. */
final class Partitions {
    private final Database database;
    private static final long MONTH_MICROS = 28L * 24 * 3600 * 1_000_000;

    private final Set<Long> known = ConcurrentHashMap.newKeySet();

    Partitions(Database database) {
        this.database = database;
    }

    void makeRoomFor(Batch batch) throws SQLException {
        if (database.flavour() != Flavour.POSTGRESQL) {
            return;
        }
        makeRoomFor(batch.fresh());
        makeRoomFor(batch.staged());
    }

    private void makeRoomFor(List<Reading> readings) throws SQLException {
        for (Reading reading : readings) {
            // Buckets of 28 days: each lies in at most two months.
            long bucket = Math.floorDiv(reading.timeMicros(), MONTH_MICROS);
            if (!known.contains(bucket)) {
                database.transaction(connection -> Sql.first(
                        connection,
                        row -> row.getInt(1),
                        "select make_room_for_readings(?, ?)",
                        Sql.instant(bucket * MONTH_MICROS),
                        Sql.instant((bucket + 1) * MONTH_MICROS - 1)));
                known.add(bucket);
            }
        }
    }
}
