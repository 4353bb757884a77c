package io.frostproof.alerts.cross;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A warning from 14 days before the end, critical from the end; good up to and with 31 March, in Riga. */
class CalibrationsTest {

    private static final ZoneId RIGA = ZoneId.of("Europe/Riga");
    private static final LocalDate DUE = LocalDate.parse("2026-03-31");

    private static Condition rule(Level level, double days) {
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

    private static Calibrations.Standing at(String now, @Nullable LocalDate due, List<Excursion> known) {
        return Calibrations.of(
                "u1",
                "calibration_due",
                Site.rules(List.of(rule(Level.WARNING, -14), rule(Level.CRITICAL, 0))),
                RIGA,
                new Calibrations.Dated(7, due),
                known,
                micros(now));
    }

    private static long micros(String instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
    }

    private static List<String> say(Calibrations.Standing standing) {
        return standing.excursions().stream()
                .map(e -> e.level().id() + " " + Instant.EPOCH.plus(e.startedMicros(), ChronoUnit.MICROS) + ".."
                        + (e.endedMicros() == null ? "" : Instant.EPOCH.plus(e.endedMicros(), ChronoUnit.MICROS)))
                .toList();
    }

    @Test
    void beginsInTheMorningOfTheNodeAndBecomesCriticalWhenItIsOver() {
        assertThat(at("2026-03-18T06:59:59Z", DUE, List.of()).nextMicros()).isEqualTo(micros("2026-03-18T07:00:00Z"));
        assertThat(say(at("2026-03-18T06:59:59Z", DUE, List.of()))).isEmpty();
        Calibrations.Standing warned = at("2026-03-18T07:00:00Z", DUE, List.of());
        assertThat(say(warned)).containsExactly("warning 2026-03-18T07:00:00Z..");
        // Summer time since the 29th.
        assertThat(warned.nextMicros()).isEqualTo(micros("2026-04-01T06:00:00Z"));
        assertThat(say(at("2026-04-01T06:00:00Z", DUE, warned.excursions())))
                .containsExactly("critical 2026-03-18T07:00:00Z..");
    }

    @Test
    void endsWhenTheServerLearnsOfAnotherDateAndStaysOnRecord() {
        Calibrations.Standing warned = at("2026-03-20T00:00:00Z", DUE, List.of());
        LocalDate next = LocalDate.parse("2027-03-31");
        Calibrations.Standing done = at("2026-03-25T10:00:00Z", next, warned.excursions());
        assertThat(say(done)).containsExactly("warning 2026-03-18T07:00:00Z..2026-03-25T10:00:00Z");
        assertThat(at("2026-03-26T10:00:00Z", next, done.excursions()).excursions())
                .isEqualTo(done.excursions());
        assertThat(say(at("2026-03-26T10:00:00Z", null, warned.excursions())))
                .containsExactly("warning 2026-03-18T07:00:00Z..2026-03-26T10:00:00Z");
    }

    @Test
    void changesNothingWhenLookedAtAgain() {
        Calibrations.Standing once = at("2026-05-01T00:00:00Z", DUE, List.of());
        assertThat(at("2026-05-02T00:00:00Z", DUE, once.excursions())).isEqualTo(once);
    }
}
