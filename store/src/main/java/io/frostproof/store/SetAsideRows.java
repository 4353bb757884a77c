package io.frostproof.store;

import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.intake.SuspectReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What is kept out of the log until somebody has looked at it, as rows. */
final class SetAsideRows {

    private SetAsideRows() {}

    static void insertSuspects(Connection connection, List<SuspectReading> suspects) throws SQLException {
        var impossible = new ArrayList<Reading>();
        for (SuspectReading suspect : suspects) {
            Reading reading = suspect.reading();
            int added = Sql.update(
                    connection,
                    """
                    insert into reading_suspect (channel_id, time, value, received_at, boot, seq, reason, quality)
                    values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (channel_id, time, value, boot, seq) do nothing
                    """,
                    reading.channelId(),
                    Sql.instant(reading.timeMicros()),
                    reading.value(),
                    Sql.instant(reading.receivedMicros()),
                    reading.boot(),
                    reading.seq(),
                    suspect.reason(),
                    reading.quality());
            // One that comes again says nothing new of the clock.
            if (added > 0 && suspect.ofItsTime()) {
                impossible.add(reading);
            }
        }
        noteClocks(connection, impossible);
    }

    /** By the farthest of each device: what was measured before it is nearer to the server's time. */
    private static void noteClocks(Connection connection, List<Reading> impossible) throws SQLException {
        if (impossible.isEmpty()) {
            return;
        }
        Map<Integer, String> devices = new HashMap<>();
        Sql.list(
                connection,
                row -> devices.put(row.getInt("id"), row.getString("device_id")),
                "select id, device_id from channel where id = any (?)",
                Sql.integers(
                        impossible.stream().map(Reading::channelId).distinct().toList()));
        Map<String, Reading> farthest = new TreeMap<>();
        impossible.forEach(reading -> farthest.merge(
                Objects.requireNonNull(devices.get(reading.channelId())),
                reading,
                (one, other) -> secondsOff(one) >= secondsOff(other) ? one : other));
        var news = new ArrayList<String>();
        for (Map.Entry<String, Reading> each : farthest.entrySet()) {
            Instant at = Sql.instant(each.getValue().receivedMicros());
            if (DeviceKnownRows.clockOff(connection, each.getKey(), at, secondsOff(each.getValue()))) {
                news.add(each.getKey());
            }
        }
        DeviceKnownRows.askForLooks(connection, news);
    }

    private static double secondsOff(Reading reading) {
        return Math.abs(reading.timeMicros() - reading.receivedMicros()) / 1e6;
    }

    static void insertDeadLetters(Connection connection, List<DeadLetter> letters) throws SQLException {
        for (DeadLetter letter : letters) {
            Sql.update(
                    connection,
                    """
                    insert into dead_letter as d (source, topic, payload, payload_sha256, payload_bytes, reason, detail,
                                                  first_received_at, last_received_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict (topic, payload_sha256, reason) do update
                    set occurrences = d.occurrences + 1, last_received_at = excluded.last_received_at, state = 'pending',
                        decided_at = null, decided_by = null
                    """,
                    letter.source(),
                    storable(letter.topic()),
                    letter.payload().kept(),
                    letter.payload().sha256(),
                    (long) letter.payload().bytes(),
                    letter.reason(),
                    storable(letter.detail()),
                    Sql.instant(letter.receivedMicros()),
                    Sql.instant(letter.receivedMicros()));
        }
    }

    /** PostgreSQL text cannot hold a NUL; hostile input can. */
    private static String storable(String text) {
        return text.replace("\0", "\\0");
    }
}
