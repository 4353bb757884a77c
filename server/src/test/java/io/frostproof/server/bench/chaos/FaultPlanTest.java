package io.frostproof.server.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {

    private static long count(FaultPlan plan, FaultKind kind) {
        return plan.faults().stream().filter(fault -> fault.kind() == kind).count();
    }

    private static long awayMillis(FaultPlan plan) {
        return plan.of(FaultKind.Part.DATABASE).stream()
                .mapToLong(FaultPlan.Fault::lastsMillis)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void twoMinutesHoldWhatTheyAreToHold(long seed) {
        FaultPlan plan = FaultPlan.of(seed, Duration.ofMinutes(2));
        assertThat(count(plan, FaultKind.SERVER_KILL)).isGreaterThanOrEqualTo(5);
        assertThat(count(plan, FaultKind.BROKER_KILL)).isGreaterThanOrEqualTo(1);
        assertThat(count(plan, FaultKind.DISK_FULL)).isGreaterThanOrEqualTo(1);
        assertThat(awayMillis(plan)).isGreaterThanOrEqualTo(20_000);
        assertThat(plan.faults()).allSatisfy(fault -> {
            assertThat(fault.atMillis()).isBetween(14_000L, 120_000L);
            assertThat(fault.endMillis()).isLessThan(120_000L);
        });
    }

    @Test
    void tenMinutesHoldFiveTimesAsMuch() {
        FaultPlan plan = FaultPlan.of(1, Duration.ofMinutes(10));
        assertThat(count(plan, FaultKind.SERVER_KILL)).isEqualTo(25);
        assertThat(count(plan, FaultKind.BROKER_KILL)).isEqualTo(5);
        assertThat(awayMillis(plan)).isGreaterThanOrEqualTo(100_000);
    }

    @Test
    void faultsOfOnePartComeOneAfterTheOther() {
        List<FaultPlan.Fault> faults = FaultPlan.of(3, Duration.ofMinutes(10)).of(FaultKind.Part.DATABASE);
        for (int i = 1; i < faults.size(); i++) {
            assertThat(faults.get(i).atMillis()).isGreaterThan(faults.get(i - 1).endMillis());
        }
    }

    @Test
    void aSeedMakesOnePlan() {
        assertThat(FaultPlan.of(4, Duration.ofMinutes(2))).isEqualTo(FaultPlan.of(4, Duration.ofMinutes(2)));
        assertThat(FaultPlan.of(4, Duration.ofMinutes(2))).isNotEqualTo(FaultPlan.of(5, Duration.ofMinutes(2)));
    }
}
