package io.frostproof.alerts.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.quantity.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every measure with every operator, cumulative and scheduled, in the words that people read; the file is to be read by one, too. */
final class RuleWordsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Schedule NIGHTS =
            new Schedule(List.of(new Schedule.Window(EnumSet.allOf(DayOfWeek.class), 20 * 60, 6 * 60)));

    private record Sample(String name, Quantity quantity, Measure measure, double threshold, boolean growsOnly) {}

    private static final List<Sample> SAMPLES = List.of(
            new Sample("value", Quantity.TEMPERATURE, Measure.VALUE, 8, false),
            new Sample("value of a state", Quantity.DOOR, Measure.VALUE, 1, false),
            new Sample("value in percent", Quantity.FUEL, Measure.VALUE, 12.5, false),
            new Sample("product", Quantity.TEMPERATURE, new Measure.Product(), -0.5, false),
            new Sample("change", Quantity.TEMPERATURE, new Measure.Change(HOUR), 3, false),
            new Sample("mean kinetic", Quantity.TEMPERATURE, new Measure.MeanKinetic(Duration.ofDays(30)), 25, false),
            new Sample("sum above", Quantity.TEMPERATURE, new Measure.DegreeMinutes(8, true, Period.DAY), 60, true),
            new Sample(
                    "sum below", Quantity.HUMIDITY, new Measure.DegreeMinutes(30, false, Period.PLACEMENT), 60, true),
            new Sample(
                    "crossings",
                    Quantity.TEMPERATURE,
                    new Measure.Crossings(-0.5, 1, false, Duration.ofDays(7)),
                    2,
                    true),
            new Sample("starts", Quantity.COMPRESSOR, new Measure.Crossings(0.5, 0.5, true, HOUR), 6, true),
            new Sample("spread", Quantity.TEMPERATURE, new Measure.Spread(HOUR.multipliedBy(6)), 0.1, false),
            new Sample("run", Quantity.GENERATOR, new Measure.Run(0, true, Duration.ofDays(8)), 10, false));

    @Test
    void everyMeasureIsSaidInTheseWords() throws IOException {
        var lines = new StringBuilder();
        for (Sample sample : SAMPLES) {
            lines.append(sample.name())
                    .append(" [")
                    .append(RuleText.ucum(condition(sample, Operator.ABOVE, null, Schedule.ALWAYS)))
                    .append("]\n");
            for (Operator operator : Operator.values()) {
                if (sample.growsOnly() && !operator.upward()) {
                    continue;
                }
                line(lines, condition(sample, operator, null, Schedule.ALWAYS));
                line(lines, condition(sample, operator, null, NIGHTS));
                boolean adds = !(sample.measure() instanceof Measure.DegreeMinutes)
                        && !(sample.measure() instanceof Measure.Crossings);
                if (adds) {
                    line(lines, condition(sample, operator, Period.WEEK, Schedule.ALWAYS));
                    line(lines, condition(sample, operator, Period.PLACEMENT, NIGHTS));
                }
            }
        }
        lines.append("missing [min]\n");
        line(lines, missing(Duration.ofMinutes(30), Schedule.ALWAYS));
        line(lines, missing(Duration.ofMinutes(30), NIGHTS));
        line(lines, missing(Duration.ZERO, Schedule.ALWAYS));

        assertThat(lines).hasToString(golden());
    }

    private static void line(StringBuilder lines, Condition condition) {
        lines.append("  ").append(RuleText.of(condition)).append('\n');
    }

    private static Condition condition(Sample sample, Operator operator, @Nullable Period per, Schedule schedule) {
        return new Condition(
                "slot",
                Level.WARNING,
                sample.quantity(),
                sample.measure(),
                operator,
                sample.threshold(),
                sample.growsOnly() ? Duration.ZERO : HOUR,
                0,
                per,
                schedule);
    }

    private static Condition missing(Duration delay, Schedule schedule) {
        return new Condition(
                "slot",
                Level.WARNING,
                Quantity.TEMPERATURE,
                new Measure.Missing(),
                Operator.ABOVE,
                0,
                delay,
                0,
                null,
                schedule);
    }

    private static String golden() throws IOException {
        try (InputStream in = RuleWordsTest.class.getResourceAsStream("/rules/words.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
