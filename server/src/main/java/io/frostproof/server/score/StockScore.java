package io.frostproof.server.score;

import io.frostproof.alerts.disposition.Soundness;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the server says of stock, against what is true of it; docs/scoring.md says what each number is.
 *
 * @param harmed truly, by what they bore in the network
 * @param harmedReleased of these, those that the server takes for sound
 * @param harmedUnknown of these, those of which it says that nobody knows
 * @param harmedOnTheWay truly, and not without what they bore before they came; not among {@code harmed}
 * @param soundDiscarded truly sound ones that it takes for harmed
 * @param soundUnknown truly sound ones of which it says that nobody knows
 */
record StockScore(
        int handlingUnits,
        int harmed,
        int harmedReleased,
        int harmedUnknown,
        int harmedOnTheWay,
        int sound,
        int soundDiscarded,
        int soundUnknown) {

    static StockScore of(Map<String, StockTruth.Of> truth, Map<String, Soundness> judged) {
        int harmed = 0;
        int harmedReleased = 0;
        int harmedUnknown = 0;
        int harmedOnTheWay = 0;
        int sound = 0;
        int soundDiscarded = 0;
        int soundUnknown = 0;
        for (Map.Entry<String, StockTruth.Of> one : truth.entrySet()) {
            Soundness said = judged.getOrDefault(one.getKey(), Soundness.UNKNOWN);
            switch (one.getValue()) {
                case SOUND -> {
                    sound++;
                    soundDiscarded += said == Soundness.HARMED ? 1 : 0;
                    soundUnknown += said == Soundness.UNKNOWN ? 1 : 0;
                }
                case HARMED -> {
                    harmed++;
                    harmedReleased += said == Soundness.SOUND ? 1 : 0;
                    harmedUnknown += said == Soundness.UNKNOWN ? 1 : 0;
                }
                case HARMED_ON_THE_WAY -> harmedOnTheWay++;
            }
        }
        return new StockScore(
                truth.size(),
                harmed,
                harmedReleased,
                harmedUnknown,
                harmedOnTheWay,
                sound,
                soundDiscarded,
                soundUnknown);
    }

    /** Share of the truly sound that it takes for harmed; empty when there are none. */
    OptionalDouble soundDiscardedShare() {
        return sound == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) soundDiscarded / sound);
    }

    /** Of what truly is sound it lets people use so much; the rest is discarded, or waits for somebody to judge it. Empty when there is none. */
    OptionalDouble savedPercent() {
        return sound == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(100.0 * (sound - soundDiscarded - soundUnknown) / sound);
    }
}
