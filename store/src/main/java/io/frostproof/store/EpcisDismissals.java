package io.frostproof.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Has people say of captured events that they wait in vain: nobody will ever know what they name. They stay on record, with who said so and why, and are not looked at again.
 * Thread-safe; calls block.
 */
public final class EpcisDismissals {

    private final Database database;

    public EpcisDismissals(Database database) {
        this.database = database;
    }

    /**
     * Dismisses events that are held.
     *
     * @param eventId those of this id; null: of any
     * @param missing those that miss this identifier or name; null: any
     * @param reason why, for people
     * @return how many
     */
    public int dismiss(@Nullable String eventId, @Nullable String missing, String reason, String by, Instant now) {
        return database.write(
                connection -> Sql.update(connection, """
                update epcis_state s set state = 'dismissed', dismissed_at = ?, dismissed_by = ?, dismiss_reason = ?
                from epcis_event e
                where e.id = s.event and s.state = 'held' and (?::text is null or e.event_id = ?) and (?::text is null or ? = any (s.missing))
                """, now, by, reason, eventId, eventId, missing, missing));
    }
}
