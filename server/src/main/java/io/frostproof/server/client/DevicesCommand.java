package io.frostproof.server.client;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What publishes readings, when it was heard, and what it is asked for. */
@Command(
        name = "devices",
        description = {
            "List devices of a running server, by id; look at one, ask it for something, configure it.",
            "Times are those of your time zone."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {
            DeviceCommands.Show.class,
            DeviceCommands.Identify.class,
            DeviceCommands.Status.class,
            DeviceCommands.Backlog.class,
            DeviceCommands.Configure.class
        })
public final class DevicesCommand implements Callable<Integer> {

    /** States, as the API has them. */
    enum State {
        REPORTING,
        SILENT,
        NEVER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether a device is there, by its own word, as the API has it. */
    enum Presence {
        ONLINE,
        SLEEPING,
        OFFLINE,
        LOST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    ServerOptions server = new ServerOptions();

    @Option(names = "--state", paramLabel = "STATE", description = "one of ${COMPLETION-CANDIDATES} (default: all)")
    private @Nullable State state;

    @Option(
            names = "--connection",
            paramLabel = "WORD",
            description = "by its own word: one of ${COMPLETION-CANDIDATES} (default: any)")
    private @Nullable Presence presence;

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
        var filters = new Filters()
                .with("state", state)
                .with("presence", presence)
                .with("node", node)
                .with("region", region);
        return Listing.print(
                server, spec, "/api/v1/devices", filters, limit, table(ZoneId.systemDefault(), Instant.now()));
    }

    static Table table(ZoneId zone, Instant now) {
        String name = Cells.zone(zone, now);
        return new Table(List.of(
                Table.Column.of("ID", item -> Cells.text(item, "id")),
                Table.Column.of("STATE", item -> Cells.text(item, "state")),
                Table.Column.of("CONNECTION", item -> Cells.text(item, "presence"))
                        .spare(1),
                Table.Column.of("NODE", item -> Cells.text(item, "/node/id")).mayBeCut(),
                Table.Column.of("REGION", item -> Cells.text(item, "/region/id"))
                        .mayBeCut()
                        .spare(3),
                Table.Column.of("CHANNELS", item -> Cells.number(item, "channels"))
                        .atRight()
                        .spare(2),
                Table.Column.of("EVERY", item -> Cells.number(item, "report_interval_s") + " s")
                        .atRight()
                        .spare(4),
                Table.Column.of("LAST READING " + name, item -> Cells.minute(item, "last_reading_at", zone)),
                Table.Column.of("LAST HEARD " + name, item -> Cells.minute(item, "last_received_at", zone))
                        .spare(1)));
    }
}
