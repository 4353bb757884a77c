package io.frostproof.alerts.excursion;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.excursion.ExcursionChange.Corrected;
import io.frostproof.alerts.excursion.ExcursionChange.Found;
import io.frostproof.alerts.excursion.ExcursionChange.Retracted;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExcursionChangeTest {

    private static Excursion excursion(long start, @Nullable Long end) {
        return excursion("u1", start, end);
    }

    private static Excursion excursion(String unit, long start, @Nullable Long end) {
        return new Excursion(1, unit, "too_warm", Level.WARNING, start, start, null, end, 0, null, 9);
    }

    private static List<ExcursionChange> between(List<Excursion> known, Excursion... now) {
        return ExcursionChange.between(known, List.of(now));
    }

    @Test
    void saysNothingOfWhatStays() {
        assertThat(between(List.of(excursion(1, 5L), excursion(7, null)), excursion(1, 5L), excursion(7, null)))
                .isEmpty();
    }

    @Test
    void findsCorrectsAndRetracts() {
        assertThat(between(List.of(excursion(1, 5L), excursion(10, null)), excursion(10, 20L), excursion(30, null)))
                .containsExactly(
                        new Retracted(excursion(1, 5L)),
                        new Corrected(excursion(10, null), excursion(10, 20L)),
                        new Found(excursion(30, null)));
    }

    @Test
    void recognisesAnExcursionByOverlapWhenItsStartMoved() {
        assertThat(between(List.of(excursion(10, 20L)), excursion(5, 12L)))
                .containsExactly(new Corrected(excursion(10, 20L), excursion(5, 12L)));
        assertThat(between(List.of(excursion(10, 20L)), excursion(20, 25L)))
                .as("touching is not overlapping")
                .containsExactly(new Retracted(excursion(10, 20L)), new Found(excursion(20, 25L)));
    }

    @Test
    void keepsTheFirstPartOfASplitAndTheFirstOfAMerge() {
        assertThat(between(List.of(excursion(10, 50L)), excursion(10, 20L), excursion(30, 50L)))
                .containsExactly(new Corrected(excursion(10, 50L), excursion(10, 20L)), new Found(excursion(30, 50L)));
        assertThat(between(List.of(excursion(10, 20L), excursion(30, 50L)), excursion(10, 50L)))
                .containsExactly(
                        new Retracted(excursion(30, 50L)), new Corrected(excursion(10, 20L), excursion(10, 50L)));
    }

    @Test
    void givesNoneTheIdentityOfAnotherThatIsStillThere() {
        assertThat(between(List.of(excursion(20, 30L)), excursion(10, 50L), excursion(20, 30L)))
                .containsExactly(new Found(excursion(10, 50L)));
    }

    @Test
    void retractsInOneUnitWhatTurnsOutToBeOfAnother() {
        assertThat(between(List.of(excursion(10, 20L)), excursion("u2", 10, 20L)))
                .containsExactly(new Retracted(excursion(10, 20L)), new Found(excursion("u2", 10, 20L)));
    }
}
