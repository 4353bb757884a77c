package io.frostproof.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Readings of temperatures that stay as they are, for a network that nobody measures. Thread-safe; calls block. */
public final class StillReadings {

    private final Database database;

    public StillReadings(Database database) {
        this.database = database;
    }

    /**
     * Stores one reading of every channel of some devices.
     *
     * @param celsius by device
     * @param from when it is taken; it stands for as long as the channel holds a reading
     */
    public void write(Map<String, Double> celsius, Instant from) {
        List<String> devices = celsius.keySet().stream().sorted().toList();
        Double[] values = devices.stream().map(celsius::get).toArray(Double[]::new);
        database.write(connection -> {
            Sql.list(connection, row -> true, "select make_room_for_readings(?, ?)", from, from);
            return Sql.update(
                    connection, """
                    insert into reading (channel_id, time, value, quality, received_at, boot, seq, batch_id)
                    select c.id, ?, d.value, 0, ?, 0, 1, 1
                    from unnest(?::text[], ?::float8[]) as d (device, value) join channel c on c.device_id = d.device
                    """, from, from, Sql.texts(devices), connection.createArrayOf("float8", values));
        });
    }
}
