package io.frostproof.server.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.plan.OrderPlanner;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.Planner;
import io.frostproof.alerts.plan.Settling;
import io.frostproof.alerts.plan.solve.PriceSolver;
import io.frostproof.store.ActionOutbox;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.DecisionLog;
import io.frostproof.store.DecisionQueries;
import io.frostproof.store.Escalations;
import io.frostproof.store.PageRequest;
import io.frostproof.store.PlanLog;
import io.frostproof.store.PlanQueries;
import io.frostproof.store.SituationReader;
import io.frostproof.store.SituationSource;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When plans are made, and when not. */
class PlanRoundsIT {

    private final FakeClock clock = FakeClock.at("2026-11-21T12:00:00Z");

    /** What the facts are: a digest; null when they cannot be read. Every other one than "nothing" has goods that nobody can plan for. */
    private final AtomicReference<@Nullable String> digest = new AtomicReference<>("nothing");

    private final AtomicInteger told = new AtomicInteger();
    private @Nullable Database opened;
    private String url = "";

    @BeforeEach
    void open() {
        TestDatabase server = TestDatabases.shared(PostgresFlavour.PLAIN);
        url = server.newDatabase("plans");
        Database database = Database.open(new DatabaseSettings(url, server.user(), server.password(), 4));
        database.becomeActive();
        opened = database;
    }

    private Connection connection() throws SQLException {
        TestDatabase server = TestDatabases.shared(PostgresFlavour.PLAIN);
        return DriverManager.getConnection(url, server.user(), server.password());
    }

    @AfterEach
    void close() {
        database().close();
    }

    private Database database() {
        return Objects.requireNonNull(opened);
    }

    private SituationSource.Read facts(Instant now) {
        String known = digest.get();
        if (known == null) {
            throw new IllegalStateException("facts cannot be read");
        }
        return new SituationSource.Read(
                new NothingAffected().read(now).situation(),
                known,
                known.equals("nothing")
                        ? List.of()
                        : List.of(new SituationSource.Unplannable("hu-1", "products[].litres_per", known)));
    }

    private PlanRounds rounds() {
        return rounds(this::facts);
    }

    private PlanRounds rounds(SituationSource source) {
        return new PlanRounds(
                source,
                new Planner(PlanPolicy.standard(), new PriceSolver()),
                new OrderPlanner(new PriceSolver()),
                new PlanLog(database(), new DecisionLog(database(), ActionOutbox.OWN)),
                new DecisionLog(database(), ActionOutbox.OWN),
                new Escalations(database(), new NoticeTargets(List.of(), List.of())),
                clock,
                told::incrementAndGet);
    }

    private List<String> plans() {
        return new PlanQueries(database())
                .list(PageRequest.first(100)).items().stream()
                        .map(plan -> plan.trigger() + " " + plan.digest())
                        .toList();
    }

    @Test
    void onlyOtherFactsAreAnotherPlan() {
        PlanRounds rounds = rounds();
        assertThat(rounds.look()).isTrue();
        assertThat(plans()).isEmpty();
        digest.set("one");
        rounds.look();
        clock.advance(Duration.ofMinutes(14));
        rounds.look();
        assertThat(plans()).containsExactly("facts one");
        assertThat(told).hasValue(1);
        digest.set("two");
        rounds.look();
        assertThat(plans()).containsExactly("facts two", "facts one");
        // What is over has to be said once.
        digest.set("nothing");
        rounds.look();
        rounds.look();
        assertThat(plans()).containsExactly("facts nothing", "facts two", "facts one");
    }

    @Test
    void aRestartPlansNothingAnew() {
        digest.set("one");
        rounds().look();
        rounds().look();
        assertThat(plans()).containsExactly("facts one");
    }

    @Test
    void aPlanAgesThoughNoFactChanges() {
        digest.set("one");
        PlanRounds rounds = rounds();
        rounds.look();
        clock.advance(Duration.ofMinutes(15));
        rounds.look();
        assertThat(plans()).containsExactly("time one", "facts one");
        // Not when there is nothing to say.
        digest.set("nothing");
        rounds.look();
        clock.advance(Duration.ofHours(1));
        rounds.look();
        assertThat(plans()).containsExactly("facts nothing", "time one", "facts one");
    }

    @Test
    void whoAsksGetsOne() {
        PlanRounds rounds = rounds();
        rounds.planNow();
        rounds.planNow();
        assertThat(plans()).containsExactly("asked nothing", "asked nothing");
    }

    @Test
    void factsThatGoOnChangingArePlannedForOnce() {
        PlanRounds rounds = rounds();
        digest.set("mains of one");
        assertThat(rounds.settledLook()).isTrue();
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofSeconds(4));
            digest.set("mains of one and " + i);
            rounds.settledLook();
        }
        assertThat(plans()).isEmpty();
        clock.advance(Settling.QUIET.minusMillis(1));
        rounds.settledLook();
        assertThat(plans()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        rounds.settledLook();
        assertThat(plans()).containsExactly("facts mains of one and 3");

        // What is over before anybody planned for it was nothing.
        digest.set("a door");
        rounds.settledLook();
        clock.advance(Duration.ofSeconds(9));
        digest.set("mains of one and 3");
        rounds.settledLook();
        clock.advance(Duration.ofSeconds(9));
        rounds.settledLook();
        assertThat(plans()).containsExactly("facts mains of one and 3");
    }

    @Test
    void factsThatNeverSettleArePlannedForAfterTheMost() {
        PlanRounds rounds = rounds();
        for (int second = 0; second < 62; second += 2) {
            digest.set("second " + second);
            rounds.settledLook();
            clock.advance(Duration.ofSeconds(2));
        }
        // The wait of the second one begins with the first look after the first.
        assertThat(plans()).containsExactly("facts second 30");
        digest.set("second 62");
        rounds.settledLook();
        assertThat(plans()).containsExactly("facts second 62", "facts second 30");
    }

    @Test
    void whoAsksGetsOneOfFactsThatHaveNotSettled() {
        PlanRounds rounds = rounds();
        digest.set("one");
        rounds.settledLook();
        rounds.planNow();
        assertThat(plans()).containsExactly("asked one");
        clock.advance(Settling.MOST);
        rounds.settledLook();
        assertThat(plans()).containsExactly("asked one");
    }

    /** What a look does to the plan of a blackout. */
    private interface Looks {
        void at(PlanRounds rounds);
    }

    /** Real facts of a real network: three nodes go dark one after the other, and goods of the first have a lane to the third. Answers the decisions. */
    private List<String> blackout(Looks look) throws Exception {
        try (Connection connection = connection()) {
            DarkRegion.bring(database(), connection, clock.instant());
            PlanRounds rounds = rounds(new SituationReader(database()));
            look.at(rounds);
            for (String node : List.of("quay", "harbour", "inland")) {
                try (Statement sql = connection.createStatement()) {
                    sql.execute("insert into node_state (node_id, state, reason, told_at, told_by) values ('" + node
                            + "', 'dark', 'test', '" + clock.instant() + "', 'ann')");
                }
                for (int i = 0; i < 2; i++) {
                    look.at(rounds);
                    clock.advance(Duration.ofSeconds(2));
                }
            }
            clock.advance(Settling.QUIET);
            look.at(rounds);
            clock.advance(Settling.QUIET);
            look.at(rounds);
        }
        return new DecisionQueries(database())
                .list(null, null, PageRequest.first(100)).items().stream()
                        .map(one -> one.state() + " " + one.disposition() + " " + one.fromNode() + " " + one.toNode())
                        .sorted()
                        .toList();
    }

    @Test
    void aBlackoutThatIsToldNodeByNodeWithdrawsNothing() throws Exception {
        List<String> decisions = blackout(PlanRounds::settledLook);

        assertThat(decisions)
                .contains("proposed transfer harbour pharmacy", "proposed hold quay null")
                .noneMatch(one -> one.startsWith("withdrawn"));
        assertThat(plans()).hasSize(1);
    }

    /** So that the test above could fail. */
    @Test
    void withoutSettlingItSendsGoodsToWhereThePowerFailsNext() throws Exception {
        assertThat(blackout(PlanRounds::look)).contains("withdrawn transfer quay inland");
    }

    @Test
    void aFailureShowsUntilARoundSucceeds() {
        PlanRounds rounds = rounds();
        digest.set(null);
        assertThat(rounds.look()).isFalse();
        assertThat(rounds.trouble()).hasValueSatisfying(text -> assertThat(text).contains("facts cannot be read"));
        digest.set("one");
        assertThat(rounds.look()).isTrue();
        assertThat(rounds.trouble()).isEmpty();
        assertThat(plans()).containsExactly("facts one");
    }

    @Test
    void itLooksWhenItIsTold() throws Exception {
        digest.set("one");
        var made = new CountDownLatch(1);
        // Between two looks goes as much time as facts need to settle.
        SituationSource slow = now -> {
            clock.advance(Settling.QUIET);
            return facts(now);
        };
        try (PlanRounds rounds = new PlanRounds(
                slow,
                new Planner(PlanPolicy.standard(), new PriceSolver()),
                new OrderPlanner(new PriceSolver()),
                new PlanLog(database(), new DecisionLog(database(), ActionOutbox.OWN)),
                new DecisionLog(database(), ActionOutbox.OWN),
                new Escalations(database(), new NoticeTargets(List.of(), List.of())),
                clock,
                made::countDown)) {
            rounds.start();
            rounds.poke();
            assertThat(made.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(plans()).containsExactly("facts one");
    }
}
