package io.frostproof.store;

import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.intake.SuspectReading;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What is kept out of the log until somebody has looked at it, as rows. */
final class SetAsideRows {

    private SetAsideRows() {}

    static void insertSuspects(Connection connection, List<SuspectReading> suspects) throws SQLException {
        for (SuspectReading suspect : suspects) {
            Reading reading = suspect.reading();
            Sql.update(
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
        }
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
