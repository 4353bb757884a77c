package io.frostproof.simulator.fleet;

import io.frostproof.simulator.thermal.ColdKind;
import java.util.Optional;

/** One simulated unit. */
public sealed interface UnitSpec {

    /** What channels and faults call it, unique in a fleet. */
    String key();

    /**
     * Something that keeps cold.
     *
     * @param poweredBy key of the power site it hangs on; empty when it has mains of its own and no generator
     */
    record Cold(String key, ColdKind kind, double setpointCelsius, double ambientCelsius, Optional<String> poweredBy)
            implements UnitSpec {}

    /** Mains and a standby generator. */
    record Power(String key, double fuelPercent) implements UnitSpec {}
}
