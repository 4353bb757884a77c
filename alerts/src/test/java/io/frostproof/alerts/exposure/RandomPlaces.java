package io.frostproof.alerts.exposure;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random temperatures of places, by the second, and random tolerances. */
final class RandomPlaces {

    private RandomPlaces() {}

    /** Values for each second, NaN where unknown; runs of equal ones, around 0 to 12 °C. */
    static double[] seconds(Random random, int seconds) {
        var celsius = new double[seconds];
        int at = 0;
        while (at < seconds) {
            int to = Math.min(seconds, at + 1 + random.nextInt(60));
            double value = random.nextInt(5) == 0 ? Double.NaN : Math.round(random.nextGaussian() * 40 + 50) / 10.0;
            Arrays.fill(celsius, at, to, value);
            at = to;
        }
        return celsius;
    }

    static Course course(double[] seconds) {
        var out = new Course.Builder();
        for (int i = 0; i < seconds.length; i++) {
            if (Double.isNaN(seconds[i])) {
                out.unknown(i * SecondWalk.SECOND);
            } else {
                out.known(i * SecondWalk.SECOND, seconds[i]);
            }
        }
        out.unknown(seconds.length * SecondWalk.SECOND);
        return out.build();
    }

    static Tolerance tolerance(Random random) {
        Double min = random.nextInt(4) == 0 ? null : (Double) (random.nextInt(4) + 0.0);
        Double max = random.nextInt(4) == 0 ? null : (Double) (5 + random.nextInt(5) + 0.0);
        return new Tolerance(
                min,
                max,
                random.nextBoolean() ? null : (Double) (random.nextInt(30) / 10.0),
                List.of(
                        new Allowance("warm", Allowance.Side.WARM, 8, 10.0, Duration.ofSeconds(random.nextInt(900))),
                        new Allowance("hot", Allowance.Side.WARM, 10, null, Duration.ZERO),
                        new Allowance("cold", Allowance.Side.COLD, 2, -1.0, Duration.ofMinutes(3))),
                switch (random.nextInt(3)) {
                    case 0 -> null;
                    case 1 -> new ShelfLife.Arrhenius(Duration.ofDays(2), 5, 83.144);
                    default -> new ShelfLife.Q10(Duration.ofDays(1), 5, 3);
                });
    }
}
