package io.frostproof.alerts.cross;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.cross.DeviceWatch.Known;
import io.frostproof.alerts.cross.DeviceWatch.Series;
import io.frostproof.alerts.cross.DeviceWatch.Topic;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.excursion.Excursions;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A battery that a status names: below 20 % for 30 min, critical below 10 %; a clock that is off by more than 300 s for 15 min. Times are minutes. */
class DeviceWatchTest {

    private static final long MINUTE = 60_000_000;
    private static final int CHANNEL = 7;

    private static final List<Condition> RULES = List.of(
            battery(Level.WARNING, 20),
            battery(Level.CRITICAL, 10),
            new Condition(
                    "clock_off",
                    Level.WARNING,
                    Quantity.TEMPERATURE,
                    new Measure.Clock(),
                    Operator.ABOVE,
                    300,
                    Duration.ofMinutes(15),
                    0,
                    null,
                    Schedule.ALWAYS));

    private static Condition battery(Level level, double percent) {
        return new Condition(
                "battery_low", level, Quantity.BATTERY, Operator.BELOW, percent, Duration.ofMinutes(30), 5);
    }

    private static Known known(long at, long until, double value) {
        return new Known(at * MINUTE, until * MINUTE, value);
    }

    private static Series series(Topic topic, Known... known) {
        return new Series(CHANNEL, topic, Long.MIN_VALUE, Long.MAX_VALUE, List.of(known));
    }

    private static Conclusion conclude(Series series, long now) {
        String slot = series.topic() == Topic.BATTERY ? "battery_low" : "clock_off";
        return DeviceWatch.of("u1", slot, Site.rules(RULES), ZoneOffset.UTC, series, now * MINUTE);
    }

    private static List<String> say(Series series, long now) {
        return Excursions.of(CHANNEL, conclude(series, now).transitions()).stream()
                .map(DeviceWatchTest::say)
                .toList();
    }

    private static String say(Excursion e) {
        Long ended = e.endedMicros();
        Long unknown = e.unknownSinceMicros();
        return e.level().id() + " " + e.startedMicros() / MINUTE + ".." + (ended == null ? "" : ended / MINUTE)
                + (unknown == null ? "" : " unknown since " + unknown / MINUTE) + " worst " + e.worst();
    }

    @Test
    void tellsOfABatteryThatAStatusNamesWhenItsDelayHasRunOut() {
        Series low = series(Topic.BATTERY, known(0, 600, 50), known(700, 700, 15));

        assertThat(say(low, 729)).isEmpty();
        assertThat(conclude(low, 729).nextMicros()).isEqualTo(730 * MINUTE);
        assertThat(say(low, 730)).containsExactly("warning 700.. worst 15.0");
    }

    @Test
    void getsCriticalAndEndsOnlyWhenTheBatteryIsBackByTheMargin() {
        Series low = series(Topic.BATTERY, known(0, 0, 15), known(60, 60, 9), known(200, 200, 22), known(300, 300, 26));

        assertThat(say(low, 100)).containsExactly("critical 0.. worst 9.0");
        assertThat(say(low, 250)).containsExactly("critical 0.. worst 9.0");
        assertThat(say(low, 300)).containsExactly("critical 0..300 worst 9.0");
    }

    @Test
    void isUnknownTwoDaysAfterTheLastStatusAndStaysOpen() {
        Series low = series(Topic.BATTERY, known(0, 100, 15));
        long unknown = 100 + 2_880;

        assertThat(conclude(low, unknown).nextMicros()).isEqualTo(unknown * MINUTE + 1);
        assertThat(say(low, unknown + 1)).containsExactly("warning 0.. unknown since " + unknown + " worst 15.0");
        assertThat(conclude(low, unknown + 1).nextMicros()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void countsOnlyWhileTheDeviceIsInTheUnit() {
        List<Known> known = List.of(known(0, 0, 15), known(1_000, 1_000, 14));

        assertThat(say(new Series(CHANNEL, Topic.BATTERY, 100 * MINUTE, 500 * MINUTE, known), 2_000))
                .containsExactly("warning 100..500 worst 15.0");
    }

    @Test
    void tellsOfAClockThatStaysOffAndNotOfOneThatIsRightSoon() {
        Series short5 = series(Topic.CLOCK, known(0, 5, 3_600), known(6, 6, 0));
        Series off = series(Topic.CLOCK, known(0, 5, 3_600));

        assertThat(say(short5, 60)).isEmpty();
        assertThat(conclude(short5, 60).nextMicros()).isEqualTo((6 + 2_880) * MINUTE + 1);
        assertThat(say(off, 15)).containsExactly("warning 0.. worst 3600.0");
        // Nobody tells the desk when it is right again: it looks.
        assertThat(conclude(off, 15).nextMicros()).isEqualTo(16 * MINUTE);
        assertThat(conclude(off, 1_005).nextMicros()).isEqualTo(1_055 * MINUTE);
        assertThat(say(series(Topic.CLOCK, known(0, 5, 3_600), known(40, 40, 0)), 60))
                .containsExactly("warning 0..40 worst 3600.0");
    }

    @Test
    void nothingHappensBeforeItAsksToBeLookedAtAgain() {
        int told = 0;
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            Series series = random(random);
            long last = series.known().getLast().untilMicros() / MINUTE;
            long now = last + random.nextInt(4_000);
            Conclusion once = conclude(series, now);
            long later = now + random.nextInt(4_000);
            List<Transition> again = conclude(series, later).transitions();
            String name = "seed " + seed + " at " + now + " and " + later + ": " + series;

            assertThat(again.stream()
                            .filter(transition -> transition.timeMicros() <= now * MINUTE)
                            .toList())
                    .as(name)
                    .isEqualTo(once.transitions());
            if (later * MINUTE < once.nextMicros()) {
                assertThat(again).as(name).isEqualTo(once.transitions());
            }
            told += again.size();
        }
        assertThat(told).as("transitions in all tries").isGreaterThan(2_000);
    }

    @Test
    void concludesTheSameHoweverOftenTheSameIsSaid() {
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            Series series = random(random);
            var often = new ArrayList<Known>();
            for (Known known : series.known()) {
                long from = known.atMicros();
                while (known.untilMicros() - from > 1 && random.nextInt(4) > 0) {
                    long at = from + 1 + random.nextLong(known.untilMicros() - from);
                    long until = from + random.nextLong(at - from);
                    // A row that ends sooner than two days before the next leaves nothing unknown.
                    if (at - until <= DeviceWatch.STANDS.toNanos() / 1000) {
                        often.add(new Known(from, until, known.value()));
                        from = at;
                    }
                }
                often.add(new Known(from, known.untilMicros(), known.value()));
            }
            long now = series.known().getLast().untilMicros() / MINUTE + random.nextInt(4_000);

            assertThat(conclude(new Series(CHANNEL, series.topic(), Long.MIN_VALUE, Long.MAX_VALUE, often), now))
                    .as("seed " + seed + ": " + series)
                    .isEqualTo(conclude(series, now));
        }
    }

    private static Series random(Random random) {
        Topic topic = random.nextBoolean() ? Topic.BATTERY : Topic.CLOCK;
        var known = new ArrayList<Known>();
        long at = random.nextInt(100);
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            long until = at + (random.nextInt(3) == 0 ? 0 : random.nextInt(2_000));
            double value = topic == Topic.BATTERY ? 5 + random.nextInt(30) : random.nextInt(3) * 300;
            known.add(known(at, until, value));
            at = until + 1 + random.nextInt(random.nextInt(4) == 0 ? 4_000 : 40);
        }
        return series(topic, known.toArray(Known[]::new));
    }
}
