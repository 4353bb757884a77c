package io.frostproof.server.score;

import java.util.List;
import java.util.OptionalDouble;

/** Durations in seconds, as a distribution. */
record Samples(List<Double> seconds) {

    Samples {
        seconds = seconds.stream().sorted().toList();
    }

    static Samples ofMillis(List<Long> millis) {
        return new Samples(millis.stream().map(value -> value / 1000.0).toList());
    }

    OptionalDouble median() {
        return quantile(0.5);
    }

    /** By nearest rank: a value that occurred. */
    OptionalDouble quantile(double share) {
        return seconds.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(seconds.get(Math.max(0, (int) Math.ceil(share * seconds.size()) - 1)));
    }
}
