package io.frostproof.server.command;

import io.frostproof.server.client.MovementSender;
import io.frostproof.simulator.engine.SimulationListener;
import io.frostproof.simulator.people.StockEvent;
import java.io.IOException;
import java.time.Instant;

/** Tells a server where stock goes. What is in its place at the start stands in the network file. For the simulation's thread. */
final class MovementTeller implements SimulationListener {

    private final MovementSender sender;
    private final long startMillis;

    MovementTeller(MovementSender sender, long startMillis) {
        this.sender = sender;
        this.startMillis = startMillis;
    }

    @Override
    public void stock(StockEvent event) {
        if (event.atMillis() == startMillis) {
            return;
        }
        String to = event instanceof StockEvent.Left ? null : event.unit();
        try {
            sender.send(event.handlingUnit(), to, Instant.ofEpochMilli(event.atMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException(new IOException("interrupted", e));
        }
    }
}
