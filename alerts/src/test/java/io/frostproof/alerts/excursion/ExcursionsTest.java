package io.frostproof.alerts.excursion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.condition.Transition.Kind;
import io.frostproof.alerts.condition.Tries;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExcursionsTest {

    private static Transition at(long second, Kind kind, @Nullable Level level, long since, double worst) {
        return new Transition(Tries.SLOT, "u1", kind, level, second * Tries.SECOND, since * Tries.SECOND, worst);
    }

    private static Transition started(long second, long since) {
        return at(second, Kind.STARTED, Level.WARNING, since, 9);
    }

    private static Transition ended(long second, long since) {
        return at(second, Kind.ENDED, null, since, 9);
    }

    private static List<String> of(Transition... transitions) {
        return Excursions.of(1, Stream.of(transitions).toList()).stream()
                .map(Tries::say)
                .toList();
    }

    @Test
    void ignoresWhatIsLeftOfAnEarlierOne() {
        assertThat(of(at(5, Kind.UNKNOWN, Level.WARNING, 0, 9), ended(10, 0), started(30, 20)))
                .containsExactly("warning 20.. confirmed 30 unknown 0 worst 9.0");
    }

    @Test
    void keepsTheHighestLevelItReached() {
        assertThat(of(
                        started(30, 20),
                        at(40, Kind.LEVEL_CHANGED, Level.CRITICAL, 20, 11),
                        at(50, Kind.LEVEL_CHANGED, Level.WARNING, 20, 12),
                        at(60, Kind.ENDED, null, 20, 12)))
                .containsExactly("critical 20..60 confirmed 30 unknown 0 worst 12.0");
    }

    @Test
    void sumsUnknownTimeAndIsTrimmedByTheLast() {
        assertThat(of(
                        started(30, 20),
                        at(40, Kind.UNKNOWN, Level.WARNING, 20, 9),
                        at(45, Kind.KNOWN, Level.WARNING, 20, 9),
                        at(50, Kind.UNKNOWN, Level.WARNING, 20, 9),
                        at(57, Kind.LEVEL_CHANGED, Level.CRITICAL, 20, 11),
                        at(70, Kind.UNKNOWN, Level.CRITICAL, 20, 11),
                        at(99, Kind.ENDED, null, 20, 11)))
                .containsExactly("critical 20..70 confirmed 30 unknown 12 worst 11.0");
    }

    @Test
    void saysUntilWhenNothingWasKnownAfterItsEnd() {
        Transition unknown = at(40, Kind.UNKNOWN, Level.WARNING, 20, 9);
        assertThat(Excursions.of(1, List.of(started(30, 20), unknown, ended(99, 20), started(99, 99))))
                .extracting(Excursion::endedMicros, Excursion::unknownUntilMicros, Excursion::overMicros)
                .containsExactly(
                        tuple(40 * Tries.SECOND, 99 * Tries.SECOND, 99 * Tries.SECOND),
                        tuple(null, null, Long.MAX_VALUE));
        assertThat(Excursions.of(
                        1, List.of(started(30, 20), unknown, at(50, Kind.KNOWN, Level.WARNING, 20, 9), ended(60, 20))))
                .extracting(Excursion::endedMicros, Excursion::unknownUntilMicros, Excursion::overMicros)
                .containsExactly(tuple(60 * Tries.SECOND, null, 60 * Tries.SECOND));
    }

    @Test
    void countsUnknownTimeFromBeforeItWasConfirmed() {
        assertThat(of(at(40, Kind.UNKNOWN, null, 20, 9), at(50, Kind.KNOWN, null, 20, 9), started(80, 20)))
                .containsExactly("warning 20.. confirmed 80 unknown 10 worst 9.0");
    }

    @Test
    void saysSinceWhenItIsUnknownWhileItIs() {
        assertThat(of(started(30, 20), at(40, Kind.UNKNOWN, Level.WARNING, 20, 9)))
                .containsExactly("warning 20.. confirmed 30 unknown 0 since 40 worst 9.0");
    }

    @Test
    void cutsOffWhatHasNoEndWhereTheNextBegins() {
        assertThat(of(started(30, 20), started(60, 50)))
                .containsExactly(
                        "warning 20..50 confirmed 30 unknown 0 worst 9.0",
                        "warning 50.. confirmed 60 unknown 0 worst 9.0");
    }

    @Test
    void isNamedByChannelSlotAndStart() {
        Excursion one = Excursions.of(1, List.of(started(30, 20))).getFirst();
        assertThat(one.id())
                .isEqualTo(Excursions.of(1, List.of(started(40, 20), ended(50, 20)))
                        .getFirst()
                        .id())
                .isNotEqualTo(
                        Excursions.of(2, List.of(started(30, 20))).getFirst().id())
                // Fixed for good: rows and exposures carry it.
                .hasToString("ab4da678-8035-35a5-82c0-40a9cc1b4346");
    }
}
