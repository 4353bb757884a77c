package io.frostproof.store;

import static io.frostproof.store.PlanWorld.ANN;
import static io.frostproof.store.PlanWorld.BOB;
import static io.frostproof.store.PlanWorld.NOW;
import static io.frostproof.store.PlanWorld.goes;
import static io.frostproof.store.PlanWorld.stays;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.plan.Action;
import io.frostproof.alerts.plan.Proposal;
import io.frostproof.alerts.plan.Told;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of decisions when a plan follows another one. */
class PlanLogIT {

    private static final Instant LATER = NOW.plus(Duration.ofMinutes(5));

    private @Nullable PlanWorld made;

    @BeforeEach
    void open() {
        made = new PlanWorld(PostgresFlavour.PLAIN);
    }

    @AfterEach
    void close() {
        world().close();
    }

    private PlanWorld world() {
        return Objects.requireNonNull(made);
    }

    @Test
    void proposalsAreGroupedByWhatPeopleDecideTogether() {
        UUID id = world().keep(
                        goes("a", "far", NOW, 100),
                        goes("b", "far", NOW.plus(Duration.ofHours(5)), 100),
                        goes("c", "near", NOW, 100));
        assertThat(world().all())
                .containsExactly("transfer far proposed a", "transfer far proposed b", "transfer near proposed c");
        PlanQueries.Detail plan = world().queries.find(id).orElseThrow();
        assertThat(plan.plan().state()).isEqualTo("current");
        assertThat(plan.plan().policyVersions()).containsExactly("disposition-1", "plan-1");
        assertThat(plan.plan().totals().moved()).isEqualTo(3);
        assertThat(plan.plan().totals().valueAtRisk()).isEqualTo(new Money("300.00", "EUR"));
        assertThat(plan.decisions()).hasSize(3).allSatisfy(decision -> {
            assertThat(decision.plan()).isEqualTo(id);
            assertThat(decision.fromNode()).isEqualTo("hub");
            assertThat(decision.lane()).startsWith("to-");
        });
        List<PlanQueries.Proposal> proposals =
                world().queries.proposals(id, null, null, PageRequest.first(10)).items();
        assertThat(proposals).extracting(PlanQueries.Proposal::handlingUnit).containsExactly("a", "b", "c");
        PlanQueries.Proposal first = proposals.getFirst();
        assertThat(first.decision()).isEqualTo(world().about("a"));
        assertThat(first.reasons().get(0).path("code").asText()).isEqualTo("because");
        assertThat(first.landedCost()).isEqualTo(new Money("5.00", "EUR"));
        assertThat(first.node().asText()).isEqualTo("hub");
        assertThat(world().queries
                        .proposals(id, "hold", null, PageRequest.first(10))
                        .items())
                .isEmpty();
    }

    @Test
    void whatDesksInMemoryGoOnFromIsReadThoughDecisionsOfPlansHaveNoIncident() {
        var changes = new ChangeLog(world().stock.database);
        var mirror = new DeskMirror(world().stock.database, () -> NOW);
        changes.publish(1000);
        mirror.refresh();
        world().keep(stays("a", Action.DISCARD));
        assertThat(changes.publish(1000)).extracting(ChangeLog.Change::type).contains("decision");

        // By what has changed, not anew.
        assertThat(mirror.refresh()).isPositive();
    }

    @Test
    void whatStaysTheSameKeepsItsIdAndItsApprovals() {
        world().keep(stays("a", Action.DISCARD), stays("b", Action.DISCARD), goes("c", "far", NOW, 100));
        UUID discard = world().about("a");
        UUID transfer = world().about("c");
        world().decisions.approve(discard, ANN, null, null, NOW);
        UUID second = world().keep(
                        LATER, stays("a", Action.DISCARD), stays("b", Action.DISCARD), goes("c", "far", LATER, 100));
        assertThat(world().about("a")).isEqualTo(discard);
        assertThat(world().about("c")).isEqualTo(transfer);
        assertThat(world().texts("select by from decision_approval")).containsExactly("ann");
        assertThat(world().all()).containsExactly("discard proposed a,b", "transfer far proposed c");
        // Whoever was going to leave at once leaves at once.
        assertThat(world().texts("select departs_at = '" + LATER + "' from decision where id = '" + transfer + "'"))
                .containsExactly("t");
        assertThat(world().queries.find(second).orElseThrow().decisions())
                .extracting(DecisionQueries.Summary::id)
                .containsExactlyInAnyOrder(discard, transfer);
        assertThat(world().queries.list(PageRequest.first(5)).items())
                .extracting(PlanQueries.Summary::state)
                .containsExactly("current", "superseded");
    }

    @Test
    void moreGoodsAreAnotherDecisionAndThoseOfWhichItSaysSomethingElseLeave() {
        world().keep(stays("a", Action.HOLD), stays("b", Action.HOLD));
        UUID two = world().about("a");
        world().keep(LATER, stays("a", Action.HOLD), stays("b", Action.HOLD), stays("c", Action.HOLD));
        assertThat(world().about("b")).isEqualTo(two);
        assertThat(world().all()).containsExactly("hold proposed a,b", "hold proposed c");
        UUID third = world().keep(LATER.plusSeconds(1), stays("a", Action.HOLD), goes("b", "far", LATER, 100));
        assertThat(world().about("a")).isEqualTo(two);
        assertThat(world().all())
                .containsExactly("hold proposed a", "hold withdrawn b", "hold withdrawn c", "transfer far proposed b");
        assertThat(world().texts("select part_of from decision where part_of is not null"))
                .containsExactly(two.toString());
        assertThat(world().texts("select handling_unit_id from plan_proposal where decision_id = '" + two
                        + "' and plan_id = '" + third + "'"))
                .containsExactly("a");
    }

    @Test
    void whatLeavesTakesNoApprovalWithItAndLowersNoRule() {
        world().keep(goes("a", "far", NOW, 9_000), goes("b", "far", NOW, 9_000), stays("c", Action.DISCARD));
        UUID transfer = world().about("a");
        world().decisions.approve(transfer, ANN, null, null, NOW);
        world().keep(LATER, goes("a", "far", LATER, 9_000), goes("b", "near", LATER, 9_000));
        assertThat(world().about("a")).isEqualTo(transfer);
        assertThat(world().texts("select value_amount from decision where id = '" + transfer + "'"))
                .containsExactly("9000");
        assertThat(world().texts("select to_node || ' ' || count(a.by) from decision d left join decision_approval a"
                        + " on a.decision_id = d.id where d.state = 'proposed' group by d.id, to_node order by 1"))
                .containsExactly("far 1", "near 0");

        // Two of 18,000 together: one more is needed, though 9,000 alone would take one.
        assertThat(world().texts("select needs ->> 'persons' from decision where id = '" + transfer + "'"))
                .containsExactly("2");
        world().decisions.approve(transfer, BOB, null, null, LATER);
        assertThat(world().all())
                .containsExactly(
                        "discard withdrawn c",
                        "transfer far approved a",
                        "transfer far withdrawn b",
                        "transfer near proposed b");
    }

    private static final List<String> WORDS = List.of("hold", "discard", "far", "near", "nothing");

    private static @Nullable Proposal says(String id, String word, Instant now) {
        return switch (word) {
            case "hold" -> stays(id, Action.HOLD);
            case "discard" -> stays(id, Action.DISCARD);
            case "nothing" -> null;
            default -> goes(id, word, now, 100);
        };
    }

    /** Whatever plans follow each other: of whatever a plan says the same as the one before, nobody has to look for the decision again. */
    @Test
    void goodsStayInTheirDecisionForAsLongAsPlansSayTheSameOfThem() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Map<String, String> before = new TreeMap<>();
        Map<String, UUID> where = new TreeMap<>();
        for (int i = 0; i < 40; i++) {
            Instant now = NOW.plusSeconds(10L * i);
            Map<String, String> says = new TreeMap<>();
            for (String id : List.of("a", "b", "c")) {
                boolean other = before.isEmpty() || random.nextInt(3) == 0;
                says.put(id, other ? WORDS.get(random.nextInt(WORDS.size())) : Objects.requireNonNull(before.get(id)));
            }
            world().keep(
                            now,
                            says.entrySet().stream()
                                    .map(one -> says(one.getKey(), one.getValue(), now))
                                    .filter(Objects::nonNull)
                                    .toArray(Proposal[]::new));
            String as = "seed " + seed + " plan " + i + ": " + before + " -> " + says;
            assertThat(
                            world().texts(
                                            "select x.handling_unit_id || ' ' || coalesce(d.to_node, d.disposition)"
                                                    + " from decision d join decision_item x on x.decision_id = d.id where d.state = 'proposed' order by 1"))
                    .as(as)
                    .containsExactlyElementsOf(says.entrySet().stream()
                            .filter(one -> !one.getValue().equals("nothing"))
                            .map(one -> one.getKey() + " " + one.getValue())
                            .toList());
            for (Map.Entry<String, String> one : says.entrySet()) {
                String id = one.getKey();
                if (one.getValue().equals("nothing")) {
                    where.remove(id);
                    continue;
                }
                UUID in = world().about(id);
                if (one.getValue().equals(before.get(id))) {
                    assertThat(in).as(as + ", " + id).isEqualTo(where.get(id));
                }
                where.put(id, in);
            }
            before = says;
        }
    }

    @Test
    void whatIsNotProposedAnyMoreIsWithdrawnAndWhatWasApprovedStays() {
        world().keep(stays("a", Action.HOLD), goes("b", "far", NOW, 100), goes("c", "near", NOW, 100));
        UUID hold = world().about("a");
        UUID far = world().about("b");
        world().decisions.approve(hold, ANN, null, null, NOW);
        world().decisions.approve(far, ANN, null, null, NOW);
        UUID second = world().keep(LATER, stays("a", Action.HOLD), goes("b", "far", LATER, 100));
        assertThat(world().all())
                .containsExactly("hold approved a", "transfer far approved b", "transfer near withdrawn c");
        assertThat(world().texts("select decided_by from decision where state = 'withdrawn'"))
                .containsExactly("planner");
        // The plan speaks of what was decided, and asks nobody again.
        assertThat(world().queries.find(second).orElseThrow().decisions())
                .extracting(DecisionQueries.Summary::id)
                .containsExactlyInAnyOrder(hold, far);
    }

    @Test
    void aLaterDepartureIsAnotherDecision() {
        world().keep(goes("a", "far", NOW, 100));
        UUID now = world().about("a");
        world().keep(LATER, goes("a", "far", LATER.plus(Duration.ofHours(2)), 100));
        assertThat(world().about("a")).isNotEqualTo(now);
        assertThat(world().all()).containsExactly("transfer far proposed a", "transfer far withdrawn a");
    }

    @Test
    void whoHasSaidNoIsNotAskedAgainUntilSomethingElseIsProposed() {
        world().keep(goes("a", "far", NOW, 100), stays("b", Action.HOLD));
        UUID transfer = world().about("a");
        world().decisions.reject(transfer, ANN, "no driver", null, NOW);
        for (int i = 1; i < 4; i++) {
            Instant then = NOW.plus(Duration.ofMinutes(i));
            world().keep(then, goes("a", "far", then, 100), stays("b", Action.HOLD));
            assertThat(world().all()).containsExactly("hold proposed b", "transfer far rejected a");
        }
        world().keep(LATER, goes("a", "near", LATER, 100), stays("b", Action.HOLD));
        assertThat(world().all())
                .containsExactly("hold proposed b", "transfer far rejected a", "transfer near proposed a");
        // Then the first one is news again.
        world().keep(LATER.plusSeconds(1), goes("a", "far", LATER, 100), stays("b", Action.HOLD));
        assertThat(world().all())
                .containsExactly(
                        "hold proposed b",
                        "transfer far proposed a",
                        "transfer far rejected a",
                        "transfer near withdrawn a");
    }

    @Test
    void aPartThatIsLeftStaysProposedUnderItsId() {
        world().keep(stays("a", Action.HOLD), stays("b", Action.HOLD), stays("c", Action.HOLD));
        world().decisions.approve(world().about("a"), ANN, null, List.of("a"), NOW);
        UUID rest = world().about("b");
        world().keep(LATER, stays("a", Action.HOLD), stays("b", Action.HOLD), stays("c", Action.HOLD));
        assertThat(world().about("b")).isEqualTo(rest);
        assertThat(world().all()).containsExactly("hold approved a", "hold proposed b,c");
    }

    @Test
    void goodsThatADeskProposesToQuarantineAreNotProposedTwice() {
        world().stock
                .execute(
                        "insert into incident (id, region_id, unit_id, slot, level, state, started_at, opened_at) values"
                                + " ('00000000-0000-0000-0000-0000000000a1', 'north', 'dock', 'too_warm', 'critical', 'open', now(), now())");
        world().stock
                .execute(
                        "insert into decision (id, incident_id, disposition, state, proposed_at, policy_version, evidence)"
                                + " values ('00000000-0000-0000-0000-0000000000d1', '00000000-0000-0000-0000-0000000000a1', 'quarantine', 'proposed', '"
                                + NOW + "', '1', '{}')");
        world().stock
                .execute("insert into decision_item (decision_id, handling_unit_id) values"
                        + " ('00000000-0000-0000-0000-0000000000d1', 'a')");
        world().keep(stays("a", Action.QUARANTINE), stays("b", Action.QUARANTINE), stays("c", Action.RELEASE));
        assertThat(world().all()).containsExactly("quarantine proposed a", "quarantine proposed b");
        assertThat(world().texts(
                                "select handling_unit_id || ' ' || coalesce(decision_id::text = '00000000-0000-0000-0000-0000000000d1', false)"
                                        + " from plan_proposal order by 1"))
                .containsExactly("a true", "b false", "c false");
        world().decisions.approve(UUID.fromString("00000000-0000-0000-0000-0000000000d1"), ANN, null, null, NOW);
        world().keep(LATER, stays("a", Action.QUARANTINE), stays("b", Action.QUARANTINE));
        assertThat(world().all()).containsExactly("quarantine approved a", "quarantine proposed b");
    }

    @Test
    void aPlanIsNews() {
        world().keep(stays("a", Action.HOLD));
        assertThat(new ChangeLog(world().stock.database).publish(100))
                .extracting(ChangeLog.Change::type)
                .contains("plan", "decision");
    }

    @Test
    void theNextPlanFindsWhatTheOneBeforeHasSaid() {
        assertThat(world().plans.newest()).isEmpty();
        world().keep(stays("b", Action.HOLD));
        world().keep(LATER, goes("a", "far", LATER, 100), stays("b", Action.HOLD));
        assertThat(world().plans.newest())
                .contains(new PlanLog.Newest(
                        "digest-" + LATER, LATER, Map.of("a", new Told("to-far", "chilled"), "b", Told.STAYS), false));
    }

    @Test
    void plansThatNobodyDecidedByDoNotStayForEver() {
        UUID seen = world().keep(NOW, goes("a", "far", NOW, 100));
        for (int minute = 1; minute < 40; minute++) {
            world().keep(NOW.plus(Duration.ofMinutes(minute)), stays("b", Action.HOLD));
        }
        Instant approved = NOW.plus(Duration.ofMinutes(39)).plusSeconds(20);
        world().decisions.approve(world().about("b"), ANN, null, null, approved);
        UUID newest = world().keep(NOW.plus(Duration.ofMinutes(40)), stays("c", Action.HOLD));

        // The first of each quarter of an hour, the one that has proposed what was approved, and what is young enough
        // to be read.
        assertThat(minutes()).containsExactly(0, 1, 15, 30, 35, 36, 37, 38, 39, 40);
        new Housekeeping(world().stock.database).run(NOW.plus(Duration.ofDays(2)));
        // What proposed it, what was on the table when it was approved, and what counts now.
        assertThat(minutes()).containsExactly(1, 39, 40);
        assertThat(world().queries.find(newest)).isPresent();
        // The row stays, since a withdrawn decision was proposed by it; it says nothing any more.
        assertThat(world().queries.find(seen)).isEmpty();
        assertThat(world().texts("select state from decision where plan_id = '" + seen + "'"))
                .containsExactly("withdrawn");
        assertThat(world().texts("select count(*) from plan_proposal")).containsExactly("3");
    }

    /** When the plans of the list were made, in minutes of the test, oldest first. */
    private List<Integer> minutes() {
        return world().queries.list(PageRequest.first(100)).items().stream()
                .map(plan -> (int) Duration.between(NOW, plan.madeAt()).toMinutes())
                .sorted()
                .toList();
    }
}
