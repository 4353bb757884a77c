package io.frostproof.store;

import io.frostproof.alerts.plan.facts.Situation;
import java.time.Instant;
import java.util.List;

/** Where the facts come from that plans are made of. */
public interface SituationSource {

    /**
     * All facts of one moment. Blocks.
     *
     * @param now the moment
     */
    Read read(Instant now);

    /**
     * Facts.
     *
     * @param digest of everything that a plan depends on; the same as long as none of it has changed, however much time has passed
     * @param unplannable affected goods that the situation leaves out
     */
    record Read(Situation situation, String digest, List<Unplannable> unplannable) {
        public Read {
            unplannable = List.copyOf(unplannable);
        }
    }

    /**
     * Affected goods that nobody can plan for.
     *
     * @param missing field that would have to be known
     * @param detail for people
     */
    record Unplannable(String handlingUnit, String missing, String detail) {}
}
