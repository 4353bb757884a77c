package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Period;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.quantity.Quantity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ConditionJsonTest {

    private static final String OLD = """
            [{"slot": "too_warm", "level": "critical", "quantity": "temperature", "operator": ">", "threshold": 8.0, "delay_s": 600.0, \
            "clear_margin": 0.5}]""";

    static Stream<Measure> measures() {
        return Stream.of(
                Measure.VALUE,
                new Measure.Product(),
                new Measure.Change(Duration.ofMinutes(30)),
                new Measure.MeanKinetic(Duration.ofDays(30)),
                new Measure.DegreeMinutes(8, true, Period.DAY),
                new Measure.DegreeMinutes(-0.5, false, Period.PLACEMENT),
                new Measure.Crossings(0.5, 0.25, true, Duration.ofHours(1)),
                new Measure.Crossings(-0.5, 1, false, Duration.ofDays(7)),
                new Measure.Spread(Duration.ofHours(6)),
                new Measure.Run(0, true, Duration.ofDays(8)),
                new Measure.Clock());
    }

    private static Condition condition(Measure measure, @Nullable Period per, Schedule schedule) {
        return new Condition(
                "slot",
                Level.WARNING,
                Quantity.TEMPERATURE,
                measure,
                Operator.AT_OR_ABOVE,
                1.5,
                Duration.ofSeconds(90),
                0.25,
                per,
                schedule);
    }

    @ParameterizedTest
    @MethodSource("measures")
    void readsEveryMeasureAsItWasWritten(Measure measure) {
        List<Condition> conditions = List.of(condition(measure, null, Schedule.ALWAYS));

        assertThat(ConditionJson.read(ConditionJson.write(conditions).text())).isEqualTo(conditions);
    }

    @Test
    void readsTimersSchedulesAndSilenceAsTheyWereWritten() {
        var schedule = new Schedule(List.of(
                new Schedule.Window(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), 1200, 360),
                new Schedule.Window(Set.of(DayOfWeek.SUNDAY), 0, 1440)));
        List<Condition> conditions = List.of(
                condition(Measure.VALUE, Period.WEEK, schedule),
                new Condition(
                        "no_data",
                        Level.CRITICAL,
                        Quantity.DOOR,
                        new Measure.Missing(),
                        Operator.ABOVE,
                        0,
                        Duration.ofMinutes(30),
                        0,
                        null,
                        schedule));

        assertThat(ConditionJson.read(ConditionJson.write(conditions).text())).isEqualTo(conditions);
    }

    @Test
    void readsRowsOfEarlierVersionsAndWritesThemAsTheyWere() {
        List<Condition> conditions = ConditionJson.read(OLD);

        assertThat(conditions)
                .containsExactly(new Condition(
                        "too_warm",
                        Level.CRITICAL,
                        Quantity.TEMPERATURE,
                        Operator.ABOVE,
                        8,
                        Duration.ofMinutes(10),
                        0.5));
        assertThat(ConditionJson.write(conditions).text())
                .isEqualTo(OLD.replace(" ", "").replace("\n", ""));
    }

    @Test
    void namesAWordThatItDoesNotKnow() {
        assertThatThrownBy(() -> ConditionJson.read(OLD.replace("\"slot\"", "\"measure\": \"median\", \"slot\"")))
                .hasMessageContaining("measure was median");
    }
}
