package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the desk keeps of incidents that are part of others, and of time without readings, as the database does. */
class MergedIncidentIT {

    private static final UUID PART = new UUID(1, 1);
    private static final UUID WHOLE = new UUID(2, 2);

    private final Instant now = TestStore.BEGIN.plus(Duration.ofHours(8));
    private final FakeClock clock = FakeClock.at(now);
    private final Database database = TestStore.open(PostgresFlavour.PLAIN);
    private final PostgresDeskStore store = new PostgresDeskStore(database, new DeskMirror(database, clock));

    MergedIncidentIT() {
        new NetworkImporter(database).run(TestStore.fridge());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Incident recovered(UUID id, int startedMinute, int endedMinute) {
        return new Incident(
                id,
                "fridge-1",
                "too_warm",
                Level.WARNING,
                IncidentState.RECOVERED,
                micros(startedMinute),
                micros(endedMinute));
    }

    private static long micros(int minute) {
        return Sql.micros(TestStore.BEGIN.plus(Duration.ofMinutes(minute)));
    }

    @Test
    void anIncidentKnowsItsPartsUntilTheyHaveExcursionsOfTheirOwnAgain() {
        Incident part = recovered(PART, 10, 20);
        Incident whole = recovered(WHOLE, 40, 60);
        store.inTransaction(transaction -> {
            transaction.save(part, "north", now);
            transaction.save(whole, "north", now);
            transaction.save(part.withState(IncidentState.RETRACTED).withMergedInto(WHOLE), "north", now);
            return true;
        });
        store.inTransaction(transaction -> {
            assertThat(transaction.partsOf(WHOLE))
                    .containsExactly(part.withState(IncidentState.RETRACTED).withMergedInto(WHOLE));
            assertThat(transaction.partsOf(PART)).isEmpty();
            transaction.save(part, "north", now);
            assertThat(transaction.partsOf(WHOLE)).isEmpty();
            return true;
        });
    }

    @Test
    void whatIsStillSoAfterSilenceIsFoundByTheIncidentThatNothingEnded() {
        KnownChannel channel = new PostgresDeviceDirectory(database)
                .all()
                .iterator()
                .next()
                .channels()
                .values()
                .iterator()
                .next();
        commit(channel, 1, List.of(at(15, Transition.Kind.STARTED, 10), at(60, Transition.Kind.UNKNOWN, 10)));
        UUID open = only().id();
        // It was well, for a moment, when it was heard of again.
        commit(channel, 2, List.of(at(360, Transition.Kind.ENDED, 10)));
        assertThat(only().recoveredMicros()).isEqualTo(micros(60));
        assertThat(only().unknownUntilMicros()).isEqualTo(micros(360));

        commit(channel, 3, List.of(at(380, Transition.Kind.STARTED, 375)));

        assertThat(only().id()).isEqualTo(open);
        assertThat(only().state()).isEqualTo(IncidentState.OPEN);
        assertThat(only().timesOpened()).isEqualTo(2);
        store.inTransaction(transaction -> assertThat(transaction.excursions(open))
                .extracting(Excursion::unknownUntilMicros)
                .containsExactly(micros(360), null));
    }

    private static Transition at(int minute, Transition.Kind kind, int sinceMinute) {
        return new Transition(
                "too_warm",
                "fridge-1",
                kind,
                kind == Transition.Kind.ENDED ? null : Level.WARNING,
                micros(minute),
                micros(sinceMinute),
                9);
    }

    private void commit(KnownChannel channel, long batch, List<Transition> transitions) {
        new PostgresReadingLog(database)
                .commit(new Batch(
                        batch,
                        now,
                        0,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Batch.ChannelTransitions(channel.id(), "north", transitions)),
                        List.of(),
                        Map.of(),
                        Set.of()));
        var desk = new Desk(store, "north", new NoticeTargets(List.of(), List.of()), clock);
        while (desk.work()) {
            // until nothing waits
        }
    }

    private Incident only() {
        return database.read(connection -> {
            List<Incident> all = Sql.list(connection, PostgresDeskTransaction::incident, "select * from incident");
            assertThat(all).hasSize(1);
            return all.getFirst();
        });
    }
}
