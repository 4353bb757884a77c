package io.frostproof.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What shall happen to stock. */
@Command(
        name = "decisions",
        description = {
            "List decisions about stock of a running server, newest first; approve or reject a proposed one.",
            "An ID may be given as its first characters, as the table shows it. Times are those of your time zone."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {DecisionsCommand.Approve.class, DecisionsCommand.Reject.class})
public final class DecisionsCommand implements Callable<Integer> {

    private static final String PATH = "/api/v1/decisions";

    /** States, as the API has them. */
    enum State {
        PROPOSED,
        APPROVED,
        REJECTED,
        WITHDRAWN,
        REVERTED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--state", paramLabel = "STATE", description = "one of ${COMPLETION-CANDIDATES} (default: all)")
    private @Nullable State state;

    @Option(names = "--unit", paramLabel = "ID", description = "only of this unit")
    private @Nullable String unit;

    @Option(names = "--limit", defaultValue = "100", paramLabel = "N", description = Listing.LIMIT_TEXT)
    private int limit = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var filters = new Filters().with("state", state).with("unit", unit);
        return Listing.print(server, spec, PATH, filters, limit, table(ZoneId.systemDefault(), Instant.now()));
    }

    static Table table(ZoneId zone, Instant now) {
        return new Table(List.of(
                Table.Column.of("ID", Cells::shortId),
                Table.Column.of("STATE", item -> Cells.text(item, "state")),
                Table.Column.of("DECISION", item -> Cells.text(item, "disposition")),
                Table.Column.of("STOCK", item -> Cells.number(item, "handling_units"))
                        .atRight(),
                Table.Column.of("UNIT", item -> Cells.text(item, "unit")).mayBeCut(),
                Table.Column.of("NAME", item -> Cells.text(item, "unit_name"))
                        .mayBeCut()
                        .spare(4),
                Table.Column.of("WHAT", item -> Cells.words(item, "slot")),
                Table.Column.of("LEVEL", item -> Cells.text(item, "level")).spare(1),
                Table.Column.of("PROPOSED " + Cells.zone(zone, now), item -> Cells.minute(item, "proposed_at", zone)),
                Table.Column.of("BY", item -> Cells.text(item, "decided_by"))
                        .mayBeCut()
                        .spare(2),
                Table.Column.of("REASON", item -> Cells.text(item, "reason"))
                        .mayBeCut()
                        .spare(3)));
    }

    /** A person's word on one decision. */
    abstract static class Move implements Callable<Integer> {

        @ParentCommand
        @Nullable
        DecisionsCommand decisions;

        @Parameters(index = "0", paramLabel = "ID", description = "of the decision, or its first characters")
        private String id = "";

        @Spec
        private CommandSpec spec = CommandSpec.create();

        private final String move;

        Move(String move) {
            this.move = move;
        }

        abstract Map<String, String> body();

        @Override
        public Integer call() throws IOException, InterruptedException {
            ServerOptions options = Objects.requireNonNull(decisions).server;
            try (ApiClient api = options.connect(spec)) {
                String whole = Ids.whole(api, spec, id, PATH, new Filters().with("state", State.PROPOSED));
                JsonNode decision = api.post(PATH + "/" + whole + "/" + move, body());
                spec.commandLine().getOut().println(options.json() ? decision.toString() : describe(decision));
            }
            return 0;
        }

        private static String describe(JsonNode decision) {
            String unit = Cells.text(decision, "unit_name");
            return Cells.shortId(decision) + " " + Cells.text(decision, "disposition") + " of "
                    + Cells.text(decision, "handling_units") + " handling units of "
                    + (unit.isEmpty() ? "node " + Cells.text(decision, "from_node") : unit) + " is "
                    + Cells.text(decision, "state");
        }
    }

    @Command(name = "approve", description = "Have it done.", mixinStandardHelpOptions = true)
    static final class Approve extends Move {

        @Option(names = "--reason", paramLabel = "TEXT", description = "why")
        private @Nullable String reason;

        Approve() {
            super("approve");
        }

        @Override
        Map<String, String> body() {
            return reason == null ? Map.of() : Map.of("reason", reason);
        }
    }

    @Command(name = "reject", description = "Do not have it done.", mixinStandardHelpOptions = true)
    static final class Reject extends Move {

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why not")
        private String reason = "";

        Reject() {
            super("reject");
        }

        @Override
        Map<String, String> body() {
            return Map.of("reason", reason);
        }
    }
}
