package io.frostproof.server.review;

import io.frostproof.ingest.directory.DeviceDirectory;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.DeadLetter;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Intake;
import io.frostproof.ingest.intake.Micros;
import io.frostproof.ingest.intake.SuspectReading;
import io.frostproof.store.Move;
import io.frostproof.store.ReviewQueries;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Replays dead letters and promotes suspect readings, through the lanes as everything else, and waits for their commit. If the server
 * is killed between the commit and the mark that says so, it stays pending; doing it again stores nothing twice, since readings have
 * keys. Thread-safe; calls block, for about {@code within} at most.
 */
public final class Review {

    /** Longer than a commit takes behind a full lane, shorter than people wait. */
    public static final Duration WITHIN = Duration.ofSeconds(10);

    private final ReviewQueries queries;
    private final Intake intake;
    private final DeviceDirectory directory;
    private final Lane lane;
    private final InstantSource clock;
    private final Duration within;
    /** What is being worked on, so that nobody discards what is on its way into the log. */
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    /** Takes messages into the log. */
    public interface Lane {

        /** Hands a message over if there is room for it in time; says whether it was. */
        boolean offer(Inbound message, Duration within) throws InterruptedException;
    }

    public Review(
            ReviewQueries queries,
            Intake intake,
            DeviceDirectory directory,
            Lane lane,
            InstantSource clock,
            Duration within) {
        this.queries = queries;
        this.intake = intake;
        this.directory = directory;
        this.lane = lane;
        this.clock = clock;
        this.within = within;
    }

    /** Gives a dead letter to ingest again. Other letters of the same message stay what they are. */
    public Verdict replay(long id, String actor) {
        String what = "dead letter " + id;
        return alone(what, () -> {
            ReviewQueries.KeptMessage kept = queries.message(id).orElse(null);
            if (kept == null) {
                return new Verdict.Moved(new Move.NotFound());
            }
            if (!kept.state().equals("pending")) {
                return new Verdict.Moved(new Move.Refused(kept.state()));
            }
            if (!kept.complete()) {
                return new Verdict.Impossible(kept.state(), "cannot be replayed: its payload was not kept whole");
            }
            var outcome = new Outcome(what);
            Intake.Judged judged = intake.rejudge(kept.topic(), kept.payload(), kept.lastReceivedAt(), outcome);
            DeadLetter objection = objection(judged.inbound(), kept.reason());
            return objection == null
                    ? given(judged, outcome, () -> queries.letterReplayed(id, actor, clock.instant()))
                    : new Verdict.Unusable(objection.reason(), objection.detail());
        });
    }

    /**
     * What stands against a replay: the same reason again, or nothing in the message that can be used. A part that is refused for
     * another reason keeps the others back no more than it did when the message came.
     */
    private static @Nullable DeadLetter objection(Inbound message, String reason) {
        List<DeadLetter> letters = message.deadLetters();
        boolean useless = message.readings().isEmpty() && message.suspects().isEmpty();
        return letters.stream()
                .filter(letter -> useless || letter.reason().equals(reason))
                .findFirst()
                .orElse(null);
    }

    /** Takes a suspect reading into the log, with the time that it has. */
    public Verdict promote(long id, String actor) {
        String what = "suspect reading " + id;
        return alone(what, () -> {
            ReviewQueries.KeptReading kept = queries.reading(id).orElse(null);
            if (kept == null) {
                return new Verdict.Moved(new Move.NotFound());
            }
            if (!kept.state().equals("pending")) {
                return new Verdict.Moved(new Move.Refused(kept.state()));
            }
            if (kept.reason().equals(SuspectReading.SENSOR_FAULT)) {
                return new Verdict.Impossible(
                        kept.state(), "cannot be promoted: its device says that the sensor had failed");
            }
            if (kept.reading().timeMicros() > Micros.of(clock.instant())) {
                // It would be the newest of its channel until then: no silence would be noticed, every other reading
                // would be late.
                return new Verdict.Impossible(
                        kept.state(),
                        "cannot be promoted: its time, "
                                + Micros.toInstant(kept.reading().timeMicros()) + ", is still to come");
            }
            KnownDevice device = directory.find(kept.device());
            KnownChannel channel = device == null ? null : device.channels().get(kept.channel());
            if (device == null
                    || channel == null
                    || channel.id() != kept.reading().channelId()) {
                return new Verdict.Impossible(
                        kept.state(),
                        "cannot be promoted: " + kept.device() + "/" + kept.channel() + " is not in the network");
            }
            var outcome = new Outcome(what);
            return given(
                    intake.admit(device, kept.reading(), outcome),
                    outcome,
                    () -> queries.suspectPromoted(id, actor, clock.instant()));
        });
    }

    /** Sets a dead letter aside for good. */
    public Verdict discardLetter(long id, String actor) {
        return alone("dead letter " + id, () -> new Verdict.Moved(queries.discardLetter(id, actor, clock.instant())));
    }

    /** Sets a suspect reading aside for good. */
    public Verdict discardSuspect(long id, String actor) {
        return alone(
                "suspect reading " + id, () -> new Verdict.Moved(queries.discardSuspect(id, actor, clock.instant())));
    }

    private Verdict alone(String what, Supplier<Verdict> work) {
        if (!busy.add(what)) {
            return new Verdict.Impossible("pending", "is being worked on by somebody else");
        }
        boolean onItsWay = false;
        try {
            Verdict verdict = work.get();
            onItsWay = verdict instanceof Verdict.TooSlow slow && slow.onItsWay();
            return verdict;
        } finally {
            if (!onItsWay) {
                busy.remove(what);
            }
        }
    }

    private Verdict given(Intake.Judged judged, Outcome outcome, Supplier<Move> mark) {
        long deadline = System.nanoTime() + within.toNanos();
        boolean taken = false;
        try {
            taken = lane.offer(judged.inbound(), within);
            if (!taken) {
                return new Verdict.TooSlow(false);
            }
            judged.count();
            String refused = outcome.future.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return refused.isEmpty()
                    ? new Verdict.Moved(mark.get())
                    : new Verdict.Unusable("refused_by_database", refused);
        } catch (TimeoutException e) {
            return late(outcome, taken);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return late(outcome, taken);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome is never an exception", e);
        }
    }

    /** Nobody else may work on it before the lane has said what became of it. */
    @SuppressWarnings("FutureReturnValueIgnored") // what runs then cannot fail
    private Verdict late(Outcome outcome, boolean taken) {
        if (taken) {
            outcome.future.thenRun(() -> busy.remove(outcome.what));
        }
        return new Verdict.TooSlow(taken);
    }

    /** What the lane says; a text when the log refuses it. */
    private static final class Outcome implements Inbound.Acknowledgement {
        private final String what;
        private final CompletableFuture<String> future = new CompletableFuture<>();

        Outcome(String what) {
            this.what = what;
        }

        @Override
        public void stored() {
            future.complete("");
        }

        @Override
        public boolean refused(String reason) {
            future.complete(reason.isEmpty() ? "no reason given" : reason);
            return true; // it is on record already
        }
    }
}
