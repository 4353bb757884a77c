package io.frostproof.simulator.scenario;

import io.frostproof.yaml.InvalidFileException;
import io.frostproof.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The scenarios that ship with the program, as resources beside this class. */
final class BuiltInScenarios {

    static final List<String> NAMES = List.of(
            "normal-week",
            "stuck-door",
            "compressor-failure",
            "refrigerant-leak",
            "regional-outage",
            "network-loss",
            "sensor-faults",
            "viral-launch",
            "trade-lane-shock",
            "storm",
            "failed-partner",
            "mixed-month",
            "demo");

    private BuiltInScenarios() {}

    static Scenario read(String name) throws InvalidFileException {
        if (!NAMES.contains(name)) {
            throw new InvalidFileException(List.of(new Problem(
                    name,
                    0,
                    "scenario",
                    name,
                    "one of " + String.join(", ", NAMES) + ", nor a file, whose name has a slash or ends in .yaml")));
        }
        try (InputStream stream = BuiltInScenarios.class.getResourceAsStream("/scenarios/" + name + ".yaml")) {
            if (stream == null) {
                throw new IllegalStateException("the scenario " + name + " is missing from the program");
            }
            return ScenarioFile.read(stream, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
