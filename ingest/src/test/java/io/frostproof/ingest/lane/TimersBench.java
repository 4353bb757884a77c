package io.frostproof.ingest.lane;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.ingest.directory.KnownChannel;
import java.util.Arrays;
import java.util.Locale;

/**
 * The second half of {@code ./frostproof bench detection [--json]}: what a million timers (when a channel falls silent, when a delay runs out while
 * a reading stands) cost while none is due, and what a reading costs that puts one off. Exit code 1 when a bar is missed.
 */
final class TimersBench {

    private static final int FEW = 1_000;
    private static final int MANY = 1_000_000;
    private static final int LOOKS = 2_000_000;
    private static final int ROUNDS = 5;
    private static final long HOUR = 3_600_000_000L;

    /** A lane looks a few times a second; a microsecond of that is nothing. */
    private static final double LOOK_BAR_NANOS = 1_000;

    private static long seen;

    private TimersBench() {}

    private static SilenceWatch watching(int timers, ChannelState[] states) {
        var watch = new SilenceWatch();
        KnownChannel channel = LaneFixture.channel(1, 8);
        for (int i = 0; i < timers; i++) {
            states[i] = new ChannelState(
                    channel,
                    LaneFixture.device(1, 8),
                    new StoredChannel(Long.MIN_VALUE, new ChannelMonitor(channel.plan()), null),
                    0);
            watch.watch(states[i], due(i));
        }
        return watch;
    }

    /** From one hour on, in no order. */
    private static long due(int timer) {
        return HOUR + (timer * 2_654_435_761L & 0xFFFF_FFFFL);
    }

    /** Nanoseconds of a look when nothing is due; the quickest of some rounds. */
    private static double lookNanos(SilenceWatch watch) {
        double quickest = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            for (int i = 0; i < LOOKS; i++) {
                seen += watch.due(i % HOUR, state -> SilenceWatch.NEVER).size();
            }
            quickest = Math.min(quickest, (double) (System.nanoTime() - begun) / LOOKS);
        }
        return quickest;
    }

    /** Nanoseconds for what a lane does with each reading that puts a timer off. */
    private static double putOffNanos(SilenceWatch watch, ChannelState[] states, int timers) {
        double quickest = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            for (int i = 0; i < LOOKS; i++) {
                watch.watch(states[i % timers], 3 * HOUR + i);
            }
            quickest = Math.min(quickest, (double) (System.nanoTime() - begun) / LOOKS);
        }
        return quickest;
    }

    public static void main(String[] arguments) {
        boolean json = Arrays.asList(arguments).contains("--json");
        var states = new ChannelState[MANY];
        double fewNanos = lookNanos(watching(FEW, states));
        SilenceWatch watch = watching(MANY, states);
        double manyNanos = lookNanos(watch);
        double putOff = putOffNanos(watch, states, MANY);
        if (seen > 0) {
            throw new IllegalStateException("a timer was due");
        }
        System.out.printf(
                Locale.ROOT,
                json
                        ? "{\"timers\": %d, \"idle_look_ns\": %.1f, \"idle_look_%d_timers_ns\": %.1f, \"put_off_ns\": %.1f}%n"
                        : "%,d timers, none due: a look takes %.1f ns (with %,d: %.1f ns), a reading that puts one off %.1f ns%n",
                MANY,
                manyNanos,
                FEW,
                fewNanos,
                putOff);
        System.exit(manyNanos <= LOOK_BAR_NANOS ? 0 : 1);
    }
}
