package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatsTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Repeats repeats = new Repeats(nanos::get);

    @Test
    void tellsTheFirstAtOnceAndTheRestTogether() {
        assertThat(repeats.happened()).isEqualTo(1);
        for (int i = 0; i < 7; i++) {
            assertThat(repeats.happened()).isZero();
        }
        assertThat(repeats.due()).isZero();

        nanos.addAndGet(Repeats.EVERY.toNanos());

        assertThat(repeats.due()).isEqualTo(7);
        assertThat(repeats.due()).isZero();
    }

    @Test
    void saysNothingWhileNothingHappens() {
        nanos.addAndGet(10 * Repeats.EVERY.toNanos());

        assertThat(repeats.due()).isZero();
        assertThat(repeats.happened()).isEqualTo(1);
    }
}
