package io.frostproof.alerts.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelTest {

    private static Channel channel(Quantity quantity, Duration probeLag) {
        return new Channel(
                "c1", quantity, quantity.canonicalUnit(), Duration.ofMinutes(2), Sense.AIR, null, probeLag, List.of());
    }

    @Test
    void aProbeFollowsAtOnceUnlessSomebodySaysOtherwise() {
        assertThat(new Channel(
                        "c1",
                        Quantity.TEMPERATURE,
                        Quantity.TEMPERATURE.canonicalUnit(),
                        Duration.ofMinutes(2),
                        List.of()))
                .isEqualTo(channel(Quantity.TEMPERATURE, Duration.ZERO));
        assertThat(channel(Quantity.DOOR, Duration.ZERO).probeLag()).isZero();
    }

    @Test
    void onlyAProbeOfTemperatureHasALagOfUpToAnHour() {
        assertThat(channel(Quantity.TEMPERATURE, Duration.ofHours(1)).probeLag())
                .isEqualTo(Duration.ofHours(1));
        assertThatThrownBy(
                        () -> channel(Quantity.TEMPERATURE, Duration.ofHours(1).plusMillis(1)))
                .hasMessage("channel c1: probe lag must be from 0 to PT1H, was PT1H0.001S");
        assertThatThrownBy(() -> channel(Quantity.TEMPERATURE, Duration.ofMillis(-1)))
                .hasMessageContaining("probe lag must be from 0 to PT1H");
        assertThatThrownBy(() -> channel(Quantity.HUMIDITY, Duration.ofMinutes(5)))
                .hasMessage("channel c1: only a probe of temperature has a lag, this is humidity");
    }
}
