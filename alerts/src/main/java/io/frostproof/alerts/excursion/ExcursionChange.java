package io.frostproof.alerts.excursion;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is different between the excursions that are known and those that the transitions tell of now. */
public sealed interface ExcursionChange {

    /** Not known before. */
    record Found(Excursion excursion) implements ExcursionChange {}

    /** Known, but not like this. When it began earlier or later than thought, its id differs. */
    record Corrected(Excursion before, Excursion after) implements ExcursionChange {}

    /** Known, but the readings do not bear it out any more. */
    record Retracted(Excursion before) implements ExcursionChange {}

    /**
     * Compares excursions of one slot of one channel. An excursion keeps its identity as long as it overlaps with what it was
     * and stays in its unit; one that turns out to be another unit's is retracted there and found here.
     * Retractions come first and finds last, so that a row never stands in the way of the one that takes its place.
     */
    static List<ExcursionChange> between(List<Excursion> known, List<Excursion> now) {
        var unmatched = new ArrayList<>(known);
        var corrected = new ArrayList<ExcursionChange>();
        var found = new ArrayList<ExcursionChange>();
        var moved = new ArrayList<Excursion>();
        // Those with the same start first: what is on record may overlap two of those that are now, and none may take
        // for itself what is known of another.
        for (Excursion excursion : now) {
            Excursion before = withId(excursion, unmatched);
            if (before == null) {
                moved.add(excursion);
            } else {
                unmatched.remove(before);
                if (!before.equals(excursion)) {
                    corrected.add(new Corrected(before, excursion));
                }
            }
        }
        for (Excursion excursion : moved) {
            Excursion before = overlapping(excursion, unmatched);
            if (before == null) {
                found.add(new Found(excursion));
            } else {
                unmatched.remove(before);
                corrected.add(new Corrected(before, excursion));
            }
        }
        var changes = new ArrayList<ExcursionChange>();
        unmatched.forEach(before -> changes.add(new Retracted(before)));
        changes.addAll(corrected);
        changes.addAll(found);
        return List.copyOf(changes);
    }

    private static @Nullable Excursion withId(Excursion excursion, List<Excursion> known) {
        for (Excursion candidate : known) {
            if (candidate.id().equals(excursion.id()) && candidate.unit().equals(excursion.unit())) {
                return candidate;
            }
        }
        return null;
    }

    private static @Nullable Excursion overlapping(Excursion excursion, List<Excursion> known) {
        for (Excursion candidate : known) {
            if (candidate.unit().equals(excursion.unit())
                    && candidate.startedMicros() < end(excursion)
                    && excursion.startedMicros() < end(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static long end(Excursion excursion) {
        return excursion.endedMicros() == null ? Long.MAX_VALUE : excursion.endedMicros();
    }
}
