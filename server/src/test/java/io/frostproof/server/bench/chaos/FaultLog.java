package io.frostproof.server.bench.chaos;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was wrong from when until when, as the conductor did it: a line {@code B number wallMillis kind} when a fault begins and {@code X number
 * wallMillis} when it is over. The judge needs it to tell late alarms from excused ones, and nothing else. Thread-safe.
 */
final class FaultLog implements AutoCloseable {

    static final String FILE = "faults.log";

    /** One fault that was. It lasts to the end of time when nobody wrote that it was over. */
    record Entry(FaultKind kind, long fromMillis, long toMillis) {
        boolean overlaps(long from, long to) {
            return fromMillis <= to && toMillis >= from;
        }
    }

    private final BufferedWriter out;
    private final Map<Integer, Entry> open = new HashMap<>();
    private final List<Entry> over = new ArrayList<>();
    private int numbers;

    FaultLog(Path folder) throws IOException {
        out = Files.newBufferedWriter(folder.resolve(FILE), StandardCharsets.UTF_8);
    }

    synchronized int begin(FaultKind kind) {
        int number = ++numbers;
        long now = System.currentTimeMillis();
        open.put(number, new Entry(kind, now, Long.MAX_VALUE));
        write("B " + number + " " + now + " " + kind.word());
        return number;
    }

    synchronized void end(int number) {
        Entry begun = open.remove(number);
        if (begun != null) {
            long now = System.currentTimeMillis();
            over.add(new Entry(begun.kind(), begun.fromMillis(), now));
            write("X " + number + " " + now);
        }
    }

    synchronized int count(FaultKind kind) {
        return (int) over.stream().filter(entry -> entry.kind() == kind).count()
                + (int) open.values().stream()
                        .filter(entry -> entry.kind() == kind)
                        .count();
    }

    /** How long faults of a part lasted; what overlaps counts once. */
    synchronized double seconds(FaultKind.Part part) {
        long covered = 0;
        long millis = 0;
        for (Entry entry : over.stream()
                .filter(one -> one.kind().part() == part)
                .sorted(Comparator.comparingLong(Entry::fromMillis))
                .toList()) {
            millis += Math.max(0, entry.toMillis() - Math.max(covered, entry.fromMillis()));
            covered = Math.max(covered, entry.toMillis());
        }
        return millis / 1e3;
    }

    private void write(String line) {
        try {
            out.write(line);
            out.newLine();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    static List<Entry> read(Path folder) throws IOException {
        var open = new HashMap<String, Entry>();
        var entries = new ArrayList<Entry>();
        for (String line : Files.readAllLines(folder.resolve(FILE))) {
            String[] words = line.split(" ", -1);
            long wall = Long.parseLong(words[2]);
            if (words[0].equals("B")) {
                open.put(
                        words[1],
                        new Entry(FaultKind.valueOf(words[3].toUpperCase(Locale.ROOT)), wall, Long.MAX_VALUE));
            } else {
                Entry begun = open.remove(words[1]);
                if (begun != null) {
                    entries.add(new Entry(begun.kind(), begun.fromMillis(), wall));
                }
            }
        }
        entries.addAll(open.values());
        return entries;
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
