package io.frostproof.alerts.desk;

import io.frostproof.alerts.desk.DeskTransaction.Filed;
import io.frostproof.alerts.dwell.DwellPolicy;
import io.frostproof.alerts.dwell.HandOffs;
import io.frostproof.alerts.dwell.Held;
import io.frostproof.alerts.notify.Notice;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a desk has to know about how long handling units are somewhere. As its transaction, not thread-safe. */
public interface DwellFacts {

    /** Of a store without limits. */
    DwellFacts NONE = new DwellFacts() {
        @Override
        public List<String> take(String region, Instant now, int limit) {
            return List.of();
        }

        @Override
        public void look(String region, String handlingUnit, @Nullable Instant due) {
            // nothing to look at
        }

        @Override
        public @Nullable Held held(String handlingUnit) {
            return null;
        }

        @Override
        public DwellPolicy policy() {
            return DwellPolicy.NONE;
        }

        @Override
        public List<Filed> filed(String region, String handlingUnit) {
            return List.of();
        }

        @Override
        public Map<String, Notice.Stock> stock(Collection<String> handlingUnits) {
            return Map.of();
        }

        @Override
        public Map<String, HandOffs.Asks> asks() {
            return Map.of();
        }

        @Override
        public List<HandOffs.Told> handOffs(String handlingUnit) {
            return List.of();
        }

        @Override
        public void saveMissing(String region, String handlingUnit, List<HandOffs.Needed> missing) {
            // nothing asks for any
        }

        @Override
        public boolean knowsAll() {
            return true;
        }
    };

    /** Takes up to {@code limit} handling units that a region's desk has to look at by now, those that were due first first. */
    List<String> take(String region, Instant now, int limit);

    /** Asks for a look at an instant, in place of the one that was asked for before; null: no look is needed. */
    void look(String region, String handlingUnit, @Nullable Instant due);

    /** A handling unit with the places where it was; null when nothing is known of it. */
    @Nullable
    Held held(String handlingUnit);

    /** Every limit. */
    DwellPolicy policy();

    /** The breaches of a handling unit on record in units of a region, in the order of time. */
    List<Filed> filed(String region, String handlingUnit);

    /** What handling units are. */
    Map<String, Notice.Stock> stock(Collection<String> handlingUnits);

    /** Which nodes ask for records of hand-offs. */
    Map<String, HandOffs.Asks> asks();

    /** Records of hand-offs of a handling unit, in any order. */
    List<HandOffs.Told> handOffs(String handlingUnit);

    /** Replaces what is kept of a handling unit's hand-offs without a record in units of a region. */
    void saveMissing(String region, String handlingUnit, List<HandOffs.Needed> missing);

    /**
     * Whether this store knows of all movements that ever were. One that does not adds to what is on record, and takes nothing back; nor does it know how long
     * a handling unit was in a stage in all.
     */
    boolean knowsAll();
}
