package io.frostproof.simulator.truth;

import io.frostproof.simulator.fault.FaultKind;
import java.util.List;

/** One thing that was true. Times are simulated, milliseconds since 1970. Intervals are known, and told, when they end. */
public sealed interface TruthRecord {

    /**
     * The first record.
     *
     * @param units that keep something cold
     * @param devices all of them
     * @param reportSeconds the usual time between two messages of a device: the median over devices
     */
    record Header(
            String scenario, long seed, long startMillis, long endMillis, int units, int devices, long reportSeconds)
            implements TruthRecord {}

    /**
     * A fault. One that lasts beyond the end of the run ends there.
     *
     * @param units the cold units that it touches, directly or through their node, region or device
     */
    record FaultInterval(
            FaultKind kind, String target, List<String> units, long startMillis, long endMillis, double severity)
            implements TruthRecord {
        public FaultInterval {
            units = List.copyOf(units);
        }
    }

    /**
     * A state. One that lasts beyond the end of the run ends there.
     *
     * @param unit where; of a node's power the unit that stands for it, of a device the first unit that it measures
     * @param device empty when it is no state of a device
     * @param worst as {@link TruthState} says; 0 where it says nothing
     */
    record StateInterval(TruthState state, String unit, String device, long startMillis, long endMillis, double worst)
            implements TruthRecord {}

    /**
     * The first moment at which a handling unit had borne more than its product tolerates.
     *
     * @param unit where that happened; {@link #ON_THE_WAY} when it came harmed, which is told when it is unpacked
     * @param why the tolerance, such as {@code above 8 Cel for 10h}
     */
    record Harm(String handlingUnit, String unit, long atMillis, String why) implements TruthRecord {
        /** No unit: it was on a vehicle. */
        public static final String ON_THE_WAY = "";
    }

    /** True temperatures of a unit, every {@link #EVERY_MILLIS}, in steps of 0.01 K. */
    record Temperature(String unit, long atMillis, double airCelsius, double contentsCelsius) implements TruthRecord {
        public static final long EVERY_MILLIS = 300_000;
    }

    /**
     * A handling unit is somewhere else from now on.
     *
     * @param unit empty when it has left the network
     */
    record Stock(String handlingUnit, String unit, long atMillis) implements TruthRecord {}
}
