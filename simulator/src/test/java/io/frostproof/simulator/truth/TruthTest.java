package io.frostproof.simulator.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.simulator.fault.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TruthTest {

    @TempDir
    Path folder;

    @Test
    void readsBackWhatWasWritten() throws Exception {
        var header = new TruthRecord.Header("normal-week", -7, 1_000, 9_000, 20, 24, 300);
        var fault = new TruthRecord.FaultInterval(
                FaultKind.DOOR_LEFT_OPEN, "hb-fridge-02", List.of("hb-fridge-02"), 2_000, 3_000, 0.3);
        var state = new TruthRecord.StateInterval(TruthState.PRODUCT_ABOVE, "hb-fridge-02", "", 2_500, 4_000, 9.25);
        var silent = new TruthRecord.StateInterval(TruthState.DEVICE_SILENT, "u", "d \"1\"", 1_500, 1_600, 0);
        var harm = new TruthRecord.Harm("h1", "hb-fridge-02", 3_500, "above 8 Cel for 24h");
        var onTheWay = new TruthRecord.Harm("h2", TruthRecord.Harm.ON_THE_WAY, 3_600, "above 8 Cel for 24h");
        var temperature = new TruthRecord.Temperature("hb-fridge-02", 1_000, 4.12, -0.5);
        var stock = new TruthRecord.Stock("h1", "", 5_000);
        Path file = folder.resolve("truth.jsonl");
        try (var writer = TruthWriter.to(file)) {
            for (TruthRecord it : List.of(header, fault, state, silent, harm, onTheWay, temperature, stock)) {
                writer.write(it);
            }
        }

        Truth truth = Truth.read(file);

        assertThat(truth.header()).contains(header);
        assertThat(truth.faults()).containsExactly(fault);
        assertThat(truth.states()).containsExactly(silent, state);
        assertThat(truth.harms()).containsExactly(harm, onTheWay);
        assertThat(truth.temperatures()).containsExactly(temperature);
        assertThat(truth.stock()).containsExactly(stock);
    }

    @Test
    void namesTheLineThatItCannotRead() throws Exception {
        Path file = folder.resolve("truth.jsonl");
        String good = TruthWriter.line(new TruthRecord.Stock("h1", "u", 5));
        Files.writeString(file, good + "\n" + good.replace("5", "soon") + "\n");

        assertThatThrownBy(() -> Truth.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("truth.jsonl:2: ");
    }

    @Test
    void aFileWithoutHeaderIsNoTruth() throws Exception {
        Path file = folder.resolve("truth.jsonl");
        Files.writeString(file, TruthWriter.line(new TruthRecord.Stock("h1", "u", 5)) + "\n");

        assertThatThrownBy(() -> Truth.read(file)).hasMessageContaining("no header");
    }
}
