package io.frostproof.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.alerts.notify.Wrong;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What is wrong, and what people do about it. */
@Command(
        name = "incidents",
        description = {
            "List incidents of a running server, newest first; acknowledge, assign, snooze or resolve one.",
            "An ID may be given as its first characters, as the table shows it. Times are those of your time zone."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {
            IncidentsCommand.Acknowledge.class,
            IncidentsCommand.Assign.class,
            IncidentsCommand.Snooze.class,
            IncidentsCommand.Wake.class,
            IncidentsCommand.Resolve.class,
            IncidentsCommand.SensorDied.class
        })
public final class IncidentsCommand implements Callable<Integer> {

    private static final String PATH = "/api/v1/incidents";

    /** States, as the API has them. */
    enum State {
        OPEN,
        ACKNOWLEDGED,
        RECOVERED,
        RESOLVED,
        RETRACTED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--state",
            split = ",",
            paramLabel = "STATE",
            description = "one or several, separated by commas, of ${COMPLETION-CANDIDATES} (default: all)")
    private List<State> states = List.of();

    @Option(names = "--unit", paramLabel = "ID", description = "only of this unit")
    private @Nullable String unit;

    @Option(names = "--node", paramLabel = "ID", description = "only of this node")
    private @Nullable String node;

    @Option(names = "--region", paramLabel = "ID", description = "only of this region")
    private @Nullable String region;

    @Option(names = "--assignee", paramLabel = "USER", description = "only those that this user works on")
    private @Nullable String assignee;

    @Option(names = "--limit", defaultValue = "100", paramLabel = "N", description = Listing.LIMIT_TEXT)
    private int limit = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var filters = new Filters()
                .with("state", states.isEmpty() ? null : joined(states))
                .with("unit", unit)
                .with("node", node)
                .with("region", region)
                .with("assignee", assignee);
        return Listing.print(server, spec, PATH, filters, limit, table(ZoneId.systemDefault(), Instant.now()));
    }

    private static String joined(List<State> states) {
        return states.stream().map(State::toString).collect(Collectors.joining(","));
    }

    /** A state is said in words. */
    private static String worst(JsonNode item) {
        return Wrong.state(
                        Cells.text(item, "quantity"),
                        Cells.text(item, "measure"),
                        item.path("worst_value").asDouble())
                .orElseGet(() -> Cells.value(item, "worst_value", "value_unit"));
    }

    static Table table(ZoneId zone, Instant now) {
        return new Table(List.of(
                Table.Column.of("ID", Cells::shortId),
                Table.Column.of("LEVEL", item -> Cells.text(item, "level")),
                Table.Column.of("STATE", item -> Cells.text(item, "state")),
                Table.Column.of("UNIT", item -> Cells.text(item, "unit")).mayBeCut(),
                Table.Column.of("NAME", item -> Cells.text(item, "unit_name"))
                        .mayBeCut()
                        .spare(3),
                Table.Column.of("NODE", item -> Cells.text(item, "node"))
                        .mayBeCut()
                        .spare(4),
                Table.Column.of("WHAT", item -> Cells.words(item, "slot")),
                Table.Column.of("SINCE " + Cells.zone(zone, now), item -> Cells.minute(item, "started_at", zone)),
                Table.Column.of("WORST", IncidentsCommand::worst).atRight().spare(2),
                Table.Column.of("STOCK", item -> Cells.number(item, "handling_units"))
                        .atRight()
                        .spare(1),
                Table.Column.of("ASSIGNEE", item -> Cells.text(item, "assignee"))
                        .mayBeCut()
                        .spare(2),
                Table.Column.of("SNOOZED UNTIL", item -> Cells.minute(item, "snoozed_until", zone))
                        .spare(5)));
    }

    /** A move of one incident. */
    abstract static class Move implements Callable<Integer> {

        @ParentCommand
        @Nullable
        IncidentsCommand incidents;

        @Parameters(index = "0", paramLabel = "ID", description = "of the incident, or its first characters")
        private String id = "";

        @Spec
        CommandSpec spec = CommandSpec.create();

        private final String move;
        private final List<State> from;

        Move(String move, State... from) {
            this.move = move;
            this.from = List.of(from);
        }

        abstract @Nullable Object body();

        @Override
        public Integer call() throws IOException, InterruptedException {
            ServerOptions options = Objects.requireNonNull(incidents).server;
            PrintWriter out = spec.commandLine().getOut();
            try (ApiClient api = options.connect(spec)) {
                String whole = Ids.whole(api, spec, id, PATH, new Filters().with("state", joined(from)));
                JsonNode incident = api.post(PATH + "/" + whole + "/" + move, body());
                out.println(options.json() ? incident.toString() : describe(incident));
            }
            return 0;
        }

        private static String describe(JsonNode incident) {
            String assignee = Cells.text(incident, "assignee");
            String until = Cells.minute(incident, "snoozed_until", ZoneId.systemDefault());
            return Cells.shortId(incident) + " " + Cells.words(incident, "slot") + " at "
                    + Cells.text(incident, "unit_name") + " is " + Cells.text(incident, "state")
                    + (assignee.isEmpty() ? ", nobody's" : ", assigned to " + assignee)
                    + (until.isEmpty() ? "" : ", snoozed until " + until);
        }
    }

    @Command(
            name = "ack",
            aliases = "acknowledge",
            description = "Say that somebody sees to it: you, unless it is assigned.",
            mixinStandardHelpOptions = true)
    static final class Acknowledge extends Move {
        Acknowledge() {
            super("acknowledge", State.OPEN);
        }

        @Override
        @Nullable
        Object body() {
            return null;
        }
    }

    @Command(name = "assign", description = "Give it to a user, or to nobody.", mixinStandardHelpOptions = true)
    static final class Assign extends Move {

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "USER",
                description = "name of the user; nobody if left out")
        private @Nullable String assignee;

        Assign() {
            super("assign", State.OPEN, State.ACKNOWLEDGED, State.RECOVERED);
        }

        @Override
        Object body() {
            // A map that allows null: nobody.
            return Collections.singletonMap("assignee", assignee);
        }
    }

    @Command(
            name = "snooze",
            description = {
                "Have nobody told of it for a while, at most 12 h.",
                "A worsening to critical and proposals about stock are told all the same."
            },
            mixinStandardHelpOptions = true)
    static final class Snooze extends Move {

        @ArgGroup(multiplicity = "1")
        private End end = new End();

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; it stays on record")
        private String reason = "";

        /** One of them. */
        static final class End {
            @Option(names = "--for", paramLabel = "DURATION", description = "such as 1h or 90m")
            private @Nullable String length;

            @Option(names = "--until", paramLabel = "TIME", description = "with offset, such as 2026-11-21T02:00:00Z")
            private @Nullable String until;
        }

        Snooze() {
            super("snooze", State.OPEN, State.ACKNOWLEDGED, State.RECOVERED);
        }

        @Override
        Object body() {
            String length = end.length;
            return Map.of("until", length == null ? String.valueOf(end.until) : after(length), "reason", reason);
        }

        /** By the clock of this computer. */
        private String after(String length) {
            return Instant.now()
                    .plus(Spans.parse(spec, "--for", length))
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
        }
    }

    @Command(
            name = "wake",
            aliases = "unsnooze",
            description = "Have people told of a snoozed one again.",
            mixinStandardHelpOptions = true)
    static final class Wake extends Move {
        Wake() {
            super("unsnooze", State.OPEN, State.ACKNOWLEDGED, State.RECOVERED);
        }

        @Override
        @Nullable
        Object body() {
            return null;
        }
    }

    @Command(
            name = "resolve",
            description = "Close it for good, with its cause. It has to be acknowledged or recovered.",
            mixinStandardHelpOptions = true)
    static final class Resolve extends Move {

        @Option(names = "--cause", required = true, paramLabel = "TEXT", description = "what caused it")
        private String cause = "";

        Resolve() {
            super("resolve", State.ACKNOWLEDGED, State.RECOVERED);
        }

        @Override
        Object body() {
            return Map.of("cause", cause);
        }
    }

    @Command(
            name = "sensor-died",
            description = {
                "Close it for good, since its probe is not to be trusted: from then on what that channel says counts as unknown.",
                "It is trusted again on the page of its device."
            },
            mixinStandardHelpOptions = true)
    static final class SensorDied extends Move {

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; it stays on record")
        private String reason = "";

        @Option(
                names = "--from",
                paramLabel = "TIME",
                description = "event time of the first reading that is not trusted, with offset, such as"
                        + " 2026-11-21T02:00:00Z; where its first excursion began if left out")
        private @Nullable String from;

        @Option(
                names = "--channel",
                paramLabel = "DEVICE/CHANNEL",
                description = "which one; needed if the incident rests on several")
        private @Nullable String channel;

        SensorDied() {
            super("sensor-died", State.OPEN, State.ACKNOWLEDGED, State.RECOVERED);
        }

        @Override
        Object body() {
            var body = new LinkedHashMap<String, String>();
            body.put("reason", reason);
            if (from != null) {
                body.put("from", from);
            }
            if (channel != null) {
                body.put("channel", channel);
            }
            return body;
        }
    }
}
