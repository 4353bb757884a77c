package io.frostproof.alerts.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.quantity.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The pictures of docs/conditions.md are what the code does today. Run with {@code -Dfrostproof.pictures=write} to draw them anew. */
class ConditionPicturesTest {

    private static final Path FOLDER = Path.of("..", "docs", "pictures", "conditions");
    private static final long BEGIN = Instant.parse("2026-11-21T06:00:00Z").getEpochSecond();
    private static final long MIDNIGHT = Instant.parse("2026-11-21T00:00:00Z").getEpochSecond();

    @Test
    void showWhatTheCodeDoes() throws IOException {
        boolean write = "write".equals(System.getProperty("frostproof.pictures"));
        if (write) {
            Files.createDirectories(FOLDER);
        }
        for (Map.Entry<String, ConditionPicture> each : pictures().entrySet()) {
            Path file = FOLDER.resolve(each.getKey() + ".svg");
            String svg = each.getValue().svg();
            if (write) {
                Files.writeString(file, svg);
            }
            assertThat(Files.readString(file)).as(file.toString()).isEqualTo(svg);
        }
    }

    private static Map<String, ConditionPicture> pictures() {
        var pictures = new LinkedHashMap<String, ConditionPicture>();
        List<Tries.Point> day = readings(BEGIN, 14, ConditionPicturesTest::defrostsAndADoor);
        pictures.put("value", picture("above 8 °C for 30 min", Measure.VALUE, 8, 30, null, Schedule.ALWAYS, day, "°C"));
        pictures.put(
                "product",
                picture("product above 8 °C at once", new Measure.Product(), 8, 0, null, Schedule.ALWAYS, day, "°C"));
        pictures.put(
                "product_delay",
                picture(
                        "product above 8 °C for 45 min",
                        new Measure.Product(),
                        8,
                        45,
                        null,
                        Schedule.ALWAYS,
                        readings(BEGIN, 8, ConditionPicturesTest::warmedSlowly),
                        "°C"));
        pictures.put("probe_lag", slowProbe());
        pictures.put(
                "rate_of_change",
                picture(
                        "rises by more than 3 °C/h over 1 h",
                        new Measure.Change(Duration.ofHours(1)),
                        3,
                        0,
                        null,
                        Schedule.ALWAYS,
                        readings(
                                BEGIN,
                                14,
                                minute -> minute < 300 ? 4 + wave(minute) : Math.min(18, 4 + (minute - 300) / 15.0)),
                        "°C/h"));
        pictures.put(
                "mean_kinetic",
                picture(
                        "mean kinetic temperature of 24 h above 8 °C",
                        new Measure.MeanKinetic(Duration.ofHours(24)),
                        8,
                        0,
                        null,
                        Schedule.ALWAYS,
                        readings(MIDNIGHT, 60, minute -> minute >= 1_500 && minute < 1_860 ? 15 : 5 + wave(minute)),
                        "°C"));
        pictures.put(
                "degree_minutes",
                picture(
                        "more than 300 °C min above 8 °C in a day",
                        new Measure.DegreeMinutes(8, true, Period.DAY),
                        300,
                        0,
                        null,
                        Schedule.ALWAYS,
                        readings(MIDNIGHT, 36, minute -> minute % 360 < 60 ? 10 : 5 + wave(minute)),
                        "°C min"));
        pictures.put(
                "crossings",
                picture(
                        "thawed three times or more in 24 h",
                        new Measure.Crossings(0, -2, true, Duration.ofHours(24)),
                        2.5,
                        0,
                        null,
                        Schedule.ALWAYS,
                        readings(
                                MIDNIGHT,
                                48,
                                minute -> minute < 1_440 && minute % 300 < 60 && minute > 60 ? 2 : -6 + wave(minute)),
                        "times"));
        pictures.put("spread", spread());
        pictures.put("run", run());
        pictures.put(
                "missing",
                picture(
                        "nothing heard for 30 min",
                        new Measure.Missing(),
                        0,
                        30,
                        null,
                        Schedule.ALWAYS,
                        readings(BEGIN, 12, minute -> 5 + wave(minute)).stream()
                                .filter(point -> {
                                    long minute = (point.second() - BEGIN) / 60;
                                    return !(minute > 120 && minute < 150) && !(minute > 300 && minute < 480);
                                })
                                .toList(),
                        "min"));
        pictures.put(
                "cumulative",
                picture(
                        "above 8 °C for 2 h of a day",
                        Measure.VALUE,
                        8,
                        120,
                        Period.DAY,
                        Schedule.ALWAYS,
                        readings(MIDNIGHT, 36, minute -> minute % 240 < 50 ? 9.5 : 5 + wave(minute)),
                        "°C"));
        pictures.put(
                "schedule",
                picture(
                        "above 8 °C for 30 min, from 20:00 to 06:00",
                        Measure.VALUE,
                        8,
                        30,
                        null,
                        new Schedule(List.of(new Schedule.Window(EnumSet.allOf(DayOfWeek.class), 20 * 60, 6 * 60))),
                        readings(MIDNIGHT, 36, minute -> minute >= 1_080 && minute < 1_880 ? 10 : 5 + wave(minute)),
                        "°C"));
        return pictures;
    }

    private static ConditionPicture spread() {
        var condition = new Condition(
                "flat",
                Level.WARNING,
                Quantity.TEMPERATURE,
                new Measure.Spread(Duration.ofHours(6)),
                Operator.BELOW,
                0.1,
                Duration.ZERO,
                0,
                null,
                Schedule.ALWAYS);
        return new ConditionPicture(
                "moves by less than 0.1 °C in 6 h",
                plan(condition),
                readings(MIDNIGHT, 36, minute -> minute >= 600 && minute < 1_500 ? 4.5 : 5 + wave(minute)),
                "°C of 6 h");
    }

    /** A run of half an hour, one that stops after ten minutes, three hours of which nothing is known, none, and one by hand. */
    private static ConditionPicture run() {
        var condition = new Condition(
                "exercise",
                Level.WARNING,
                Quantity.GENERATOR,
                new Measure.Run(0, true, Duration.ofHours(24)),
                Operator.BELOW,
                20,
                Duration.ofHours(4),
                0,
                null,
                Schedule.ALWAYS);
        return new ConditionPicture(
                "no run of 20 min in 24 h, for 4 h",
                plan(condition),
                readings(
                                MIDNIGHT,
                                72,
                                minute -> (minute >= 360 && minute < 390)
                                                || (minute >= 1_800 && minute < 1_810)
                                                || (minute >= 3_960 && minute < 3_990)
                                        ? 1
                                        : 0)
                        .stream()
                        .filter(point -> {
                            long minute = (point.second() - MIDNIGHT) / 60;
                            return minute <= 3_000 || minute > 3_180;
                        })
                        .toList(),
                "min");
    }

    /** Warm goods come into a cold room, and a probe in a bottle of glycol is told of it late. */
    private static ConditionPicture slowProbe() {
        var points = new ArrayList<Tries.Point>();
        double probe = 5;
        for (long minute = 0; minute <= 180; minute++) {
            double goods = minute < 60 ? 5 : 5 + 3.5 * Math.exp(-(minute - 60) / 315.0);
            probe = goods + (probe - goods) * Math.exp(-1 / 5.0);
            points.add(new Tries.Point(BEGIN + minute * 60, Math.round(probe * 100) / 100.0));
        }
        var condition = new Condition(
                "slot",
                Level.WARNING,
                Quantity.TEMPERATURE,
                new Measure.Product(),
                Operator.ABOVE,
                8,
                Duration.ofMinutes(45),
                0,
                null,
                Schedule.ALWAYS);
        var traits = new Traits(Duration.ZERO, Duration.ofMinutes(5), ZoneOffset.UTC);
        return new ConditionPicture(
                "product above 8 °C for 45 min, by a probe in a bottle", plan(condition, traits), points, "°C");
    }

    private static double wave(long minute) {
        return 0.8 * Math.sin(minute / 12.0);
    }

    /** A defrost, a door that is opened for a moment, and one that stays open. */
    private static double defrostsAndADoor(long minute) {
        double celsius = 4.5 + wave(minute);
        if (minute >= 90 && minute < 115) {
            celsius += 7;
        } else if (minute >= 240 && minute < 250) {
            celsius += 5;
        } else if (minute >= 420 && minute < 600) {
            celsius = 4.5 + 9 * (1 - Math.exp(-(minute - 420) / 25.0));
        }
        return celsius;
    }

    /** A compressor that does too little for an hour and a half. */
    private static double warmedSlowly(long minute) {
        double warm = minute < 120
                ? 0
                : Math.min(1, (minute - 120) / 15.0) - (minute < 205 ? 0 : Math.min(1, (minute - 205) / 15.0));
        return 4.5 + 6.5 * warm + wave(minute) / 2;
    }

    private static List<Tries.Point> readings(long begin, int hours, LongToDoubleFunction celsius) {
        var points = new ArrayList<Tries.Point>();
        for (long minute = 0; minute <= hours * 60L; minute += 5) {
            points.add(new Tries.Point(begin + minute * 60, Math.round(celsius.applyAsDouble(minute) * 100) / 100.0));
        }
        return points;
    }

    private static ChannelPlan plan(Condition condition) {
        return plan(condition, new Traits(Duration.ofMinutes(60), ZoneOffset.UTC));
    }

    private static ChannelPlan plan(Condition condition, Traits traits) {
        return new ChannelPlan(
                10 * Tries.MINUTE,
                List.of(new ChannelPlan.Segment(
                        "fridge", 0, ChannelPlan.OPEN_END, SlotRules.group(List.of(condition)), traits)));
    }

    private static ConditionPicture picture(
            String title,
            Measure measure,
            double threshold,
            long delayMinutes,
            @Nullable Period per,
            Schedule schedule,
            List<Tries.Point> points,
            String unit) {
        var condition = new Condition(
                "slot",
                Level.WARNING,
                Quantity.TEMPERATURE,
                measure,
                Operator.ABOVE,
                threshold,
                Duration.ofMinutes(delayMinutes),
                0,
                per,
                schedule);
        return new ConditionPicture(title, plan(condition), points, unit);
    }
}
