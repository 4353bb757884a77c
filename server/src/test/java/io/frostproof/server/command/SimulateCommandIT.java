package io.frostproof.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.simulator.truth.Truth;
import io.frostproof.testing.MosquittoBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code frostproof simulate} against a real broker. */
final class SimulateCommandIT {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Frostproof.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void playsAScenarioAtFullSpeedAndSaysWhatTheBrokerHas() throws Exception {
        Path truth = folder.resolve("truth.jsonl");
        Path network = folder.resolve("network.yaml");
        try (var broker = MosquittoBroker.start()) {
            int code = run(
                    "simulate",
                    "stuck-door",
                    "--days",
                    "0.6",
                    "--speed",
                    "max",
                    "--broker",
                    broker.uri(),
                    "--truth",
                    truth.toString(),
                    "--network-file",
                    network.toString(),
                    "--json");
            assertThat(err.toString()).isEmpty();
            assertThat(code).isZero();
        }

        JsonNode result = new ObjectMapper().readTree(out.toString());
        assertThat(result.get("acknowledged").asLong())
                .isEqualTo(result.get("publications").asLong())
                .isGreaterThan(1_000);
        assertThat(Truth.read(truth).faults()).hasSize(1);
        assertThat(network).content().contains("frostproof_network: 1", "hb-fridge-02-s");
    }

    @Test
    void playsAlongWithTheClock() throws Exception {
        try (var broker = MosquittoBroker.start()) {
            assertThat(run(
                            "simulate",
                            "normal-week",
                            "--days",
                            "0.01",
                            "--speed",
                            "400",
                            "--devices",
                            "3",
                            "--broker",
                            broker.uri()))
                    .isZero();
        }
        assertThat(out.toString()).contains("3 devices", "acknowledged by the broker");
    }

    @Test
    void failsWhenThereIsNoBroker() {
        assertThat(run("simulate", "stuck-door", "--speed", "max", "--broker", "tcp://127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("frostproof: ");
    }

    @Test
    void saysWhatIsWrongWithItsUseOrAFile() throws Exception {
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, "frostproof_scenario: 2\n");

        assertThat(run("simulate", "stuck-door", "--speed", "fast")).isEqualTo(2);
        assertThat(run("simulate")).isEqualTo(2);
        assertThat(run("simulate", "stuck-dor")).isEqualTo(2);
        assertThat(run("simulate", file.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("--speed was fast")
                .contains("'stuck-dor' is not one of normal-week")
                .contains("mine.yaml:1: frostproof_scenario: '2' is not a whole number from 1 to 1");
    }

    @Test
    void listsTheBuiltInScenarios() {
        assertThat(run("simulate", "--list")).isZero();
        assertThat(out.toString().lines()).hasSize(13).anyMatch(line -> line.startsWith("mixed-month "));
    }

    @Test
    void printsTheSchemaOfScenarioFilesAndNothingElse() throws Exception {
        assertThat(run("simulate", "--schema")).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).get("$schema").asText())
                .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    }
}
