package io.frostproof.server.bench.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.testing.PostgresFlavour;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./frostproof bench chaos}: a deployment under faults, judged from what its devices were promised. */
@Command(name = "bench chaos", mixinStandardHelpOptions = true)
public final class ChaosBench implements Callable<Integer> {

    private static final long LIVE_P99_MILLIS = 2_000;
    /** As PROTOCOL.md has it. */
    private static final Duration RESEND = Duration.ofMinutes(1);

    private static final double ALARMS_A_MINUTE = 80;

    @Option(names = "--minutes")
    private double minutes = 2;

    @Option(names = "--seed")
    private long seed = 1;

    @Option(names = "--json")
    private boolean json;

    @Option(names = "--flavour", description = "default: timescaledb, or plain on a machine that has none")
    private @Nullable PostgresFlavour flavour;

    @Option(names = "--devices")
    private int devices = 60;

    @Option(names = "--backlog-mb", description = "default: 100 for each minute, so 1000 in ten")
    private @Nullable Double backlogMb;

    @Option(names = "--backlog-window", description = "messages without receipt of each of 8 devices")
    private int window = 4;

    @Option(names = "--keep", description = "keep the logs of a run that went well, too")
    private boolean keep;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ChaosBench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Duration length = Duration.ofMillis(Math.round(minutes * 60_000));
        double megabytes = backlogMb == null ? 100 * minutes : backlogMb;
        Path folder = folder();
        System.err.println("logs: " + folder);
        ObjectNode result;
        try {
            result = run(length, megabytes, flavour == null ? PostgresFlavour.TIMESCALEDB : flavour, folder);
        } catch (TestAbortedException missing) {
            if (flavour != null || String.valueOf(missing.getMessage()).contains("Mosquitto")) {
                throw missing;
            }
            System.err.println("ON PLAIN POSTGRESQL, as TimescaleDB is missing here: " + missing.getMessage());
            result = run(length, megabytes, PostgresFlavour.PLAIN, folder);
        }
        List<String> failures = failures(result);
        failures.forEach(result.putArray("failures")::add);
        Files.writeString(
                folder.resolve("result.json"),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        out.println(json ? result.toString() : table(result));
        if (failures.isEmpty() && !keep) {
            delete(folder);
        } else {
            System.err.println("logs are kept in " + folder);
        }
        return failures.isEmpty() ? 0 : 1;
    }

    private ObjectNode run(Duration length, double megabytes, PostgresFlavour on, Path folder) throws Exception {
        return ChaosRun.run(
                new ChaosRun.Settings(
                        seed,
                        length,
                        FaultPlan.of(seed, length),
                        on,
                        RESEND,
                        devices,
                        Duration.ofMillis(500),
                        (int) Math.ceil(ALARMS_A_MINUTE * minutes),
                        Math.round(megabytes * 1e6),
                        8,
                        window,
                        Duration.ofMinutes(3)),
                folder,
                System.err::println);
    }

    private Path folder() throws IOException {
        Path target = Path.of(System.getProperty("frostproof.checkout", "."), "target", "chaos")
                .toAbsolutePath()
                .normalize();
        Files.createDirectories(target);
        return Files.createTempDirectory(target, "seed-" + seed + "-");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What misses its bar. */
    static List<String> failures(JsonNode result) {
        var failures = new ArrayList<String>();
        for (String none : List.of(
                "lost", "doubled", "lying_receipts", "unreceipted", "missing_alarms", "alarmed_twice", "late_alarms")) {
            if (result.path(none).asLong() != 0) {
                failures.add(none + " " + result.path(none).asLong() + ", expected 0");
            }
        }
        long p99 = result.path("live_p99_ms").asLong();
        if (p99 < 0) {
            failures.add("live_p99_ms not measured: no live message while the backlog flowed without a fault");
        } else if (p99 >= LIVE_P99_MILLIS) {
            failures.add("live_p99_ms " + p99 + ", expected below " + LIVE_P99_MILLIS);
        }
        if (!result.path("all_receipted").asBoolean()) {
            failures.add("the devices did not come to their end; see *.errors and what has no receipt");
        }
        if (!result.path("settled").asBoolean()) {
            failures.add("the server did not come to rest");
        }
        if (!result.path("faults").path("not_brought_about").isEmpty()) {
            failures.add("not every fault could be brought about");
        }
        return failures;
    }

    private static String table(JsonNode result) {
        var text = new StringBuilder();
        result.properties().forEach(field -> {
            if (field.getValue().isObject()) {
                field.getValue()
                        .properties()
                        .forEach(inner -> line(text, field.getKey() + "." + inner.getKey(), inner.getValue()));
            } else if (field.getValue().isArray()) {
                field.getValue().forEach(one -> line(text, field.getKey(), one));
            } else {
                line(text, field.getKey(), field.getValue());
            }
        });
        text.append(result.path("failures").isEmpty() ? "nothing lost, doubled or late" : "FAILED");
        return text.toString();
    }

    private static void line(StringBuilder text, String name, JsonNode value) {
        text.append(
                String.format(Locale.ROOT, "%-32s %s%n", name, value.isTextual() ? value.asText() : value.toString()));
    }
}
