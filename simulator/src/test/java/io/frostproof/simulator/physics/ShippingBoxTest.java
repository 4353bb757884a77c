package io.frostproof.simulator.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippingBoxTest {

    private static final double HOUR = 3_600;
    private static final double VACCINE = 6_000;

    @ParameterizedTest
    @CsvSource({"6000, 5", "120000, 4", "19000, -19", "8500, -75"})
    void holdsForTwelveHoursAtThirtyDegreesWhateverIsInIt(double joulesPerKelvin, double packed) {
        var box = new ShippingBox(joulesPerKelvin, packed);

        box.advance(11.99 * HOUR, 30);
        assertThat(box.contentsCelsius()).isEqualTo(packed);
        assertThat(box.packsLeft()).isCloseTo(0, within(0.001));

        box.advance(0.02 * HOUR, 30);
        assertThat(box.contentsCelsius()).isGreaterThan(packed);
        assertThat(box.packsLeft()).isZero();
    }

    @Test
    void holdsHalfAsLongWhereItIsTwiceAsMuchWarmer() {
        var box = new ShippingBox(VACCINE, 5);

        box.advance(5.99 * HOUR, 55);
        assertThat(box.contentsCelsius()).isEqualTo(5);

        box.advance(0.02 * HOUR, 55);
        assertThat(box.contentsCelsius()).isGreaterThan(5);
    }

    @ParameterizedTest
    @CsvSource({"1", "4", "12"})
    void followsItsSurroundingsExponentiallyWhenThePacksAreSpent(double hours) {
        var box = new ShippingBox(VACCINE, 5);
        box.advance((12 + hours) * HOUR, 30);

        double expected = 30 - 25 * Math.exp(-hours * HOUR / box.timeConstantSeconds());
        assertThat(box.contentsCelsius()).isCloseTo(expected, within(1e-9));
    }

    /** 6 L inside: 0.2 m² at 1.6 W/(m² K), 6 kJ/K. */
    @Test
    void aSmallBoxFollowsWithinHoursAndALargeOneWithinHalfADay() {
        assertThat(new ShippingBox(VACCINE, 5).timeConstantSeconds()).isCloseTo(5.3 * HOUR, within(0.1 * HOUR));
        assertThat(new ShippingBox(120_000, 4).timeConstantSeconds()).isCloseTo(14.3 * HOUR, within(0.1 * HOUR));
    }

    @Test
    void frostHarmsAsWellAsHeatWhenItLasts() {
        var box = new ShippingBox(VACCINE, 5);
        box.advance(14.9 * HOUR, -15);
        assertThat(box.contentsCelsius()).isEqualTo(5);

        box.advance(10 * HOUR, -15);
        assertThat(box.contentsCelsius()).isLessThan(-5).isGreaterThan(-15);
    }

    @Test
    void aColdNightGivesThePacksBackWhatTheDayTook() {
        var box = new ShippingBox(VACCINE, 5);
        box.advance(14 * HOUR, 30);
        double warm = box.contentsCelsius();
        assertThat(warm).isGreaterThan(10);

        box.advance(10 * HOUR, 0);
        assertThat(box.contentsCelsius()).isEqualTo(5);
        assertThat(box.packsLeft()).isGreaterThan(0);

        box.advance(2 * HOUR, 30);
        assertThat(box.contentsCelsius()).isGreaterThan(5); // they had not gained two hours of that
    }

    @Test
    void itDoesNotMatterHowCallsCutTheTime() {
        var whole = new ShippingBox(VACCINE, 5);
        var cut = new ShippingBox(VACCINE, 5);
        for (double ambient : new double[] {35, -10, 5, 28, 28}) {
            whole.advance(11 * HOUR, ambient);
            for (int i = 0; i < 660; i++) {
                cut.advance(60, ambient);
            }
            assertThat(cut.contentsCelsius()).isCloseTo(whole.contentsCelsius(), within(1e-6));
            assertThat(cut.packsLeft()).isCloseTo(whole.packsLeft(), within(1e-6));
        }
    }

    @Test
    void refusesWhatIsNoBox() {
        assertThatThrownBy(() -> new ShippingBox(0, 5)).hasMessage("joulesPerKelvin 0.0: expected a number above 0");
        assertThatThrownBy(() -> new ShippingBox(1, 500)).hasMessageContaining("packedCelsius 500.0");
    }
}
