package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** People who were told of an incident while the database was away are not told of it again under another name. */
class AnnouncedIncidentIT {

    private static final UUID ANNOUNCED = new UUID(7, 7);
    private static final Instant TOLD_OF_BEGIN = TestStore.BEGIN.plus(Duration.ofMinutes(20));
    private static final Instant TOLD = TestStore.BEGIN.plus(Duration.ofMinutes(25));

    private final FakeClock clock = FakeClock.at(TestStore.BEGIN.plus(Duration.ofHours(2)));

    @Test
    void anIncidentThatBeganEarlierThanPeopleWereToldIsTheSame() {
        try (Database database = announced()) {
            // The readings of its first minutes were in the spool.
            began(database, 1, TestStore.BEGIN.plus(Duration.ofMinutes(16)));

            assertThat(incidents(database)).containsExactly(ANNOUNCED + " open");
            assertThat(opened(database)).containsExactly("incident:" + ANNOUNCED + ":opened");
        }
    }

    @Test
    void anIncidentThatBeganSoonAfterPeopleWereToldIsTheSame() {
        try (Database database = announced()) {
            // Its first readings are in the spool yet; a desk that knew them would count this to the same incident.
            began(database, 1, TestStore.BEGIN.plus(Duration.ofMinutes(26)));

            assertThat(incidents(database)).containsExactly(ANNOUNCED + " open");
        }
    }

    @Test
    void anIncidentThatBeganLongAfterPeopleWereToldIsAnother() {
        try (Database database = announced()) {
            began(database, 1, TOLD.plus(Incident.REGROUP).plusSeconds(1));

            assertThat(incidents(database)).singleElement().asString().doesNotContain(ANNOUNCED.toString());
            assertThat(opened(database)).hasSize(2);
        }
    }

    @Test
    void aDeskInMemoryIsToldOfItUntilItIsOnRecord() {
        try (Database database = announced()) {
            var mirror = new DeskMirror(database, clock);
            mirror.refresh();
            assertThat(mirror.seed().desk().announced())
                    .extracting(kept -> kept.notice().incidentId())
                    .containsExactly(ANNOUNCED);

            began(database, 1, TestStore.BEGIN.plus(Duration.ofMinutes(26)));
            mirror.refresh();

            // People may close it now, and what comes after that is news.
            assertThat(mirror.seed().desk().announced()).isEmpty();
        }
    }

    private static Database announced() {
        Database database = TestStore.open(PostgresFlavour.PLAIN);
        new NetworkImporter(database).run(TestStore.fridge());
        new PostgresOutbox(database)
                .takeOver(List.of(new KeptNotice(
                        notice(),
                        "webhook",
                        TOLD,
                        KeptNotice.State.DELIVERED,
                        1,
                        TOLD,
                        List.of(new KeptNotice.Attempt(
                                1, TOLD, Duration.ofMillis(3), KeptNotice.Ended.DELIVERED, "204")))));
        return database;
    }

    private static Notice notice() {
        return new Notice(
                "incident:" + ANNOUNCED + ":opened",
                Notice.Kind.INCIDENT_OPENED,
                ANNOUNCED,
                null,
                "North",
                "Hub",
                "fridge-1",
                "Fridge 1",
                ZoneId.of("Europe/Oslo"),
                "too_warm",
                Level.WARNING,
                "above 8",
                null,
                8,
                9,
                "°C",
                TOLD_OF_BEGIN,
                null,
                TOLD,
                false,
                List.of());
    }

    private void began(Database database, long batch, Instant since) {
        KnownChannel channel = new PostgresDeviceDirectory(database)
                .all()
                .iterator()
                .next()
                .channels()
                .values()
                .iterator()
                .next();
        long sinceMicros = Sql.micros(since);
        var started = new Transition(
                "too_warm",
                "fridge-1",
                Transition.Kind.STARTED,
                Level.WARNING,
                sinceMicros + 300_000_000,
                sinceMicros,
                9);
        new PostgresReadingLog(database)
                .commit(new Batch(
                        batch,
                        clock.instant(),
                        0,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Batch.ChannelTransitions(channel.id(), "north", List.of(started))),
                        List.of(),
                        Map.of(),
                        Set.of()));
        var desk = new Desk(
                new PostgresDeskStore(database, new DeskMirror(database, clock)),
                "north",
                new NoticeTargets(List.of("webhook"), List.of()),
                clock);
        while (desk.work()) {
            // until nothing waits
        }
    }

    private static List<String> incidents(Database database) {
        return database.read(
                connection -> Sql.list(connection, row -> row.getString(1), "select id || ' ' || state from incident"));
    }

    private static List<String> opened(Database database) {
        return database.read(connection -> Sql.list(
                connection, row -> row.getString(1), "select key from outbox where key like '%:opened' order by id"));
    }
}
