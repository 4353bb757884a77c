package io.frostproof.server.command;

import io.frostproof.server.client.StockMessage;
import io.frostproof.server.client.StockSender;
import io.frostproof.simulator.engine.SimulationListener;
import io.frostproof.simulator.people.HandlingUnit;
import io.frostproof.simulator.people.StockEvent;
import java.io.IOException;
import java.time.Instant;

/**
 * Tells a server what people do with stock: receipts with lot and quantity, put-aways, picks, returns, and what is thrown away. What is in its place at the
 * start stands in the network file. For the simulation's thread.
 */
final class StockTeller implements SimulationListener {

    private final StockSender sender;
    private final long startMillis;

    StockTeller(StockSender sender, long startMillis) {
        this.sender = sender;
        this.startMillis = startMillis;
    }

    @Override
    public void stock(StockEvent event) {
        if (event.atMillis() == startMillis) {
            return;
        }
        try {
            sender.send(message(event));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException(new IOException("interrupted", e));
        }
    }

    /** The same event of the same run has the same id: a run that is told again changes nothing. */
    static StockMessage message(StockEvent event) {
        Instant time = Instant.ofEpochMilli(event.atMillis());
        String id = "simulated-" + event.handlingUnit() + "-" + event.atMillis();
        return switch (event) {
            case StockEvent.Arrived it -> {
                HandlingUnit goods = it.goods();
                yield StockMessage.received(
                        id, time, goods.id(), goods.lot(), goods.quantity(), goods.quantityUnit(), it.unit());
            }
            case StockEvent.Moved it -> StockMessage.moved(id, time, it.handlingUnit(), it.unit());
            case StockEvent.Left it ->
                StockMessage.removed(
                        id,
                        time,
                        it.handlingUnit(),
                        switch (it.why()) {
                            case PICKED -> "shipped";
                            case EXPIRED -> "disposed";
                        });
        };
    }
}
