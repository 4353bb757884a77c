package io.frostproof.server.plan;

import io.frostproof.alerts.plan.OrderPlanner;
import io.frostproof.alerts.plan.OrderProposal;
import io.frostproof.alerts.plan.Plan;
import io.frostproof.alerts.plan.Planner;
import io.frostproof.alerts.plan.Settling;
import io.frostproof.store.DecisionLog;
import io.frostproof.store.Escalations;
import io.frostproof.store.PlanLog;
import io.frostproof.store.SituationSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans anew when the facts have changed and {@linkplain Settling settled}, and every quarter of an hour as long as there is something to plan: it looks every few seconds, and at once when it is told that something may have. It has a thread of its own, so a
 * plan of a minute delays neither readings nor desks. A round that fails is tried again at the next look, and health says so until one succeeds. Only the active server of a database may run it.
 *
 * <p>Rounds also look which rule counts for the proposals of desks, and tell others of decisions that wait too long.
 */
public final class PlanRounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PlanRounds.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    /** Stock may change a thousand times a second. */
    private static final Duration REST = Duration.ofSeconds(1);
    /** Looks take at most a fifth of the time, however large the network. */
    private static final int REST_TIMES = 4;
    /** Where no facts change, time runs all the same: budgets are used up, and departures go by. */
    private static final Duration AGES_IN = Duration.ofMinutes(15);

    /** Trigger of a plan that is made since its facts are others. */
    private static final String FACTS = "facts";

    private final SituationSource facts;
    private final Planner planner;
    private final OrderPlanner orders;
    private final PlanLog log;
    private final DecisionLog decisions;
    private final Escalations escalations;
    private final InstantSource clock;
    private final Runnable changed;
    private final Semaphore work = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable String trouble;

    /** The newest plan; null: there is none, or it was not looked up yet. Guarded by this. */
    private PlanLog.@Nullable Newest newest;

    /** Whether it was looked up. Guarded by this. */
    private boolean looked;

    /** Guarded by this. */
    private final Settling settling = new Settling();

    /**
     * Rounds that are not begun.
     *
     * @param changed is told that there is a new plan, or a notice to hand over
     */
    public PlanRounds(
            SituationSource facts,
            Planner planner,
            OrderPlanner orders,
            PlanLog log,
            DecisionLog decisions,
            Escalations escalations,
            InstantSource clock,
            Runnable changed) {
        this.facts = facts;
        this.planner = planner;
        this.orders = orders;
        this.log = log;
        this.decisions = decisions;
        this.escalations = escalations;
        this.clock = clock;
        this.changed = changed;
        // A solver computes for seconds, and must not take the carrier of virtual threads for that long.
        thread = Thread.ofPlatform().daemon().name("plans").unstarted(this::run);
    }

    /** Begins to look. */
    public void start() {
        thread.start();
    }

    /** Facts may have changed. Never blocks. */
    public void poke() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    /** What is wrong with the rounds, if anything. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void run() {
        try {
            while (!closing) {
                work.tryAcquire(untilNextLook().toMillis(), TimeUnit.MILLISECONDS);
                work.drainPermits();
                if (!closing) {
                    long began = System.nanoTime();
                    settledLook();
                    Duration took = Duration.ofNanos(System.nanoTime() - began).multipliedBy(REST_TIMES);
                    closed.await((took.compareTo(REST) > 0 ? took : REST).toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Duration untilNextLook() {
        Duration left = settling.left(clock.instant());
        return left.isZero() || left.compareTo(LOOK_EVERY) > 0 ? LOOK_EVERY : left;
    }

    /** One round, on the calling thread, that waits for nothing to settle; answers whether it worked. For whoever moves the clock in steps. */
    public boolean look() {
        return look(Why.FACTS);
    }

    /** One round as the rounds' own thread makes them; answers whether it worked. */
    boolean settledLook() {
        return look(Why.SETTLED_FACTS);
    }

    private boolean look(Why why) {
        try {
            Instant now = clock.instant();
            if (decisions.govern(now) + escalations.run(now) > 0) {
                changed.run();
            }
            round(now, why);
            trouble = null;
            return true;
        } catch (RuntimeException e) {
            if (trouble == null) {
                LOG.warn("event=plan_postponed reason=\"{}\"", e.toString());
            }
            trouble = "no plan could be made: " + e.getMessage();
            return false;
        }
    }

    /**
     * Makes a plan now, whether facts have changed or not. Blocks for as long as that takes.
     *
     * @return its id
     */
    public UUID planNow() {
        return Objects.requireNonNull(round(clock.instant(), Why.ASKED));
    }

    /** Why there is a round: somebody has asked for a plan, or facts may have changed, with time to settle or without. */
    private enum Why {
        ASKED,
        FACTS,
        SETTLED_FACTS
    }

    /** Null when nothing has changed, or has not settled yet. */
    private synchronized @Nullable UUID round(Instant now, Why why) {
        if (!looked) {
            newest = log.newest().orElse(null);
            looked = true;
        }
        PlanLog.Newest before = newest;
        SituationSource.Read read = facts.read(now);
        boolean nothing = read.situation().units().isEmpty()
                && read.situation().orders().isEmpty()
                && read.unplannable().isEmpty();
        String trigger = why == Why.ASKED ? "asked" : trigger(before, read.digest(), nothing, now);
        if (trigger == null) {
            settling.settled();
            return null;
        }
        if (why == Why.SETTLED_FACTS && trigger.equals(FACTS) && !settling.due(read.digest(), now)) {
            return null;
        }
        long began = System.nanoTime();
        Plan plan = planner.plan(read.situation(), before == null ? null : before.told());
        List<OrderProposal> served = orders.plan(read.situation());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        UUID id = log.keep(new PlanLog.Made(plan, served, read.unplannable(), read.digest(), trigger, took), now);
        newest = new PlanLog.Newest(read.digest(), now, plan.told(), nothing);
        settling.settled();
        LOG.info(
                "event=planned plan={} handlingUnits={} unplannable={} expectedLoss={} ifLeft={} kept={} tookMs={}",
                id,
                plan.proposals().size(),
                read.unplannable().size(),
                plan.expectedLoss(),
                plan.expectedLossIfLeft(),
                plan.kept(),
                took.toMillis());
        changed.run();
        return id;
    }

    /** Why a plan is to be made; null: it is not. */
    private static @Nullable String trigger(
            PlanLog.@Nullable Newest newest, String digest, boolean nothing, Instant now) {
        if (newest == null) {
            return nothing ? null : FACTS;
        }
        if (nothing && newest.empty()) {
            return null;
        }
        if (!newest.digest().equals(digest)) {
            return FACTS;
        }
        return nothing || now.isBefore(newest.madeAt().plus(AGES_IN)) ? null : "time";
    }

    @Override
    public void close() {
        closing = true;
        closed.countDown();
        poke();
        try {
            if (!thread.join(STOP_WITHIN)) {
                // It is a daemon, and what it keeps is one transaction.
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
