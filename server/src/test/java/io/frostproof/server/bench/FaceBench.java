package io.frostproof.server.bench;

import io.frostproof.testing.PostgresFlavour;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./frostproof bench face}: the bars of the pages and the API, one after the other. */
@Command(name = "bench face", mixinStandardHelpOptions = true)
public final class FaceBench implements Callable<Integer> {

    /** What can be measured by itself. */
    enum Part {
        OVERVIEW,
        CHART,
        CSV,
        READERS
    }

    @Option(names = "--only", split = ",")
    private List<Part> parts = List.of(Part.values());

    @Option(names = "--flavour")
    private PostgresFlavour flavour = PostgresFlavour.PLAIN;

    @Option(names = "--csv-readings")
    private long csvReadings = 5_000_000;

    @Option(names = "--readers")
    private int readers = 200;

    @Option(names = "--pause")
    private long pauseMillis = 1_000;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FaceBench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    private interface Bench {
        List<Measured> run() throws IOException, InterruptedException;
    }

    @Override
    public Integer call() throws Exception {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var results = new ArrayList<Measured>();
        say("making the data (" + BenchWorld.UNITS + " units, " + BenchWorld.INCIDENTS + " open incidents) ...");
        try (BenchRig rig = BenchRig.start(flavour, parts.contains(Part.CSV) ? csvReadings : 0)) {
            for (Part part : Part.values()) {
                if (parts.contains(part)) {
                    say("measuring " + part.name().toLowerCase(Locale.ROOT) + " ...");
                    results.addAll(measured(
                            part,
                            switch (part) {
                                case OVERVIEW -> () -> PageBench.overview(rig);
                                case CHART -> () -> PageBench.chart(rig);
                                case CSV -> () -> CsvBench.run(rig, csvReadings);
                                case READERS -> () -> ReadersBench.run(rig, readers, Duration.ofMillis(pauseMillis));
                            }));
                }
            }
        }
        out.print(Measured.table(results));
        var system = ManagementFactory.getOperatingSystemMXBean();
        out.println(
                system.getAvailableProcessors() + " processors, load " + Measured.number(system.getSystemLoadAverage())
                        + " at the end, JDK " + Runtime.version() + ", "
                        + flavour.service().title()
                        + "; everything on this machine, over loopback");
        return results.stream().allMatch(Measured::good) ? 0 : 1;
    }

    private static List<Measured> measured(Part part, Bench bench) throws InterruptedException {
        try {
            return bench.run();
        } catch (IOException | RuntimeException e) {
            String why = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
            return List.of(Measured.failed(
                    part.name().toLowerCase(Locale.ROOT), why.substring(0, Math.min(100, why.length()))));
        }
    }

    private static void say(String text) {
        System.err.println(text);
    }
}
