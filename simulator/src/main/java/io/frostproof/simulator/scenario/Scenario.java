package io.frostproof.simulator.scenario;

import io.frostproof.simulator.sensing.DeviceDesign;
import io.frostproof.yaml.InvalidFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A simulated network and what happens in it. Everything that a file writes short, such as counts, is written out here. A channel of a device
 * measures a cold unit, or the {@link PowerSpec#unit} of a node.
 *
 * @param name of the file without its ending, or of the built-in scenario
 * @param about one line for people
 * @param start in whole seconds
 * @param transit how long goods are under way between any two nodes of a region that keep them; null: there are no lanes
 * @param warp how much faster temperatures, fuel and engines move than the clock; 1 but in demonstrations
 * @param seasonShift what is added to the time for the seasons, in whole days, so that a summer stays one when it is played in winter
 */
public record Scenario(
        String name,
        String about,
        Instant start,
        Duration length,
        double warp,
        Duration seasonShift,
        @Nullable Duration transit,
        List<ProfileSpec> profiles,
        List<ProductSpec> products,
        List<RegionSpec> regions,
        List<NodeSpec> nodes,
        List<UnitSpec> units,
        List<DeviceDesign> devices,
        List<FaultSpec> faults,
        List<RandomFaultSpec> randomFaults) {

    public Scenario {
        profiles = List.copyOf(profiles);
        products = List.copyOf(products);
        regions = List.copyOf(regions);
        nodes = List.copyOf(nodes);
        units = List.copyOf(units);
        devices = List.copyOf(devices);
        faults = List.copyOf(faults);
        randomFaults = List.copyOf(randomFaults);
    }

    /**
     * A built-in scenario by its name, or one from a file; what contains a slash or ends in {@code .yaml} or {@code .yml} is a file.
     *
     * @throws InvalidFileException with every problem of the file; an unknown name is one, too
     */
    public static Scenario read(String nameOrFile) throws InvalidFileException {
        boolean file = nameOrFile.contains("/")
                || nameOrFile.contains("\\")
                || nameOrFile.endsWith(".yaml")
                || nameOrFile.endsWith(".yml");
        return file ? read(Path.of(nameOrFile)) : BuiltInScenarios.read(nameOrFile);
    }

    /** A scenario from a file. */
    public static Scenario read(Path file) throws InvalidFileException {
        return ScenarioFile.read(file);
    }

    /** Names of the built-in scenarios, in the order to show them. */
    public static List<String> builtInNames() {
        return BuiltInScenarios.NAMES;
    }

    /**
     * The JSON Schema (draft 2020-12) of scenario files, for editors. It knows every key, word and range; what refers to another place of the
     * file, and which of two times is the longer, only reading tells.
     */
    public static String schema() {
        return ScenarioFile.schema();
    }

    public long startMillis() {
        return start.toEpochMilli();
    }

    public long endMillis() {
        return start.plus(length).toEpochMilli();
    }

    /** The same in another time, with the seasons of the old one. */
    public Scenario startingAt(Instant newStart) {
        Instant whole = newStart.truncatedTo(ChronoUnit.SECONDS);
        Duration shift =
                Duration.ofDays(Math.round(Duration.between(whole, start).toSeconds() / 86_400.0));
        return with(whole, length, seasonShift.plus(shift));
    }

    /** The same, shorter or longer; faults beyond the end do not happen. */
    public Scenario lasting(Duration newLength) {
        return with(start, newLength, seasonShift);
    }

    private Scenario with(Instant newStart, Duration newLength, Duration newShift) {
        return new Scenario(
                name,
                about,
                newStart,
                newLength,
                warp,
                newShift,
                transit,
                profiles,
                products,
                regions,
                nodes,
                units,
                devices,
                faults,
                randomFaults);
    }

    /** The same with about so many devices: nodes are left out, or come again under other ids. */
    public Scenario scaledTo(int count) {
        return Scaling.of(this, count);
    }
}
