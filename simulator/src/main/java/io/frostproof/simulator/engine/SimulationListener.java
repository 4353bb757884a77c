package io.frostproof.simulator.engine;

import io.frostproof.simulator.people.StockEvent;
import io.frostproof.simulator.sensing.Publication;
import io.frostproof.simulator.truth.TruthRecord;

/**
 * Hears what happens in a simulation, in the order of simulated time, on the thread that moves it. An exception that is thrown here ends
 * the run. What is true is never for the ears of the server.
 */
public interface SimulationListener {

    /** A message leaves a device. */
    default void published(Publication publication) {}

    /**
     * Somebody brought stock from one place to another. What is in its place at the very start is told as well; a network file of
     * {@link io.frostproof.simulator.scenario.ScenarioNetwork} has it already.
     */
    default void stock(StockEvent event) {}

    /** Something that is known now. Intervals are told when they end. */
    default void truth(TruthRecord record) {}
}
