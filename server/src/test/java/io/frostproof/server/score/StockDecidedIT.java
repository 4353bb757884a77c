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
        Files.writeString(without, known().replace("transit: 1h\n", ""));

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
        Path known = folder.resolve("known.yaml");
        Files.writeString(known, known());

        Score score = played(known);

        StockScore stock = Objects.requireNonNull(score.stock());
        bars(score, stock);
        assertThat(stock.decisions()).containsKey("transfer");
        assertThat(stock.savedPercent().orElse(0)).isGreaterThan(95);
    }

    /** Fridge 4 is well, and its device is dead: nobody knows. What fridge 5 and locker 3 were like is told when their network is back, and nothing of theirs is held in the end. */
    @Test
    void whatNobodyKnowsAnythingOfIsHeld() throws Exception {
        Path silent = folder.resolve("silent.yaml");
        String scenario = Files.readString(scenario()).replace("length: 3d", "length: 1d");
        Files.writeString(silent, scenario.substring(0, scenario.indexOf("\nfaults:")) + """

                        faults:
                          - {kind: device_dead, target: fridge-04-s, after: 4h, lasts: 40h}
                          - {kind: network_loss, target: fridge-05-s, after: 6h, lasts: 6h}
                          - {kind: network_loss, target: locker-03-s, after: 6h, lasts: 30m}
                        """);

        Score score = played(silent);

        StockScore stock = Objects.requireNonNull(score.stock());
        assertThat(stock.decisions()).containsKey("quarantine").doesNotContainKeys("discard", "transfer");
        assertThat(stock.harmedReleased()).isZero();
        assertThat(stock.wrong()).isNotEmpty().allSatisfy(one -> {
            assertThat(one.fate().unit()).isEqualTo("fridge-04");
            assertThat(one.fate().end()).isEqualTo(StockFate.End.HELD);
            assertThat(one.said()).startsWith("unknown (");
        });
        assertThat(stock.savedValue() + stock.heldValue()).isEqualTo(stock.value());
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

    /** The same without the device that is dead. */
    private static String known() throws Exception {
        String all = Files.readString(scenario());
        String known = all.replaceAll("(?m)^  - \\{kind: device_dead.*\\n", "");
        assertThat(known).isNotEqualTo(all);
        return known;
    }

    private Score played(Path file) throws Exception {
        var simulation = new ScenarioSimulation(Scenario.read(file), 1);
        return ScoreRun.run(simulation, folder.resolve("data"), Duration.ofSeconds(60), (step, of) -> {});
    }
}
