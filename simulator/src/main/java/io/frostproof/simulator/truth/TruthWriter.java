package io.frostproof.simulator.truth;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes truth records to a file, one line of JSON each, in the order in which they become known. For one thread. */
public final class TruthWriter implements AutoCloseable {

    private final BufferedWriter out;

    private TruthWriter(BufferedWriter out) {
        this.out = out;
    }

    /** Begins a file; one that is there is replaced. */
    public static TruthWriter to(Path file) throws IOException {
        return new TruthWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    }

    /** The line of a record, as it stands in files, without its end. The same record gives the same line everywhere. */
    public static String line(TruthRecord record) {
        return TruthJson.line(record);
    }

    /** Adds a record. */
    public void write(TruthRecord record) throws IOException {
        out.write(TruthJson.line(record));
        out.write('\n');
    }

    /** Ends the file. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
