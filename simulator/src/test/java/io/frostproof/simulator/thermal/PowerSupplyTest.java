package io.frostproof.simulator.thermal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PowerSupplyTest {

    @Test
    void startsTheGeneratorAfterItsDelayAndBurnsFuelOnlyWhileItRuns() {
        PowerSupply supply = new PowerSupply(80);
        supply.advance(3600, true);
        assertThat(supply.fuelPercent()).isEqualTo(80);

        supply.advance(9, false);
        assertThat(supply.powered()).isFalse();
        supply.advance(1, false);
        assertThat(supply.generatorRunning()).isTrue();
        supply.advance(3600, false);

        assertThat(supply.fuelPercent()).isCloseTo(72, within(1e-9));
        assertThat(supply.mains()).isFalse();
        assertThat(supply.powered()).isTrue();
    }

    @Test
    void stopsWhenTheMainsAreBack() {
        PowerSupply supply = new PowerSupply(80);
        supply.advance(100, false);

        supply.advance(1, true);

        assertThat(supply.generatorRunning()).isFalse();
        assertThat(supply.powered()).isTrue();
    }

    @Test
    void losesPowerWhenTheTankIsEmpty() {
        PowerSupply supply = new PowerSupply(1);

        supply.advance(3600, false);

        assertThat(supply.fuelPercent()).isZero();
        assertThat(supply.powered()).isFalse();
    }
}
