package io.frostproof.alerts.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpanTest {

    private static final Span WHOLE = new Span(10, 20);

    @Test
    void whatIsLeftIsInOrderAndWithoutEmptyParts() {
        assertThat(WHOLE.without(List.of())).containsExactly(WHOLE);
        assertThat(WHOLE.without(List.of(new Span(15, Long.MAX_VALUE)))).containsExactly(new Span(10, 15));
        assertThat(WHOLE.without(List.of(new Span(18, 30), new Span(0, 12), new Span(11, 14))))
                .containsExactly(new Span(14, 18));
        assertThat(WHOLE.without(List.of(new Span(10, 20)))).isEmpty();
        assertThat(WHOLE.without(List.of(new Span(20, 25), new Span(5, 10)))).containsExactly(WHOLE);
    }

    @Test
    void whatBeganByMistakeCoversNothing() {
        assertThat(WHOLE.without(List.of(new Span(15, 15)))).containsExactly(WHOLE);
        assertThat(Span.anyCovers(List.of(new Span(15, 15)), 15)).isFalse();
    }

    @Test
    void anInstantIsLeftIfAndOnlyIfNothingCoversIt() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SpanTest -Dseed=" + seed);
        var random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            var others = new ArrayList<Span>();
            for (int i = random.nextInt(5); i > 0; i--) {
                long from = random.nextInt(30);
                others.add(new Span(from, random.nextInt(10) == 0 ? Long.MAX_VALUE : from + random.nextInt(8)));
            }
            List<Span> left = WHOLE.without(others);
            for (long instant = 0; instant < 35; instant++) {
                assertThat(Span.anyCovers(left, instant))
                        .as("%s of %s without %s", instant, WHOLE, others)
                        .isEqualTo(WHOLE.covers(instant) && !Span.anyCovers(others, instant));
            }
        }
    }
}
