package io.frostproof.server.demo;

import io.frostproof.simulator.fault.PlannedFault;
import io.frostproof.simulator.scenario.FaultSpec;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.yaml.InvalidFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What goes wrong in the demo, and when: one failure at once, others over the next minutes, and all of it again later. What people do meanwhile is in {@link StockStory}. */
final class Story {

    static final String FIRST_UNIT = "hb-locker-02";

    /** With this one the first locker is about to be cooled when its compressor fails, so that nobody has to wait. */
    static final long SEED = 1;

    /** Longer than anybody watches. */
    private static final Duration RUNS = Duration.ofDays(3_650);

    private final Scenario scenario;

    private Story(Scenario scenario) {
        this.scenario = scenario;
    }

    static Story begin(Instant now) throws InvalidFileException {
        return new Story(Scenario.read("demo").startingAt(now));
    }

    /** With the faults of the first time round. */
    Scenario scenario() {
        return scenario.lasting(RUNS);
    }

    /** When the first round began. */
    Instant begin() {
        return scenario.start();
    }

    /** The story repeats after this, so that a demo left running goes on telling something. */
    Duration length() {
        return scenario.length();
    }

    /** The same faults, counted from {@code beginMillis}. */
    List<PlannedFault> faultsFrom(long beginMillis) {
        return scenario.faults().stream()
                .map(fault -> planned(fault, beginMillis + fault.after().toMillis()))
                .toList();
    }

    private static PlannedFault planned(FaultSpec fault, long startMillis) {
        return new PlannedFault(
                fault.kind(),
                fault.target(),
                startMillis,
                startMillis + fault.lasts().toMillis(),
                fault.severity());
    }
}
