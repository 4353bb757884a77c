package io.frostproof.alerts.bench;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.condition.SlotRules;
import io.frostproof.alerts.condition.Traits;
import io.frostproof.alerts.quantity.Quantity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code ./frostproof bench detection [--json]}: readings a second through a typical channel on one core, what the state of one takes, and how long
 * it takes to read those of a large network. Exit code 1 when a bar is missed.
 */
@State(Scope.Thread)
public class DetectionBench {

    private static final double READINGS_BAR = 1e6;
    private static final double BYTES_BAR = 400;
    private static final double RESTORE_BAR_SECONDS = 10;

    private static final int CHANNELS_WEIGHED = 100_000;
    private static final int CHANNELS_RESTORED = 400_000;

    private static final int MINUTES_PER_DAY = 1_440;
    private static final long MINUTE = 60_000_000;

    /** A fridge: the product too warm and the air too cold, at two levels each. */
    private static final ChannelPlan PLAN = new ChannelPlan(
            15 * MINUTE,
            List.of(new ChannelPlan.Segment(
                    "fridge",
                    0,
                    ChannelPlan.OPEN_END,
                    SlotRules.group(List.of(
                            condition("too_warm", Level.WARNING, new Measure.Product(), Operator.ABOVE, 8, 10),
                            condition("too_warm", Level.CRITICAL, new Measure.Product(), Operator.ABOVE, 10, 60),
                            condition("too_cold", Level.WARNING, Measure.VALUE, Operator.BELOW, 2, 10),
                            condition("too_cold", Level.CRITICAL, Measure.VALUE, Operator.AT_OR_BELOW, -0.5, 60))),
                    new Traits(Duration.ofMinutes(20), ZoneOffset.UTC))));

    private static final double[] DAY = day();

    private final ChannelMonitor monitor = new ChannelMonitor(PLAN);
    private long time = MINUTE;
    private long transitions;

    private static Condition condition(
            String slot, Level level, Measure measure, Operator operator, double threshold, long minutes) {
        return new Condition(
                slot,
                level,
                Quantity.TEMPERATURE,
                measure,
                operator,
                threshold,
                Duration.ofMinutes(minutes),
                0.5,
                null,
                Schedule.ALWAYS);
    }

    /** Cooling cycles, a defrost every six hours, a door that stays open for an hour and a half, and a cold night. */
    private static double[] day() {
        var day = new double[MINUTES_PER_DAY];
        for (int i = 0; i < day.length; i++) {
            double celsius = 4.5 + 1.5 * Math.sin(i / 6.0) + 0.2 * Math.sin(i * 2.3);
            celsius += i % 360 < 15 ? 6 : 0;
            celsius += i >= 600 && i < 690 ? 9 : 0;
            celsius -= i < 120 ? 5.5 : 0;
            day[i] = Math.round(celsius * 100) / 100.0;
        }
        return day;
    }

    @Benchmark
    @OperationsPerInvocation(MINUTES_PER_DAY)
    public long day1440() {
        for (double celsius : DAY) {
            monitor.accept(time, celsius, transition -> transitions++);
            time += MINUTE;
        }
        return transitions;
    }

    private static ChannelMonitor typical() {
        var typical = new ChannelMonitor(PLAN);
        for (int i = 0; i < 60; i++) {
            typical.accept((1 + i) * MINUTE, DAY[i], transition -> {});
        }
        return typical;
    }

    private static long usedHeap() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Heap that a monitor takes, with everything of its own; the plan and what follows from it is shared. */
    private static double bytesOfAChannel() throws InterruptedException {
        ChannelMonitor typical = typical();
        var monitors = new ChannelMonitor[CHANNELS_WEIGHED];
        long before = usedHeap();
        for (int i = 0; i < monitors.length; i++) {
            monitors[i] = typical.copy();
        }
        double bytes = (double) (usedHeap() - before) / monitors.length;
        checkThatAllAreThere(monitors);
        return bytes;
    }

    /** Reads the array once more, so that it was not collected before. */
    private static void checkThatAllAreThere(ChannelMonitor[] monitors) {
        for (ChannelMonitor monitor : monitors) {
            if (monitor.lastMicros() != 60 * MINUTE) {
                throw new IllegalStateException("a channel was not restored");
            }
        }
    }

    private static byte[] written() throws IOException {
        var bytes = new ByteArrayOutputStream();
        typical().write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** Seconds, in a JVM that has not done it before. */
    private static double restoreSeconds(byte[] bytes) throws IOException {
        var monitors = new ChannelMonitor[CHANNELS_RESTORED];
        long begun = System.nanoTime();
        for (int i = 0; i < monitors.length; i++) {
            monitors[i] = ChannelMonitor.read(PLAN, new DataInputStream(new ByteArrayInputStream(bytes)));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        checkThatAllAreThere(monitors);
        return seconds;
    }

    private static double readingsPerSecond(String[] options, Path log) throws Exception {
        return new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(options))
                        .include("\\.DetectionBench\\.")
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(2))
                        .timeUnit(TimeUnit.SECONDS)
                        .verbosity(VerboseMode.NORMAL)
                        .output(log.toString())
                        .build())
                .runSingle()
                .getPrimaryResult()
                .getScore();
    }

    public static void main(String[] arguments) throws Exception {
        boolean json = Arrays.asList(arguments).contains("--json");
        String[] others = Arrays.stream(arguments)
                .filter(argument -> !argument.equals("--json"))
                .toArray(String[]::new);
        Path log = Files.createTempFile("frostproof-jmh", ".log");
        byte[] snapshot = written();
        double restore = restoreSeconds(snapshot);
        double bytes = bytesOfAChannel();
        double readings = readingsPerSecond(others, log);
        PrintStream out = System.out;
        if (json) {
            out.printf(
                    "{\"readings_per_s\": %.0f, \"bytes_per_channel\": %.0f, \"restore_%d_s\": %.2f, \"snapshot_bytes\": %d}%n",
                    readings, bytes, CHANNELS_RESTORED, restore, snapshot.length);
        } else {
            out.printf(
                    "%,.0f readings/s through a channel with four conditions, with their transitions (bar: %,.0f)%n",
                    readings, READINGS_BAR);
            out.printf("%.0f bytes of state for each such channel (bar: %.0f)%n", bytes, BYTES_BAR);
            out.printf(
                    "%,d channels restored from %d bytes each in %.2f s (bar: %.0f s)%n",
                    CHANNELS_RESTORED, snapshot.length, restore, RESTORE_BAR_SECONDS);
            out.printf(
                    "one thread, %d processors, JDK %s; details: %s%n",
                    Runtime.getRuntime().availableProcessors(), Runtime.version(), log);
        }
        System.exit(readings >= READINGS_BAR && bytes <= BYTES_BAR && restore <= RESTORE_BAR_SECONDS ? 0 : 1);
    }
}
