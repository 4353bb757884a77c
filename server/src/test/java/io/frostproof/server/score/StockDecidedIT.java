package io.frostproof.server.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.simulator.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People approve what the server proposes for stock of which some comes to harm, some nearly does, and of some nobody knows: where it can go elsewhere, and where it cannot.
 */
class StockDecidedIT {

    @TempDir
    private Path folder;

    @Test
    void releasesNothingThatIsHarmedAndDiscardsNothingThatIsSound() throws Exception {
        Path without = folder.resolve("stock.yaml");
        Files.writeString(without, Files.readString(scenario()).replace("transit: 1h\n", ""));

        Score score = played(without);

        StockScore stock = Objects.requireNonNull(score.stock());
        assertThat(stock.harmed()).as("truly harmed, or nothing is asked").isGreaterThanOrEqualTo(15);
        bars(score, stock);
        assertThat(stock.decisions())
                .containsKeys("quarantine", "release", "discard")
                .doesNotContainKey("transfer");
        assertThat(stock.savedPercent().orElse(0))
                .as("what comes to harm where it stands is lost, and nothing else")
                .isGreaterThan(70);
    }

    @Test
    void whatCanGoElsewhereIsSaved() throws Exception {
        Score score = played(scenario());

        StockScore stock = Objects.requireNonNull(score.stock());
        bars(score, stock);
        assertThat(stock.decisions()).containsKey("transfer");
        assertThat(stock.savedPercent().orElse(0)).isGreaterThan(95);
    }

    private static void bars(Score score, StockScore stock) {
        assertThat(stock.sound()).isGreaterThanOrEqualTo(40);
        assertThat(stock.harmedReleased()).as(ScoreDetails.of(score)).isZero();
        assertThat(stock.soundDiscarded()).as(ScoreDetails.of(score)).isZero();
    }

    private static Path scenario() throws Exception {
        return Path.of(Objects.requireNonNull(StockDecidedIT.class.getResource("/score/stock.yaml"))
                .toURI());
    }

    private Score played(Path file) throws Exception {
        var simulation = new ScenarioSimulation(Scenario.read(file), 1);
        return ScoreRun.run(simulation, folder.resolve("data"), Duration.ofSeconds(60), (step, of) -> {});
    }
}
