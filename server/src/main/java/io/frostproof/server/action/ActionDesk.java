package io.frostproof.server.action;

import io.frostproof.alerts.action.ActionKind;
import io.frostproof.alerts.action.Targets;
import io.frostproof.ingest.lane.FencedOffException;
import io.frostproof.server.notify.Dispatcher;
import io.frostproof.store.ActionFollowUp;
import io.frostproof.store.ActionOutbox;
import io.frostproof.store.ActionQueue;
import io.frostproof.store.Database;
import io.frostproof.store.EpcisLog;
import io.frostproof.store.SignalOrders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has decisions carried out: hands over what waits, and looks what became of it. Thread-safe. */
public final class ActionDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ActionDesk.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    /** A capture job that has not ended by then is for people to look at. */
    private static final Duration ASK_FOR = Duration.ofDays(1);

    private static final int ASK_AT_ONCE = 50;

    private final List<Way> ways;
    private final ActionOutbox outbox;
    private final ActionFollowUp followUp;
    private final Dispatcher dispatcher;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean away;
    private final Thread watch;

    /**
     * Makes a desk that does nothing until {@link #start}.
     *
     * @param settings whose ways are closed with the desk
     * @param ordered told that a device is to be sent a command; never blocks
     * @param random for jitter, thread-safe
     */
    public ActionDesk(
            Database database, ActionSettings settings, Runnable ordered, InstantSource clock, RandomGenerator random) {
        var all = new ArrayList<Way>();
        all.add(new Way(
                ActionKind.EPCIS, Targets.OWN_LOG, Targets.ALL, true, new OwnLog(new EpcisLog(database), clock)));
        all.addAll(settings.ways());
        ways = List.copyOf(all);
        outbox = new ActionOutbox(new Targets(ways.stream().map(Way::receiver).toList(), settings.signals()));
        followUp = new ActionFollowUp(database, outbox);
        this.clock = clock;
        var queue = new ActionQueue(database, settings.overdueAfter());
        var untilSent = new ActionQueue(database, null);
        Map<String, ActionLetters> letters = new LinkedHashMap<>();
        ways.forEach(way -> letters.put(
                way.target(),
                new ActionLetters(
                        way.expectsConfirmation() ? queue : untilSent, way.kind(), way.name(), way.executor())));
        // Whatever is configured now: what was begun has to be ended.
        letters.put(
                ActionKind.MQTT.id(),
                new ActionLetters(
                        queue, ActionKind.MQTT, null, new SignalExecutor(new SignalOrders(database), clock, ordered)));
        dispatcher = new Dispatcher("action", letters, queue::waiting, clock, random, Dispatcher.Pace.USUAL);
        watch = Thread.ofVirtual().name("action-follow-up").unstarted(this::watch);
    }

    /** Where decisions write what is to be told. */
    public ActionOutbox outbox() {
        return outbox;
    }

    /** Begins to hand over. Once only. */
    public void start() {
        dispatcher.start();
        watch.start();
    }

    /** Tells it that a commit wrote actions. Never blocks. */
    public void poke() {
        dispatcher.poke();
    }

    /** Attempts by target since the start. */
    public Map<String, Dispatcher.Counts> counts() {
        return dispatcher.counts();
    }

    /** What is wrong, for people; a receiver that refuses is its own trouble, not this server's. */
    public Optional<String> trouble() {
        return dispatcher
                .trouble()
                .or(() -> away ? Optional.of("cannot look what became of actions") : Optional.empty());
    }

    private void watch() {
        try {
            do {
                look();
            } while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (FencedOffException e) {
            LOG.warn("event=actions_fenced_off");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            Instant now = clock.instant();
            if (followUp.look(now) > 0) {
                dispatcher.poke();
            }
            askEndpoints(now);
            away = false;
        } catch (FencedOffException e) {
            throw e;
        } catch (RuntimeException e) {
            if (!away) {
                LOG.warn("event=actions_not_followed_up", e);
            }
            away = true;
        }
    }

    private void askEndpoints(Instant now) throws InterruptedException {
        for (ActionFollowUp.Sent sent : followUp.named(ActionKind.EPCIS, now.minus(ASK_FOR), ASK_AT_ONCE)) {
            for (Way way : ways) {
                if (way.kind() == ActionKind.EPCIS && way.name().equals(sent.target())) {
                    way.executor().ask(sent).ifPresent(answer -> settle(sent, answer));
                }
            }
        }
    }

    private void settle(ActionFollowUp.Sent sent, Executor.Answer answer) {
        switch (answer) {
            case Executor.Answer.Done done -> followUp.confirmed(sent, "receiver", done.detail(), clock.instant());
            case Executor.Answer.Refused refused -> followUp.dead(sent, refused.detail());
        }
    }

    @Override
    public void close() {
        closing.countDown();
        dispatcher.close();
        watch.interrupt();
        try {
            watch.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ways.forEach(way -> way.executor().close());
    }
}
