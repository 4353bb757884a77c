package io.frostproof.server.score;

import io.frostproof.simulator.truth.TruthRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a simulation says is true, as far as a score needs it. For one thread. */
final class KnownTruth {

    private final List<TruthRecord.StateInterval> states = new ArrayList<>();
    private final List<TruthRecord.FaultInterval> faults = new ArrayList<>();
    private final Map<String, TemperatureTrace> contents = new TreeMap<>();
    private final Map<String, TemperatureTrace> air = new TreeMap<>();
    private final Map<String, TreeSet<Long>> arrivals = new TreeMap<>();
    private final Map<String, TruthRecord.Harm> harms = new TreeMap<>();

    void add(TruthRecord truth) {
        switch (truth) {
            case TruthRecord.StateInterval state -> states.add(state);
            case TruthRecord.FaultInterval fault -> faults.add(fault);
            case TruthRecord.Temperature at -> {
                contents.computeIfAbsent(at.unit(), unit -> new TemperatureTrace())
                        .add(at.atMillis(), at.contentsCelsius());
                air.computeIfAbsent(at.unit(), unit -> new TemperatureTrace()).add(at.atMillis(), at.airCelsius());
            }
            case TruthRecord.Harm harm -> harms.putIfAbsent(harm.handlingUnit(), harm);
            case TruthRecord.Header ignored -> {}
            case TruthRecord.Stock moved ->
                arrivals.computeIfAbsent(moved.unit(), unit -> new TreeSet<>()).add(moved.atMillis());
        }
    }

    List<TruthRecord.StateInterval> states() {
        return states;
    }

    List<TruthRecord.FaultInterval> faults() {
        return faults;
    }

    /** Units whose temperature is known. */
    Set<String> units() {
        return contents.keySet();
    }

    /** True temperature of what is in a unit; null when it has none. */
    @Nullable
    TemperatureTrace contents(String unit) {
        return contents.get(unit);
    }

    /** True temperature of the air in a unit; null when it has none. */
    @Nullable
    TemperatureTrace air(String unit) {
        return air.get(unit);
    }

    /** Whether something was put into a unit at a moment, or at most so long before or after it. */
    boolean arrived(String unit, long millis, long withinMillis) {
        TreeSet<Long> there = arrivals.get(unit);
        Long last = there == null ? null : there.floor(millis + withinMillis);
        return last != null && last >= millis - withinMillis;
    }

    /** When it was harmed; null when it was not. */
    TruthRecord.@Nullable Harm harm(String handlingUnit) {
        return harms.get(handlingUnit);
    }
}
