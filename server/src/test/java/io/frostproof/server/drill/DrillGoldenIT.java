package io.frostproof.server.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.server.command.Frostproof;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code frostproof drill} prints on a terminal and as JSON, word by word, on a network of a seed and on one of a file, whose goods are of every fate: {@code -Dwrite.golden=true} writes the files anew, for a
 * look at what has changed. How long it took is the machine's.
 */
class DrillGoldenIT {

    private static final Path GOLDEN = Path.of("src/test/resources/drill");
    private static final String AT = "2026-11-23T09:00:00Z";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String printed(List<String> arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Frostproof.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        assertThat(err.toString()).isEmpty();
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "seed-region-dark,        region-dark,               --seed 4 --handling-units 200",
        "seed-lane-closed,        lane-closed,               --seed 4 --handling-units 200 --lasts 90m",
        "file-region-dark,        region-dark:coast,         --network FILE --at " + AT + " --lasts 12h",
        "file-node-lost,          node-lost:harbour,         --network FILE --at " + AT,
        "file-lane-closed,        lane-closed:harbour-inland, --network FILE --at " + AT,
    })
    void itPrintsWhatIsInTheFile(String golden, String scenario, String options, @TempDir Path folder)
            throws IOException {
        Path network = Files.copy(GOLDEN.resolve("network.yaml"), folder.resolve("network.yaml"));
        var arguments = new ArrayList<>(List.of("drill", scenario));
        arguments.addAll(List.of(options.replace("FILE", network.toString()).split(" ")));

        String table = printed(arguments).replaceFirst("planned in [0-9]+\\.[0-9]{2} s", "planned in 0.00 s");
        arguments.add("--json");
        var report = (ObjectNode) JSON.readTree(printed(arguments));
        report.put("plan_s", 0);

        compare(golden + ".txt", table);
        compare(golden + ".json", JSON.writer(indented()).writeValueAsString(report) + "\n");
    }

    private static DefaultPrettyPrinter indented() {
        var indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    }

    private static void compare(String name, String is) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("write.golden")) {
            Files.writeString(file, is);
        }
        assertThat(is).as(name).isEqualTo(Files.readString(file));
    }
}
