package io.frostproof.alerts.stock;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.notify.Notice;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExposureTest {

    private static final Notice.Stock STOCK = new Notice.Stock("hu1", "L1", "Vaccine", BigDecimal.TEN, "vials");

    private static Excursion excursion(@Nullable Long end) {
        return new Excursion(1, "u1", "too_warm", Level.WARNING, 100, 110, null, end, 0, null, 9);
    }

    @ParameterizedTest(name = "100..{0} and {1}..{2}: {3}..{4}")
    @CsvSource({
        "200,50,300,100,200",
        "200,150,160,150,160",
        "200,150,,150,200",
        ",50,,100,",
        ",150,160,150,160",
        ",150,,150,",
        "200,50,101,100,101",
        "200,199,300,199,200",
    })
    void isWhereExcursionAndStayOverlap(
            @Nullable Long end, long from, @Nullable Long to, long exposedFrom, @Nullable Long exposedTo) {
        assertThat(Exposure.of(excursion(end), List.of(new Stay(STOCK, from, to))))
                .containsExactly(new Exposure(excursion(end).id(), STOCK, exposedFrom, exposedTo));
    }

    @ParameterizedTest(name = "100..{0} and {1}..{2}")
    @CsvSource({"200,50,100", "200,200,300", "200,200,", ",50,100", "200,150,150"})
    void isNothingWhereTheyOnlyTouch(@Nullable Long end, long from, @Nullable Long to) {
        assertThat(Exposure.of(excursion(end), List.of(new Stay(STOCK, from, to))))
                .isEmpty();
    }

    @Test
    void staysThatTouchOrOverlapAreOne() {
        assertThat(Exposure.of(
                        excursion(200L),
                        List.of(
                                new Stay(STOCK, 130, 150L),
                                new Stay(STOCK, 90, 120L, new Stay.Past(0, Set.of("whole"), false)),
                                new Stay(STOCK, 120, 130L, new Stay.Past(0, Set.of(), false)),
                                new Stay(STOCK, 125, 140L, new Stay.Past(1, Set.of("other"), false)))))
                .containsExactly(new Exposure(excursion(200L).id(), STOCK, 100, 150L));
    }

    @Test
    void countsEachStayOfOneHandlingUnit() {
        assertThat(Exposure.of(excursion(200L), List.of(new Stay(STOCK, 90, 120L), new Stay(STOCK, 150, null))))
                .extracting(Exposure::fromMicros)
                .containsExactly(100L, 150L);
    }
}
