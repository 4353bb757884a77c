package io.frostproof.simulator.engine;

import io.frostproof.simulator.scenario.Tolerance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A handling unit and how much of what its product bears is used up. For one thread. */
final class Stored {

    final String id;
    final List<Tolerance> tolerances;
    private final double[] usedSeconds;
    private boolean harmed;
    /** Null while it is not in the network. */
    @Nullable
    FieldUnit where;

    Stored(String id, List<Tolerance> tolerances) {
        this.id = id;
        this.tolerances = tolerances;
        this.usedSeconds = new double[tolerances.size()];
    }

    /** Some time at a temperature; the tolerance that was used up just now, or -1. */
    int bear(double celsius, double seconds) {
        int broken = -1;
        for (int i = 0; i < usedSeconds.length; i++) {
            Tolerance tolerance = tolerances.get(i);
            if (tolerance.exceededAt(celsius)) {
                usedSeconds[i] += seconds;
                if (!harmed && usedSeconds[i] > tolerance.longest().toSeconds()) {
                    harmed = true;
                    broken = i;
                }
            }
        }
        return broken;
    }
}
