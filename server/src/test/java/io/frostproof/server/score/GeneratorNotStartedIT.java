package io.frostproof.server.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.simulator.truth.TruthRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated valley loses its mains, and one of its generators does not start: from the device's messages to the webhook. */
class GeneratorNotStartedIT {

    private static final String SLOT = "generator_not_started";
    private static final long STEP = Duration.ofSeconds(10).toMillis();
    /** As docs/scenarios has it: the grid goes 32 h after the start. */
    private static final Duration OUTAGE_AFTER = Duration.ofHours(32);

    @TempDir
    private Path folder;

    @Test
    void tellsPeopleBeforeTheGeneratorIsMissed() throws Exception {
        Scenario scenario = Scenario.read("regional-outage");
        var simulation = new ScenarioSimulation(scenario, 7);
        Network network = watched(simulation.network());
        long outage = scenario.startMillis() + OUTAGE_AFTER.toMillis();
        long begin = outage - Duration.ofMinutes(10).toMillis();
        Set<String> devices = withGenerators(network);
        simulation.advanceTo(begin, new Arriving(devices));
        try (var server = new SteppedServer(folder, network, begin)) {
            for (long now = begin; now <= outage + Duration.ofMinutes(8).toMillis(); now += STEP) {
                var arriving = new Arriving(devices);
                simulation.advanceTo(now, arriving);
                server.step(now, arriving.messages, List.of());
            }
            List<HandedOver> told = server.handedOver().stream()
                    .filter(notice -> notice.slot().equals(SLOT))
                    .toList();

            assertThat(told).extracting(HandedOver::unit).containsOnly(generators(network, "mill"));
            assertThat(told).extracting(HandedOver::kind).containsExactly(HandedOver.OPENED, HandedOver.WORSENED);
            // By the device's own clock.
            assertThat(told.getFirst().startedMillis()).isBetween(outage - 2_000, outage + STEP);
            long opened = told.getFirst().atMillis() - told.getFirst().startedMillis();
            long worsened = told.getLast().atMillis() - told.getFirst().startedMillis();
            assertThat(opened).as("30 s, and the next look").isBetween(30_000L, 30_000 + 2 * STEP);
            assertThat(worsened).as("2 min, and the next look").isBetween(120_000L, 120_000 + 2 * STEP);
        }
    }

    /** Only what power devices of nodes with a generator send, so that the server has little to do. */
    private static final class Arriving implements Simulated.Events {
        private final List<SteppedServer.Message> messages = new ArrayList<>();
        private final Set<String> devices;

        Arriving(Set<String> devices) {
            this.devices = devices;
        }

        @Override
        public void published(String topic, byte[] payload) {
            if (devices.contains(topic.split("/", -1)[3])) {
                messages.add(new SteppedServer.Message(topic, payload));
            }
        }

        @Override
        public void moved(String handlingUnit, String toUnit, boolean expired, long atMillis) {}

        @Override
        public void truth(TruthRecord truth) {}
    }

    private static Set<String> withGenerators(Network network) {
        return network.devices().stream()
                .filter(device ->
                        device.channels().stream().anyMatch(channel -> channel.quantity() == Quantity.GENERATOR))
                .map(Device::id)
                .collect(Collectors.toSet());
    }

    private static String[] generators(Network network, String node) {
        return network.units().stream()
                .filter(unit -> unit.kind() == UnitKind.GENERATOR && unit.node().equals(node))
                .map(Unit::id)
                .toArray(String[]::new);
    }

    private static Network watched(Network network) {
        return new Network(
                network.regions(),
                network.nodes(),
                network.profiles(),
                network.units().stream().map(GeneratorNotStartedIT::watched).toList(),
                network.devices(),
                network.products(),
                network.lots(),
                network.handlingUnits(),
                network.movements());
    }

    private static Unit watched(Unit unit) {
        return unit.kind() != UnitKind.GENERATOR
                ? unit
                : new Unit(
                        unit.id(),
                        unit.node(),
                        unit.name(),
                        unit.kind(),
                        unit.profile(),
                        unit.productLag(),
                        unit.keeps(),
                        List.of(
                                notStarted(Level.WARNING, Duration.ofSeconds(30)),
                                notStarted(Level.CRITICAL, Duration.ofMinutes(2))));
    }

    private static Condition notStarted(Level level, Duration delay) {
        return new Condition(
                SLOT,
                level,
                Quantity.MAINS,
                new Measure.While(Quantity.GENERATOR, Operator.BELOW, 1),
                Operator.BELOW,
                1,
                delay,
                0,
                null,
                Schedule.ALWAYS);
    }
}
