package io.frostproof.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.alerts.drill.Approvers;
import io.frostproof.alerts.drill.Drill;
import io.frostproof.alerts.drill.DrillFacts;
import io.frostproof.alerts.drill.Scenario;
import io.frostproof.alerts.drill.SeededNetwork;
import io.frostproof.alerts.plan.PlanPolicy;
import io.frostproof.alerts.plan.solve.PriceSolver;
import io.frostproof.server.drill.DrillJson;
import io.frostproof.server.drill.DrillTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "2:wrong use, or no such scenario"
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
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "seed of the network that ships with Frostproof (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--handling-units",
            defaultValue = "" + SeededNetwork.HANDLING_UNITS,
            paramLabel = "N",
            description = "how many it has (default: ${DEFAULT-VALUE})")
    private int handlingUnits = SeededNetwork.HANDLING_UNITS;

    @Option(names = "--json", description = "print the report as one JSON object")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Duration span = lasts == null ? null : Spans.parse(spec, "--lasts", lasts);
        DrillFacts facts = new SeededNetwork(seed, handlingUnits).make();
        var drill = new Drill(PlanPolicy.standard(), new PriceSolver(), Approvers.usual(), System::nanoTime);
        JsonNode report = DrillJson.of(drill.run(facts, Scenario.read(scenario, span, facts)));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report);
        } else {
            out.print(DrillTable.of(report));
        }
        out.flush();
        return 0;
    }
}
