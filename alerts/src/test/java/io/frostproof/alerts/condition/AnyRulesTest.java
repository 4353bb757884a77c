package io.frostproof.alerts.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The monitor on thousands of random rules and streams. A failure names its seed; {@code new AnyTry(seed)} repeats it. */
class AnyRulesTest {

    private static final int TRIES = 2_000;
    /** The walk is slow. */
    private static final int WALKS = 1_000;

    @Test
    void findsWhatTheDefinitionsSay() {
        int found = 0;
        for (long seed = 0; seed < WALKS; seed++) {
            found += DetectionChecks.agreesWithTheDefinitions(seed);
        }
        assertThat(found).as("starts, changes and ends in all tries").isGreaterThan(5 * WALKS);
    }

    @Test
    void goesOnFromAnySnapshotOrCopyAsIfNothingHadHappened() throws IOException {
        for (long seed = 0; seed < TRIES; seed++) {
            DetectionChecks.goesOnFromAnySnapshot(seed);
        }
    }

    @Test
    void concludesTheSameWhenSilenceIsToldAtAnyInstants() throws IOException {
        int told = 0;
        int late = 0;
        for (long seed = 0; seed < TRIES; seed++) {
            int[] counts = DetectionChecks.doesNotCareWhenSilenceIsTold(seed);
            told += counts[0];
            late += counts[1];
        }
        assertThat(told).as("times silence concluded something").isGreaterThan(TRIES);
        assertThat(late)
                .as("readings that came after silence had concluded otherwise")
                .isGreaterThan(TRIES);
    }

    @Test
    void concludesTheSameWhetherOrNotTheClockTellsWhatRunsOutBetweenReadings() throws IOException {
        int told = 0;
        for (long seed = 0; seed < TRIES; seed++) {
            told += DetectionChecks.doesNotCareWhetherTheClockTells(seed);
        }
        assertThat(told).as("times the clock told something first").isGreaterThan(TRIES / 2);
    }
}
