package io.frostproof.server.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.server.score.Matching.Judged;
import io.frostproof.server.score.Matching.JudgedRun;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.simulator.truth.TruthRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Probes of eight units come off while doors stand open, compressors stop, a defrost sticks and a thermostat shifts in nine others. What is told of the ones is
 * true, and nothing of the others is hidden by it.
 */
class ProbesOffIT {

    @TempDir
    private Path folder;

    @Test
    void tellsOfProbesAsProbesAndOfUnitsAsUnits() throws Exception {
        Path file = Path.of(Objects.requireNonNull(ProbesOffIT.class.getResource("/score/probes-off.yaml"))
                .toURI());
        var simulation = new ScenarioSimulation(Scenario.read(file), 1);

        Score score = ScoreRun.run(simulation, folder, Duration.ofSeconds(60), (step, of) -> {});

        assertThat(score.result().events())
                .as("every true event was found")
                .hasSizeGreaterThanOrEqualTo(14)
                .allSatisfy(judged -> assertThat(judged.found()).isNotNull());
        assertThat(places(score, ScoredCondition.TOO_WARM))
                .containsExactlyInAnyOrderElementsOf(units(
                        score,
                        fault -> fault.kind() != FaultKind.PROBE_DETACHED
                                && !fault.target().equals("be-locker-02")));
        assertThat(score.result().runs().stream()
                        .filter(judged ->
                                judged.run().pages() > 0 && judged.verdict().unneeded()))
                .as("false pages")
                .isEmpty();
        assertThat(score.result().runs().stream()
                        .filter(judged -> judged.run().condition() == ScoredCondition.PROBE
                                && judged.run().pages() > 0)
                        .map(JudgedRun::run)
                        .map(IncidentRun::unit)
                        .toList())
                .as("each probe that came off is told of once, as what it is")
                .containsExactlyInAnyOrderElementsOf(units(score, fault -> fault.kind() == FaultKind.PROBE_DETACHED));
    }

    private static Set<String> places(Score score, ScoredCondition condition) {
        return score.result().events().stream()
                .map(Judged::event)
                .filter(event -> event.condition() == condition)
                .map(TrueEvent::place)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> units(Score score, Predicate<TruthRecord.FaultInterval> of) {
        return score.faults().stream()
                .filter(of)
                .map(TruthRecord.FaultInterval::units)
                .flatMap(Collection::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
