package io.frostproof.server.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.plan.OrderPlanner;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.Planner;
import io.frostproof.alerts.plan.solve.PriceSolver;
import io.frostproof.store.ActionOutbox;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.DecisionLog;
import io.frostproof.store.Escalations;
import io.frostproof.store.PageRequest;
import io.frostproof.store.PlanLog;
import io.frostproof.store.PlanQueries;
import io.frostproof.store.SituationSource;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
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

    @BeforeEach
    void open() {
        TestDatabase server = TestDatabases.shared(PostgresFlavour.PLAIN);
        Database database =
                Database.open(new DatabaseSettings(server.newDatabase("plans"), server.user(), server.password(), 4));
        database.becomeActive();
        opened = database;
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
        return new PlanRounds(
                this::facts,
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
        try (PlanRounds rounds = new PlanRounds(
                this::facts,
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
