package io.frostproof.server.client;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What was measured. */
@Command(
        name = "readings",
        description = {
            "List readings of a unit or a channel of a running server, newest first, while they come.",
            "Times are UTC, as --from and --to take them."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = DaysCommand.class)
public final class ReadingsCommand implements Callable<Integer> {

    private static final List<String> RESOLUTIONS = List.of("raw", "1m", "5m", "15m", "1h", "6h", "1d");

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--unit", paramLabel = "ID", description = "of all channels that measure this unit")
    private @Nullable String unit;

    @Option(names = "--channel", paramLabel = "DEVICE/CHANNEL", description = "of this channel")
    private @Nullable String channel;

    @Option(names = "--from", paramLabel = "TIME", description = "from this time on, such as 2026-11-21T00:00:00Z")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "before this time")
    private @Nullable String to;

    @Option(
            names = "--last",
            paramLabel = "SPAN",
            description = "of the last 30m, 24h, 7d ..., instead of --from and --to")
    private @Nullable String last;

    @Option(
            names = "--resolution",
            paramLabel = "R",
            description = "raw, or minimum, mean and maximum for each 1m, 5m, 15m, 1h, 6h or 1d (default: raw)")
    private @Nullable String resolution;

    @Option(names = "--ascending", description = "oldest first")
    private boolean ascending;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "most items (default: all between --from and --to when both are given, else 100)")
    private @Nullable Integer limit;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ServerOptions server() {
        return server;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if ((unit == null) == (channel == null)) {
            throw new ParameterException(spec.commandLine(), "expected either --unit or --channel");
        }
        if (limit != null) {
            Listing.atLeastOne(spec, limit);
        }
        if (resolution != null && !RESOLUTIONS.contains(resolution)) {
            throw new ParameterException(
                    spec.commandLine(), "--resolution: was '" + resolution + "', expected one of " + RESOLUTIONS);
        }
        String begin = from;
        String end = to;
        if (last != null) {
            if (from != null || to != null) {
                throw new ParameterException(spec.commandLine(), "expected either --last or --from and --to");
            }
            Instant now = Instant.now();
            begin = now.minus(Spans.parse(spec, "--last", last)).toString();
            end = now.toString();
        }
        boolean buckets = resolution != null && !resolution.equals("raw");
        var filters = new Filters()
                .with("unit", unit)
                .with("channel", channel)
                .with("from", begin)
                .with("to", end)
                .with("resolution", resolution)
                .with("order", ascending ? "asc" : null)
                .with("limit", limit);
        var output = new Output(
                spec.commandLine().getOut(), buckets ? buckets() : raw(), server.json(), ServerOptions.width(spec));
        try (ApiClient api = server.connect(spec)) {
            api.stream(filters.on("/api/v1/readings"), output::take);
        }
        output.end("none");
        return 0;
    }

    static Table raw() {
        return new Table(List.of(
                Table.Column.of("TIME", item -> Cells.text(item, "time")),
                Table.Column.of("CHANNEL", item -> Cells.text(item, "device") + "/" + Cells.text(item, "channel")),
                Table.Column.of("QUANTITY", item -> Cells.words(item, "quantity"))
                        .spare(2),
                Table.Column.of("VALUE", item -> Cells.value(item, "value", "value_unit"))
                        .atRight(),
                Table.Column.of("QUALITY", item -> Cells.words(item, "quality")).spare(1),
                Table.Column.of("RECEIVED", item -> Cells.text(item, "received_at"))
                        .spare(3)));
    }

    static Table buckets() {
        return new Table(List.of(
                Table.Column.of("TIME", item -> Cells.text(item, "time")),
                Table.Column.of("CHANNEL", item -> Cells.text(item, "device") + "/" + Cells.text(item, "channel")),
                Table.Column.of("QUANTITY", item -> Cells.words(item, "quantity"))
                        .spare(2),
                Table.Column.of("MIN", item -> Cells.number(item, "min")).atRight(),
                Table.Column.of("MEAN", item -> Cells.number(item, "mean")).atRight(),
                Table.Column.of("MAX", item -> Cells.number(item, "max")).atRight(),
                Table.Column.of("UNIT", item -> Cells.unit(Cells.text(item, "value_unit"))),
                Table.Column.of("READINGS", item -> Cells.number(item, "count"))
                        .atRight()
                        .spare(1)));
    }
}
