package io.frostproof.store;

import io.frostproof.ingest.intake.BootClock;
import io.frostproof.ingest.intake.BootClocks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** When the starts of devices without a clock were, as rows. */
public final class BootClockRows {

    private BootClockRows() {}

    /** The latest boots of each device, as many as {@link BootClocks} remembers. */
    public static List<BootClock> latest(Database database) {
        return database.read(connection -> Sql.list(
                connection,
                row -> new BootClock(row.getString("device_id"), row.getLong("boot"), Sql.micros(row, "began_at")),
                """
                select device_id, boot, began_at
                from (select *, row_number() over (partition by device_id order by boot desc) as place from device_boot) b
                where place <= ? order by device_id, boot
                """,
                BootClocks.BOOTS));
    }

    /** Once and for all: what is there stays. */
    static void insert(Connection connection, BootClock clock) throws SQLException {
        Sql.update(
                connection,
                "insert into device_boot (device_id, boot, began_at) values (?, ?, ?) on conflict do nothing",
                clock.device(),
                clock.boot(),
                Sql.instant(clock.beganMicros()));
    }
}
