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
import org.junit.jupiter.api.Test;

class DispositionPolicyTest {

    private static final long MINUTE = 60_000_000;

    /** 2 to 8 °C; 60 min above 8 and up to 25 °C, none above; 30 min below 2 °C. */
    private static final Tolerance BUDGETED = new Tolerance(
            2.0,
            8.0,
            null,
            List.of(
                    new Allowance("out", Allowance.Side.WARM, 8, 25.0, Duration.ofMinutes(60)),
                    new Allowance("cold", Allowance.Side.COLD, 2, null, Duration.ofMinutes(30))),
            null);

    private final DispositionPolicy policy = DispositionPolicy.standard();

    private static ExposureSum lived(
            long warm, long cold, long unknown, int freezes, double shelfLife, double warmest) {
        return lived(warm, cold, unknown, freezes, shelfLife, warmest, warm, warm, freezes);
    }

    /** Warm time that lies between bounds. */
    private static ExposureSum warmBetween(long certain, long warm, long possible, long unknown) {
        return lived(warm, 0, unknown, 0, 0, 20, certain, possible, 0);
    }

    /**
     * @param certain of the warm time, by all that is said
     * @param possible warm time, by any that is said
     * @param certainlyFrozen by all that is said
     */
    private static ExposureSum lived(
            long warm,
            long cold,
            long unknown,
            int freezes,
            double shelfLife,
            double warmest,
            long certain,
            long possible,
            long certainlyFrozen) {
        return new ExposureSum(
                1_000 * MINUTE,
                unknown * MINUTE,
                warm * MINUTE,
                cold * MINUTE,
                0,
                0,
                0,
                freezes,
                null,
                null,
                0,
                shelfLife,
                cold > 0 ? 1.0 : 3.0,
                warmest,
                List.of(warm * MINUTE, cold * MINUTE),
                new AllowanceBounds(
                        List.of(certain * MINUTE, cold * MINUTE),
                        List.of(possible * MINUTE, cold * MINUTE),
                        certainlyFrozen * MINUTE));
    }

    private static ExposureSum warm(long minutes, long unknown) {
        return lived(minutes, 0, unknown, 0, 0, minutes > 0 ? 12 : 6);
    }

    private Judgement judge(Tolerance tolerance, ExposureSum... strands) {
        return policy.judge(
                new LifeExposure(Arrays.stream(strands)
                        .map(sum -> new StrandExposure(List.of(), sum))
                        .toList()),
                tolerance);
    }

    private Soundness soundness(Tolerance tolerance, ExposureSum... strands) {
        return judge(tolerance, strands).soundness();
    }

    @Test
    void whatIsKnownToHaveUsedMoreThanTheAllowanceIsHarmed() {
        assertThat(soundness(BUDGETED, warm(67, 0))).isEqualTo(Soundness.HARMED);
        assertThat(soundness(BUDGETED, warm(53, 0))).isEqualTo(Soundness.SOUND);
        var none = new Tolerance(
                2.0,
                8.0,
                null,
                List.of(
                        new Allowance("none", Allowance.Side.WARM, 8, null, Duration.ZERO),
                        new Allowance("cold", Allowance.Side.COLD, 2, null, Duration.ofMinutes(30))),
                null);
        assertThat(soundness(none, warm(1, 0))).isEqualTo(Soundness.HARMED);
        assertThat(soundness(none, warm(0, 0))).isEqualTo(Soundness.SOUND);
    }

    @Test
    void whatIsUsedUpOrLeftByNoMoreThanATenthIsUnknown() {
        assertThat(soundness(BUDGETED, warm(54, 0))).isEqualTo(Soundness.UNKNOWN);
        assertThat(soundness(BUDGETED, warm(60, 0))).isEqualTo(Soundness.UNKNOWN);
        assertThat(judge(BUDGETED, warm(66, 0))).satisfies(judgement -> {
            assertThat(judgement.soundness()).isEqualTo(Soundness.UNKNOWN);
            assertThat(judgement.reasons().getFirst().code()).isEqualTo("allowance-about-used-up");
        });
    }

    @Test
    void whatOnlySomeSayIsNeitherHarmedNorSound() {
        Judgement judgement = judge(BUDGETED, warmBetween(60, 300, 300, 0));

        assertThat(judgement.soundness()).isEqualTo(Soundness.UNKNOWN);
        assertThat(judgement.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("allowance-used-up-by-some");
            assertThat(reason.figure("certain_minutes")).isEqualTo(60);
            assertThat(reason.figure("possible_minutes")).isEqualTo(300);
        });
        assertThat(soundness(BUDGETED, warmBetween(67, 300, 300, 0))).isEqualTo(Soundness.HARMED);
        assertThat(soundness(BUDGETED, warmBetween(0, 53, 53, 0))).isEqualTo(Soundness.SOUND);
    }

    /** Boxes in a full freezer follow the air more slowly than its lag says, and go on being warm for longer. */
    @Test
    void whatWouldBeTooMuchForSomeGoodsOnlyIsNotReleasedAndNotDiscarded() {
        assertThat(soundness(BUDGETED, warmBetween(20, 95, 95, 0)))
                .as("by goods that follow the air fast")
                .isEqualTo(Soundness.UNKNOWN);
        assertThat(soundness(BUDGETED, warmBetween(20, 40, 61, 0)))
                .as("by goods that follow it slowly")
                .isEqualTo(Soundness.UNKNOWN);
        assertThat(judge(BUDGETED, warmBetween(20, 40, 54, 0))
                        .reasons()
                        .getFirst()
                        .code())
                .isEqualTo("allowance-about-used-up");
        assertThat(soundness(BUDGETED, warmBetween(20, 40, 53, 0))).isEqualTo(Soundness.SOUND);
        assertThat(soundness(BUDGETED, warmBetween(20, 30, 40, 20)))
                .as("with unknown time")
                .isEqualTo(Soundness.UNKNOWN);
    }

    @Test
    void unknownTimeThatCouldHaveUsedTheAllowanceUpIsNotGood() {
        assertThat(soundness(BUDGETED, warm(40, 19))).isEqualTo(Soundness.SOUND);
        assertThat(soundness(BUDGETED, warm(40, 20))).isEqualTo(Soundness.UNKNOWN);
        assertThat(soundness(BUDGETED, warm(60, 1))).isEqualTo(Soundness.UNKNOWN);
    }

    @Test
    void unknownTimeIsTriedAgainstEachAllowanceAlone() {
        // 30 min unknown leave the warm one, and could have used up the cold one.
        Judgement judgement = judge(BUDGETED, warm(0, 30));

        assertThat(judgement.soundness()).isEqualTo(Soundness.UNKNOWN);
        assertThat(judgement.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("allowance-may-be-used-up");
            assertThat(reason.about()).isEqualTo("cold");
            assertThat(reason.figure("unknown_minutes")).isEqualTo(30);
            assertThat(reason.figure("allowed_minutes")).isEqualTo(30);
        });
    }

    @Test
    void noUnknownTimeMakesHarm() {
        assertThat(soundness(BUDGETED, warm(60, 100_000))).isEqualTo(Soundness.UNKNOWN);
    }

    @Test
    void warmerThanAnyAllowanceSpeaksOfIsUnknown() {
        Judgement judgement = judge(BUDGETED, lived(5, 0, 0, 0, 0, 25.1));

        assertThat(judgement.soundness()).isEqualTo(Soundness.UNKNOWN);
        assertThat(judgement.reasons().getFirst().code()).isEqualTo("too-warm-without-allowance");
    }

    @Test
    void aGapBetweenBandAndAllowanceIsUnknown() {
        var gap = new Tolerance(
                2.0,
                8.0,
                null,
                List.of(new Allowance("out", Allowance.Side.WARM, 10, 25.0, Duration.ofHours(1))),
                null);
        assertThat(soundness(gap, lived(5, 0, 0, 0, 0, 12))).isEqualTo(Soundness.UNKNOWN);
    }

    @Test
    void whatFrozeIsHarmedAndWhatMayHaveFrozenIsUnknown() {
        var freezing = new Tolerance(2.0, 8.0, -0.5, BUDGETED.allowances(), null);
        assertThat(soundness(freezing, lived(0, 0, 0, 1, 0, 6))).isEqualTo(Soundness.HARMED);
        assertThat(judge(freezing, lived(0, 0, 0, 1, 0, 6, 0, 0, 0))).satisfies(judgement -> {
            assertThat(judgement.soundness()).as("by some, and not by all").isEqualTo(Soundness.UNKNOWN);
            assertThat(judgement.reasons().getFirst().code()).isEqualTo("may-have-frozen");
        });
        assertThat(soundness(freezing, warm(0, 15))).isEqualTo(Soundness.SOUND);
        assertThat(soundness(freezing, warm(0, 16))).isEqualTo(Soundness.UNKNOWN);
    }

    @Test
    void withoutAllowanceMoreThanNegligibleUnknownTimeIsUnknown() {
        var strict = new Tolerance(2.0, 8.0, null, List.of(), null);
        assertThat(soundness(strict, warm(0, 15))).isEqualTo(Soundness.SOUND);
        assertThat(soundness(strict, warm(0, 16))).isEqualTo(Soundness.UNKNOWN);
        assertThat(soundness(strict, warm(1, 0))).isEqualTo(Soundness.UNKNOWN);
    }

    @Test
    void unknownTimeAgesAtTheAssumedTemperature() {
        // Twice as fast for each ten kelvin: 16 times at 40 °C. 10 h of 1,000 h used 16 %.
        var ageing = new Tolerance(null, null, null, List.of(), new ShelfLife.Q10(Duration.ofHours(1_000), 0, 2));
        assertThat(soundness(ageing, lived(0, 0, 600, 0, 0.83, 6))).isEqualTo(Soundness.SOUND);
        assertThat(soundness(ageing, lived(0, 0, 600, 0, 0.85, 6))).isEqualTo(Soundness.UNKNOWN);
        assertThat(soundness(ageing, lived(0, 0, 0, 0, 1, 6))).isEqualTo(Soundness.HARMED);
    }

    @Test
    void theWorstStrandIsWhatGoodsAre() {
        assertThat(soundness(BUDGETED, warm(0, 0), warm(40, 20))).isEqualTo(Soundness.UNKNOWN);
        assertThat(soundness(BUDGETED, warm(67, 0), warm(40, 20), warm(0, 0))).isEqualTo(Soundness.HARMED);
        assertThat(judge(BUDGETED, warm(61, 0), warm(20, 0)).warmBudgetLeft()).isEqualTo(Duration.ZERO);
        assertThat(judge(BUDGETED, warm(50, 0), warm(20, 0)).warmBudgetLeft()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void nothingKnownIsUnknown() {
        assertThat(soundness(BUDGETED)).isEqualTo(Soundness.UNKNOWN);
        assertThat(soundness(new Tolerance(null, null, null, List.of(), null), ExposureSum.unknown(MINUTE, 0)))
                .isEqualTo(Soundness.UNKNOWN);
    }

    @Test
    void reasonsSayTheirNumbers() {
        Judgement judgement = judge(BUDGETED, warm(67, 5));
        assertThat(judgement.reasons().getFirst().text())
                .isEqualTo("allowance-used-up out: used_minutes 67.00, unknown_minutes 5.000, allowed_minutes 60.00");
        assertThat(judgement.policyVersion()).isEqualTo("disposition-4");
    }
}
