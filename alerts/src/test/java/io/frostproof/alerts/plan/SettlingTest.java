package io.frostproof.alerts.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When changed facts are planned for. */
class SettlingTest {

    private static final Instant START = Instant.parse("2026-11-21T02:00:00Z");
    private static final int RUNS = 500;

    private final Settling settling = new Settling();

    private boolean due(String digest, double seconds) {
        return settling.due(digest, at(seconds));
    }

    private static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1_000));
    }

    @Test
    void factsThatChangedOnceArePlannedForWhenTheyHaveBeenQuiet() {
        assertThat(due("a", 0)).isFalse();
        assertThat(due("a", 9.999)).isFalse();
        assertThat(settling.left(at(9.999))).isEqualTo(Duration.ofMillis(1));
        assertThat(due("a", 10)).isTrue();
    }

    @Test
    void everyChangeBeginsTheQuietAnewButNotTheMost() {
        for (int second = 0; second < 30; second++) {
            assertThat(due("at " + second, second)).as("second %s", second).isFalse();
        }
        assertThat(settling.left(at(29.5))).isEqualTo(Duration.ofMillis(500));
        assertThat(due("at 30", 30)).isTrue();
    }

    @Test
    void whatIsAgainAsItWasIsForgotten() {
        due("a", 0);
        settling.settled();

        assertThat(settling.left(at(9))).isZero();
        assertThat(due("a", 29)).isFalse();
        assertThat(due("a", 38.999)).isFalse();
        assertThat(due("a", 39)).isTrue();
    }

    @Test
    void aClockThatIsPutBackBeginsAnew() {
        due("a", 3_600);
        assertThat(due("a", 0)).isFalse();
        assertThat(settling.left(at(0))).isEqualTo(Settling.QUIET);
        assertThat(due("a", 10)).isTrue();
    }

    private record Look(String digest, Instant at) {}

    /** By all looks since the last plan: due exactly when the newest facts stand for the quiet, or the first of them is as old as the most. */
    @Test
    void isDueWhenQuietOrAtMost() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            var tested = new Settling();
            List<Look> looks = new ArrayList<>();
            Instant now = START;
            int digest = 0;
            double changing = random.nextDouble();
            for (int i = 0; i < 60; i++) {
                now = now.plusMillis(random.nextInt(5_000));
                digest += random.nextDouble() < changing ? 1 : 0;
                looks.add(new Look("d" + digest, now));
                Duration left = tested.left(now);
                boolean due = tested.due("d" + digest, now);
                assertThat(due).as("seed %s run %s: %s", seed, run, looks).isEqualTo(expected(looks));
                // Whoever sleeps as long as is left is not late: without a change until then, it is due then.
                if (looks.size() > 1 && looks.get(looks.size() - 2).digest().equals("d" + digest)) {
                    assertThat(due).as("seed %s run %s", seed, run).isEqualTo(left.isZero());
                }
                if (due) {
                    tested.settled();
                    looks.clear();
                }
            }
        }
    }

    private static boolean expected(List<Look> looks) {
        Look newest = looks.getLast();
        if (looks.size() < 2) {
            return false;
        }
        if (!newest.at().isBefore(looks.getFirst().at().plus(Settling.MOST))) {
            return true;
        }
        Instant since = newest.at();
        for (Look look : looks.reversed()) {
            if (!look.digest().equals(newest.digest())) {
                break;
            }
            since = look.at();
        }
        return !newest.at().isBefore(since.plus(Settling.QUIET));
    }
}
