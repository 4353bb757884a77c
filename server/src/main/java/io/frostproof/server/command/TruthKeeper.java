package io.frostproof.server.command;

import io.frostproof.simulator.engine.SimulationListener;
import io.frostproof.simulator.truth.TruthRecord;
import io.frostproof.simulator.truth.TruthWriter;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes the truth of a simulation to a file, if one is wanted. For the simulation's thread. */
final class TruthKeeper implements SimulationListener, AutoCloseable {

    private final @Nullable TruthWriter writer;

    TruthKeeper(@Nullable Path file) throws IOException {
        writer = file == null ? null : TruthWriter.to(file);
    }

    @Override
    public void truth(TruthRecord record) {
        if (writer != null) {
            try {
                writer.write(record);
            } catch (IOException e) {
                throw new StoppedException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
