package io.frostproof.simulator.engine;

import io.frostproof.simulator.people.StockEvent;
import io.frostproof.simulator.sensing.Publication;
import io.frostproof.simulator.truth.TruthRecord;
import java.util.List;

/** Several listeners as one, told in their order. */
public final class Listeners implements SimulationListener {

    private final List<SimulationListener> all;

    public Listeners(List<SimulationListener> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public void published(Publication publication) {
        for (SimulationListener listener : all) {
            listener.published(publication);
        }
    }

    @Override
    public void stock(StockEvent event) {
        for (SimulationListener listener : all) {
            listener.stock(event);
        }
    }

    @Override
    public void truth(TruthRecord record) {
        for (SimulationListener listener : all) {
            listener.truth(record);
        }
    }
}
