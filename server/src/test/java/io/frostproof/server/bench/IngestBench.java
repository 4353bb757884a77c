package io.frostproof.server.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.protocol.Form;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./frostproof bench ingest}: how fast readings are taken in, beside what database and broker could do in the same minutes. */
@Command(name = "bench ingest", mixinStandardHelpOptions = true)
public final class IngestBench implements Callable<Integer> {

    /** As deploy/mosquitto; the test's own configuration has the rest, and a queue without limit. */
    private static final List<String> BROKER_LINES = List.of("set_tcp_nodelay true", "autosave_interval 60");

    @Option(names = "--messages")
    private long messages;

    @Option(names = "--readings", split = ",")
    private List<Integer> readings = List.of(IngestResult.LARGE, IngestResult.SMALL);

    @Option(names = "--devices")
    private int devices = 1_000;

    @Option(names = "--channels")
    private int channels = 1;

    @Option(names = "--connections")
    private int connections = 10;

    @Option(names = "--form")
    private Form form = Form.BINARY;

    @Option(names = "--seconds")
    private long seconds = 20;

    @Option(names = "--warm-up")
    private long warmUpSeconds = 20;

    @Option(names = "--heap")
    private String heap = "512m";

    @Option(names = "--broker")
    private @Nullable String broker;

    @Option(names = "--database")
    private @Nullable String database;

    @Option(names = "--flavour")
    private @Nullable PostgresFlavour flavour;

    @Option(names = "--jfr")
    private @Nullable Path jfr;

    @Option(names = "--json")
    private boolean json;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new IngestBench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var settings = new IngestSettings(
                messages,
                devices,
                channels,
                connections,
                form,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(warmUpSeconds),
                heap,
                jfr);
        var results = new ArrayList<IngestResult>();
        String where;
        say("starting broker and database ...");
        try (IngestDatabase data = database == null ? IngestDatabase.start(flavour) : IngestDatabase.at(database);
                MosquittoBroker own = broker == null ? MosquittoBroker.start(BROKER_LINES) : null) {
            where = data.version() + ", " + data.title();
            String uri = own == null ? String.valueOf(broker) : own.uri();
            for (int one : readings) {
                results.add(new IngestRun(settings, data, uri, one, IngestBench::say).measure());
            }
        } catch (IllegalStateException | TestAbortedException e) { // a count that is wrong; a service that is not here
            say("frostproof bench ingest: " + e.getMessage());
            return 1;
        }
        List<Measured> lines =
                results.stream().flatMap(result -> result.lines().stream()).toList();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(IngestResult.json(results)));
        } else {
            out.print(Measured.table(lines));
            out.println(footnote(where));
        }
        return lines.stream().allMatch(Measured::good) ? 0 : 1;
    }

    private String footnote(String where) {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return system.getAvailableProcessors() + " processors shared by everything, load "
                + Measured.number(system.getSystemLoadAverage()) + " at the end, JDK " + Runtime.version()
                + ", server with -Xmx"
                + heap + "; " + devices + " devices of " + channels + " channel(s) over " + connections
                + " connections, "
                + form.name().toLowerCase(Locale.ROOT) + ", two conditions on every channel.\n" + where
                + ".\n"
                + (broker == null
                        ? "Mosquitto of its own: max_inflight_messages 0, set_tcp_nodelay true and saving each minute as in deploy/mosquitto; no limit"
                                + " to its queue (there a million messages), no TLS, anybody may connect.\n"
                        : "")
                + "CPU of the publisher is that of this whole process, which also looks into the database and counts.";
    }

    private static void say(String text) {
        System.err.println(text);
    }
}
