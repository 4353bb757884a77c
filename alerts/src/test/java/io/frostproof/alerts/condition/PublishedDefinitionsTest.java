package io.frostproof.alerts.condition;

import static io.frostproof.alerts.condition.Tries.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.frostproof.alerts.quantity.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published examples and definitions. */
class PublishedDefinitionsTest {

    private static final long HOUR = 60 * MINUTE;
    private static final long FOREVER = 400 * 24 * HOUR;

    private static Gauge meanKinetic(Duration window) {
        return Gauge.of(new Measure.MeanKinetic(window), Traits.PLAIN, 0);
    }

    private static double meanKinetic(Gauge gauge, List<double[]> celsiusAndHours, long begin) {
        var cells = new long[gauge.cells()];
        gauge.clear(cells);
        long at = begin;
        for (double[] each : celsiusAndHours) {
            long until = at + Math.round(each[1] * HOUR);
            gauge.stood(cells, at, until, each[0]);
            at = until;
        }
        return gauge.read(cells, at, 0, at, 0, 0);
    }

    /** The right one of two published examples; the wrong one says 10.096 °C, less than the arithmetic mean of 10.43 °C. */
    @Test
    void findsThePublishedMeanKineticTemperature() {
        double mean = meanKinetic(
                meanKinetic(Duration.ofHours(10)),
                List.of(new double[] {20, 2}, new double[] {2, 4}, new double[] {25, 1}),
                1_000 * HOUR);
        assertThat(mean).isCloseTo(15.7, within(0.05)).isCloseTo(15.67758, within(0.01));
    }

    @Test
    void meanKineticTemperatureIsNeverBelowTheArithmeticMean() {
        var random = new Random(1);
        for (int i = 0; i < 3_000; i++) {
            var parts = new ArrayList<double[]>();
            double sum = 0;
            double hours = 0;
            double lowest = -60 + random.nextInt(80);
            for (int j = 1 + random.nextInt(30); j > 0; j--) {
                var part = new double[] {lowest + random.nextDouble() * random.nextInt(40), 0.1 + random.nextInt(8)};
                parts.add(part);
                sum += part[0] * part[1];
                hours += part[1];
            }
            double mean = meanKinetic(meanKinetic(Duration.ofHours(300)), parts, random.nextInt(1_000_000) * MINUTE);
            if (hours >= 150) {
                assertThat(mean).as("of " + parts.size()).isGreaterThanOrEqualTo(sum / hours - 1e-9);
            }
        }
    }

    private static Condition condition(
            String slot, Quantity quantity, Operator operator, double threshold, Duration delay, @Nullable Period per) {
        return new Condition(
                slot, Level.CRITICAL, quantity, Measure.VALUE, operator, threshold, delay, 0, per, Schedule.ALWAYS);
    }

    private static ChannelMonitor monitor(long holdMicros, Traits traits, Condition... conditions) {
        return new ChannelMonitor(new ChannelPlan(
                holdMicros,
                List.of(new ChannelPlan.Segment(
                        "u1", -FOREVER, Long.MAX_VALUE, SlotRules.group(List.of(conditions)), traits))));
    }

    /** Fridge at 13 to 16 °C for six hours with its door open: DOOR (open for more than 5 min), not HEAT (above 8 °C for 10 h). */
    @Test
    void aStuckDoorIsADoorAndNotHeat() throws IOException {
        ChannelMonitor air = monitor(
                15 * MINUTE,
                Traits.PLAIN,
                condition("heat", Quantity.TEMPERATURE, Operator.ABOVE, 8, Duration.ofHours(10), null),
                condition("frze", Quantity.TEMPERATURE, Operator.AT_OR_BELOW, -0.5, Duration.ofHours(1), null));
        ChannelMonitor door = monitor(
                15 * MINUTE,
                Traits.PLAIN,
                condition("door", Quantity.DOOR, Operator.AT_OR_ABOVE, 1, Duration.ofMinutes(5), null));
        var ofAir = new ArrayList<Transition>();
        var ofDoor = new ArrayList<Transition>();
        int records = 0;
        for (String line : lines("/ems/stuck_door.csv")) {
            String[] fields = line.split(",", -1);
            String stamp = fields[0];
            long time = Instant.parse(stamp.substring(0, 4) + "-" + stamp.substring(4, 6) + "-" + stamp.substring(6, 11)
                                    + ":" + stamp.substring(11, 13) + ":" + stamp.substring(13))
                            .getEpochSecond()
                    * Tries.SECOND;
            air.accept(time, Double.parseDouble(fields[1]), ofAir::add);
            door.accept(time, Integer.parseInt(fields[2]) >= 900 ? 1 : 0, ofDoor::add);
            assertThat(fields[3]).as("alarm on record").isEqualTo("DOOR");
            records++;
        }
        assertThat(records).isEqualTo(24);
        assertThat(ofAir).isEmpty();
        assertThat(ofDoor).extracting(Transition::kind).containsExactly(Transition.Kind.STARTED);
        assertThat(ofDoor.getFirst().timeMicros() - ofDoor.getFirst().sinceMicros())
                .isEqualTo(5 * MINUTE);
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(PublishedDefinitionsTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /**
     * A published example of a 30-day logger's manual: five dips of 42 min below -0.5 °C a day, 3.5 h of them together, raise no single-event
     * alarm (60 min) and are reported as minutes of the day: whatever asks for up to 210 of them a day sees them, and nothing that asks for more.
     */
    @ParameterizedTest(name = "{0} min a day: {1} of 3 days")
    @CsvSource({"60,3", "200,3", "210,3", "211,0", "300,0"})
    void manyDipsOfLessThanAnHourAreMinutesOfTheDay(long minutes, int days) {
        var zone = ZoneId.of("Pacific/Auckland");
        ChannelMonitor monitor = monitor(
                10 * MINUTE,
                new Traits(Duration.ZERO, zone),
                condition("frze", Quantity.TEMPERATURE, Operator.AT_OR_BELOW, -0.5, Duration.ofHours(1), null),
                condition(
                        "of_the_day",
                        Quantity.TEMPERATURE,
                        Operator.AT_OR_BELOW,
                        -0.5,
                        Duration.ofMinutes(minutes),
                        Period.DAY));
        long midnight = Instant.parse("2026-05-31T12:00:00Z").getEpochSecond() * Tries.SECOND;
        var out = new ArrayList<Transition>();
        for (long minute = 0; minute < 3 * 1_440; minute += 3) {
            long ofDay = minute % 1_440;
            boolean dip = ofDay % 240 < 42 && ofDay < 5 * 240;
            monitor.accept(midnight + minute * MINUTE, dip ? -0.9 : 3, out::add);
        }
        assertThat(out).noneMatch(transition -> transition.slot().equals("frze"));
        List<Long> startsOfDay = out.stream()
                .filter(transition -> transition.kind() == Transition.Kind.STARTED)
                .map(transition -> (transition.timeMicros() - midnight) / (24 * HOUR))
                .distinct()
                .toList();
        assertThat(startsOfDay).hasSize(days);
        if (days > 0) {
            Transition first = out.getFirst();
            long full = minutes / 42;
            long rest = minutes % 42;
            assertThat((first.timeMicros() - midnight) / MINUTE)
                    .isEqualTo(rest == 0 ? (full - 1) * 240 + 42 : full * 240 + rest);
        }
    }

    @Test
    void aLaterBreachOfTheDayHoldsAtOnceAndTheNextDayBeginsAnew() {
        ChannelMonitor monitor = monitor(
                HOUR,
                Traits.PLAIN,
                condition("day", Quantity.TEMPERATURE, Operator.ABOVE, 8, Duration.ofMinutes(60), Period.DAY));
        var out = new ArrayList<Transition>();
        double[][] readings = {{20, 9}, {20.5, 9}, {21, 9}, {21.5, 5}, {22, 9}, {23, 9}, {24, 9}, {24.5, 9}, {25.5, 5}};
        for (double[] each : readings) {
            monitor.accept(Math.round(each[0] * HOUR), each[1], out::add);
        }
        assertThat(out.stream()
                        .map(each -> each.kind().id() + " " + each.timeMicros() / (0.5 * HOUR) + " since "
                                + each.sinceMicros() / (0.5 * HOUR)))
                .containsExactly(
                        "started 42.0 since 40.0",
                        "ended 43.0 since 40.0",
                        "started 44.0 since 44.0",
                        "ended 48.0 since 44.0",
                        "started 50.0 since 48.0",
                        "ended 51.0 since 48.0");
    }

    @Test
    void missingDataHoldsWhenItsDelayHasRunOutAndEndsWithTheNextReading() {
        var missing = new Condition(
                "silent",
                Level.WARNING,
                Quantity.TEMPERATURE,
                new Measure.Missing(),
                Operator.ABOVE,
                0,
                Duration.ofMinutes(30),
                0,
                null,
                Schedule.ALWAYS);
        ChannelMonitor monitor = monitor(10 * MINUTE, Traits.PLAIN, missing);
        var out = new ArrayList<Transition>();
        assertThat(monitor.standsUntilMicros()).as("never heard of").isEqualTo(Long.MAX_VALUE);
        monitor.accept(0, 5, out::add);
        monitor.silence(11 * MINUTE, out::add);
        assertThat(monitor.standsUntilMicros()).as("next thing due").isEqualTo(40 * MINUTE);
        monitor.silence(40 * MINUTE, out::add);
        assertThat(out).extracting(Transition::slot).containsExactly(Transition.DATA);
        monitor.silence(40 * MINUTE + 1, out::add);
        assertThat(monitor.standsUntilMicros()).as("nothing more is due").isEqualTo(Long.MAX_VALUE);
        assertThat(monitor.inOrder(40 * MINUTE - 1)).isFalse();
        monitor.accept(70 * MINUTE, 5, out::add);
        assertThat(out.stream().filter(each -> each.slot().equals("silent")))
                .containsExactly(
                        new Transition(
                                "silent", "u1", Transition.Kind.STARTED, Level.WARNING, 40 * MINUTE, 10 * MINUTE, 30),
                        new Transition("silent", "u1", Transition.Kind.ENDED, null, 70 * MINUTE, 10 * MINUTE, 60));
    }
}
