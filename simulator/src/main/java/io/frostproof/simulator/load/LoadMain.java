package io.frostproof.simulator.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.device.BrokerAddress;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Load from the command line, {@code name=value} each:
 *
 * <pre>
 * java -cp ... io.frostproof.simulator.load.LoadMain broker=tcp://127.0.0.1:1883 devices=100000 connections=50 messages=1000000
 * java -cp ... io.frostproof.simulator.load.LoadMain broker=tcp://127.0.0.1:1883 devices=5000 connections=5000 messages=1000000
 * </pre>
 *
 * Says how fast the broker acknowledged, what that cost this process, and which of its own limits are near.
 */
public final class LoadMain {

    private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("broker", "tcp://127.0.0.1:1883");
        DEFAULTS.put("devices", "1000");
        DEFAULTS.put("connections", "10");
        DEFAULTS.put("window", "200");
        DEFAULTS.put("messages", "100000");
        DEFAULTS.put("readings", "4");
        DEFAULTS.put("form", "binary");
        DEFAULTS.put("rate", "0");
        DEFAULTS.put("prefix", "load");
    }

    /** Files that a process has open besides its connections: class path, selector, standard streams. */
    private static final int OTHER_FILES = 100;

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final long AHEAD = 10;
    private static final long AHEAD_AT_LEAST = 10_000;
    private static final double BUSY = 0.9;

    private LoadMain() {}

    /** Ends with 0, or with 1 and one line that says why. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        try {
            Map<String, String> given = parse(arguments);
            checkFiles(number(given, "connections"));
            load(given, out);
            return 0;
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            err.println("load: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("load: interrupted");
            return 1;
        }
    }

    private static Map<String, String> parse(String[] arguments) {
        Map<String, String> given = new LinkedHashMap<>(DEFAULTS);
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            if (at < 0 || !DEFAULTS.containsKey(argument.substring(0, at))) {
                throw new IllegalArgumentException(
                        "'" + argument + "': expected name=value, with a name of " + DEFAULTS.keySet());
            }
            given.put(argument.substring(0, at), argument.substring(at + 1));
        }
        return given;
    }

    private static String text(Map<String, String> given, String name) {
        String value = given.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": missing, expected a value");
        }
        return value;
    }

    private static int number(Map<String, String> given, String name) {
        String value = text(given, name);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " '" + value + "': expected a whole number", e);
        }
    }

    /** Rather now, with the remedy, than at connection 1,021 with a message of the operating system. */
    private static void checkFiles(int connections) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                && unix.getMaxFileDescriptorCount() < connections + OTHER_FILES) {
            throw new IllegalArgumentException("connections " + connections + ": this process may open "
                    + unix.getMaxFileDescriptorCount() + " files, expected " + (connections + OTHER_FILES)
                    + " or more (ulimit -n); the broker needs as many");
        }
    }

    private static void load(Map<String, String> given, PrintStream out) throws IOException, InterruptedException {
        int devices = number(given, "devices");
        int messages = number(given, "messages");
        int readings = number(given, "readings");
        // Event times end before now, so that a server would take them. A broker serves some connections faster than
        // others, so some devices get far ahead.
        long perDevice = AHEAD * (messages / Math.max(1, devices) + 1) + AHEAD_AT_LEAST;
        Instant begin = Instant.now().minus(INTERVAL.multipliedBy(perDevice * readings));
        var options = new LoadOptions(
                BrokerAddress.anonymous(URI.create(text(given, "broker"))),
                text(given, "prefix"),
                number(given, "connections"),
                number(given, "window"),
                IntStream.range(0, devices)
                        .mapToObj(n -> UpTopic.telemetry("load-" + n % 100, "load-" + n))
                        .toList(),
                List.of("t1"),
                readings,
                Form.valueOf(text(given, "form").toUpperCase(Locale.ROOT)),
                begin.getEpochSecond(),
                begin,
                INTERVAL,
                0);
        long before = System.nanoTime();
        try (var publisher = LoadPublisher.connect(options)) {
            double connecting = (System.nanoTime() - before) / 1e9;
            double cpuBefore = processCpuSeconds();
            LoadReport report = publisher.run(
                    new LoadRun(messages, Duration.ofHours(1), number(given, "rate"), () -> Long.MAX_VALUE));
            double cpu = processCpuSeconds() - cpuBefore;
            print(out, given, connecting, report, cpu);
        }
    }

    private static double processCpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean it
                ? it.getProcessCpuTime() / 1e9
                : Double.NaN;
    }

    private static void print(
            PrintStream out, Map<String, String> given, double connecting, LoadReport report, double cpu) {
        var memory = Runtime.getRuntime();
        double busy = report.cpuSeconds() / report.seconds();
        out.printf(
                Locale.ROOT,
                "%s devices over %s connections, opened in %.1f s%n",
                text(given, "devices"),
                text(given, "connections"),
                connecting);
        out.printf(
                Locale.ROOT,
                "%d messages acknowledged in %.1f s: %.0f a second, at most %d in a second%n",
                report.acknowledged(),
                report.seconds(),
                report.acknowledged() / report.seconds(),
                report.peakPerSecond());
        out.printf(
                Locale.ROOT,
                "CPU: %.2f s of the publishing thread (%.1f s a million messages, busy %.0f %%), %.2f s of this process%n",
                report.cpuSeconds(),
                report.cpuSecondsPerMillion(),
                100 * busy,
                cpu);
        out.printf(
                Locale.ROOT,
                "heap: %d MB used of at most %d%n",
                (memory.totalMemory() - memory.freeMemory()) >> 20,
                memory.maxMemory() >> 20);
        out.println(
                busy > BUSY
                        ? "limit: the publishing thread, it was never idle; a faster broker would not have been seen"
                        : "limit: the broker, or the pace; the publishing thread had to wait");
    }
}
