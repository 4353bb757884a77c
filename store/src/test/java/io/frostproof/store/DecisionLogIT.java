package io.frostproof.store;

import static io.frostproof.store.PlanWorld.ANN;
import static io.frostproof.store.PlanWorld.BOB;
import static io.frostproof.store.PlanWorld.CY;
import static io.frostproof.store.PlanWorld.NOW;
import static io.frostproof.store.PlanWorld.goes;
import static io.frostproof.store.PlanWorld.stays;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.govern.Approval;
import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.notify.NoticeText;
import io.frostproof.alerts.plan.Action;
import io.frostproof.alerts.plan.Proposal;
import io.frostproof.store.DecisionLog.Reversal;
import io.frostproof.testing.PostgresFlavour;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who decides, what becomes of the goods, and how it is taken back. */
class DecisionLogIT {

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

    private Move approve(UUID id, DecisionLog.Person person, String... handlingUnits) {
        return world().decisions
                .approve(id, person, "seen", handlingUnits.length == 0 ? null : List.of(handlingUnits), NOW);
    }

    private Reversal revert(UUID id, DecisionLog.Person person, String... handlingUnits) {
        return world().decisions
                .revert(
                        id,
                        person,
                        "was wrong",
                        handlingUnits.length == 0 ? null : List.of(handlingUnits),
                        NOW.plusSeconds(60));
    }

    private DecisionQueries.Summary find(UUID id) {
        return new DecisionQueries(world().stock.database)
                .find(id)
                .orElseThrow()
                .decision();
    }

    private static String why(Move move) {
        assertThat(move).isInstanceOf(Move.Barred.class);
        return ((Move.Barred) move).why();
    }

    /** Has goods held first, as a release needs. */
    private UUID held(String... handlingUnits) {
        world().keep(IntStream.range(0, handlingUnits.length)
                .mapToObj(i -> stays(handlingUnits[i], Action.HOLD))
                .toArray(Proposal[]::new));
        UUID hold = world().about(handlingUnits[0]);
        assertThat(approve(hold, ANN)).isEqualTo(new Move.Made());
        return hold;
    }

    @Test
    void aReleaseTakesTwoPersonsOneOfThemOfQualityAssurance() {
        held("a");
        world().keep(stays("a", Action.RELEASE));
        UUID release = world().about("a");
        assertThat(find(release).needs())
                .isEqualTo(new DecisionQueries.Needed(2, List.of("administrator", "operator", "qa"), "qa", false));
        assertThat(approve(release, ANN)).isEqualTo(new Move.Made());
        assertThat(find(release).state()).isEqualTo("proposed");
        assertThat(find(release).waitsFor()).isEqualTo(new DecisionQueries.Waits(1, List.of("qa"), "qa"));
        assertThat(find(release).approvals()).containsExactly(new Approval("ann", "operator", NOW, "seen"));
        assertThat(world().goods()).contains("a held");
        assertThat(why(approve(release, ANN))).isEqualTo("same_person");
        assertThat(why(approve(release, BOB))).isEqualTo("role");
        assertThat(approve(release, CY)).isEqualTo(new Move.Made());
        assertThat(find(release).state()).isEqualTo("approved");
        assertThat(find(release).decidedBy()).isEqualTo("cy");
        assertThat(find(release).approvals()).hasSize(2);
        assertThat(world().goods()).contains("a available");
        assertThat(approve(release, BOB)).isEqualTo(new Move.Refused("approved"));
        assertThat(world().told).last().isEqualTo(release + " approved");
    }

    @Test
    void itWaitsForThoseWhoCanCompleteIt() {
        held("a");
        world().keep(stays("a", Action.RELEASE), stays("b", Action.HOLD));
        UUID release = world().about("a");
        var queries = new DecisionQueries(world().stock.database);
        assertThat(mine(queries, ANN)).containsExactlyInAnyOrder("release", "hold");
        approve(release, ANN);
        assertThat(mine(queries, ANN)).containsExactly("hold");
        assertThat(mine(queries, BOB)).containsExactly("hold");
        assertThat(mine(queries, CY)).containsExactlyInAnyOrder("release", "hold");
        assertThat(mine(queries, new DecisionLog.Person("eve", "viewer"))).isEmpty();
    }

    private static List<String> mine(DecisionQueries queries, DecisionLog.Person person) {
        return queries
                .list(new DecisionQueries.Wanted(null, null, null, null, person), PageRequest.first(10))
                .items()
                .stream()
                .map(DecisionQueries.Summary::disposition)
                .toList();
    }

    @Test
    void theValueSaysHowManyPersons() {
        world().keep(goes("a", "far", NOW, 6_000), goes("b", "far", NOW, 6_000), goes("c", "near", NOW, 6_000));
        UUID far = world().about("a");
        assertThat(find(far).value()).isEqualTo(new Money("12000.00", "EUR"));
        assertThat(Objects.requireNonNull(find(far).needs()).persons()).isEqualTo(2);
        assertThat(Objects.requireNonNull(find(world().about("c")).needs()).persons())
                .isEqualTo(1);
        // A part of it is still a part of what takes two, or it could be cut to size.
        assertThat(approve(far, ANN, "a")).isEqualTo(new Move.Made());
        assertThat(find(far).state()).isEqualTo("proposed");
        assertThat(world().all())
                .containsExactly("transfer far proposed a", "transfer far proposed b", "transfer near proposed c");
        assertThat(find(far).value()).isEqualTo(new Money("6000.00", "EUR"));
        UUID rest = world().about("b");
        assertThat(find(rest).partOf()).isEqualTo(far);
        assertThat(find(rest).approvals()).isEmpty();
        assertThat(approve(far, BOB)).isEqualTo(new Move.Made());
        assertThat(world().all())
                .containsExactly("transfer far approved a", "transfer far proposed b", "transfer near proposed c");
        assertThat(world().goods()).containsOnly("a available", "b available", "c available");
    }

    @Test
    void theRulesOfTheNetworkCountBeforeTheBuiltInOnes() {
        world().stock
                .execute(
                        "insert into governance_rule values (1, '{hold}', 150, '{}', '{}', 0, '{}', null, false, null, '{}'),"
                                + " (2, '{hold}', null, '{north}', '{}', 1, '{qa}', null, true, 3600, '{shift}')");
        world().keep(stays("a", Action.HOLD, 150), stays("b", Action.QUARANTINE));
        assertThat(world().all()).containsExactly("hold approved a", "quarantine proposed b");
        assertThat(find(world().about("a")).decidedBy()).isEqualTo("policy");
        assertThat(world().goods()).contains("a held");
        world().keep(stays("a", Action.HOLD, 150), stays("b", Action.HOLD, 100), stays("c", Action.HOLD, 100));
        UUID hold = world().about("b");
        assertThat(find(hold).dueAt()).isEqualTo(NOW.plus(Duration.ofHours(1)));
        assertThat(why(approve(hold, ANN))).isEqualTo("role");
        assertThat(why(world().decisions.approve(hold, CY, null, null, NOW))).isEqualTo("reason");
        assertThat(why(world().decisions.reject(hold, ANN, "no", null, NOW))).isEqualTo("role");
        assertThat(approve(hold, CY)).isEqualTo(new Move.Made());
        assertThat(world().goods()).containsExactly("a held", "b held", "c held");
    }

    @Test
    void aPartIsDecidedAndTheRestStaysProposed() {
        world().keep(stays("a", Action.HOLD), stays("b", Action.HOLD), stays("c", Action.HOLD));
        UUID hold = world().about("a");
        assertThat(why(approve(hold, ANN, "a", "x"))).isEqualTo("handling_units");
        assertThat(approve(hold, ANN, "b", "a")).isEqualTo(new Move.Made());
        assertThat(world().all()).containsExactly("hold approved a,b", "hold proposed c");
        assertThat(world().goods()).containsExactly("a held", "b held", "c available");
        UUID rest = world().about("c");
        assertThat(world().texts("select decision_id::text from plan_proposal where handling_unit_id = 'c'"))
                .containsExactly(rest.toString());
        assertThat(world().decisions.reject(rest, ANN, "sold", null, NOW)).isEqualTo(new Move.Made());
        assertThat(world().all()).containsExactly("hold approved a,b", "hold rejected c");
        assertThat(world().told).containsExactly(hold + " approved");
    }

    @Test
    void aStricterDecisionCountsAndAWeakerOneFreesNothing() {
        UUID hold = held("a", "b");
        world().keep(stays("a", Action.DISCARD));
        UUID discard = world().about("a");
        assertThat(find(discard).needs())
                .extracting(needs -> Objects.requireNonNull(needs).persons())
                .isEqualTo(2);
        approve(discard, ANN);
        approve(discard, CY);
        assertThat(world().goods()).contains("a discarded", "b held");
        // Taking the hold back frees what only it holds.
        assertThat(revert(hold, ANN).move()).isEqualTo(new Move.Made());
        assertThat(world().goods()).contains("a discarded", "b held");
        assertThat(revert(hold, CY).move()).isEqualTo(new Move.Made());
        assertThat(find(hold).state()).isEqualTo("reverted");
        assertThat(world().goods()).contains("a discarded", "b available");
        // And the discard has no hold to fall back to any more.
        assertThat(revert(discard, BOB).move()).isEqualTo(new Move.Made());
        assertThat(revert(discard, CY).move()).isEqualTo(new Move.Made());
        assertThat(world().goods()).contains("a available");
        assertThat(world().told).last().isEqualTo(discard + " reverted");
    }

    @Test
    void whatIsTakenBackIsAsItWasBefore() {
        UUID hold = held("a");
        world().keep(stays("a", Action.DISCARD));
        UUID discard = world().about("a");
        approve(discard, ANN);
        approve(discard, CY);
        revert(discard, ANN);
        assertThat(why(revert(discard, ANN).move())).isEqualTo("same_person");
        assertThat(find(discard).revertApprovals()).hasSize(1);
        revert(discard, CY);
        assertThat(world().goods()).contains("a held");
        assertThat(world().texts("select held_by::text from handling_unit where id = 'a'"))
                .containsExactly(hold.toString());
        assertThat(revert(discard, CY).move()).isEqualTo(new Move.Refused("reverted"));
        assertThat(revert(UUID.randomUUID(), CY).move()).isEqualTo(new Move.NotFound());
    }

    @Test
    void ofAHoldSomeIsTakenBack() {
        UUID hold = held("a", "b", "c");
        UUID part = revert(hold, ANN, "a").decision();
        assertThat(part).isNotEqualTo(hold);
        assertThat(world().goods()).containsExactly("a held", "b held", "c held");
        assertThat(revert(part, CY).move()).isEqualTo(new Move.Made());
        assertThat(world().goods()).containsExactly("a available", "b held", "c held");
        assertThat(world().all()).containsExactly("hold approved b,c", "hold reverted a");
    }

    @Test
    void aReleaseThatWasUsedIsNotTakenBack() {
        held("a", "b");
        world().keep(stays("a", Action.RELEASE), stays("b", Action.RELEASE));
        UUID release = world().about("a");
        approve(release, ANN);
        approve(release, CY);
        world().stock.execute("update decision set decided_at = '2025-12-31' where id = '" + release + "'");
        world().stock.tell(StockWorld.removed("gone", 30, "a"));
        Move move = revert(release, ANN).move();
        assertThat(why(move)).isEqualTo("irreversible");
        assertThat(((Move.Barred) move).text()).contains("'a'", "'gone'");
        // Of the other one it is.
        Reversal part = revert(release, ANN, "b");
        assertThat(part.move()).isEqualTo(new Move.Made());
        assertThat(part.decision()).isNotEqualTo(release);
        assertThat(find(part.decision()).partOf()).isEqualTo(release);
        assertThat(find(part.decision()).state()).isEqualTo("reverted");
        assertThat(find(release).state()).isEqualTo("approved");
        assertThat(world().goods()).contains("a available", "b held");
    }

    @Test
    void aDiscardThatWasDisposedOfIsNotTakenBack() {
        world().keep(stays("a", Action.DISCARD));
        UUID discard = world().about("a");
        approve(discard, ANN);
        approve(discard, CY);
        world().stock.execute("update decision set decided_at = '2025-12-31' where id = '" + discard + "'");
        world().stock.tell(new StockEvent.Removed("binned", StockWorld.at(30), "a", null, StockEvent.Reason.DISPOSED));
        assertThat(why(revert(discard, ANN).move())).isEqualTo("irreversible");
    }

    @Test
    void goodsCannotGoTwoWays() {
        world().keep(goes("a", "far", NOW, 100));
        UUID far = world().about("a");
        approve(far, ANN);
        world().keep(goes("a", "near", NOW, 100));
        UUID near = world().about("a");
        assertThat(why(approve(near, ANN))).isEqualTo("goods");
        assertThat(find(near).approvals()).isEmpty();
        assertThat(revert(far, ANN).move()).isEqualTo(new Move.Made());
        assertThat(approve(near, ANN)).isEqualTo(new Move.Made());
        world().stock.tell(StockWorld.moved("arrived", 30, "a", "near-dock"));
        assertThat(why(revert(near, ANN).move())).isEqualTo("irreversible");
    }

    @Test
    void ofManyWhoDecideAtOnceExactlyTwoComplete() {
        held("a");
        world().keep(stays("a", Action.RELEASE));
        UUID release = world().about("a");
        List<Move> moves = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> approve(release, new DecisionLog.Person("qa-" + i, "qa")))
                .toList();
        assertThat(moves).filteredOn(new Move.Made()::equals).hasSize(2);
        assertThat(find(release).approvals()).hasSize(2);
        assertThat(find(release).state()).isEqualTo("approved");
        assertThat(world().told).filteredOn((release + " approved")::equals).hasSize(1);
    }

    @Test
    void othersAreToldOfWhatWaitsTooLong() {
        world().stock
                .execute(
                        "insert into governance_rule values (1, '{hold}', null, '{}', '{}', 1, '{qa}', null, true, 3600, '{pager}')");
        world().keep(stays("a", Action.HOLD), stays("b", Action.HOLD));
        UUID hold = world().about("a");
        var escalations = new Escalations(
                world().stock.database, new NoticeTargets(List.of("webhook"), List.of("email", "pager")));
        assertThat(escalations.run(NOW.plusSeconds(3599))).isZero();
        assertThat(escalations.run(NOW.plusSeconds(3600))).isEqualTo(1);
        assertThat(escalations.run(NOW.plusSeconds(7200))).isZero();
        assertThat(find(hold).escalatedAt()).isEqualTo(NOW.plusSeconds(3600));
        assertThat(
                        world().texts(
                                        "select target || ' ' || (notice ->> 'kind') || ' ' || (notice ->> 'rule') from outbox"))
                .containsExactly("pager DECISION_ESCALATED hold, waits for 1 person of qa");
        assertThat(new PostgresOutbox(world().stock.database).due("pager", NOW.plusSeconds(3600), 5))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.notice().incidentId()).isNull();
                    assertThat(message.notice().stock()).hasSize(2);
                    assertThat(NoticeText.of(message.notice(), URI.create("https://f.example"))
                                    .body())
                            .contains("hold, waits for 1 person of qa", "https://f.example/decisions/" + hold)
                            .doesNotContain("null");
                });
        // A later plan that says the same keeps it, and nobody is told again.
        world().keep(NOW.plusSeconds(7200), stays("a", Action.HOLD), stays("b", Action.HOLD));
        assertThat(escalations.run(NOW.plusSeconds(90_000))).isZero();
        assertThat(approve(hold, CY)).isEqualTo(new Move.Made());
    }

    @Test
    void aProposalOfTheDeskIsGovernedToo() {
        world().stock
                .execute(
                        "insert into incident (id, region_id, unit_id, slot, level, state, started_at, opened_at) values"
                                + " ('00000000-0000-0000-0000-0000000000a1', 'north', 'dock', 'too_warm', 'critical', 'open', now(), now())");
        world().stock.execute("update product set value_amount = 3, value_currency = 'EUR', value_per = 'each'");
        world().stock
                .execute(
                        "insert into decision (id, incident_id, disposition, state, proposed_at, policy_version, evidence)"
                                + " values ('00000000-0000-0000-0000-0000000000d1', '00000000-0000-0000-0000-0000000000a1', 'quarantine', 'proposed', '"
                                + NOW + "', '1', '{}')");
        world().stock
                .execute(
                        "insert into decision_item (decision_id, handling_unit_id) values"
                                + " ('00000000-0000-0000-0000-0000000000d1', 'a'), ('00000000-0000-0000-0000-0000000000d1', 'b')");
        UUID id = UUID.fromString("00000000-0000-0000-0000-0000000000d1");
        world().stock
                .execute(
                        "insert into governance_rule values (1, '{quarantine}', 60, '{north}', '{}', 0, '{}', null, false, null, '{}')");
        assertThat(world().decisions.govern(NOW)).isEqualTo(1);
        assertThat(find(id).state()).isEqualTo("approved");
        assertThat(find(id).value()).isEqualTo(new Money("60.00", "EUR"));
        assertThat(world().goods()).containsExactly("a quarantined", "b quarantined", "c available");
        assertThat(world().decisions.govern(NOW)).isZero();
        assertThat(world().texts("select actor || ' ' || event from incident_history"))
                .containsExactly("policy quarantine_approved");
    }
}
