package io.frostproof.server.browser;

import io.frostproof.protocol.DecodeResult;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.TelemetryDecoder;
import io.frostproof.simulator.engine.Simulation;
import io.frostproof.simulator.engine.SimulationListener;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.simulator.scenario.UnitSpec;
import io.frostproof.simulator.sensing.ChannelDesign;
import io.frostproof.simulator.sensing.DeviceDesign;
import io.frostproof.simulator.sensing.Publication;
import io.frostproof.simulator.sensing.Receipts;
import io.frostproof.simulator.sensing.SimulatedQuantity;
import io.frostproof.simulator.truth.Truth;
import io.frostproof.simulator.truth.TruthRecord;
import io.frostproof.simulator.truth.TruthState;
import io.frostproof.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ./frostproof screenshots scenarios}: draws units of built-in scenarios for the docs, what devices said of them beside what was true. */
public final class ScenarioPictures {

    private static final Path CHECKOUT = Path.of(System.getProperty("frostproof.checkout", ".."));
    private static final long SEED = 1;
    private static final Duration LATE = Duration.ofMinutes(20);

    private record Wanted(String scenario, String unit, Duration from, Duration to) {}

    private static final List<Wanted> ALL = List.of(
            new Wanted("stuck-door", "hb-fridge-02", Duration.ofHours(8), Duration.ofHours(20)),
            new Wanted("regional-outage", "mi-fridge-01", Duration.ofHours(26), Duration.ofHours(60)),
            new Wanted("network-loss", "hb-fridge-03", Duration.ofHours(16), Duration.ofHours(52)));

    /** A reading, and when it was sent first. */
    record Seen(long timeMillis, double value, boolean late) {}

    private ScenarioPictures() {}

    public static void main(String[] arguments) throws IOException, InvalidFileException {
        Locale.setDefault(Locale.ROOT);
        Path folder = CHECKOUT.resolve("docs/pictures");
        Files.createDirectories(folder);
        for (Wanted wanted : ALL) {
            Path file = folder.resolve("scenario-" + wanted.scenario() + ".svg");
            Files.writeString(file, drawn(wanted));
            System.out.println(file);
        }
    }

    private static String drawn(Wanted wanted) throws InvalidFileException {
        Scenario scenario = Scenario.read(wanted.scenario());
        UnitSpec unit = scenario.units().stream()
                .filter(it -> it.id().equals(wanted.unit()))
                .findFirst()
                .orElseThrow();
        var truth = new Truth();
        var seen = new ArrayList<Seen>();
        DeviceDesign device = scenario.devices().stream()
                .filter(it -> air(it, wanted.unit()).isPresent())
                .findFirst()
                .orElseThrow();
        String channel = air(device, wanted.unit()).orElseThrow().id();
        var listener = new SimulationListener() {
            @Override
            public void published(Publication publication) {
                if (publication.device().equals(device.device())
                        && TelemetryDecoder.decode(publication.payload(), null)
                                instanceof DecodeResult.Decoded decoded) {
                    decoded.telemetry().samples().stream()
                            .filter(sample -> sample.channel().equals(channel))
                            .forEach(sample -> seen.add(seen(sample, publication.atMillis())));
                }
            }

            @Override
            public void truth(TruthRecord record) {
                truth.add(record);
            }
        };
        try (Simulation simulation = Simulation.of(scenario, SEED, listener, Receipts.MODELLED)) {
            simulation.advanceTo(simulation.endMillis());
        }
        long from = scenario.startMillis() + wanted.from().toMillis();
        long to = scenario.startMillis() + wanted.to().toMillis();
        var picture = new ScenarioPicture(
                wanted.scenario() + ": " + unit.name() + " (" + unit.id() + "), UTC of "
                        + Instant.ofEpochMilli(from).toString().substring(0, 10),
                from,
                to);
        truth.temperatures().stream().filter(it -> it.unit().equals(unit.id())).forEach(picture::truly);
        seen.forEach(picture::reading);
        truth.faults().stream().filter(it -> it.units().contains(unit.id())).forEach(picture::fault);
        String power = powerUnit(scenario, unit);
        truth.states().stream()
                .filter(it -> it.unit().equals(unit.id()) || (it.unit().equals(power) && ofThePower(it.state())))
                .forEach(picture::state);
        truth.harms().stream().filter(it -> it.unit().equals(unit.id())).forEach(picture::harm);
        return picture.svg();
    }

    private static boolean ofThePower(TruthState state) {
        return state == TruthState.MAINS_ABSENT || state == TruthState.GENERATOR_FAILED_TO_START;
    }

    /** The unit that the node's power device measures. */
    private static String powerUnit(Scenario scenario, UnitSpec unit) {
        return scenario.devices().stream()
                .filter(it -> it.node().equals(unit.node()))
                .flatMap(it -> it.channels().stream())
                .filter(it -> it.quantity() == SimulatedQuantity.MAINS)
                .map(ChannelDesign::unit)
                .findFirst()
                .orElse(unit.id());
    }

    private static Optional<ChannelDesign> air(DeviceDesign device, String unit) {
        return device.channels().stream()
                .filter(it -> it.unit().equals(unit) && it.quantity() == SimulatedQuantity.AIR_TEMPERATURE)
                .findFirst();
    }

    private static Seen seen(Sample sample, long atMillis) {
        long timeMillis = sample.timeMicros() / 1000;
        return new Seen(timeMillis, sample.value(), atMillis - timeMillis > LATE.toMillis());
    }
}
