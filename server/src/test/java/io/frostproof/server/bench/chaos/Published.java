package io.frostproof.server.bench.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What devices say that they sent and heard: their logs, read. See {@link PublisherLog} for the form. For one thread. */
final class Published {

    static final long NEVER = 0;

    /** One message. */
    static final class Message {
        final String node;
        final String device;
        final long boot;
        final long seq;
        final Made.Kind kind;
        /** Of the payload; {@code -} unless it is poison. */
        final String sha256;

        final int bytes;
        final int readings;
        long sentMillis = NEVER;
        int sendings;
        long acknowledgedMillis = NEVER;
        long receiptMillis = NEVER;

        Message(
                String node,
                String device,
                long boot,
                long seq,
                Made.Kind kind,
                String sha256,
                int bytes,
                int readings) {
            this.node = node;
            this.device = device;
            this.boot = boot;
            this.seq = seq;
            this.kind = kind;
            this.sha256 = sha256;
            this.bytes = bytes;
            this.readings = readings;
        }

        boolean acknowledged() {
            return acknowledgedMillis != NEVER;
        }

        boolean receipted() {
            return receiptMillis != NEVER;
        }

        /** Whether somebody has promised that it is safe. */
        boolean promised() {
            return acknowledged() || receipted();
        }

        boolean numbered() {
            return boot >= 0;
        }

        String topic() {
            return "frostproof/1/" + node + "/" + device + "/telemetry";
        }

        @Override
        public String toString() {
            return kind + " " + device + (numbered() ? " (" + boot + ", " + seq + ")" : " without number") + ", sent "
                    + sendings + " times, PUBACK " + acknowledgedMillis + ", receipt " + receiptMillis;
        }
    }

    /** The claims of messages to the keys of one channel, in no order until {@link #sort}. */
    static final class Claims {
        private long[] timesMillis = new long[16];
        private double[] values = new double[16];
        private int[] messages = new int[16];
        private int size;

        private void add(long timeMillis, double value, int message) {
            if (size == timesMillis.length) {
                timesMillis = Arrays.copyOf(timesMillis, size * 2);
                values = Arrays.copyOf(values, size * 2);
                messages = Arrays.copyOf(messages, size * 2);
            }
            timesMillis[size] = timeMillis;
            values[size] = value;
            messages[size++] = message;
        }

        int size() {
            return size;
        }

        long timeMillis(int index) {
            return timesMillis[index];
        }

        double value(int index) {
            return values[index];
        }

        int message(int index) {
            return messages[index];
        }

        /** By time, so that the claims to one key stand beside each other. */
        void sort() {
            boolean sorted = true;
            for (int i = 1; i < size && sorted; i++) {
                sorted = timesMillis[i - 1] <= timesMillis[i];
            }
            if (sorted) {
                return;
            }
            Integer[] order = new Integer[size];
            Arrays.setAll(order, i -> i);
            long[] times = timesMillis;
            Arrays.sort(order, (a, b) -> Long.compare(times[a], times[b]));
            var sortedTimes = new long[size];
            var sortedValues = new double[size];
            var sortedMessages = new int[size];
            for (int i = 0; i < size; i++) {
                sortedTimes[i] = timesMillis[order[i]];
                sortedValues[i] = values[order[i]];
                sortedMessages[i] = messages[order[i]];
            }
            timesMillis = sortedTimes;
            values = sortedValues;
            messages = sortedMessages;
        }

        /** The first claim to a time, or -1. After {@link #sort}. */
        int first(long timeMillis) {
            int found = Arrays.binarySearch(timesMillis, 0, size, timeMillis);
            while (found > 0 && timesMillis[found - 1] == timeMillis) {
                found--;
            }
            return Math.max(found, -1);
        }
    }

    /** A unit that becomes too warm at one event time; its alarm is due when the reading of another one is sent. */
    record Warming(String unit, long fromMillis, long confirmedMillis) {}

    final List<Message> messages = new ArrayList<>();
    /** By {@code device/channel}: readings that are to be stored. */
    final Map<String, Claims> toStore = new LinkedHashMap<>();
    /** By {@code device/channel}: readings that are to be set apart. */
    final Map<String, Claims> toSetApart = new LinkedHashMap<>();

    final List<Warming> warmings = new ArrayList<>();
    private final Map<String, Map<Long, TreeMap<Long, Message>>> withoutReceipt = new HashMap<>();
    private final Map<String, TreeMap<Long, Message>> alarmMessages = new HashMap<>();

    /** Reads all logs of a folder. */
    static Published read(Path folder) throws IOException {
        var published = new Published();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*" + PublisherLog.SUFFIX)) {
            for (Path log : logs) {
                try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.UTF_8)) {
                    published.read(lines);
                }
            }
        }
        published.sort();
        return published;
    }

    /** Reads one log after the other; {@link #sort} when that was all. */
    void read(BufferedReader lines) throws IOException {
        String node = "";
        var serials = new HashMap<Long, Integer>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "G" -> node = words[1];
                case "M" -> made(node, words, serials);
                case "S" -> {
                    Message message = messages.get(Objects.requireNonNull(serials.get(Long.valueOf(words[1])), line));
                    message.sendings++;
                    if (message.sentMillis == NEVER) {
                        message.sentMillis = Long.parseLong(words[2]);
                    }
                }
                case "A" -> {
                    Message message = messages.get(Objects.requireNonNull(serials.get(Long.valueOf(words[1])), line));
                    if (message.acknowledgedMillis == NEVER) {
                        message.acknowledgedMillis = Long.parseLong(words[2]);
                    }
                }
                case "R" -> receipt(words);
                case "E" -> warmings.add(new Warming(words[2], Long.parseLong(words[3]), Long.parseLong(words[4])));
                default -> {
                    // Connections and the end inform people only.
                }
            }
        }
    }

    private void made(String node, String[] words, Map<Long, Integer> serials) {
        Made.Kind kind = Made.Kind.valueOf(words[6]);
        int readings = Integer.parseInt(words[9]);
        var message = new Message(
                node,
                words[3],
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                kind,
                words[7],
                Integer.parseInt(words[8]),
                readings);
        int index = messages.size();
        messages.add(message);
        serials.put(Long.valueOf(words[1]), index);
        Map<String, Claims> claims = kind == Made.Kind.AHEAD ? toSetApart : toStore;
        for (int i = 0; i < readings; i++) {
            long time = Long.parseLong(words[11 + 3 * i]);
            claims.computeIfAbsent(message.device + "/" + words[10 + 3 * i], channel -> new Claims())
                    .add(time, Double.parseDouble(words[12 + 3 * i]), index);
            if (kind == Made.Kind.ALARM) {
                alarmMessages
                        .computeIfAbsent(message.device, device -> new TreeMap<>())
                        .put(time, message);
            }
        }
        if (message.numbered()) {
            withoutReceipt
                    .computeIfAbsent(message.device, device -> new HashMap<>())
                    .computeIfAbsent(message.boot, boot -> new TreeMap<>())
                    .put(message.seq, message);
        }
    }

    private void receipt(String[] words) {
        TreeMap<Long, Message> open =
                withoutReceipt.getOrDefault(words[2], Map.of()).get(Long.valueOf(words[3]));
        if (open == null) {
            return;
        }
        long wall = Long.parseLong(words[1]);
        NavigableMap<Long, Message> covered = open.subMap(Long.valueOf(words[4]), true, Long.valueOf(words[5]), true);
        covered.values().forEach(message -> message.receiptMillis = wall);
        covered.clear();
    }

    void sort() {
        toStore.values().forEach(Claims::sort);
        toSetApart.values().forEach(Claims::sort);
    }

    /** When the reading that makes an alarm due was sent first; null when it never was. */
    @Nullable
    Long dueMillis(Warming warming) {
        Map.Entry<Long, Message> confirming =
                alarmMessages.getOrDefault(warming.unit(), new TreeMap<>()).ceilingEntry(warming.confirmedMillis());
        return confirming == null || confirming.getValue().sentMillis == NEVER
                ? null
                : confirming.getValue().sentMillis;
    }
}
