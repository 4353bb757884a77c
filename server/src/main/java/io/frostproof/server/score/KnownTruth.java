package io.frostproof.server.score;

import io.frostproof.simulator.truth.TruthRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a simulation says is true, as far as a score needs it. For one thread. */
final class KnownTruth {

    private final List<TruthRecord.StateInterval> states = new ArrayList<>();
    private final List<TruthRecord.FaultInterval> faults = new ArrayList<>();
    private final Map<String, TemperatureTrace> contents = new TreeMap<>();
    private long harms;

    void add(TruthRecord truth) {
        switch (truth) {
            case TruthRecord.StateInterval state -> states.add(state);
            case TruthRecord.FaultInterval fault -> faults.add(fault);
            case TruthRecord.Temperature at ->
                contents.computeIfAbsent(at.unit(), unit -> new TemperatureTrace())
                        .add(at.atMillis(), at.contentsCelsius());
            case TruthRecord.Harm ignored -> harms++;
            case TruthRecord.Header ignored -> {}
            case TruthRecord.Stock ignored -> {}
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

    /** Handling units that were harmed. */
    long harms() {
        return harms;
    }
}
