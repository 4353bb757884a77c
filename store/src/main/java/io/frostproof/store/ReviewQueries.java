package io.frostproof.store;

import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was set apart for people to look at. Thread-safe; calls block. */
public final class ReviewQueries {

    /** Enough to recognise a payload by. */
    private static final int PAYLOAD_SHOWN_BYTES = 1024;

    private final Database database;

    public ReviewQueries(Database database) {
        this.database = database;
    }

    /**
     * Input that could not be used.
     *
     * @param payloadBytes size of the whole payload
     * @param payloadSha256 hash of the whole payload, in hex
     * @param payloadStartBase64 its first 1024 bytes
     * @param occurrences how often the same payload came for the same reason
     */
    public record DeadLetter(
            long id,
            String source,
            String topic,
            String reason,
            String detail,
            long payloadBytes,
            String payloadSha256,
            String payloadStartBase64,
            Instant firstReceivedAt,
            Instant lastReceivedAt,
            long occurrences,
            String state) {}

    /** A reading from an impossible time. */
    public record SuspectReading(
            long id,
            String device,
            String channel,
            Instant time,
            double value,
            Instant receivedAt,
            long boot,
            long seq,
            String reason,
            String state) {}

    /**
     * Dead letters, last received first.
     *
     * @param state only those in this state; null: all
     */
    public List<DeadLetter> deadLetters(@Nullable String state, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                row -> new DeadLetter(
                        row.getLong("id"),
                        row.getString("source"),
                        row.getString("topic"),
                        row.getString("reason"),
                        row.getString("detail"),
                        row.getLong("payload_bytes"),
                        HexFormat.of().formatHex(row.getBytes("payload_sha256")),
                        Base64.getEncoder().encodeToString(row.getBytes("payload_start")),
                        Sql.instant(row, "first_received_at"),
                        Sql.instant(row, "last_received_at"),
                        row.getLong("occurrences"),
                        row.getString("state")),
                """
                select id, source, topic, reason, detail, payload_bytes, payload_sha256, substring(payload from 1 for ?) as payload_start,
                       first_received_at, last_received_at, occurrences, state
                from dead_letter where (?::text is null or state = ?::text) order by last_received_at desc, id desc limit ?
                """,
                PAYLOAD_SHOWN_BYTES,
                state,
                state,
                limit));
    }

    /**
     * Suspect readings, last received first.
     *
     * @param state only those in this state; null: all
     */
    public List<SuspectReading> suspectReadings(@Nullable String state, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                row -> new SuspectReading(
                        row.getLong("id"),
                        row.getString("device_id"),
                        row.getString("name"),
                        Sql.instant(row, "time"),
                        row.getDouble("value"),
                        Sql.instant(row, "received_at"),
                        row.getLong("boot"),
                        row.getLong("seq"),
                        row.getString("reason"),
                        row.getString("state")),
                """
                select s.*, c.device_id, c.name from reading_suspect s join channel c on c.id = s.channel_id
                where (?::text is null or s.state = ?::text) order by s.received_at desc, s.id desc limit ?
                """,
                state,
                state,
                limit));
    }
}
