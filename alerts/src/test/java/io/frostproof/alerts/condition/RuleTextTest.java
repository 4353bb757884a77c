package io.frostproof.alerts.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.frostproof.alerts.quantity.Quantity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RuleTextTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration NONE = Duration.ZERO;

    static Stream<Arguments> rules() {
        return Stream.of(
                rule(
                        Quantity.TEMPERATURE,
                        Measure.VALUE,
                        Operator.ABOVE,
                        8,
                        Duration.ofHours(10),
                        "> 8 °C for 10 h",
                        "°C",
                        "Cel"),
                rule(
                        Quantity.TEMPERATURE,
                        Measure.VALUE,
                        Operator.ABOVE,
                        8,
                        Duration.ofDays(3),
                        "> 8 °C for 3 d",
                        "°C",
                        "Cel"),
                rule(
                        Quantity.TEMPERATURE,
                        new Measure.Product(),
                        Operator.BELOW,
                        2,
                        Duration.ofMinutes(30),
                        "product < 2 °C for 30 min",
                        "°C",
                        "Cel"),
                rule(
                        Quantity.TEMPERATURE,
                        new Measure.Change(Duration.ofMinutes(30)),
                        Operator.ABOVE,
                        3,
                        Duration.ofMinutes(5),
                        "change over 30 min > 3 K/h for 5 min",
                        "K/h",
                        "K/h"),
                rule(
                        Quantity.FUEL,
                        new Measure.Change(HOUR),
                        Operator.BELOW,
                        -20,
                        NONE,
                        "change over 1 h < -20 %/h",
                        "%/h",
                        "%/h"),
                rule(
                        Quantity.TEMPERATURE,
                        new Measure.MeanKinetic(Duration.ofDays(30)),
                        Operator.ABOVE,
                        25,
                        NONE,
                        "mean kinetic temperature of 30 d > 25 °C",
                        "°C",
                        "Cel"),
                rule(
                        Quantity.TEMPERATURE,
                        new Measure.DegreeMinutes(8, true, Period.DAY),
                        Operator.ABOVE,
                        60,
                        NONE,
                        "sum above 8 °C > 60 K·min per day",
                        "K·min",
                        "K.min"),
                rule(
                        Quantity.COMPRESSOR,
                        new Measure.Crossings(0.5, 0.5, true, HOUR),
                        Operator.ABOVE,
                        6,
                        NONE,
                        "> 6 times above 0.5 in 1 h",
                        "",
                        "1"),
                rule(
                        Quantity.TEMPERATURE,
                        new Measure.Crossings(-0.5, 1, false, Duration.ofDays(7)),
                        Operator.AT_OR_ABOVE,
                        2,
                        NONE,
                        ">= 2 times below -0.5 °C (back at 1 °C) in 7 d",
                        "",
                        "1"),
                rule(
                        Quantity.TEMPERATURE,
                        new Measure.Spread(Duration.ofHours(6)),
                        Operator.BELOW,
                        0.1,
                        HOUR,
                        "spread over 6 h < 0.1 K for 1 h",
                        "K",
                        "K"),
                rule(
                        Quantity.TEMPERATURE,
                        new Measure.Missing(),
                        Operator.ABOVE,
                        0,
                        Duration.ofMinutes(30),
                        "no data for 30 min",
                        "min",
                        "min"));
    }

    private static Arguments rule(
            Quantity quantity,
            Measure measure,
            Operator operator,
            double threshold,
            Duration delay,
            String words,
            String symbol,
            String ucum) {
        return argumentSet(
                words,
                condition(quantity, measure, operator, threshold, delay, null, Schedule.ALWAYS),
                words,
                symbol,
                ucum);
    }

    private static Condition condition(
            Quantity quantity,
            Measure measure,
            Operator operator,
            double threshold,
            Duration delay,
            @Nullable Period per,
            Schedule schedule) {
        return new Condition("slot", Level.WARNING, quantity, measure, operator, threshold, delay, 0, per, schedule);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void saysEveryMeasureWithItsUnit(Condition condition, String words, String symbol, String ucum) {
        assertThat(RuleText.of(condition)).isEqualTo(words);
        assertThat(RuleText.symbol(condition)).isEqualTo(symbol);
        assertThat(RuleText.ucum(condition)).isEqualTo(ucum);
    }

    static Stream<Arguments> times() {
        Set<DayOfWeek> working = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
        return Stream.of(
                argumentSet("cumulative", Period.DAY, List.of(), "> 8 °C for 1 h in all per day"),
                argumentSet(
                        "nights of working days",
                        null,
                        List.of(new Schedule.Window(working, 1200, 360)),
                        "> 8 °C for 1 h, mon-fri 20:00 to 06:00"),
                argumentSet(
                        "both",
                        Period.PLACEMENT,
                        List.of(
                                new Schedule.Window(EnumSet.of(DayOfWeek.SUNDAY, DayOfWeek.SATURDAY), 0, 1440),
                                new Schedule.Window(EnumSet.of(DayOfWeek.WEDNESDAY, DayOfWeek.MONDAY), 0, 60)),
                        "> 8 °C for 1 h in all per placement, sat-sun and mon wed 00:00 to 01:00"),
                argumentSet(
                        "every evening",
                        null,
                        List.of(new Schedule.Window(EnumSet.allOf(DayOfWeek.class), 1080, 1440)),
                        "> 8 °C for 1 h, every day 18:00 to 24:00"));
    }

    @ParameterizedTest
    @MethodSource("times")
    void saysOverWhichTimeAndWhenARuleWatches(@Nullable Period per, List<Schedule.Window> windows, String words) {
        assertThat(RuleText.of(condition(
                        Quantity.TEMPERATURE, Measure.VALUE, Operator.ABOVE, 8, HOUR, per, new Schedule(windows))))
                .isEqualTo(words);
    }
}
