package io.frostproof.server.score;

import io.frostproof.alerts.disposition.Judgement;
import io.frostproof.alerts.disposition.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was decided of stock, against what is true of it; docs/scoring.md says what each number is.
 *
 * @param harmed truly, by what they bore in the network
 * @param harmedReleased of these, those that somebody took while they were, or may take
 * @param harmedHeld of these, those on hold or in quarantine at the end
 * @param harmedOnTheWay truly, and not without what they bore before they came; not among {@code harmed}
 * @param soundDiscarded sound ones when it was decided to discard them
 * @param soundHeld truly sound ones on hold or in quarantine at the end
 * @param expired thrown away since their lot had expired; in none of the other numbers
 * @param value of all but those that came harmed or expired
 * @param savedValue of the truly sound that were used or may be
 * @param heldValue of the truly sound that are on hold or in quarantine at the end: nobody has judged them yet
 * @param decisions approved, by disposition
 * @param wrong harmed ones that were released, and sound ones that were discarded or are held
 */
record StockScore(
        int handlingUnits,
        int harmed,
        int harmedReleased,
        int harmedHeld,
        int harmedOnTheWay,
        int sound,
        int soundDiscarded,
        int soundHeld,
        int expired,
        double value,
        double savedValue,
        double heldValue,
        Map<String, Integer> decisions,
        List<Wrong> wrong) {

    /**
     * A handling unit that fared otherwise than it should have.
     *
     * @param said what the server makes of it at the end
     */
    record Wrong(String handlingUnit, StockTruth.Of truth, StockFate fate, String said) {}

    StockScore {
        decisions = new TreeMap<>(decisions);
        wrong = List.copyOf(wrong);
    }

    /** @param fates of the same handling units */
    static StockScore of(
            Map<String, StockTruth.Of> truths, Map<String, StockFate> fates, Map<String, Integer> decisions) {
        var count = new Count();
        truths.forEach((handlingUnit, truth) ->
                count.add(handlingUnit, truth, Objects.requireNonNull(fates.get(handlingUnit), handlingUnit)));
        return new StockScore(
                truths.size(),
                count.harmed,
                count.harmedReleased,
                count.harmedHeld,
                count.harmedOnTheWay,
                count.sound,
                count.soundDiscarded,
                count.soundHeld,
                count.expired,
                count.value,
                count.savedValue,
                count.heldValue,
                decisions,
                count.wrong);
    }

    /** The same, with what the server makes at the end of those that fared otherwise than they should have. */
    StockScore saying(Map<String, Judgement> judged) {
        List<Wrong> saying = wrong.stream()
                .map(one -> {
                    Judgement said = judged.get(one.handlingUnit());
                    return said == null ? one : new Wrong(one.handlingUnit(), one.truth(), one.fate(), text(said));
                })
                .toList();
        return new StockScore(
                handlingUnits,
                harmed,
                harmedReleased,
                harmedHeld,
                harmedOnTheWay,
                sound,
                soundDiscarded,
                soundHeld,
                expired,
                value,
                savedValue,
                heldValue,
                decisions,
                saying);
    }

    private static String text(Judgement said) {
        return said.soundness().id()
                + said.reasons().stream().map(Reason::text).collect(Collectors.joining("; ", " (", ")"));
    }

    /** Of the truly sound, those that were discarded. Empty when there are none. */
    OptionalDouble soundDiscardedPercent() {
        return sound == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * soundDiscarded / sound);
    }

    /** Of the value that could at best have been saved. Empty when there is none. */
    OptionalDouble savedPercent() {
        return value == 0 ? OptionalDouble.empty() : OptionalDouble.of(100 * savedValue / value);
    }

    private static final class Count {
        private int harmed;
        private int harmedReleased;
        private int harmedHeld;
        private int harmedOnTheWay;
        private int sound;
        private int soundDiscarded;
        private int soundHeld;
        private int expired;
        private double value;
        private double savedValue;
        private double heldValue;
        private final List<Wrong> wrong = new ArrayList<>();

        void add(String handlingUnit, StockTruth.Of truth, StockFate fate) {
            boolean released = fate.takenMillis().stream().anyMatch(truth::harmedBy);
            if (truth.onTheWay()) {
                harmedOnTheWay++;
            } else if (fate.end() == StockFate.End.EXPIRED && !released) {
                expired++;
            } else {
                value += fate.value();
                boolean isHarmed = truth.harmedBy(fate.atMillis());
                boolean isWrong = isHarmed ? harmed(fate, released) : sound(fate);
                if (isWrong) {
                    wrong.add(new Wrong(handlingUnit, truth, fate, ""));
                }
            }
        }

        private boolean harmed(StockFate fate, boolean released) {
            harmed++;
            boolean free = released || fate.end() == StockFate.End.AVAILABLE || fate.end() == StockFate.End.USED;
            harmedReleased += free ? 1 : 0;
            harmedHeld += !free && fate.end() == StockFate.End.HELD ? 1 : 0;
            return free;
        }

        private boolean sound(StockFate fate) {
            sound++;
            switch (fate.end()) {
                case USED, AVAILABLE -> savedValue += fate.value();
                case DISCARDED -> soundDiscarded++;
                case HELD -> {
                    soundHeld++;
                    heldValue += fate.value();
                }
                case EXPIRED -> {}
            }
            return fate.end() == StockFate.End.DISCARDED || fate.end() == StockFate.End.HELD;
        }
    }
}
