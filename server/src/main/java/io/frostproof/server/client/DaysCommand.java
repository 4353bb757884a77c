package io.frostproof.server.client;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What was measured, day by day. */
@Command(
        name = "days",
        description = {
            "List days of a unit: what each channel measured, and for how much of the day it was known.",
            "Days begin and end by the time zone of the unit's node."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DaysCommand implements Callable<Integer> {

    @ParentCommand
    @Nullable
    ReadingsCommand readings;

    @Option(
            names = "--unit",
            paramLabel = "ID",
            required = true,
            description = "of all channels that measure this unit")
    private String unit = "";

    @Option(
            names = "--from",
            paramLabel = "DAY",
            description = "first day, such as 2026-11-15 (default: 6 days before the last)")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DAY", description = "last day (default: today)")
    private @Nullable String to;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (readings == null) {
            throw new IllegalStateException("days is a command of readings");
        }
        var filters = new Filters().with("from", from).with("to", to);
        ServerOptions server = readings.server();
        var output = new Output(spec.commandLine().getOut(), table(), server.json(), ServerOptions.width(spec));
        try (ApiClient api = server.connect(spec)) {
            api.stream(filters.on("/api/v1/units/" + Filters.encoded(unit) + "/days"), output::take);
        }
        output.end("none");
        return 0;
    }

    static Table table() {
        return new Table(List.of(
                Table.Column.of("DAY", item -> Cells.text(item, "day")),
                Table.Column.of("CHANNEL", item -> Cells.text(item, "device") + "/" + Cells.text(item, "channel")),
                Table.Column.of("QUANTITY", item -> Cells.words(item, "quantity"))
                        .spare(2),
                Table.Column.of("MIN", item -> Cells.number(item, "min")).atRight(),
                Table.Column.of("MEAN", item -> Cells.number(item, "mean")).atRight(),
                Table.Column.of("MAX", item -> Cells.number(item, "max")).atRight(),
                Table.Column.of("KINETIC", item -> Cells.number(item, "mean_kinetic"))
                        .atRight()
                        .spare(3),
                Table.Column.of("UNIT", item -> Cells.unit(Cells.text(item, "value_unit"))),
                Table.Column.of("KNOWN %", item -> Cells.number(item, "coverage_percent"))
                        .atRight(),
                Table.Column.of("READINGS", item -> Cells.number(item, "readings"))
                        .atRight()
                        .spare(1)));
    }
}
