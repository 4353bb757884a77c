package io.frostproof.alerts.disposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.exposure.AllowanceBounds;
import io.frostproof.alerts.exposure.ExposureSum;
import io.frostproof.alerts.exposure.LifeExposure;
import io.frostproof.alerts.exposure.ShelfLife;
import io.frostproof.alerts.exposure.StrandExposure;
import io.frostproof.alerts.exposure.Tolerance;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsedUpTest {

    private static final long MINUTE = 60_000_000;

    /** 100 min above 8 °C, none above 25 °C; must not freeze; keeps for 1,000 h. */
    private static final Tolerance TOLERANCE = new Tolerance(
            2.0,
            8.0,
            -0.5,
            List.of(
                    new Allowance("out", Allowance.Side.WARM, 8, 25.0, Duration.ofMinutes(100)),
                    new Allowance("none", Allowance.Side.WARM, 25, null, Duration.ZERO)),
            new ShelfLife.Q10(Duration.ofHours(1_000), 5, 2));

    private final DispositionPolicy policy = DispositionPolicy.standard();

    private static ExposureSum warm(long out, long none) {
        return lived(out, none, 0, 0, 0);
    }

    /**
     * @param out minutes of the first allowance, likewise {@code none} of the second
     * @param freezes by any that is said
     * @param frozen minutes, by all that is said
     * @param shelfLife share
     */
    private static ExposureSum lived(long out, long none, int freezes, long frozen, double shelfLife) {
        List<Long> used = List.of(out * MINUTE, none * MINUTE);
        return new ExposureSum(
                10_000 * MINUTE,
                0,
                (out + none) * MINUTE,
                0,
                0,
                0,
                0,
                freezes,
                null,
                null,
                0,
                shelfLife,
                3.0,
                30.0,
                used,
                new AllowanceBounds(used, used, frozen * MINUTE));
    }

    private UsedUp usedUp(ExposureSum... strands) {
        return policy.usedUp(
                new LifeExposure(Arrays.stream(strands)
                        .map(sum -> new StrandExposure(List.of(), sum))
                        .toList()),
                TOLERANCE);
    }

    private boolean worse(ExposureSum now, ExposureSum then) {
        return usedUp(now).worseThan(usedUp(then), policy.doubt());
    }

    @Test
    void whatOnlySomeSayMayBeUsedUpAndIsNot() {
        List<Long> used = List.of(53 * MINUTE, 0L);
        var sum = new ExposureSum(
                10_000 * MINUTE,
                0,
                53 * MINUTE,
                0,
                0,
                0,
                0,
                1,
                null,
                null,
                0,
                0,
                3.0,
                30.0,
                used,
                new AllowanceBounds(List.of(20 * MINUTE, 0L), List.of(95 * MINUTE, 0L), 0));
        var life = new LifeExposure(List.of(new StrandExposure(List.of(), sum)));

        assertThat(policy.usedUp(life, TOLERANCE).isNothing()).isTrue();
        UsedUp may = policy.mayBeUsedUp(life, TOLERANCE);
        assertThat(may.shares()).isEqualTo(Map.of("out", 0.95));
        assertThat(may.freezes()).isEqualTo(1);
        assertThat(may.worseThan(may, policy.doubt())).isFalse();
    }

    @Test
    void fromNineTenthsOnABudgetIsUsedUpByItsShare() {
        assertThat(usedUp()).satisfies(none -> assertThat(none.isNothing()).isTrue());
        assertThat(usedUp(warm(89, 0)).isNothing()).isTrue();
        assertThat(usedUp(warm(90, 0)).shares()).isEqualTo(Map.of("out", 0.9));
        assertThat(usedUp(warm(250, 0)).shares()).isEqualTo(Map.of("out", 2.5));
        assertThat(usedUp(lived(0, 0, 0, 0, 0.99)).isNothing()).isTrue();
        assertThat(usedUp(lived(0, 0, 0, 0, 1.25)).shares()).isEqualTo(Map.of(UsedUp.SHELF_LIFE, 1.25));
    }

    @Test
    void aFurtherTenthOfTheSameBudgetIsWorseAndLessIsNot() {
        assertThat(worse(warm(95, 0), warm(95, 0))).isFalse();
        assertThat(worse(warm(104, 0), warm(95, 0))).isFalse();
        assertThat(worse(warm(106, 0), warm(95, 0))).isTrue();
        assertThat(worse(warm(200, 0), warm(95, 0))).isTrue();
        assertThat(worse(lived(0, 0, 0, 0, 1.08), lived(0, 0, 0, 0, 1))).isFalse();
        assertThat(worse(lived(0, 0, 0, 0, 1.12), lived(0, 0, 0, 0, 1))).isTrue();
    }

    @Test
    void lessThanSomebodyKnewIsNotWorse() {
        assertThat(worse(warm(95, 0), warm(200, 0))).isFalse();
        assertThat(worse(warm(0, 0), warm(95, 0))).isFalse();
        assertThat(worse(warm(0, 0), lived(0, 0, 2, 30, 0))).isFalse();
    }

    @Test
    void anotherBudgetIsWorseHoweverLittleItIs() {
        assertThat(worse(warm(95, 1), warm(95, 0))).isTrue();
        assertThat(worse(lived(95, 0, 0, 0, 1), warm(95, 0))).isTrue();
        assertThat(worse(lived(95, 0, 1, 1, 0), warm(95, 0))).isTrue();
        assertThat(worse(warm(91, 0), warm(89, 0)))
                .as("it was not used up then")
                .isTrue();
    }

    /** A tenth of nothing would be any more at all. */
    @Test
    void anAllowanceOfNoTimeCountsAsOneOfTenMinutes() {
        assertThat(usedUp(warm(0, 5)).shares()).isEqualTo(Map.of("none", 0.5));
        assertThat(usedUp(warm(0, 6)).worseThan(usedUp(warm(0, 6)), policy.doubt()))
                .isFalse();
        assertThat(worse(warm(0, 8), warm(0, 6))).isTrue();
    }

    @Test
    void frozenOnceMoreIsWorseAndStillFrozenIsNot() {
        assertThat(worse(lived(0, 0, 1, 300, 0), lived(0, 0, 1, 10, 0))).isFalse();
        assertThat(worse(lived(0, 0, 2, 20, 0), lived(0, 0, 1, 10, 0))).isTrue();
        assertThat(worse(lived(0, 0, 9, 10, 0), lived(0, 0, 1, 10, 0)))
                .as("again by some only")
                .isFalse();
        assertThat(usedUp(lived(0, 0, 1, 0, 0)).isNothing()).as("by some only").isTrue();
    }

    @Test
    void theWorstStrandCounts() {
        assertThat(usedUp(warm(95, 0), warm(180, 0), warm(20, 0)).shares()).isEqualTo(Map.of("out", 1.8));
        UsedUp then = usedUp(warm(180, 0), warm(20, 0));
        assertThat(usedUp(warm(180, 0), warm(120, 0)).worseThan(then, policy.doubt()))
                .isFalse();
        assertThat(usedUp(warm(180, 0), warm(195, 0)).worseThan(then, policy.doubt()))
                .isTrue();
    }
}
