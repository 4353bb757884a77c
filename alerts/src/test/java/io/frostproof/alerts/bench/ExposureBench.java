package io.frostproof.alerts.bench;

import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.exposure.Course;
import io.frostproof.alerts.exposure.ExposureMeter;
import io.frostproof.alerts.exposure.ExposureSum;
import io.frostproof.alerts.exposure.LifeExposure;
import io.frostproof.alerts.exposure.ShelfLife;
import io.frostproof.alerts.exposure.SpeakingProbes;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.life.Life;
import io.frostproof.alerts.life.Lives;
import io.frostproof.alerts.life.StockEvent;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * {@code ./frostproof bench exposure [--json]}: the exposures of 10,000 handling units over 30 days of readings of one a minute, two probes in each of 200
 * units, reckoned from the readings on one thread; and again those of one unit after late readings of one of its probes. Exit code 1 when a bar is missed.
 */
public final class ExposureBench {

    private static final double WHOLE_BAR_SECONDS = 60;
    private static final double UNIT_BAR_SECONDS = 1;

    private static final int HANDLING_UNITS = 10_000;
    private static final int UNITS = 200;
    private static final int PRODUCTS = 10;
    private static final int MINUTES = 30 * 1_440;
    private static final long MINUTE = 60_000_000;
    private static final Duration HOLD = Duration.ofMinutes(5);
    private static final Duration LAG = Duration.ofMinutes(30);

    private final Random random = new Random(1);
    private final long[] times = new long[MINUTES];
    private final double[][][] celsius = new double[UNITS][2][];
    private final List<Tolerance> tolerances = new ArrayList<>();

    /** Of each product: the events of its goods. */
    private final List<List<StockEvent>> events = new ArrayList<>();

    private ExposureBench() {
        Arrays.setAll(times, minute -> minute * MINUTE);
        for (double[][] unit : celsius) {
            Arrays.setAll(unit, probe -> month());
        }
        for (int product = 0; product < PRODUCTS; product++) {
            tolerances.add(new Tolerance(
                    2.0,
                    8.0,
                    -0.5,
                    List.of(
                            new Allowance("out", Allowance.Side.WARM, 8, 25.0, Duration.ofHours(12 + product)),
                            new Allowance("hot", Allowance.Side.WARM, 25, null, Duration.ofHours(1))),
                    new ShelfLife.Arrhenius(Duration.ofDays(300 + product), 5, 83.144)));
            events.add(new ArrayList<>());
        }
        for (int number = 0; number < HANDLING_UNITS; number++) {
            life(number, events.get(number % PRODUCTS));
        }
    }

    /** Cooling cycles, defrosts, and some doors that stay open. */
    private double[] month() {
        var month = new double[MINUTES];
        double phase = random.nextDouble() * 100;
        for (int i = 0; i < MINUTES; i++) {
            double value = 4.5 + 1.5 * Math.sin(i / 6.0 + phase) + 0.2 * random.nextGaussian();
            value += i % 360 < 15 ? 6 : 0;
            value += i / 1_440 % 5 == 2 && i % 1_440 >= 600 && i % 1_440 < 660 ? 9 : 0;
            month[i] = Math.round(value * 100) / 100.0;
        }
        return month;
    }

    /** Received, moved four times, split once. */
    private void life(int number, List<StockEvent> events) {
        String whole = "h" + number;
        String part = "p" + number;
        events.add(new StockEvent.Received("r" + number, MINUTE, whole, "lot", BigDecimal.TEN, unit()));
        events.add(new StockEvent.Split("s" + number, 10_000 * MINUTE, whole, part, BigDecimal.TWO));
        for (int move = 0; move < 4; move++) {
            long time = random.nextInt(20_001, MINUTES) * MINUTE + move;
            events.add(new StockEvent.Moved("m" + number + "." + move, time, move % 2 == 0 ? whole : part, unit()));
        }
    }

    private String unit() {
        return "u" + random.nextInt(UNITS);
    }

    private Course course(int unit) {
        return SpeakingProbes.course(
                List.of(SpeakingProbes.probe(times, celsius[unit][0], HOLD, Duration.ZERO)),
                List.of(SpeakingProbes.probe(times, celsius[unit][1], HOLD, LAG)));
    }

    /** Reckons everything; the sum of all degree-minutes is for nobody to leave anything out. */
    private double whole() {
        double all = 0;
        var courses = new Course[UNITS];
        Arrays.setAll(courses, this::course);
        for (int product = 0; product < PRODUCTS; product++) {
            Tolerance tolerance = tolerances.get(product);
            Map<String, ExposureMeter> meters = new HashMap<>();
            for (int unit = 0; unit < UNITS; unit++) {
                meters.put("u" + unit, new ExposureMeter(courses[unit], tolerance));
            }
            for (Life life : Lives.of(events.get(product)).values()) {
                all += LifeExposure.of(
                                life, tolerance, place -> Objects.requireNonNull(meters.get(place)), MINUTES * MINUTE)
                        .worst(ExposureSum::warmDegreeMinutes);
            }
        }
        return all;
    }

    /** What goods of every product have of their time in unit 0, after a probe of it sent other readings. */
    private double unitAgain() {
        Course course = course(0);
        double all = 0;
        for (int product = 0; product < PRODUCTS; product++) {
            var meter = new ExposureMeter(course, tolerances.get(product));
            for (Life life : Lives.of(events.get(product)).values()) {
                all += life.strands().stream()
                        .flatMap(strand -> strand.sojourns().stream())
                        .filter(sojourn -> "u0".equals(sojourn.place()))
                        .mapToDouble(sojourn -> meter.between(
                                        sojourn.fromMicros(),
                                        Objects.requireNonNullElse(sojourn.toMicros(), MINUTES * MINUTE))
                                .warmDegreeMinutes())
                        .sum();
            }
        }
        return all;
    }

    public static void main(String[] arguments) {
        boolean json = Arrays.asList(arguments).contains("--json");
        var bench = new ExposureBench();
        long begun = System.nanoTime();
        double check = bench.whole();
        double whole = (System.nanoTime() - begun) / 1e9;
        bench.celsius[0][0][20_000] = 30;
        begun = System.nanoTime();
        check += bench.unitAgain();
        double unit = (System.nanoTime() - begun) / 1e9;
        PrintStream out = System.out;
        if (json) {
            out.printf("{\"whole_s\": %.2f, \"unit_again_s\": %.3f}%n", whole, unit);
        } else {
            out.printf(
                    "%,d handling units, %,d readings: %.1f s (bar: %.0f s)%n",
                    HANDLING_UNITS, 2L * UNITS * MINUTES, whole, WHOLE_BAR_SECONDS);
            out.printf("one unit again after late readings: %.2f s (bar: %.0f s)%n", unit, UNIT_BAR_SECONDS);
            out.printf("one thread, JDK %s; sum of degree-minutes %,.0f%n", Runtime.version(), check);
        }
        System.exit(whole <= WHOLE_BAR_SECONDS && unit <= UNIT_BAR_SECONDS ? 0 : 1);
    }
}
