package io.frostproof.server.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People approve what the server proposes for stock of which some comes to harm, some nearly does, and of some nobody knows. */
class StockDecidedIT {

    @TempDir
    private Path folder;

    @Test
    void releasesNothingThatIsHarmedAndDiscardsNothingThatIsSound() throws Exception {
        Path file = Path.of(Objects.requireNonNull(StockDecidedIT.class.getResource("/score/stock.yaml"))
                .toURI());
        var simulation = new ScenarioSimulation(Scenario.read(file), 1);

        Score score = ScoreRun.run(simulation, folder, Duration.ofSeconds(60), (step, of) -> {});

        StockScore stock = Objects.requireNonNull(score.stock());
        assertThat(stock.harmed()).as("truly harmed, or nothing is asked").isGreaterThanOrEqualTo(15);
        assertThat(stock.sound()).isGreaterThanOrEqualTo(40);
        assertThat(stock.harmedReleased()).as(ScoreDetails.of(score)).isZero();
        assertThat(stock.soundDiscarded()).as(ScoreDetails.of(score)).isZero();
        assertThat(stock.decisions()).containsKeys("quarantine", "release", "discard");
        assertThat(stock.savedPercent().orElse(0))
                .as("what comes to harm where it stands is lost, and nothing else")
                .isGreaterThan(74);
    }
}
