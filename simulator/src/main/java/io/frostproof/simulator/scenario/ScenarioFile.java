package io.frostproof.simulator.scenario;

import io.frostproof.yaml.Fields;
import io.frostproof.yaml.InvalidFileException;
import io.frostproof.yaml.Problems;
import io.frostproof.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Reads the YAML form of {@code docs/scenarios.md}. A test holds {@code scenario.schema.json} to what is read here. Stateless. */
final class ScenarioFile {

    private static final Duration LONGEST_TRANSIT = Duration.ofDays(7);
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(3_650);
    private static final double FASTEST_WARP = 10_000;

    /** The keys that describe a network. They come from one file. */
    private static final List<String> NETWORK_KEYS =
            List.of("profiles", "products", "regions", "nodes", "device_kinds", "units");

    private ScenarioFile() {}

    static String schema() {
        try (InputStream stream = ScenarioFile.class.getResourceAsStream("/scenario.schema.json")) {
            if (stream == null) {
                throw new IllegalStateException("the schema of scenarios is missing from the program");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Scenario read(Path file) throws InvalidFileException {
        Path name = file.getFileName();
        String shown = name == null ? file.toString() : name.toString();
        var problems = new Problems(shown);
        Fields top = YamlFile.open(file, problems);
        return read(top, problems, shown.replaceFirst("\\.ya?ml$", ""));
    }

    static Scenario read(InputStream stream, String name) throws InvalidFileException, IOException {
        var problems = new Problems(name + ".yaml");
        return read(YamlFile.open(stream, problems), problems, name);
    }

    private static Scenario read(Fields top, Problems problems, String name) throws InvalidFileException {
        top.integer("frostproof_scenario", 1, 1);
        String about = top.text("about");
        Optional<Scenario> base = base(top);
        Instant start = base.isPresent()
                ? top.optionalInstant("start").orElse(base.get().start())
                : top.instant("start");
        if (!start.equals(start.truncatedTo(ChronoUnit.SECONDS))) {
            top.problem("start", "an instant in whole seconds");
        }
        Duration length = base.isPresent()
                ? top.duration("length", SHORTEST, LONGEST, base.get().length())
                : top.duration("length", SHORTEST, LONGEST);
        double warp = Values.number(top, "warp", 1, FASTEST_WARP, 1);
        Duration transit = top.duration("transit", SHORTEST, LONGEST_TRANSIT, Duration.ZERO);
        Scenario network = base.isPresent() ? base.get() : network(top);
        List<FaultSpec> faults = FaultRows.planned(top, new Targets(network));
        List<RandomFaultSpec> random = FaultRows.random(top);
        Optional<Scenario> scenario = top.make(() -> new Scenario(
                name,
                about,
                start,
                length,
                warp,
                Duration.ZERO,
                transit.isZero() ? network.transit() : transit,
                network.profiles(),
                network.products(),
                network.regions(),
                network.nodes(),
                network.units(),
                network.devices(),
                faults,
                random));
        problems.throwIfAny();
        return scenario.orElseThrow(() -> new IllegalStateException(name + ": no problem, and no scenario"));
    }

    private static Optional<Scenario> base(Fields top) throws InvalidFileException {
        if (!top.has("based_on")) {
            return Optional.empty();
        }
        String name = top.choice("based_on", BuiltInScenarios.NAMES, it -> it);
        for (String key : NETWORK_KEYS) {
            if (top.has(key)) {
                top.problem(key, "here together with 'based_on', which brings the whole network");
            }
        }
        return Optional.of(BuiltInScenarios.read(name));
    }

    /** The network of a file, in a scenario that has nothing else. */
    private static Scenario network(Fields top) {
        var stock = new StockRows();
        stock.read(top);
        var places = new PlaceRows(stock);
        places.read(top);
        var units = new UnitRows();
        units.read(top, places, stock);
        if (top.lacksItems("units")) {
            top.problem("units", "a list with at least one unit");
        }
        docks(top, places, units);
        return new Scenario(
                "",
                "",
                Instant.EPOCH,
                SHORTEST,
                1,
                Duration.ZERO,
                null,
                stock.profiles(),
                stock.products(),
                places.regions(),
                places.nodes(),
                units.units(),
                units.devices(),
                List.of(),
                List.of());
    }

    private static void docks(Fields top, PlaceRows places, UnitRows units) {
        for (NodeSpec node : places.nodes()) {
            String dock = node.dock();
            boolean there = dock == null
                    || units.units().stream()
                            .anyMatch(unit ->
                                    unit.id().equals(dock) && unit.node().equals(node.id()));
            if (!there) {
                top.problem(
                        "nodes",
                        "complete: node '" + node.id() + "' has the dock '" + dock
                                + "', which is not the id of a unit in it");
            }
        }
    }
}
