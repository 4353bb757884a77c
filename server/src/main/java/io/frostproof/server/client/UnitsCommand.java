package io.frostproof.server.client;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What keeps cold or keeps power. */
@Command(
        name = "units",
        description = "List units of a running server, by id.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class UnitsCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--node", paramLabel = "ID", description = "only of this node")
    private @Nullable String node;

    @Option(names = "--region", paramLabel = "ID", description = "only of this region")
    private @Nullable String region;

    @Option(names = "--limit", defaultValue = "100", paramLabel = "N", description = Listing.LIMIT_TEXT)
    private int limit = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var filters = new Filters().with("node", node).with("region", region);
        return Listing.print(server, spec, "/api/v1/units", filters, limit, table());
    }

    static Table table() {
        return new Table(List.of(
                Table.Column.of("ID", item -> Cells.text(item, "id")),
                Table.Column.of("NAME", item -> Cells.text(item, "name")).mayBeCut(),
                Table.Column.of("KIND", item -> Cells.words(item, "kind")).spare(2),
                Table.Column.of("NODE", item -> Cells.text(item, "/node/id")).mayBeCut(),
                Table.Column.of("REGION", item -> Cells.text(item, "/region/id"))
                        .mayBeCut()
                        .spare(3),
                Table.Column.of("PROFILE", item -> Cells.text(item, "profile"))
                        .mayBeCut()
                        .spare(1),
                Table.Column.of("OPEN INCIDENTS", item -> Cells.number(item, "open_incidents"))
                        .atRight()));
    }
}
