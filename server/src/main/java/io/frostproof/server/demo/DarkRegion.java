package io.frostproof.server.demo;

import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.fault.PlannedFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The grid of a whole region fails, and the generators of its nodes do not start: what is kept cold there has to go elsewhere, and not all of it fits. It happens once in a run, since
 * goods that have warmed do not become well again.
 *
 * @param begins when the grid fails
 */
record DarkRegion(Instant begins) {

    static final String REGION = "south-valley";

    /** Nodes that have a generator; what has none is without power anyway. */
    private static final List<String> GENERATORS = List.of("valley-cold-store", "meadow-pharmacy");

    /** Longer than anything there keeps its band. */
    private static final Duration LASTS = Duration.ofMinutes(10);

    static final String LINE =
            "the grid of South Valley fails, and no generator there starts: three nodes are dark, and their stock needs a place";

    /** All that goes wrong. */
    List<PlannedFault> faults() {
        var faults = new ArrayList<PlannedFault>();
        faults.add(fault(FaultKind.GRID_OUTAGE, REGION));
        GENERATORS.forEach(node -> faults.add(fault(FaultKind.GENERATOR_START_FAILURE, node)));
        return faults;
    }

    private PlannedFault fault(FaultKind kind, String target) {
        return new PlannedFault(
                kind,
                target,
                begins.toEpochMilli(),
                begins.plus(LASTS).toEpochMilli(),
                kind.severity().usual());
    }
}
