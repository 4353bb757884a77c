package io.frostproof.alerts.exposure;

import static io.frostproof.alerts.exposure.SecondWalk.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which probe speaks for the goods of a unit. */
class SpeakingProbesTest {

    private static final Tolerance FRIDGE = new Tolerance(2.0, 8.0, null, List.of(), null);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void ofSeveralTheWorseOneInEachDirection() {
        Course course = SpeakingProbes.course(List.of(probe(5, 9, 5), probe(5, 5, 1)), List.of());
        ExposureSum sum = new ExposureMeter(course, FRIDGE).between(0, 180 * SECOND);
        assertThat(sum.warmMicros()).isEqualTo(60 * SECOND);
        assertThat(sum.coldMicros()).isEqualTo(60 * SECOND);
        assertThat(sum.inBandMicros()).isEqualTo(60 * SECOND);
    }

    @Test
    void theAirSpeaksOnlyWhereNoProbeInTheProductIsKnown() {
        Course inProduct =
                SpeakingProbes.probe(new long[] {0, 120 * SECOND}, new double[] {5, 5}, MINUTE, Duration.ZERO);
        Course course = SpeakingProbes.course(List.of(inProduct), List.of(probe(12, 12, 12)));
        ExposureSum sum = new ExposureMeter(course, FRIDGE).between(0, 180 * SECOND);
        assertThat(sum.warmMicros()).isEqualTo(60 * SECOND);
        assertThat(sum.knownMicros()).isEqualTo(180 * SECOND);
    }

    @Test
    void airSpeaksByWhatTheProductMakesOfIt() {
        // From 5 to 15 °C at once is a slope over a minute: p = a - s lag (1 - exp(-t/lag)), lag 10 min.
        Course air =
                SpeakingProbes.probe(new long[] {0, 60 * SECOND}, new double[] {5, 15}, MINUTE, Duration.ofMinutes(10));
        double product = 15 - 100 * (1 - Math.exp(-0.1));
        assertThat(air.warmest(1)).isEqualTo(Math.round(product * 1000) / 1000.0);
    }

    @Test
    void aReadingStandsUntilItsHoldIsOver() {
        Course course = SpeakingProbes.probe(
                new long[] {0, 300 * SECOND}, new double[] {5, 5}, Duration.ofMinutes(2), Duration.ZERO);
        ExposureSum sum = new ExposureMeter(course, FRIDGE).between(0, 600 * SECOND);
        assertThat(sum.knownMicros()).isEqualTo(240 * SECOND);
        assertThat(sum.unknownMicros()).isEqualTo(360 * SECOND);
    }

    private static Course probe(double first, double second, double third) {
        return SpeakingProbes.probe(
                new long[] {0, 60 * SECOND, 120 * SECOND}, new double[] {first, second, third}, MINUTE, Duration.ZERO);
    }
}
