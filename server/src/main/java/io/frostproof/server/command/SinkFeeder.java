package io.frostproof.server.command;

import io.frostproof.simulator.engine.SimulationListener;
import io.frostproof.simulator.load.FullSpeedSink;
import io.frostproof.simulator.sensing.Publication;
import java.io.IOException;

/** Publishes what devices send, as fast as the broker takes it. For the simulation's thread. */
final class SinkFeeder implements SimulationListener {

    private final FullSpeedSink sink;

    SinkFeeder(FullSpeedSink sink) {
        this.sink = sink;
    }

    @Override
    public void published(Publication publication) {
        try {
            sink.publish(publication.topic(), publication.payload(), publication.retained());
        } catch (IOException e) {
            throw new StoppedException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException(new IOException("interrupted", e));
        }
    }
}
