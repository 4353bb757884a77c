package io.frostproof.server.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.server.command.Frostproof;
import io.frostproof.server.network.NetworkFile;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code frostproof drill --network}: on the network of the demo, and on files that lack something. */
class NetworkDrillIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** A Monday morning, when every dock is open. */
    private static final String AT = "2026-11-23T09:00:00Z";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private Path demo = Path.of("");

    @BeforeEach
    void file() throws Exception {
        try (InputStream in = Objects.requireNonNull(NetworkFile.class.getResourceAsStream(NetworkFile.DEMO))) {
            demo = Files.write(folder.resolve("network.yaml"), in.readAllBytes());
        }
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Frostproof.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @Test
    void programsGetTheSameWithWhatItWasPlayedOn() throws Exception {
        String[] lane = {"drill", "node-lost:oldtown-popup", "--network", demo.toString(), "--at", AT, "--json"};
        assertThat(run(lane)).as(err.toString()).isZero();
        ObjectNode report = (ObjectNode) JSON.readTree(out.toString());

        JsonNode network = report.path("network");
        assertThat(network.path("file").asText()).isEqualTo("network.yaml");
        assertThat(network.path("at").asText()).isEqualTo(AT);
        assertThat(network.path("handling_units").asInt()).isEqualTo(200);
        assertThat(network.path("made_up").asInt()).isZero();
        assertThat(report.at("/goods/affected/handling_units").asInt()).isPositive();
        assertThat(run(lane)).isZero();
        ObjectNode again = (ObjectNode) JSON.readTree(out.toString());
        report.remove("plan_s");
        again.remove("plan_s");
        assertThat(again).isEqualTo(report);
    }

    @Test
    void aFileWithoutGoodsSaysWhatIsMissingOrHasThemMadeUp() throws Exception {
        String text = Files.readString(demo);
        Path bare =
                Files.writeString(folder.resolve("bare.yaml"), text.substring(0, text.indexOf("\nhandling_units:")));

        assertThat(run("drill", "region-dark", "--network", bare.toString(), "--at", AT))
                .isEqualTo(2);
        assertThat(err.toString()).contains("bare.yaml: handling_units: none", "movements into units", "--fill");

        assertThat(run("drill", "region-dark:north-coast", "--network", bare.toString(), "--at", AT, "--fill", "0.6"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .containsPattern("on bare\\.yaml at .*: [0-9]+ handling units, [0-9]+ of them made up");
    }

    @Test
    void whatIsWrongIsToldWithExitCodeTwo() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "frostproof_network: 1\nnodes: [{id: n}]\n");

        assertThat(run("drill", "region-dark", "--network", broken.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("broken.yaml:2: nodes[n].region: missing, expected ");
        assertThat(run(
                        "drill",
                        "region-dark",
                        "--network",
                        folder.resolve("none.yaml").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("none.yaml");
        assertThat(run("drill", "region-dark:mars", "--network", demo.toString(), "--at", AT))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there is no region 'mars'");
        assertThat(run("drill", "region-dark", "--network", demo.toString(), "--seed", "3"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--seed");
        assertThat(run("drill", "region-dark", "--network", demo.toString(), "--fill", "70"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--fill: was '70.0', expected more than 0 and at most 1");
        assertThat(run("drill", "region-dark", "--fill", "0.7")).isEqualTo(2);
        assertThat(err.toString()).contains("--fill", "--network");
    }

    /** As a process of its own, since a Java machine looks for its temporary folder once. */
    @Test
    void whatFailsIsToldWithExitCodeOneAndPrintsNoReport() throws Exception {
        Path said = folder.resolve("out");
        Path why = folder.resolve("err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + folder.resolve("gone"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.frostproof.server.Main",
                        "drill",
                        "region-dark",
                        "--network",
                        demo.toString(),
                        "--at",
                        AT)
                .redirectOutput(said.toFile())
                .redirectError(why.toFile())
                .start();
        try {
            assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(why)
                .content()
                .contains("frostproof: no folder can be made for a database in the temporary folder "
                        + folder.resolve("gone"));
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(said).isEmptyFile();
    }
}
