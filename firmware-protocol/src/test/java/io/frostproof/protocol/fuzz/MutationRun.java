package io.frostproof.protocol.fuzz;

import com.sun.management.ThreadMXBean;
import io.frostproof.protocol.Control;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.certify.GoldenVector;
import io.frostproof.protocol.certify.VectorFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decodes so many mutations of the golden vectors and counts what came out.
 *
 * <p>{@code ./frostproof fuzz protocol [--mutations N] [--seed S]}; exit code 1 when something got through.
 */
public final class MutationRun {

    /**
     * What a decode may allocate: a reading costs a byte or two on the wire, and 48 bytes as a record or a few hundred as a
     * rejection with its texts; the constant is the parser's buffers.
     */
    private static final long MAX_BYTES = 64 * 1024;

    private static final int MAX_BYTES_PER_BYTE = 512;

    private final Map<String, Long> counts = new TreeMap<>();
    private long slowestNanos;
    private long mostAllocated;
    private double mostPerByte;
    private @Nullable String failure;

    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private MutationRun() {}

    /** Runs {@code mutations} of them; stops at the first one that gets through. */
    static MutationRun run(long mutations, long seed) throws IOException {
        List<GoldenVector> vectors = VectorFile.builtIn();
        var run = new MutationRun();
        // Loads every class, so that the first mutations are not charged with it.
        for (GoldenVector vector : vectors) {
            byte[] payload = vector.payload();
            if (payload != null) {
                Verdicts.of(vector.type(), vector.form(), payload, vector.key());
            }
        }
        var mutator = new Mutator(vectors, seed);
        for (long i = 0; i < mutations && run.failure == null; i++) {
            Mutator.Mutation mutation = mutator.next();
            run.decode(mutation, i);
        }
        return run;
    }

    private void decode(Mutator.Mutation mutation, long number) {
        GoldenVector origin = mutation.origin();
        byte[] payload = mutation.payload();
        Control.Type type = origin.type();
        try {
            long before = MEMORY.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            Object result = Verdicts.decode(type, origin.form(), payload, origin.key());
            slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
            long allocated = MEMORY.getCurrentThreadAllocatedBytes() - before;
            if (allocated > mostAllocated) {
                // Once more: what the first use of a class or of a pooled buffer costs is not what a message costs.
                before = MEMORY.getCurrentThreadAllocatedBytes();
                result = Verdicts.decode(type, origin.form(), payload, origin.key());
                allocated = Math.min(allocated, MEMORY.getCurrentThreadAllocatedBytes() - before);
            }
            mostAllocated = Math.max(mostAllocated, allocated);
            if (origin.form() == Form.BINARY && payload.length > 0) {
                mostPerByte = Math.max(mostPerByte, (double) allocated / payload.length);
            }
            if (allocated > MAX_BYTES + (long) MAX_BYTES_PER_BYTE * payload.length) {
                throw new AssertionError(allocated + " bytes allocated for " + payload.length);
            }
            counts.merge(Verdicts.check(type, origin.form(), result), 1L, Long::sum);
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            failure = "mutation " + number + " of " + origin.name() + ": " + e + "\n"
                    + HexFormat.of().formatHex(payload);
        }
    }

    /** How often each verdict came. */
    Map<String, Long> counts() {
        return counts;
    }

    /** What got through; null when nothing did. */
    @Nullable
    String failure() {
        return failure;
    }

    public static void main(String[] arguments) throws IOException {
        long mutations = 10_000_000;
        long seed = 1;
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            try {
                switch (arguments[i]) {
                    case "--mutations" -> mutations = Long.parseLong(value);
                    case "--seed" -> seed = Long.parseLong(value);
                    default -> usage(arguments[i]);
                }
            } catch (NumberFormatException e) {
                usage(arguments[i] + " " + value);
            }
        }
        long start = System.nanoTime();
        MutationRun run = run(mutations, seed);
        System.out.printf(
                "%,d mutations of the golden vectors, seed %d, %d s%n",
                mutations, seed, (System.nanoTime() - start) / 1_000_000_000);
        long malformed = run.counts.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("decoded"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        run.counts.forEach((verdict, count) -> System.out.printf("  %-20s %,12d%n", verdict, count));
        System.out.printf(
                "malformed by a reason %,d, decoded rightly %,d, exceptions %d%n",
                malformed,
                run.counts.values().stream().mapToLong(Long::longValue).sum() - malformed,
                run.failure == null ? 0 : 1);
        System.out.printf(
                "most allocated by one decode: %,d bytes; by a frame: %.0f bytes per byte of it (bound: %,d + %d per byte)%n",
                run.mostAllocated, run.mostPerByte, MAX_BYTES, MAX_BYTES_PER_BYTE);
        System.out.printf("slowest decode: %.1f ms%n", run.slowestNanos / 1e6);
        if (run.failure != null) {
            System.err.println(run.failure);
            System.exit(1);
        }
    }

    private static void usage(String wrong) {
        System.err.println("frostproof fuzz protocol: '" + wrong + "', expected [--mutations N] [--seed S]");
        System.exit(2);
    }
}
