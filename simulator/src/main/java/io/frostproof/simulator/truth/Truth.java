package io.frostproof.simulator.truth;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The truth of one run, collected record by record or read from a file. Lists are in the order of their start. For one thread. */
public final class Truth {

    private TruthRecord.@Nullable Header header;
    private final List<TruthRecord.FaultInterval> faults = new ArrayList<>();
    private final List<TruthRecord.StateInterval> states = new ArrayList<>();
    private final List<TruthRecord.Harm> harms = new ArrayList<>();
    private final List<TruthRecord.Temperature> temperatures = new ArrayList<>();
    private final List<TruthRecord.Stock> stock = new ArrayList<>();

    /**
     * Reads a file of {@link TruthWriter}.
     *
     * @throws IOException when it cannot be read, naming file, line and what was expected
     */
    public static Truth read(Path file) throws IOException {
        var truth = new Truth();
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                try {
                    truth.add(TruthJson.read(line));
                } catch (IOException e) {
                    throw new IOException(
                            file.getFileName() + ":" + number + ": no truth record: " + e.getMessage(), e);
                }
            }
        }
        if (truth.header == null) {
            throw new IOException(file.getFileName() + ": no header; expected a truth file");
        }
        return truth;
    }

    /** Adds a record, such as one that a simulation has just told. */
    public void add(TruthRecord record) {
        switch (record) {
            case TruthRecord.Header it -> header = it;
            case TruthRecord.FaultInterval it -> faults.add(it);
            case TruthRecord.StateInterval it -> states.add(it);
            case TruthRecord.Harm it -> harms.add(it);
            case TruthRecord.Temperature it -> temperatures.add(it);
            case TruthRecord.Stock it -> stock.add(it);
        }
    }

    /** What run it is; empty before the first record. */
    public Optional<TruthRecord.Header> header() {
        return Optional.ofNullable(header);
    }

    public List<TruthRecord.FaultInterval> faults() {
        return sorted(faults, Comparator.comparingLong(TruthRecord.FaultInterval::startMillis));
    }

    public List<TruthRecord.StateInterval> states() {
        return sorted(states, Comparator.comparingLong(TruthRecord.StateInterval::startMillis));
    }

    public List<TruthRecord.Harm> harms() {
        return sorted(harms, Comparator.comparingLong(TruthRecord.Harm::atMillis));
    }

    public List<TruthRecord.Temperature> temperatures() {
        return sorted(temperatures, Comparator.comparingLong(TruthRecord.Temperature::atMillis));
    }

    public List<TruthRecord.Stock> stock() {
        return sorted(stock, Comparator.comparingLong(TruthRecord.Stock::atMillis));
    }

    private static <T> List<T> sorted(List<T> records, Comparator<T> order) {
        var copy = new ArrayList<>(records);
        copy.sort(order); // stable: what begins together stays in the order in which it was told
        return copy;
    }
}
