package io.frostproof.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PublicationOrderTest {

    @Test
    void followsTheFileWithoutFlags() {
        assertThat(PublicationOrder.plan(5, false, 0, 1)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void repeatsTheAskedShareOfTheMessages() {
        int[] order = PublicationOrder.plan(1000, true, 0.1, 7);

        assertThat(order).hasSize(1100);
        Set<Integer> seen = new HashSet<>();
        IntStream.of(order).forEach(seen::add);
        assertThat(seen).hasSize(1000);
    }

    @Test
    void keepsTheOrderOfFirstsWhenOnlyRepeating() {
        assertThat(IntStream.of(PublicationOrder.plan(1000, false, 0.5, 7)).distinct())
                .isSorted();
    }

    @Test
    void repeatsSomeMessagesMuchLater() {
        int[] order = PublicationOrder.plan(1000, false, 1, 7);

        int[] first = new int[1000];
        int apart = 0;
        for (int i = 0; i < order.length; i++) {
            if (first[order[i]] == 0) {
                first[order[i]] = i + 1;
            } else {
                apart = Math.max(apart, i + 1 - first[order[i]]);
            }
        }
        assertThat(order).hasSize(2000);
        assertThat(apart).isGreaterThan(500);
    }

    @Test
    void isTheSameFromTheSameSeedOnly() {
        assertThat(PublicationOrder.plan(100, true, 0.1, 7)).isEqualTo(PublicationOrder.plan(100, true, 0.1, 7));
        assertThat(PublicationOrder.plan(100, true, 0.1, 7)).isNotEqualTo(PublicationOrder.plan(100, true, 0.1, 8));
    }
}
