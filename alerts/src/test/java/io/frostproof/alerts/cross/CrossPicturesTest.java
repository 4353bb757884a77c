package io.frostproof.alerts.cross;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.cross.DeviceWatch.Known;
import io.frostproof.alerts.cross.DeviceWatch.Series;
import io.frostproof.alerts.cross.DeviceWatch.Topic;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.excursion.Excursions;
import io.frostproof.alerts.quantity.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pictures of docs/conditions.md are what the code does today. Run with {@code -Dfrostproof.pictures=write} to draw them anew. */
class CrossPicturesTest {

    private static final long HOUR = 3_600 * Site.SECOND;
    private static final Path FOLDER = Path.of("..", "docs", "pictures", "conditions");

    @Test
    void showWhatTheCodeDoes() throws IOException {
        check("while", generator());
        check("disagreement", probes());
        check("battery", battery());
        check("clock", clock());
        check("calibration", calibration());
    }

    private static void check(String name, String svg) throws IOException {
        Path file = FOLDER.resolve(name + ".svg");
        if ("write".equals(System.getProperty("frostproof.pictures"))) {
            Files.writeString(file, svg);
        }
        assertThat(Files.readString(file)).as(file.toString()).isEqualTo(svg);
    }

    /** It runs down, is changed, runs down again, and the device is not heard of any more. */
    private static String battery() {
        var known = new ArrayList<Known>();
        for (long hour = 0; hour < 300; hour += 12) {
            double percent = hour < 180 ? 32 - hour / 8.0 : 41 - (hour - 180) / 5.0;
            known.add(new Known(hour * HOUR, hour * HOUR, percent));
        }
        long until = 384;
        return devices(
                "battery below 20 % for 30 min, ends 5 % above, as statuses say it",
                Topic.BATTERY,
                new Condition(
                        "battery_low", Level.WARNING, Quantity.BATTERY, Operator.BELOW, 20, Duration.ofMinutes(30), 5),
                known,
                until,
                0,
                45,
                "%");
    }

    /** A minute of nonsense, and a clock that is ahead until somebody sets it. */
    private static String clock() {
        long minute = HOUR / 60;
        return devices(
                "clock off by more than 300 s for 15 min",
                Topic.CLOCK,
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
                        Schedule.ALWAYS),
                List.of(
                        new Known(10 * minute, 10 * minute, 900),
                        new Known(12 * minute, 12 * minute, 0),
                        new Known(40 * minute, 95 * minute, 600),
                        new Known(100 * minute, 100 * minute, 0)),
                2,
                0,
                1_000,
                "s");
    }

    private static String devices(
            String title,
            Topic topic,
            Condition rule,
            List<Known> known,
            long until,
            double low,
            double high,
            String unit) {
        var series = new Series(1, topic, Long.MIN_VALUE, Long.MAX_VALUE, known);
        Conclusion conclusion =
                DeviceWatch.of(Site.UNIT, rule.slot(), Site.rules(List.of(rule)), ZoneOffset.UTC, series, until * HOUR);
        var steps = new ArrayList<SeriesPicture.Step>();
        for (int i = 0; i < known.size(); i++) {
            long stands = known.get(i).untilMicros() + DeviceWatch.STANDS.toNanos() / 1000;
            long end = i + 1 < known.size() ? Math.min(stands, known.get(i + 1).atMicros()) : stands;
            steps.add(new SeriesPicture.Step(
                    known.get(i).atMicros() / (double) HOUR,
                    end / (double) HOUR,
                    known.get(i).value()));
        }
        return new SeriesPicture(title, unit, until, low, high)
                .svg(steps, List.of(rule.threshold()), Excursions.of(1, conclusion.transitions()));
    }

    /** Good up to and with the 20th day; another date is entered on the 26th. */
    private static String calibration() {
        var rules = Site.rules(List.of(calibration(Level.WARNING, -14), calibration(Level.CRITICAL, 0)));
        var steps = new ArrayList<SeriesPicture.Step>();
        List<Excursion> excursions = List.of();
        long days = 32;
        for (long hour = 0; hour <= days * 24; hour++) {
            boolean changed = hour >= 26 * 24;
            LocalDate due = LocalDate.EPOCH.plusDays(changed ? 400 : 20);
            excursions = Calibrations.of(
                            Site.UNIT,
                            "calibration_due",
                            rules,
                            ZoneOffset.UTC,
                            new Calibrations.Dated(1, due),
                            excursions,
                            hour * HOUR)
                    .excursions();
            if (hour % 24 == 0 && !changed) {
                steps.add(new SeriesPicture.Step(hour, hour + 24.0, hour / 24.0 - 21));
            }
        }
        return new SeriesPicture("14 days before a calibration is over, and from then on", "d", days * 24.0, -22, 8)
                .svg(steps, List.of(-14.0, 0.0), excursions);
    }

    private static Condition calibration(Level level, double days) {
        return new Condition(
                "calibration_due",
                level,
                Quantity.TEMPERATURE,
                new Measure.Calibration(),
                Operator.AT_OR_ABOVE,
                days,
                Duration.ZERO,
                0,
                null,
                Schedule.ALWAYS);
    }

    /** One that starts in time, one that does not and is started by hand, one that is not heard of. */
    private static String generator() {
        var site = new Site(Site.NOT_STARTED);
        long until = 3_600;
        for (long second = 0; second <= until; second += 20) {
            boolean absent = (second >= 400 && second < 900)
                    || (second >= 1_300 && second < 2_000)
                    || (second >= 2_600 && second < 3_300);
            site.read(Site.MAINS, second, absent ? 0 : 1);
            boolean running = (second >= 420 && second < 920) || (second >= 1_760 && second < 2_020);
            if (second < 2_400 || second > 3_340) {
                site.read(Site.GENERATOR, second, running ? 1 : 0);
            }
        }
        Conclusion conclusion = new States(site.watch(), site.told(until))
                .conclude(Long.MIN_VALUE, until * Site.SECOND, until * Site.SECOND);
        return new CrossPicture(
                        "mains absent while the generator rests, for 30 s",
                        site,
                        until,
                        List.of(Site.MAINS, Site.GENERATOR),
                        List.of("mains present", "generator runs"),
                        0,
                        1)
                .svg(conclusion.transitions());
    }

    /** A door that one feels, and one that has begun to drift. */
    private static String probes() {
        var site = new Site(Site.DISAGREE);
        long until = 24 * 3_600;
        for (long second = 0; second <= until; second += 60) {
            double air = 5 + Math.round(5 * Math.sin(second / 900.0)) / 10.0;
            boolean door = second >= 4 * 3_600 && second < 4 * 3_600 + 1_500;
            double off = second < 10 * 3_600 ? 0 : Math.min(2.5, (second - 36_000) / 10_000.0);
            site.read(Site.LEFT, second, air + (door ? 6 : 0));
            site.read(Site.RIGHT, second, air + (second > 19 * 3_600 ? 0 : off));
        }
        return new CrossPicture(
                        "means of 15 min more than 1 K apart, for 1 h",
                        site,
                        until,
                        List.of(Site.LEFT, Site.RIGHT),
                        List.of("one probe", "the other"),
                        4,
                        12)
                .svg(new Means(site.watch(), site.told(until))
                        .conclude(Long.MIN_VALUE)
                        .transitions());
    }
}
