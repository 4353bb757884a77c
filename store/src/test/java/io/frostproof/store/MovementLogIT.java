package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.store.MovementLog.Outcome;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A fridge that was too warm from 01:00 to 02:00 with hu-1 and hu-2 in it, and another fridge in another region. */
@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class MovementLogIT {

    private static final Instant BEGIN = TestStore.BEGIN;
    private static final Instant NOW = BEGIN.plus(Duration.ofDays(1));

    @Parameter
    PostgresFlavour flavour = PostgresFlavour.PLAIN;

    private @Nullable Database opened;

    @BeforeEach
    void open() {
        opened = TestStore.open(flavour);
        new NetworkImporter(database()).run(TestStore.fridge());
        execute("insert into region values ('south', 'South')");
        execute("insert into node values ('dock', 'south', 'Dock', 'dock', 'UTC')");
        execute("insert into unit values ('fridge-2', 'dock', 'Fridge 2', 'fridge', 'fridge')");
        execute("insert into device values ('probe-2', 'dock', 60)");
        execute(
                "insert into channel (device_id, name, quantity, unit, max_hold_s) values ('probe-2', 't1', 'temperature', 'Cel', 120)");
        execute(
                "insert into placement select id, 'fridge-2', '2026-01-01T00:00:00Z', null from channel where device_id = 'probe-2'");
        execute("insert into handling_unit (id, lot_id, quantity, quantity_unit) values ('hu-3', 'lot-1', 5, 'vials')");
        execute(
                "insert into transition select id, 'too_warm', '2026-01-01T01:05:00Z', 0, 'started', 'warning', 'fridge-1',"
                        + " '2026-01-01T01:00:00Z', 9.5, 1, now() from channel where device_id = 'probe-1'");
        execute("insert into transition select id, 'too_warm', '2026-01-01T02:00:00Z', 0, 'ended', null, 'fridge-1',"
                + " '2026-01-01T01:00:00Z', 9.5, 1, now() from channel where device_id = 'probe-1'");
        execute(
                "insert into desk_queue (region_id, channel_id, from_time, batch_id) select 'north', id, '2026-01-01T01:05:00Z', 1"
                        + " from channel where device_id = 'probe-1'");
        desks();
    }

    @AfterEach
    void close() {
        database().close();
    }

    private Database database() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    private void execute(String sql) {
        database().write(connection -> Sql.update(connection, sql));
    }

    private List<String> texts(String sql) {
        return database().read(connection -> Sql.list(connection, row -> row.getString(1), sql));
    }

    private void desks() {
        for (String region : List.of("north", "south")) {
            var desk = new Desk(
                    new PostgresDeskStore(database()),
                    region,
                    new NoticeTargets(List.of("webhook"), List.of()),
                    InstantSource.system());
            while (desk.work()) {
                // until nothing waits
            }
        }
    }

    private Outcome move(String handlingUnit, @Nullable String toUnit, String time) {
        return new MovementLog(database())
                .record(handlingUnit, toUnit, Instant.parse("2026-01-01T" + time + ":00Z"), NOW);
    }

    private List<String> moved(String handlingUnit, @Nullable String toUnit, String time) {
        Outcome outcome = move(handlingUnit, toUnit, time);
        assertThat(outcome).isInstanceOf(Outcome.Recorded.class);
        desks();
        return ((Outcome.Recorded) outcome).regions();
    }

    private List<String> exposures() {
        return texts("select concat_ws(' ', handling_unit_id, to_char(from_time at time zone 'UTC', 'HH24:MI'),"
                + " to_char(to_time at time zone 'UTC', 'HH24:MI')) from exposure order by 1");
    }

    private List<String> decisions() {
        return texts(
                "select d.state || ' ' || coalesce((select string_agg(x.handling_unit_id, ',' order by x.handling_unit_id)"
                        + " from decision_item x where x.decision_id = d.id), 'nothing') from decision d order by d.proposed_at");
    }

    private UUID approve() {
        UUID decision = UUID.fromString(
                texts("select id from decision where state = 'proposed'").getFirst());
        assertThat(new DecisionLog(database(), ActionOutbox.OWN)
                        .approve(decision, new DecisionLog.Person("ann", "operator"), null, null, NOW))
                .isEqualTo(new Move.Made());
        return decision;
    }

    @Test
    void whatWasInsideIsExposed() {
        assertThat(exposures()).containsExactly("hu-1 01:00 02:00", "hu-2 01:00 02:00");
        assertThat(decisions()).containsExactly("proposed hu-1,hu-2");
    }

    @Test
    void stockThatHadLeftBeforeIsNotExposedAndNoLongerProposed() {
        assertThat(moved("hu-1", "fridge-2", "00:30")).containsExactly("north", "south");
        assertThat(exposures()).containsExactly("hu-2 01:00 02:00");
        assertThat(decisions()).containsExactly("proposed hu-2");
        moved("hu-2", null, "00:45");
        assertThat(exposures()).isEmpty();
        assertThat(decisions()).containsExactly("withdrawn nothing");
    }

    @Test
    void stockThatHadComeBeforeIsExposedAndProposed() {
        assertThat(moved("hu-3", "fridge-1", "01:30")).containsExactly("north");
        assertThat(exposures()).containsExactly("hu-1 01:00 02:00", "hu-2 01:00 02:00", "hu-3 01:30 02:00");
        assertThat(decisions()).containsExactly("proposed hu-1,hu-2,hu-3");
        // And it was taken out again soon after, as we are told even later.
        moved("hu-3", "fridge-2", "01:40");
        assertThat(exposures()).containsExactly("hu-1 01:00 02:00", "hu-2 01:00 02:00", "hu-3 01:30 01:40");
    }

    @Test
    void whatPeopleHaveDecidedStaysAndNewStockGetsAProposalOfItsOwn() {
        approve();
        moved("hu-1", "fridge-2", "00:30");
        moved("hu-3", "fridge-1", "01:30");
        assertThat(exposures()).containsExactly("hu-2 01:00 02:00", "hu-3 01:30 02:00");
        assertThat(decisions()).containsExactly("approved hu-1,hu-2", "proposed hu-3");
        assertThat(texts("select id from handling_unit where disposition = 'quarantined' order by 1"))
                .containsExactly("hu-1", "hu-2");
    }

    @Test
    void aMovementThatTouchesNoExcursionChangesNone() {
        moved("hu-1", "fridge-2", "05:00");
        assertThat(exposures()).containsExactly("hu-1 01:00 02:00", "hu-2 01:00 02:00");
        assertThat(decisions()).containsExactly("proposed hu-1,hu-2");
    }

    @Test
    void theSameMovementAgainIsKnownAndAnotherOneAtThatTimeIsRefused() {
        var first = (Outcome.Recorded) move("hu-1", "fridge-2", "05:00");
        assertThat(first.movement())
                .isEqualTo(new StockQueries.Movement(
                        "hu-1", Instant.parse("2026-01-01T05:00:00Z"), "fridge-2", "Fridge 2", NOW));
        desks();
        assertThat(move("hu-1", "fridge-2", "05:00")).isEqualTo(new Outcome.Known(first.movement()));
        assertThat(move("hu-1", "fridge-1", "05:00")).isEqualTo(new Outcome.Contradicted(first.movement()));
        assertThat(move("hu-1", null, "05:00")).isEqualTo(new Outcome.Contradicted(first.movement()));
        assertThat(texts("select count(*) from movement where handling_unit_id = 'hu-1'"))
                .containsExactly("2");
        assertThat(texts("select count(*) from desk_queue")).containsExactly("0");
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThat(move("hu-9", "fridge-1", "05:00")).isEqualTo(new Outcome.NoSuchHandlingUnit());
        assertThat(move("hu-1", "fridge-9", "05:00")).isEqualTo(new Outcome.NoSuchUnit());
        assertThat(texts("select count(*) from movement")).containsExactly("3");
    }

    private Outcome barred(@Nullable UUID decision, String handlingUnit) {
        return new Outcome.Barred(
                decision,
                "quarantined",
                "handling unit '" + handlingUnit + "' is quarantined"
                        + (decision == null ? "" : " by decision " + decision)
                        + " and cannot leave the network, as it would by event 'movement:" + handlingUnit + ":"
                        + Sql.micros(Instant.parse("2026-01-01T05:00:00Z")) + "'");
    }

    @Test
    void quarantinedStockMovesInsideTheNetworkButNotOutOfIt() {
        UUID decision = approve();
        assertThat(move("hu-1", null, "05:00")).isEqualTo(barred(decision, "hu-1"));
        assertThat(move("hu-1", "fridge-2", "05:00")).isInstanceOf(Outcome.Recorded.class);
        execute("update handling_unit set disposition = 'quarantined' where id = 'hu-3'");
        assertThat(move("hu-3", null, "05:00")).isEqualTo(barred(null, "hu-3"));
        // hu-2 left before it was quarantined; that is on record, and stays known.
        assertThat(move("hu-2", null, "03:00")).isInstanceOf(Outcome.Known.class);
    }

    @Test
    void theEndOfAStayIsKeptInWhateverOrderMovementsCome() {
        var times = new ArrayList<>(IntStream.range(0, 40).boxed().toList());
        Collections.shuffle(times, new Random(7));
        for (int minute : times) {
            execute("insert into movement values ('hu-3', timestamptz '2026-01-02T00:00:00Z' + " + minute
                    + " * interval '1 minute', " + (minute % 5 == 0 ? "null" : "'fridge-1'") + ")");
            if (minute % 7 == 0) {
                execute("delete from movement where handling_unit_id = 'hu-3' and time in"
                        + " (select time from movement where handling_unit_id = 'hu-3' order by random() limit 3)");
            }
        }
        assertThat(untilIsWrong()).isEmpty();
        execute("delete from movement where handling_unit_id = 'hu-3'");
        execute(
                "insert into movement select 'hu-3', t, 'fridge-1' from generate_series(timestamptz '2026-01-02T00:00:00Z',"
                        + " '2026-01-02T01:00:00Z', '1 minute') t order by random()");
        assertThat(untilIsWrong()).isEmpty();
    }

    @Test
    void movementsOfOneHandlingUnitAtOnceSeeEachOther() {
        List<Outcome> outcomes = IntStream.range(0, 24)
                .parallel()
                .mapToObj(i -> move("hu-3", i % 2 == 0 ? "fridge-1" : "fridge-2", "06:%02d".formatted(i)))
                .toList();
        assertThat(outcomes).allMatch(Outcome.Recorded.class::isInstance);
        assertThat(untilIsWrong()).isEmpty();
    }

    private List<String> untilIsWrong() {
        return texts(
                "select handling_unit_id || ' ' || time from (select m.*, coalesce(lead(time) over"
                        + " (partition by handling_unit_id order by time), 'infinity') as expected from movement m) m where until <> expected");
    }
}
