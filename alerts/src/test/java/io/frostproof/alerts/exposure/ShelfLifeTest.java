package io.frostproof.alerts.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Ageing by temperature against published figures. */
class ShelfLifeTest {

    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void tenKelvinOfUsp1160AreTheseRatios() {
        // 10,000 K times the difference of 1/T: 3.482 from 5 to 15 °C, 3.081 from 20 to 30 °C.
        assertThat(new ShelfLife.Arrhenius(DAY, 5, 83.144).rate(15)).isCloseTo(3.482, within(0.001));
        assertThat(new ShelfLife.Arrhenius(DAY, 20, 83.144).rate(30)).isCloseTo(3.081, within(0.001));
    }

    @Test
    void vialMonitorsEndWhenTheTableOfTheWhoSays() {
        assertThat(days(30, 37)).isCloseTo(30, within(1e-9));
        assertThat(days(30, 25)).isCloseTo(193, within(2.0));
        assertThat(days(14, 25)).isCloseTo(90, within(1.0));
        assertThat(days(7, 25)).isCloseTo(45, within(0.5));
        assertThat(days(2, 5)).isCloseTo(225, within(2.0));
        // "More than four, three and two years" at 5 °C.
        assertThat(days(30, 5)).isGreaterThan(4 * 365);
        assertThat(days(14, 5)).isGreaterThan(3 * 365);
        assertThat(days(7, 5)).isGreaterThan(2 * 365);
    }

    private static double days(int monitor, double celsius) {
        ShelfLife shelfLife = ShelfLife.vaccineVialMonitor(monitor);
        return shelfLife.life().toDays() / shelfLife.rate(celsius);
    }

    @Test
    void aRatioForTenKelvinIsConstant() {
        var shelfLife = new ShelfLife.Q10(DAY, 5, 3);
        assertThat(shelfLife.rate(5)).isEqualTo(1);
        assertThat(shelfLife.rate(15)).isCloseTo(3, within(1e-12));
        assertThat(shelfLife.rate(25)).isCloseTo(9, within(1e-12));
        assertThat(shelfLife.rate(0)).isCloseTo(1 / Math.sqrt(3), within(1e-12));
    }

    @Test
    void saysWhatWasWrong() {
        assertThatThrownBy(() -> new ShelfLife.Q10(DAY, 5, 0.5)).hasMessage("Q10 must be between 1 and 20, was 0.5");
        assertThatThrownBy(() -> new ShelfLife.Arrhenius(Duration.ZERO, 5, 83))
                .hasMessage("shelf life must be longer than 0, was PT0S");
        assertThatThrownBy(() -> new ShelfLife.Arrhenius(DAY, 500, 83))
                .hasMessage("label temperature must be between -200 and 200 °C, was 500.0");
        assertThatThrownBy(() -> ShelfLife.vaccineVialMonitor(11))
                .hasMessage("a vaccine vial monitor is of 30, 14, 7 or 2 days, was 11");
    }
}
