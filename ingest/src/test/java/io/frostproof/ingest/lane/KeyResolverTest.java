package io.frostproof.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.ingest.intake.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class KeyResolverTest {

    private static Reading reading(long time, double value, long received, long boot, long seq) {
        return new Reading(1, time, value, Reading.GOOD, received, boot, seq);
    }

    @Test
    void theHighestNumberKeepsTheKeyThenTheHighestValue() {
        var resolved = KeyResolver.resolve(new ArrayList<>(List.of(
                reading(10, 4, 1, 2, 1),
                reading(10, 9, 2, 1, 99),
                reading(10, 5, 3, 2, 1),
                reading(10, 9, 4, 1, 3),
                reading(5, 1, 5, 1, 1))));
        assertThat(resolved.winners()).containsExactly(reading(5, 1, 5, 1, 1), reading(10, 5, 3, 2, 1));
        assertThat(resolved.losers()).containsExactlyInAnyOrder(reading(10, 4, 1, 2, 1), reading(10, 9, 2, 1, 99));
        assertThat(resolved.repeated()).isEqualTo(1);
    }

    @RepeatedTest(50)
    void equalsABruteForceAndDoesNotDependOnTheOrder(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var readings = new ArrayList<Reading>();
        for (int i = 0; i < 200; i++) {
            readings.add(reading(
                    random.nextInt(40),
                    random.nextInt(4),
                    random.nextInt(5),
                    random.nextInt(3) - 1,
                    random.nextInt(3)));
        }
        KeyResolver.Resolved resolved = KeyResolver.resolve(new ArrayList<>(readings));

        var byTime = new TreeMap<Long, List<Reading>>();
        readings.forEach(reading -> byTime.computeIfAbsent(reading.timeMicros(), t -> new ArrayList<>())
                .add(reading));
        var winners = new ArrayList<List<Number>>();
        var losers = new HashSet<List<Number>>();
        byTime.values().forEach(claims -> {
            Reading winner = Collections.max(claims, Reading.CLAIM);
            winners.add(claim(winner));
            for (int value = 0; value < 4; value++) {
                int v = value;
                claims.stream()
                        .filter(claim -> claim.value() == v && v != winner.value())
                        .max(Reading.CLAIM)
                        .ifPresent(loser -> losers.add(claim(loser)));
            }
        });
        assertThat(resolved.winners().stream().map(KeyResolverTest::claim).toList())
                .isEqualTo(winners);
        assertThat(resolved.losers().stream().map(KeyResolverTest::claim).toList())
                .containsExactlyInAnyOrderElementsOf(losers);
        assertThat(resolved.repeated()).isEqualTo(readings.size() - winners.size() - losers.size());

        var shuffled = new ArrayList<>(readings);
        Collections.shuffle(shuffled, random);
        KeyResolver.Resolved again = KeyResolver.resolve(shuffled);
        assertThat(again.winners()).isEqualTo(resolved.winners());
        assertThat(again.losers()).isEqualTo(resolved.losers());
        assertThat(again.repeated()).isEqualTo(resolved.repeated());
    }

    private static List<Number> claim(Reading reading) {
        return List.of(reading.timeMicros(), reading.value(), reading.boot(), reading.seq());
    }
}
