package io.frostproof.store;

import io.frostproof.alerts.plan.facts.Situation;
import java.time.Instant;
import java.util.List;

/** Knows all facts of a moment that a plan is made of. */
public interface SituationSource {

    /**
     * Reads them, all of one moment.
     *
     * @param now the moment
     * @throws StoreException when they cannot be read
     */
    Read read(Instant now);

    /**
     * The facts of a moment.
     *
     * @param digest changes if and only if a fact that the plan depends on does; the time is none of them
     * @param unplannable affected goods that are not in the situation, or are worth nothing in it, so that it moves them nowhere; by handling unit
     */
    record Read(Situation situation, String digest, List<Unplannable> unplannable) {
        public Read {
            unplannable = List.copyOf(unplannable);
        }
    }

    /**
     * Affected goods for which nothing can be planned, or no move, since something is not known of them. Without {@code litres} or {@code value} they are held, released or
     * discarded by what they lived through.
     *
     * @param handlingUnit its id
     * @param missing the field that is missing, such as {@code value}
     * @param detail in a sentence, what was expected of whom
     */
    record Unplannable(String handlingUnit, String missing, String detail) {}
}
