package io.frostproof.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What {@code frostproof devices} does with one device. */
final class DeviceCommands {

    private DeviceCommands() {}

    /** Something about one device. */
    abstract static class One implements Callable<Integer> {

        @ParentCommand
        @Nullable
        DevicesCommand devices;

        @Parameters(index = "0", paramLabel = "ID", description = "of the device")
        private String id = "";

        @Spec
        private CommandSpec spec = CommandSpec.create();

        /** Asks the server, and answers what it says. */
        abstract JsonNode ask(ApiClient api, String path) throws IOException, InterruptedException;

        abstract void tell(PrintWriter out, String device, JsonNode answer);

        @Override
        public Integer call() throws IOException, InterruptedException {
            ServerOptions options = Objects.requireNonNull(devices).server;
            PrintWriter out = spec.commandLine().getOut();
            try (ApiClient api = options.connect(spec)) {
                JsonNode answer = ask(api, "/api/v1/devices/" + Filters.encoded(id));
                if (options.json()) {
                    out.println(answer);
                } else {
                    tell(out, id, answer);
                }
            }
            out.flush();
            return 0;
        }
    }

    /** A command to one device. */
    abstract static class Order extends One {

        abstract Map<String, Object> body();

        @Override
        JsonNode ask(ApiClient api, String path) throws IOException, InterruptedException {
            return api.post(path + "/commands", body());
        }

        @Override
        void tell(PrintWriter out, String device, JsonNode answer) {
            out.println(Cells.text(answer, "do") + " of " + device + " is " + Cells.text(answer, "state")
                    + "; what comes of it: frostproof devices show " + device);
        }
    }

    @Command(
            name = "show",
            description = "What it says of itself, what it should be, and what it was asked for.",
            mixinStandardHelpOptions = true)
    static final class Show extends One {

        @Override
        JsonNode ask(ApiClient api, String path) throws IOException, InterruptedException {
            return api.get(path);
        }

        @Override
        void tell(PrintWriter out, String device, JsonNode answer) {
            ZoneId zone = ZoneId.systemDefault();
            out.println(device + " at " + Cells.text(answer, "/node/name") + ": " + Cells.text(answer, "state")
                    + ", newest reading " + otherwise(Cells.minute(answer, "last_reading_at", zone), "none"));
            JsonNode status = answer.path("status");
            if (status.isObject()) {
                line(out, "connection", Cells.text(status, "presence"), " since ", Cells.minute(status, "since", zone));
                line(
                        out,
                        "last status",
                        Cells.minute(status, "heard_at", zone),
                        ", boot ",
                        Cells.text(status, "boot") + ", connection " + Cells.text(status, "conn"));
                line(out, "due again", Cells.minute(status, "next_due_at", zone));
                line(out, "clock", Cells.text(status, "clock"));
                line(
                        out,
                        "waiting",
                        Cells.text(status, "kept"),
                        " messages, lost ",
                        otherwise(Cells.text(status, "lost"), "-"));
                line(out, "battery", Cells.text(status, "battery_percent"), " %");
                line(out, "signal", Cells.text(status, "rssi_dbm"), " dBm");
                line(out, "model", Cells.text(status, "model"), " ", Cells.text(status, "firmware"));
                line(
                        out,
                        "reports every",
                        Cells.text(status, "report_interval_s"),
                        " s, measures every ",
                        otherwise(Cells.text(status, "sample_interval_s"), "-") + " s, configuration "
                                + otherwise(Cells.text(status, "config_version"), "-"));
            } else {
                out.println("  it never sent a status");
            }
            JsonNode config = answer.path("config");
            if (config.path("version").asLong() > 0) {
                line(out, "configuration", Cells.text(config, "version"), " ", config(config));
            }
            answer.path("commands")
                    .forEach(command -> line(
                            out,
                            "asked",
                            Cells.text(command, "do"),
                            " by ",
                            Cells.text(command, "requested_by") + " " + Cells.minute(command, "requested_at", zone)
                                    + ": " + Cells.text(command, "state")));
            JsonNode missing = answer.path("missing");
            if (missing.isObject()) {
                line(
                        out,
                        "missing",
                        Cells.text(missing, "messages"),
                        " messages of boot ",
                        Cells.text(missing, "boot"));
            }
            answer.path("warnings").forEach(warning -> line(out, "warning", Cells.text(warning, "text")));
        }

        private static String otherwise(String text, String nothing) {
            return text.isEmpty() ? nothing : text;
        }
    }

    private static String config(JsonNode config) {
        String expected = Cells.text(config, "refused_expected");
        return Cells.text(config, "state") + ": reports every " + Cells.text(config, "report_interval_s")
                + " s, measures every " + Cells.text(config, "sample_interval_s") + " s, asked for by "
                + Cells.text(config, "requested_by")
                + (expected.isEmpty() ? "" : "; " + Cells.text(config, "refused_field") + ": expected " + expected);
    }

    /** One line about something that was said; nothing when it was not. */
    private static void line(PrintWriter out, String what, String first, String... more) {
        if (!first.isEmpty()) {
            out.println("  " + what + " ".repeat(Math.max(1, 15 - what.length())) + first + String.join("", more));
        }
    }

    @Command(
            name = "identify",
            description = "Have it blink or sound, so that somebody finds it.",
            mixinStandardHelpOptions = true)
    static final class Identify extends Order {

        @Option(
                names = "--for",
                paramLabel = "SECONDS",
                defaultValue = "30",
                description = "how long (default: ${DEFAULT-VALUE})")
        private int seconds = 30;

        @Override
        Map<String, Object> body() {
            return Map.of("do", "identify", "for_s", seconds);
        }
    }

    @Command(name = "status", description = "Have it say its state now.", mixinStandardHelpOptions = true)
    static final class Status extends Order {

        @Override
        Map<String, Object> body() {
            return Map.of("do", "status");
        }
    }

    @Command(
            name = "backlog",
            description = "Have it send messages again that it still has.",
            mixinStandardHelpOptions = true)
    static final class Backlog extends Order {

        @Option(names = "--boot", required = true, paramLabel = "N", description = "which start of the device")
        private long boot;

        @Option(names = "--from", required = true, paramLabel = "SEQ", description = "the first message")
        private long from;

        @Option(names = "--to", required = true, paramLabel = "SEQ", description = "the last message")
        private long to;

        @Override
        Map<String, Object> body() {
            return Map.of("do", "backlog", "boot", boot, "from", from, "seq", to);
        }
    }

    @Command(
            name = "config",
            description = "Show the configuration that it should have, or ask for another one.",
            mixinStandardHelpOptions = true)
    static final class Configure extends One {

        @ArgGroup(exclusive = false)
        private @Nullable Intervals intervals;

        /** Both or none. */
        static final class Intervals {
            @Option(names = "--report", required = true, paramLabel = "SECONDS", description = "between reports")
            int report;

            @Option(
                    names = "--sample",
                    required = true,
                    paramLabel = "SECONDS",
                    description = "between readings of a channel")
            int sample;
        }

        @Override
        JsonNode ask(ApiClient api, String path) throws IOException, InterruptedException {
            Intervals wanted = intervals;
            return wanted == null
                    ? api.get(path + "/config")
                    : api.put(
                            path + "/config",
                            Map.of("report_interval_s", wanted.report, "sample_interval_s", wanted.sample));
        }

        @Override
        void tell(PrintWriter out, String device, JsonNode answer) {
            out.println(
                    answer.path("version").asLong() == 0
                            ? device + " was never asked to have another configuration than its own"
                            : device + ", version " + Cells.text(answer, "version") + ", " + config(answer));
        }
    }
}
