package io.frostproof.server.score;

import io.frostproof.simulator.truth.TruthRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a simulation ahead of the server, on a thread of its own, in steps. It waits when it is {@value #AHEAD_MOST} steps ahead. One other
 * thread takes the steps.
 */
final class SimulationAhead implements AutoCloseable {

    /** Some hours, which are a few hundred kilobytes of messages. */
    private static final int AHEAD_MOST = 256;

    private final Simulated simulated;
    private final long stepMillis;
    private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(AHEAD_MOST);
    private final KnownTruth truth = new KnownTruth();
    private final Thread thread;
    private volatile @Nullable Throwable failure;
    private volatile boolean done;
    private volatile long workedNanos;

    /** What happened between the step before and this moment. */
    record Step(long untilMillis, List<SteppedServer.Message> messages, List<SteppedServer.Moved> moved) {}

    SimulationAhead(Simulated simulated, long stepMillis) {
        this.simulated = simulated;
        this.stepMillis = stepMillis;
        thread = Thread.ofPlatform().name("simulation").daemon().start(this::run);
    }

    /**
     * The next step; null when there is none any more.
     *
     * @throws IllegalStateException if the simulation has failed
     */
    @Nullable
    Step next() throws InterruptedException {
        while (true) {
            // Asked before the queue, so that nothing can come in between.
            boolean ended = done;
            Step step = steps.poll(ended ? 0 : 50, TimeUnit.MILLISECONDS);
            if (step != null) {
                return step;
            }
            if (ended) {
                Throwable because = failure;
                if (because != null) {
                    throw new IllegalStateException("the simulation has failed: " + because, because);
                }
                return null;
            }
        }
    }

    /** Everything that was true; to be asked when there is no next step. */
    KnownTruth truth() {
        if (!done) {
            throw new IllegalStateException("the simulation has not ended");
        }
        return truth;
    }

    /** Real time that was spent on simulating. */
    long workedNanos() {
        return workedNanos;
    }

    private void run() {
        try {
            Simulated.Header header = simulated.header();
            long end = header.endMillis();
            long worked = 0;
            for (long at = header.startMillis(); at < end; ) {
                at = Math.min(end, at + stepMillis);
                var happened = new Happened();
                long begun = System.nanoTime();
                simulated.advanceTo(at, happened);
                worked += System.nanoTime() - begun;
                workedNanos = worked;
                steps.put(new Step(at, happened.messages, happened.moved));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            done = true;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Happened implements Simulated.Events {
        private final List<SteppedServer.Message> messages = new ArrayList<>();
        private final List<SteppedServer.Moved> moved = new ArrayList<>();

        @Override
        public void published(String topic, byte[] payload) {
            messages.add(new SteppedServer.Message(topic, payload));
        }

        @Override
        public void moved(String handlingUnit, String toUnit, boolean expired, long atMillis) {
            moved.add(new SteppedServer.Moved(handlingUnit, toUnit.isEmpty() ? null : toUnit, expired, atMillis));
        }

        @Override
        public void truth(TruthRecord happened) {
            truth.add(happened);
        }
    }
}
