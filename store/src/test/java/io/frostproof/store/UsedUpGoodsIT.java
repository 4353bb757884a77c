package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.disposition.Soundness;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.plan.Plan;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.Planner;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.solve.PriceSolver;
import io.frostproof.testing.PostgresFlavour;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goods with a budget used up where nothing is the matter, out of a real database. Milk may be above 8 °C for 12 h, so a tenth of that are 72 min. */
class UsedUpGoodsIT {

    private final Database database = TestStore.open(PostgresFlavour.PLAIN);
    private final SituationWorld world = new SituationWorld(database);

    /** Minutes after the begin at which milk in u1 was warm for 11.5 h, and the lag with which it follows the air. */
    private static final int EVENING = 361 + 690;

    @BeforeEach
    void nothingIsTheMatter() {
        assertThat(world.read().situation().units()).isEmpty();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static List<String> affected(SituationSource.Read read) {
        return read.situation().units().stream().map(AffectedUnit::handlingUnit).toList();
    }

    private static Instant at(int minutes) {
        return TestStore.BEGIN.plus(Duration.ofMinutes(minutes));
    }

    private List<String> affectedAt(int minutes) {
        return affected(world.reader.read(at(minutes)));
    }

    private void release(String handlingUnit, int minutes) {
        world.decide(handlingUnit, "release", "approved", null, null);
        world.sql(
                "update decision d set decided_at = ? from decision_item x where x.decision_id = d.id and x.handling_unit_id = ?",
                at(minutes),
                handlingUnit);
    }

    @Test
    void goodsWithABudgetUsedUpAreAffectedThoughNothingIsTheMatterWhereTheyAre() {
        // The goods follow the air slowly: soon after it has begun, and for longer than it lasts.
        world.readings("u1", 361, 361 + 11 * 60, 30, 0);
        world.readings("u1", 361 + 11 * 60 + 5, 361 + 11 * 60 + 35, 5, 0);
        Instant evening = SituationWorld.NOW.plus(Duration.ofMinutes(11 * 60 + 35));
        // More than nine tenths of 12 hours, and nobody was told.
        SituationSource.Read read = world.reader.read(evening);
        assertThat(affected(read)).containsExactly("m1", "m2");
        assertThat(read.situation().units())
                .allSatisfy(unit -> assertThat(unit.judgement().soundness()).isEqualTo(Soundness.UNKNOWN));

        // Somebody looks at m1 and lets it go: it is asked about again when more is used up, and not before.
        world.decide("m1", "release", "approved", null, null);
        world.sql("update decision set decided_at = ?", evening);
        assertThat(affected(world.reader.read(evening.plusSeconds(5)))).containsExactly("m2");
        assertThat(affected(world.reader.read(evening.plus(Duration.ofMinutes(20)))))
                .containsExactly("m2");
        world.sql("update decision set decided_at = ?", SituationWorld.NOW);
        assertThat(affected(world.reader.read(evening.plus(Duration.ofMinutes(40)))))
                .containsExactly("m1", "m2");
    }

    @Test
    void goodsThatNobodyKnowsEnoughOfAreNotUsedUp() {
        // Nothing is known for twenty hours, which may have been as warm as can be; but that is true of much, some day.
        Instant nextDay = SituationWorld.NOW.plus(Duration.ofHours(20));
        assertThat(affected(world.reader.read(nextDay))).isEmpty();
        assertThat(affected(world.reader.read(nextDay.plus(Duration.ofMinutes(15)))))
                .isEmpty();
    }

    @Test
    void whatSomebodyLetGoIsAskedAboutAgainAtEachFurtherTenth() {
        world.readings("u1", 361, EVENING + 170, 30, 0);
        assertThat(affectedAt(EVENING)).containsExactly("m1", "m2");
        release("m1", EVENING);
        assertThat(affectedAt(EVENING + 60)).as("60 min more").containsExactly("m2");
        assertThat(affectedAt(EVENING + 75)).as("75 min more").containsExactly("m1", "m2");
        assertThat(affectedAt(EVENING + 80)).as("until it is decided").containsExactly("m1", "m2");

        release("m1", EVENING + 80);
        assertThat(affectedAt(EVENING + 81)).containsExactly("m2");
        assertThat(affectedAt(EVENING + 145)).as("65 min more").containsExactly("m2");
        assertThat(affectedAt(EVENING + 165)).as("85 min more").containsExactly("m1", "m2");
    }

    @Test
    void nobodyIsAskedAgainOnTheSameFacts() {
        world.readings("u1", 361, EVENING, 30, 0);
        int cold = EVENING + 24 * 60;
        world.readings("u1", EVENING + 5, cold + 24 * 60, 5, 0);
        assertThat(affectedAt(cold)).containsExactly("m1", "m2");
        release("m1", cold);
        for (int minutes = cold + 20; minutes <= cold + 24 * 60; minutes += 60) {
            assertThat(affectedAt(minutes)).as("%d min later", minutes - cold).containsExactly("m2");
        }
    }

    @Test
    void whatComesLateOfTheTimeSinceCountsAsMoreAndOfTheTimeBeforeForBoth() {
        world.readings("u1", 361, 450, 30, 0);
        // Nothing for two hours.
        world.readings("u1", 570, EVENING + 120, 30, 0);
        // Nothing again for two, and more is warm.
        world.readings("u1", EVENING + 240, EVENING + 250, 5, 0);
        assertThat(affectedAt(EVENING + 120)).containsExactly("m1", "m2");
        release("m1", EVENING + 130);
        assertThat(affectedAt(EVENING + 250)).containsExactly("m2");

        world.readings("u1", 455, 565, 30, 0);
        assertThat(affectedAt(EVENING + 270)).as("of before").containsExactly("m2");

        world.readings("u1", EVENING + 125, EVENING + 235, 30, 0);
        assertThat(affectedAt(EVENING + 290)).as("of since").containsExactly("m1", "m2");
    }

    /** What comes late may say that it was not so bad: then nothing was used up, until it is. */
    @Test
    void whatWasNotUsedUpAfterAllIsAskedAboutOnceItIs() {
        world.readings("u1", 361, EVENING, 30, 0);
        assertThat(affectedAt(EVENING)).containsExactly("m1", "m2");
        release("m1", EVENING);
        world.readings("u1", 361, 361 + 300, 5, 0);
        assertThat(affectedAt(EVENING + 20)).isEmpty();

        world.readings("u1", EVENING + 5, EVENING + 500, 30, 0);
        assertThat(affectedAt(EVENING + 500)).containsExactly("m1", "m2");
    }

    @Test
    void goodsThatSomebodyLetGoInTheSilenceAreAskedAboutOnceMoreIsKnownToBeUsedUp() {
        world.readings("u1", 361, EVENING, 30, 0);
        world.open("u1", "no_data");
        assertThat(affectedAt(EVENING + 60)).containsExactly("b1", "m1", "m2");
        release("m1", EVENING + 60);
        assertThat(affectedAt(EVENING + 180)).containsExactly("b1", "m2");

        // It had kept what it measured since; that it is silent again is no reason to leave them.
        world.readings("u1", EVENING + 5, EVENING + 180, 30, 0);
        assertThat(affectedAt(EVENING + 200)).containsExactly("b1", "m1", "m2");
    }

    /**
     * 616 of 720 min by the lag of the unit, 683 by half of it (12 °C, 4 h: lag times ln(7 / 4) until 8 °C). Who stood there while nothing was the matter is not asked about; who left while something was, is, and so is what nobody can weigh.
     */
    @Test
    void goodsThatLeftWhileSomethingWasTheMatterAreAskedAboutByAnyThatIsSaid() {
        world.sql("update rule_version set product_lag_s = 14400 where scope = 'unit' and ref = 'u1'");
        world.readings("u1", 361, 361 + 750, 12, 0);
        int gone = 361 + 755;
        world.readings("u3", 365, gone + 60, 5, 0);
        world.move("m1", "u3", at(gone));
        world.move("m2", "u3", at(gone));
        world.readings("u1", gone, gone + 60, 5, 0);
        assertThat(affectedAt(gone + 20)).isEmpty();

        world.open("u1", "too_warm");
        world.sql(
                "insert into exposure (excursion_id, handling_unit_id, from_time, to_time) select id, 'm1', ?, ? from excursion",
                at(361),
                at(gone));
        world.end("u1", "too_warm");
        assertThat(affectedAt(gone + 40)).containsExactly("m1");
        release("m1", gone + 40);
        assertThat(affectedAt(gone + 60)).isEmpty();
    }

    /** How people tell that goods are back: where they are, or with a receipt. */
    enum Told {
        MOVED,
        RECEIVED
    }

    /** A dock is as warm as docks are, and no rule there says that it is too warm. */
    @ParameterizedTest
    @EnumSource(Told.class)
    void aReturnThatStaysOnTheDockForTooLongIsProposed(Told how) {
        world.move("m3", null, at(100));
        int back = 100 + 24 * 60;
        world.readings("u3", 365, back, 5, 0);
        world.readings("u3", back + 5, back + 690, 30, 0);
        if (how == Told.MOVED) {
            world.move("m3", "u3", at(back));
        } else {
            var receipt =
                    new StockEvent.Received("back", Sql.micros(at(back)), "m3", "lot-m", new BigDecimal("60"), "u3");
            assertThat(new StockLog(database).record(List.of(new StockLog.Told(receipt, "test", null)), at(back)))
                    .isInstanceOf(StockLog.Outcome.Recorded.class);
        }
        assertThat(affectedAt(back + 300)).as("it was away, which is no harm").isEmpty();

        SituationSource.Read read = world.reader.read(at(back + 690));
        assertThat(read.unplannable()).isEmpty();
        assertThat(affected(read)).containsExactly("m3", "m4");
        assertThat(decided(read, at(back + 690)))
                .as("with what it is worth, and what all of the decision is")
                .containsExactlyElementsOf(
                        how == Told.MOVED
                                ? List.of(
                                        "m3 quarantine proposed unknown unknown", "m4 quarantine proposed 200 unknown")
                                : List.of("m3 quarantine proposed 120 320", "m4 quarantine proposed 200 320"));
    }

    /** Nobody has said what milk is worth: it goes nowhere, and is held all the same. */
    @Test
    void goodsThatNobodyCanWeighAreHeldWhereTheyWouldSpoil() {
        world.sql("update product set value_amount = null, value_currency = null, value_per = null where id = 'milk'");
        world.open("u1", "too_warm");
        world.readings("u1", 361, 480, 12, 0);

        SituationSource.Read read = world.reader.read(at(480));

        assertThat(read.unplannable())
                .extracting(one -> one.handlingUnit() + " " + one.missing())
                .contains("m1 value", "m2 value");
        assertThat(decided(read, at(480)))
                .containsExactly("m1 hold proposed unknown unknown", "m2 hold proposed unknown unknown");
    }

    /** What a plan of a situation comes to: goods, disposition, state, what they are worth, and what all of the decision is. */
    private List<String> decided(SituationSource.Read read, Instant now) {
        Plan plan = new Planner(PlanPolicy.standard(), new PriceSolver()).plan(read.situation());
        database.becomeActive();
        new PlanLog(database, new DecisionLog(database, (connection, id, time) -> {}))
                .keep(new PlanLog.Made(plan, List.of(), read.unplannable(), read.digest(), "test", Duration.ZERO), now);
        return database.read(connection -> Sql.list(connection, row -> row.getString(1), """
                select concat_ws(' ', x.handling_unit_id, d.disposition, d.state, coalesce(x.value::text, 'unknown'), coalesce(d.value_amount::text, 'unknown'))
                from decision d join decision_item x on x.decision_id = d.id order by 1
                """));
    }
}
