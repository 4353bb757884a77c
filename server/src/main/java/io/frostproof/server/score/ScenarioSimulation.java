package io.frostproof.server.score;

import io.frostproof.alerts.network.Network;
import io.frostproof.server.network.NetworkFile;
import io.frostproof.simulator.engine.Simulation;
import io.frostproof.simulator.engine.SimulationListener;
import io.frostproof.simulator.people.StockEvent;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.simulator.scenario.ScenarioNetwork;
import io.frostproof.simulator.sensing.Publication;
import io.frostproof.simulator.sensing.Receipts;
import io.frostproof.simulator.truth.TruthRecord;
import io.frostproof.yaml.InvalidFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A run of a scenario, with receipts that are modelled: nothing that the server does comes back to it, so it may run ahead. */
public final class ScenarioSimulation implements Simulated {

    private final Scenario scenario;
    private final long seed;
    private final Network network;
    private final Simulation simulation;
    /** Only while time passes. */
    private @Nullable Events events;

    /**
     * Of a scenario, at its start.
     *
     * @throws InvalidFileException if the server does not take the network of the scenario
     */
    public ScenarioSimulation(Scenario scenario, long seed) throws InvalidFileException {
        this.scenario = scenario;
        this.seed = seed;
        network = NetworkFile.readText("network of " + scenario.name(), ScenarioNetwork.text(scenario, seed));
        simulation = Simulation.of(scenario, seed, new Listener(), Receipts.MODELLED);
    }

    @Override
    public Header header() {
        long[] reports = scenario.devices().stream()
                .mapToLong(device -> device.reportEvery().toSeconds())
                .sorted()
                .toArray();
        return new Header(
                scenario.name(),
                seed,
                scenario.startMillis(),
                scenario.endMillis(),
                scenario.units().size(),
                scenario.devices().size(),
                reports.length == 0 ? 0 : reports[reports.length / 2]);
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public void advanceTo(long millis, Events toEvents) {
        events = toEvents;
        simulation.advanceTo(millis);
        events = null;
    }

    private final class Listener implements SimulationListener {
        private Events to() {
            return Objects.requireNonNull(events, "nothing happens while time stands");
        }

        @Override
        public void published(Publication publication) {
            to().published(publication.topic(), publication.payload());
        }

        @Override
        public void stock(StockEvent event) {
            boolean left = event instanceof StockEvent.Left;
            boolean expired = event instanceof StockEvent.Left it && it.why() == StockEvent.Why.EXPIRED;
            to().moved(event.handlingUnit(), left ? "" : event.unit(), expired, event.atMillis());
        }

        @Override
        public void truth(TruthRecord truth) {
            to().truth(truth);
        }
    }
}
