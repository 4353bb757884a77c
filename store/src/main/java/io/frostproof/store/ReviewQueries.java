package io.frostproof.store;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was set apart for people to look at, and what they made of it. Thread-safe; calls block. */
public final class ReviewQueries {

    /** Source of letters that a lane wrote about a message whose own bytes it did not have, or could not store. */
    private static final String DESCRIPTION_ONLY = "lane";

    /** A KiB of the payload is enough to recognise it by; a list with whole ones could have a GiB. */
    private static final String SELECT_LETTER = """
            select id, source, topic, reason, detail, payload_bytes, payload_sha256, substring(payload from 1 for 1024) as payload_start,
                   first_received_at, last_received_at, occurrences, state, decided_at, decided_by
            from dead_letter
            """;

    private static final String SELECT_SUSPECT = """
            select s.*, c.device_id, c.name, c.quantity from reading_suspect s join channel c on c.id = s.channel_id
            """;

    private static final PageCursor LAST_LETTER = PageCursor.of(
            "dead-letters", Part.descending("last_received_at", Kind.TIME), Part.descending("id", Kind.NUMBER));
    private static final PageCursor LAST_SUSPECT = PageCursor.of(
            "suspect-readings", Part.descending("s.received_at", Kind.TIME), Part.descending("s.id", Kind.NUMBER));

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
            String state,
            @Nullable Instant decidedAt,
            @Nullable String decidedBy) {}

    /** A dead letter with what was kept of its payload; complete: the message as it came. */
    public record DeadLetterDetail(@JsonUnwrapped DeadLetter letter, String payloadBase64, boolean payloadComplete) {}

    /** A dead letter as it is needed to try it again. */
    public static final class KeptMessage {
        private final String topic;
        private final String reason;
        private final String state;
        private final Instant lastReceivedAt;
        private final boolean complete;
        private final byte[] payload;

        private KeptMessage(ResultSet row) throws SQLException {
            topic = row.getString("topic");
            reason = row.getString("reason");
            state = row.getString("state");
            lastReceivedAt = Sql.instant(row, "last_received_at");
            payload = row.getBytes("payload");
            complete = isComplete(row, payload);
        }

        public String topic() {
            return topic;
        }

        public String reason() {
            return reason;
        }

        public String state() {
            return state;
        }

        public Instant lastReceivedAt() {
            return lastReceivedAt;
        }

        /** Whether {@link #payload} is the message as it came. */
        public boolean complete() {
            return complete;
        }

        public byte[] payload() {
            return payload.clone();
        }
    }

    /** A reading from an impossible time; {@code valueUnit} is the UCUM code of {@code value}. */
    public record SuspectReading(
            long id,
            String device,
            String channel,
            String quantity,
            String valueUnit,
            Instant time,
            double value,
            Instant receivedAt,
            long boot,
            long seq,
            String reason,
            String state,
            @Nullable Instant decidedAt,
            @Nullable String decidedBy) {}

    /** A suspect reading as the log would take it. */
    public record KeptReading(String device, String channel, Reading reading, String reason, String state) {}

    /**
     * Dead letters, last received first.
     *
     * @param state only those in this state; null: all
     * @param reason only those with this reason; null: all
     */
    public Page<DeadLetter> deadLetters(@Nullable String state, @Nullable String reason, PageRequest request) {
        Filter filter = new Filter().andIfGiven("state = ?", state).andIfGiven("reason = ?", reason);
        return database.read(connection -> Pages.of(
                connection,
                request,
                LAST_LETTER,
                ReviewQueries::letter,
                letter -> List.of(letter.lastReceivedAt(), letter.id()),
                SELECT_LETTER,
                filter));
    }

    /** One dead letter with its payload. */
    public Optional<DeadLetterDetail> deadLetter(long id) {
        return Optional.ofNullable(database.read(connection -> {
            DeadLetter letter = Sql.first(connection, ReviewQueries::letter, SELECT_LETTER + "where id = ?", id);
            return letter == null
                    ? null
                    : Sql.first(
                            connection,
                            row -> {
                                byte[] payload = row.getBytes("payload");
                                return new DeadLetterDetail(
                                        letter, Base64.getEncoder().encodeToString(payload), isComplete(row, payload));
                            },
                            "select source, payload, payload_bytes from dead_letter where id = ?",
                            id);
        }));
    }

    /** The message of a dead letter. */
    public Optional<KeptMessage> message(long id) {
        return Optional.ofNullable(database.read(connection -> Sql.first(
                connection,
                KeptMessage::new,
                "select source, topic, reason, state, last_received_at, payload, payload_bytes from dead_letter where id = ?",
                id)));
    }

    private static boolean isComplete(ResultSet row, byte[] payload) throws SQLException {
        return payload.length == row.getLong("payload_bytes")
                && !row.getString("source").equals(DESCRIPTION_ONLY);
    }

    /** It was given to ingest again, and what is in it is stored: pending -> replayed. */
    public Move letterReplayed(long id, String actor, Instant now) {
        return decide("dead_letter", "replayed", id, actor, now);
    }

    /** It is set aside for good: pending -> discarded. */
    public Move discardLetter(long id, String actor, Instant now) {
        return decide("dead_letter", "discarded", id, actor, now);
    }

    /**
     * Suspect readings, last received first.
     *
     * @param state only those in this state; null: all
     */
    public Page<SuspectReading> suspectReadings(@Nullable String state, PageRequest request) {
        Filter filter = new Filter().andIfGiven("s.state = ?", state);
        return database.read(connection -> Pages.of(
                connection,
                request,
                LAST_SUSPECT,
                ReviewQueries::suspect,
                suspect -> List.of(suspect.receivedAt(), suspect.id()),
                SELECT_SUSPECT,
                filter));
    }

    /** One suspect reading. */
    public Optional<SuspectReading> suspectReading(long id) {
        return Optional.ofNullable(database.read(
                connection -> Sql.first(connection, ReviewQueries::suspect, SELECT_SUSPECT + "where s.id = ?", id)));
    }

    /** The reading of a suspect reading. Its time is that of the device: what came without time is never suspect. */
    public Optional<KeptReading> reading(long id) {
        return Optional.ofNullable(database.read(connection -> Sql.first(
                connection,
                row -> new KeptReading(
                        row.getString("device_id"),
                        row.getString("name"),
                        new Reading(
                                row.getInt("channel_id"),
                                Sql.micros(row, "time"),
                                row.getDouble("value"),
                                row.getShort("quality"),
                                Sql.micros(row, "received_at"),
                                row.getLong("boot"),
                                row.getLong("seq")),
                        row.getString("reason"),
                        row.getString("state")),
                SELECT_SUSPECT + "where s.id = ?",
                id)));
    }

    /** The log has taken it: pending -> promoted. */
    public Move suspectPromoted(long id, String actor, Instant now) {
        return decide("reading_suspect", "promoted", id, actor, now);
    }

    /** It is set aside for good: pending -> discarded. */
    public Move discardSuspect(long id, String actor, Instant now) {
        return decide("reading_suspect", "discarded", id, actor, now);
    }

    /** Table names are constants of this class, never input. */
    private Move decide(String table, String state, long id, String actor, Instant now) {
        return database.write(connection -> {
            int moved = Sql.update(
                    connection,
                    "update " + table
                            + " set state = ?, decided_at = ?, decided_by = ? where id = ? and state = 'pending'",
                    state,
                    now,
                    actor,
                    id);
            return moved == 1 ? new Move.Made() : refused(connection, table, id);
        });
    }

    private static Move refused(Connection connection, String table, long id) throws SQLException {
        String state =
                Sql.first(connection, row -> row.getString(1), "select state from " + table + " where id = ?", id);
        return state == null ? new Move.NotFound() : new Move.Refused(state);
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(
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
                row.getString("state"),
                Sql.instantOrNull(row, "decided_at"),
                row.getString("decided_by"));
    }

    private static SuspectReading suspect(ResultSet row) throws SQLException {
        String quantity = row.getString("quantity");
        return new SuspectReading(
                row.getLong("id"),
                row.getString("device_id"),
                row.getString("name"),
                quantity,
                ConditionJson.quantity(quantity).canonicalUnit().ucum(),
                Sql.instant(row, "time"),
                row.getDouble("value"),
                Sql.instant(row, "received_at"),
                row.getLong("boot"),
                row.getLong("seq"),
                row.getString("reason"),
                row.getString("state"),
                Sql.instantOrNull(row, "decided_at"),
                row.getString("decided_by"));
    }
}
