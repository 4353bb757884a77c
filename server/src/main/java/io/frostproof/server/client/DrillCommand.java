package io.frostproof.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.alerts.drill.Approvers;
import io.frostproof.alerts.drill.Drill;
import io.frostproof.alerts.drill.DrillFacts;
import io.frostproof.alerts.drill.Scenario;
import io.frostproof.alerts.drill.SeededNetwork;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.solve.PriceSolver;
import io.frostproof.server.drill.DrillJson;
import io.frostproof.server.drill.DrillTable;
import io.frostproof.server.drill.NetworkDrill;
import io.frostproof.server.logging.LogLevel;
import io.frostproof.server.network.NetworkFile;
import io.frostproof.yaml.InvalidFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays what would happen if a node, a lane or a region was lost. */
@Command(
        name = "drill",
        description = {
            "Play what would happen if a node, a lane or a region was lost, by the engine that plans when it is: what can be saved,",
            "what cannot, what people have to do by hand, and which fallback is missing. Nothing is changed. docs/drills.md"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:played, whatever is lost in it",
            "1:failed; the reason is on standard error",
            "2:wrong use, no such scenario, a file with problems or without goods"
        })
public final class DrillCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "SCENARIO",
            description =
                    "node-lost, lane-closed or region-dark, alone for the one that hurts most, or with an id behind it:"
                            + " node-lost:NODE, lane-closed:LANE, region-dark:REGION")
    private String scenario = "";

    @Option(
            names = "--lasts",
            paramLabel = "SPAN",
            description =
                    "how long it lasts on average, such as 6h (default: as long as such places take; a lane for good)")
    private @Nullable String lasts;

    @Option(
            names = "--network",
            paramLabel = "FILE",
            description = "play on this network file, with its goods, rooms and lanes (docs/network-file.md)")
    private @Nullable Path network;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "with --network: when it happens, such as 2026-12-24T02:00:00Z; docks have hours (default: now)")
    private @Nullable Instant at;

    @Option(
            names = "--fill",
            paramLabel = "SHARE",
            description =
                    "with --network: make goods up until they take this share of every room, such as 0.7 (default: only what the file has)")
    private @Nullable Double fill;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "without --network: seed of the network that ships with Frostproof (default: 1)")
    private @Nullable Long seed;

    @Option(
            names = "--handling-units",
            paramLabel = "N",
            description = "without --network: how many it has (default: " + SeededNetwork.HANDLING_UNITS + ")")
    private @Nullable Integer handlingUnits;

    @Option(names = "--json", description = "print the report as one JSON object")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InvalidFileException {
        Duration span = lasts == null ? null : Spans.parse(spec, "--lasts", lasts);
        Path file = network;
        JsonNode report = file == null ? onSeeded(span) : onFile(file, span);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report);
        } else {
            out.print(DrillTable.of(report));
        }
        out.flush();
        return 0;
    }

    private JsonNode onSeeded(@Nullable Duration span) {
        refuse(at != null, "--at", "--network");
        refuse(fill != null, "--fill", "--network");
        DrillFacts facts = new SeededNetwork(
                        seed == null ? 1 : seed, handlingUnits == null ? SeededNetwork.HANDLING_UNITS : handlingUnits)
                .make();
        var drill = new Drill(PlanPolicy.standard(), new PriceSolver(), Approvers.usual(), System::nanoTime);
        return DrillJson.of(drill.run(facts, Scenario.read(scenario, span, facts)));
    }

    private JsonNode onFile(Path file, @Nullable Duration span) throws IOException, InvalidFileException {
        String without = "the network that ships with Frostproof, not with --network";
        refuse(seed != null, "--seed", without);
        refuse(handlingUnits != null, "--handling-units", without);
        if (fill != null && !(fill > 0 && fill <= 1)) {
            throw new ParameterException(
                    spec.commandLine(), "--fill: was '" + fill + "', expected more than 0 and at most 1, such as 0.7");
        }
        LogLevel.onlyWarnings();
        Network read = NetworkFile.read(file);
        Instant now = at == null ? InstantSource.system().instant() : at;
        return new NetworkDrill(String.valueOf(file.getFileName()), read, now, fill).play(scenario, span);
    }

    private void refuse(boolean given, String option, String needs) {
        if (given) {
            throw new ParameterException(spec.commandLine(), option + ": expected only with " + needs);
        }
    }
}
