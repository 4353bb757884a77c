package io.frostproof.protocol.bench;

import io.frostproof.protocol.DecodeResult;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryDecoder;
import io.frostproof.protocol.TelemetryEncoder;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code ./frostproof bench protocol [--json]}: readings decoded in a second on one core, and what a frame takes for a reading. Exit
 * code 1 when a bar is missed.
 */
@State(Scope.Thread)
public class ProtocolBench {

    /** Bars of the contract, readings in a second on one core. */
    private static final double BINARY_BAR = 5e6;

    private static final double JSON_BAR = 1e6;

    /** An hour of minutes of one probe. */
    private static final int BINARY_READINGS = 60;

    private static final int JSON_READINGS = 20;

    private static final byte[] FRAME = TelemetryEncoder.encode(minutes(BINARY_READINGS), Form.BINARY, null);
    private static final byte[] TEXT = TelemetryEncoder.encode(minutes(JSON_READINGS), Form.JSON, null);

    private byte[] frame = FRAME.clone();
    private byte[] text = TEXT.clone();

    /** A locker that cools in cycles, at 0.01 degrees. */
    private static Telemetry minutes(int readings) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < readings; i++) {
            double celsius = Math.round(412 + 20 * Math.sin(i / 6.0) + 3 * Math.sin(i * 2.3)) / 100.0;
            samples.add(new Sample("t1", 1_795_226_400_000_000L + 60_000_000L * i, celsius));
        }
        return new Telemetry(new MessageId(7, 1042), samples);
    }

    @Benchmark
    public DecodeResult binary() {
        return TelemetryDecoder.decode(frame, null);
    }

    @Benchmark
    public DecodeResult json() {
        return TelemetryDecoder.decode(text, null);
    }

    /**
     * What the result of {@link #binary} takes: objects of 8-byte alignment with 12-byte headers and 4-byte references, as on a
     * 64-bit JVM with a heap below 32 GB. 60 samples (header, two references, long, double, int), their array and list,
     * the channel's id, message id, telemetry and result.
     */
    private static long resultBytes() {
        long sample = 40;
        long array = 16 + 4L * BINARY_READINGS;
        long list = 24;
        long text = 24 + 24;
        long id = 32;
        long telemetry = 32;
        long decoded = 24;
        return BINARY_READINGS * sample + array + list + text + id + telemetry + decoded;
    }

    private static double score(Collection<RunResult> results, String benchmark, String secondary) {
        for (RunResult result : results) {
            if (result.getParams().getBenchmark().endsWith("." + benchmark)) {
                return secondary.isEmpty()
                        ? result.getPrimaryResult().getScore()
                        : Objects.requireNonNull(result.getSecondaryResults().get(secondary), secondary)
                                .getScore();
            }
        }
        throw new IllegalStateException("no result of " + benchmark);
    }

    public static void main(String[] arguments) throws Exception {
        boolean json = Arrays.asList(arguments).contains("--json");
        String[] others = Arrays.stream(arguments)
                .filter(argument -> !argument.equals("--json"))
                .toArray(String[]::new);
        Path log = Files.createTempFile("frostproof-jmh", ".log");
        Collection<RunResult> results = run(others, log);
        double binary = score(results, "binary", "") * BINARY_READINGS;
        double text = score(results, "json", "") * JSON_READINGS;
        double allocated = score(results, "binary", "gc.alloc.rate.norm");
        long result = resultBytes();
        PrintStream out = System.out;
        if (json) {
            out.printf(
                    "{\"binary_readings_per_s\": %.0f, \"json_readings_per_s\": %.0f, \"binary_bytes_per_reading\": %.2f,"
                            + " \"binary_allocated_bytes\": %.0f, \"binary_result_bytes\": %d}%n",
                    binary, text, (double) FRAME.length / BINARY_READINGS, allocated, result);
        } else {
            out.printf(
                    "binary, %d readings a frame: %,.0f readings/s (bar: %,.0f)%n",
                    BINARY_READINGS, binary, BINARY_BAR);
            out.printf("JSON, %d readings a message: %,.0f readings/s (bar: %,.0f)%n", JSON_READINGS, text, JSON_BAR);
            out.printf("%d bytes a frame, %.2f a reading%n", FRAME.length, (double) FRAME.length / BINARY_READINGS);
            out.printf("%.0f bytes allocated by the decoding of a frame, %d of them the result%n", allocated, result);
            out.printf(
                    "one thread, %d processors, JDK %s; details: %s%n",
                    Runtime.getRuntime().availableProcessors(), Runtime.version(), log);
        }
        System.exit(binary >= BINARY_BAR && text >= JSON_BAR ? 0 : 1);
    }

    private static Collection<RunResult> run(String[] options, Path log) throws Exception {
        try {
            return new Runner(new OptionsBuilder()
                            .parent(new CommandLineOptions(options))
                            .include("\\.ProtocolBench\\.")
                            .forks(1)
                            .warmupIterations(3)
                            .warmupTime(TimeValue.seconds(2))
                            .measurementIterations(5)
                            .measurementTime(TimeValue.seconds(2))
                            .timeUnit(TimeUnit.SECONDS)
                            .addProfiler(GCProfiler.class)
                            .verbosity(VerboseMode.NORMAL)
                            .output(log.toString())
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH failed, see " + log, e);
        }
    }
}
