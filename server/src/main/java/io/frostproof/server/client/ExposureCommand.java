package io.frostproof.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What handling units lived through. */
@Command(
        name = "exposure",
        description = {
            "Show what a handling unit lived through, place by place; or list those of a place, the least left of a budget first.",
            "Times are UTC; what the figures mean is in docs/exposure.md."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ExposureCommand implements Callable<Integer> {

    @ParentCommand
    @Nullable
    StockCommand stock;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "handling unit")
    private @Nullable String id;

    @Option(names = "--unit", paramLabel = "ID", description = "instead of one: all that are in this unit")
    private @Nullable String unit;

    @Option(names = "--node", paramLabel = "ID", description = "instead of one: all that are in this node")
    private @Nullable String node;

    @Option(names = "--product", paramLabel = "ID", description = "of these only those of this product")
    private @Nullable String product;

    @Option(
            names = "--limit",
            defaultValue = "100",
            paramLabel = "N",
            description = "most items (default: ${DEFAULT-VALUE})")
    private int limit = 100;

    @Option(names = "--until", paramLabel = "TIME", description = "reckon up to this time (default: now)")
    private @Nullable String until;

    @Option(names = "--csv", description = "print rows of places and sums as CSV")
    private boolean csv;

    @Option(
            names = "--explain",
            arity = "0..1",
            fallbackValue = "all",
            paramLabel = "FIGURES",
            description =
                    "print the stretches of time, and the readings, that made figures such as too_warm,freezes (all if none is named)")
    private @Nullable String explain;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (stock == null) {
            throw new IllegalStateException("exposure is a command of stock");
        }
        if ((id == null) == (unit == null && node == null)) {
            throw new ParameterException(
                    spec.commandLine(), "expected either a handling unit, or a place: --unit or --node");
        }
        ServerOptions server = stock.server();
        if ((id == null && (csv || explain != null || until != null)) || (csv && (explain != null || server.json()))) {
            throw new ParameterException(
                    spec.commandLine(),
                    id == null
                            ? "--csv, --explain and --until are of one handling unit"
                            : "--csv goes with neither --explain nor --json");
        }
        try (ApiClient api = server.connect(spec)) {
            PrintWriter out = spec.commandLine().getOut();
            if (id == null) {
                several(api, server);
            } else if (csv) {
                out.print(api.text(new Filters().with("until", until).on(path(id) + ".csv")));
            } else {
                one(
                        api.get(new Filters()
                                .with("until", until)
                                .with("explain", explain)
                                .on(path(id))),
                        server,
                        out);
            }
            out.flush();
        }
        return 0;
    }

    private static String path(String handlingUnit) {
        return "/api/v1/stock/" + Filters.encoded(handlingUnit) + "/exposure";
    }

    private void several(ApiClient api, ServerOptions server) throws IOException, InterruptedException {
        Listing.atLeastOne(spec, limit);
        JsonNode answer = api.get(new Filters()
                .with("unit", unit)
                .with("node", node)
                .with("product", product)
                .with("limit", limit)
                .on("/api/v1/exposures"));
        var output = new Output(spec.commandLine().getOut(), several(), server.json(), ServerOptions.width(spec));
        answer.path("items").forEach(output::take);
        output.end("none");
        if (!server.json() && !answer.path("cut").isNull()) {
            spec.commandLine().getErr().println(Cells.text(answer, "cut"));
        }
    }

    private void one(JsonNode answer, ServerOptions server, PrintWriter out) {
        if (server.json()) {
            out.println(answer);
            return;
        }
        int width = ServerOptions.width(spec);
        if (explain == null) {
            rows(answer, out, width);
            answer.path("contradictions")
                    .forEach(one -> out.println(
                            "does not fit: event " + Cells.text(one, "event") + ", " + Cells.words(one, "kind")));
            return;
        }
        for (JsonNode figure : answer.path("explanations")) {
            out.println(headline(figure));
            var output = new Output(out, stretches(), false, width);
            figure.path("stretches").forEach(output::take);
            output.end("none");
            if (!figure.path("cut").isNull()) {
                out.println(Cells.text(figure, "cut"));
            }
            out.println();
        }
    }

    private static String headline(JsonNode figure) {
        String allowance = Cells.text(figure, "allowance");
        String value = Cells.value(figure, "value", "value_unit");
        return Cells.words(figure, "figure")
                + (allowance.isEmpty() ? "" : " '" + allowance + "'")
                + " of strand " + Cells.text(figure, "strand") + ": "
                + (value.isEmpty() ? "unknown" : value)
                + " (" + Cells.text(figure, "rule") + ")";
    }

    private static void rows(JsonNode answer, PrintWriter out, int width) {
        var rows = new ArrayList<JsonNode>();
        for (JsonNode strand : answer.path("strands")) {
            strand.path("places").forEach(rows::add);
            rows.add(strand);
        }
        var output = new Output(out, places(), false, width);
        rows.forEach(output::take);
        output.end("it was nowhere at any time");
        for (JsonNode budget : answer.path("budgets")) {
            out.println(Cells.text(budget, "name") + ": "
                    + time(budget.path("used_s").asDouble()) + " of "
                    + time(budget.path("allowed_s").asDouble()) + " used, "
                    + Cells.number(budget, "left_percent") + " % left");
        }
    }

    /** A sum has no unit. */
    static Table places() {
        return new Table(List.of(
                Table.Column.of("UNIT", item -> item.has("places") ? "in all" : orUnknown(Cells.text(item, "unit")))
                        .mayBeCut(),
                Table.Column.of("AS", item -> Cells.text(item, "handling_unit")).spare(3),
                Table.Column.of("FROM", item -> Cells.text(item, "from")),
                Table.Column.of("TO", item -> Cells.text(item, "to")).spare(2),
                seconds("KNOWN", "known_s"),
                seconds("UNKNOWN", "unknown_s"),
                seconds("TOO WARM", "too_warm_s"),
                seconds("TOO COLD", "too_cold_s"),
                sum("COLDEST", "coldest_celsius"),
                sum("WARMEST", "warmest_celsius"),
                sum("FREEZES", "freezes").spare(1),
                sum("KINETIC", "mean_kinetic_celsius").spare(4)));
    }

    private static String orUnknown(String unit) {
        return unit.isEmpty() ? "unknown" : unit;
    }

    private static Table.Column seconds(String title, String field) {
        return Table.Column.of(title, item -> time(item.path("sums").path(field).asDouble()))
                .atRight();
    }

    private static Table.Column sum(String title, String field) {
        return Table.Column.of(title, item -> Cells.number(item.path("sums"), field))
                .atRight();
    }

    static Table several() {
        return new Table(List.of(
                Table.Column.of("HANDLING UNIT", item -> Cells.text(item, "handling_unit")),
                Table.Column.of("PRODUCT", item -> Cells.text(item, "product_name"))
                        .mayBeCut()
                        .spare(2),
                Table.Column.of("LOT", item -> Cells.text(item, "lot")).spare(3),
                Table.Column.of("UNIT", item -> Cells.text(item, "unit")).spare(1),
                Table.Column.of("BUDGET", item -> Cells.text(item, "budget")).mayBeCut(),
                Table.Column.of("LEFT %", item -> Cells.number(item, "budget_left_percent"))
                        .atRight(),
                worst("TOO WARM", "too_warm_s"),
                worst("TOO COLD", "too_cold_s"),
                worst("UNKNOWN", "unknown_s"),
                Table.Column.of("FREEZES", item -> Cells.number(item.path("worst"), "freezes"))
                        .atRight()));
    }

    private static Table.Column worst(String title, String field) {
        return Table.Column.of(
                        title, item -> time(item.path("worst").path(field).asDouble()))
                .atRight();
    }

    static Table stretches() {
        return new Table(List.of(
                Table.Column.of("FROM", item -> Cells.text(item, "from")),
                Table.Column.of("TO", item -> Cells.text(item, "to")),
                Table.Column.of("UNIT", item -> orUnknown(Cells.text(item, "unit"))),
                Table.Column.of("COLDEST", item -> Cells.number(item, "coldest_celsius"))
                        .atRight(),
                Table.Column.of("WARMEST", item -> Cells.number(item, "warmest_celsius"))
                        .atRight(),
                Table.Column.of("ADDED", item -> Cells.number(item, "added")).atRight(),
                Table.Column.of("READINGS", ExposureCommand::readings).mayBeCut(),
                Table.Column.of("PROBES", item -> Cells.text(item, "probe_rule"))
                        .mayBeCut()
                        .spare(1)));
    }

    private static String readings(JsonNode stretch) {
        var channels = new ArrayList<String>();
        stretch.path("channels")
                .forEach(one -> channels.add(Cells.text(one, "readings") + " of " + Cells.text(one, "channel")));
        return String.join(", ", channels);
    }

    /** Such as {@code 2 d 03:04:05}. */
    private static String time(double seconds) {
        long whole = Math.round(seconds);
        String clock = String.format(Locale.ROOT, "%02d:%02d:%02d", whole / 3600 % 24, whole / 60 % 60, whole % 60);
        return whole >= 86_400 ? whole / 86_400 + " d " + clock : clock;
    }
}
