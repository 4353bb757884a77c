package io.frostproof.server.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What processes have used of the processors, from /proc; Linux only. A process that is not of this machine counts nothing. */
final class ProcessCpu {

    /** {@code sysconf(_SC_CLK_TCK)}, which is 100 on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final Path PROC = Path.of("/proc");
    private static final long NONE = -1;

    private final long server;
    private final long postmaster;
    private final long broker;

    /**
     * Looks for the processes.
     *
     * @param backend pid of any backend of the database server; what is its parent counts with all its children
     * @param brokerPort where the broker listens on this machine
     */
    ProcessCpu(long server, long backend, int brokerPort) throws IOException {
        this.server = server;
        List<String> stat = stat(backend);
        boolean ours = !stat.isEmpty() && stat.getFirst().startsWith("postgres");
        postmaster = ours ? Long.parseLong(stat.get(2)) : NONE;
        broker = listener(brokerPort);
    }

    /** CPU-seconds so far of {@code server}, {@code database}, {@code broker} and {@code publisher}, which is this process. */
    Map<String, Double> seconds() throws IOException {
        var seconds = new LinkedHashMap<String, Double>();
        seconds.put("server", of(server, false));
        double database = of(postmaster, true);
        if (postmaster != NONE) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
                for (Path process : all) {
                    long pid = Long.parseLong(process.toFile().getName());
                    List<String> stat = stat(pid);
                    if (!stat.isEmpty() && Long.parseLong(stat.get(2)) == postmaster) {
                        database += of(pid, false);
                    }
                }
            }
        }
        seconds.put("database", database);
        seconds.put("broker", of(broker, false));
        seconds.put("publisher", of(ProcessHandle.current().pid(), false));
        return seconds;
    }

    /** For each process what it used between two readings, for each million of something. */
    static Map<String, Double> perMillion(Map<String, Double> before, Map<String, Double> after, long count) {
        var used = new LinkedHashMap<String, Double>();
        after.forEach((name, seconds) -> used.put(name, (seconds - before.getOrDefault(name, 0.0)) * 1e6 / count));
        return used;
    }

    /** Largest resident memory so far, in megabytes. */
    static double peakMegabytes(long pid) throws IOException {
        return Files.readAllLines(PROC.resolve(pid + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024 / 1e6)
                .sum();
    }

    private static double of(long pid, boolean withEndedChildren) throws IOException {
        List<String> stat = pid == NONE ? List.of() : stat(pid);
        if (stat.isEmpty()) {
            return 0;
        }
        double ticks = 0;
        for (int field = 12; field < (withEndedChildren ? 16 : 14); field++) {
            ticks += Double.parseDouble(stat.get(field));
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** The fields of /proc/PID/stat from the name on, which is the second (proc(5)); empty if there is no such process. */
    private static List<String> stat(long pid) throws IOException {
        try {
            String line = Files.readString(PROC.resolve(pid + "/stat"));
            var fields = new ArrayList<String>();
            fields.add(line.substring(line.indexOf('(') + 1, line.lastIndexOf(')')));
            fields.addAll(List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1)));
            return fields;
        } catch (NoSuchFileException gone) {
            return List.of();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return List.of();
            }
            throw e;
        }
    }

    /** The process that listens on a TCP port of this machine. */
    private static long listener(int port) throws IOException {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            Path file = PROC.resolve(table);
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                String[] fields = line.trim().split("\\s+", -1);
                if (fields.length > 9 && fields[3].equals("0A") && fields[1].endsWith(String.format(":%04X", port))) {
                    sockets.add("socket:[" + fields[9] + "]");
                }
            }
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : all) {
                if (holds(process, sockets)) {
                    return Long.parseLong(process.toFile().getName());
                }
            }
        }
        return NONE;
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (sockets.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
        } catch (IOException goneOrNotOurs) {
            return false;
        }
        return false;
    }
}
