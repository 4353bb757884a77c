package io.frostproof.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LateLimitTest {

    private static final long MILLI = 1_000_000;

    private final LateLimit limit = new LateLimit(5_000);

    @Test
    void beginsCarefullyAndGrowsStepByStepToHalfABatchWhileItIsUsedAndQuick() {
        assertThat(limit.readings()).isEqualTo(LateLimit.FIRST);
        limit.took(LateLimit.FIRST, 30 * MILLI);
        assertThat(limit.readings()).isEqualTo(LateLimit.FIRST + LateLimit.STEP);
        for (int i = 0; i < 100; i++) {
            limit.took(limit.readings(), 30 * MILLI);
        }
        assertThat(limit.readings()).isEqualTo(2_500);
    }

    @Test
    void aSlowBatchLowersItAtOnceToWhatWouldHaveFit() {
        for (int i = 0; i < 100; i++) {
            limit.took(limit.readings(), 30 * MILLI);
        }
        limit.took(2_500, 1_000 * MILLI);
        assertThat(limit.readings()).isEqualTo(625);
    }

    @Test
    void neverFallsBelowWhatIsWorthATransaction() {
        limit.took(500, 60_000 * MILLI);
        assertThat(limit.readings()).isEqualTo(LateLimit.LEAST);
    }

    @Test
    void aSlowBatchWithFewLateReadingsSaysNothingAboutThem() {
        limit.took(10, 2_000 * MILLI);
        limit.took(0, 2_000 * MILLI);
        assertThat(limit.readings()).isEqualTo(LateLimit.FIRST);
    }

    @Test
    void aSlowBatchNeverRaisesIt() {
        limit.took(500, 60_000 * MILLI);
        limit.took(8_000, 300 * MILLI);
        assertThat(limit.readings()).isEqualTo(LateLimit.LEAST);
    }

    @Test
    void whatIsNotUsedIsGivenBackSlowly() {
        for (int i = 0; i < 100; i++) {
            limit.took(limit.readings(), 30 * MILLI);
        }
        limit.took(0, 10 * MILLI);
        assertThat(limit.readings()).isBetween(2_400, 2_499);
        for (int i = 0; i < 1_000; i++) {
            limit.took(0, 10 * MILLI);
        }
        assertThat(limit.readings()).isEqualTo(LateLimit.FIRST);
    }

    @Test
    void batchesMayBeSmallerThanItsBounds() {
        var small = new LateLimit(1);
        assertThat(small.readings()).isEqualTo(1);
        small.took(2, 60_000 * MILLI);
        small.took(1, MILLI);
        assertThat(small.readings()).isEqualTo(1);
    }
}
