package io.frostproof.alerts.stock;

import io.frostproof.alerts.notify.Notice;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goods of a handling unit were in a unit for a while. Times are microseconds since 1970, UTC.
 *
 * @param stock as what the goods are known now
 * @param fromMicros inclusive
 * @param toMicros exclusive; null while they are still there
 * @param past null: it is only known that they were there under this name
 */
public record Stay(
        Notice.Stock stock,
        long fromMicros,
        @Nullable Long toMicros,
        @Nullable Past past) {

    /** Under its own name. */
    public Stay(Notice.Stock stock, long fromMicros, @Nullable Long toMicros) {
        this(stock, fromMicros, toMicros, null);
    }

    /**
     * A stay of goods that had other names: those of a part, of a merged whole, or of what was made.
     *
     * @param strand which of the pasts of its goods it is of
     * @param names other names that the goods had then or later
     * @param held whether the handling unit is quarantined, held or discarded by now
     */
    public record Past(int strand, Set<String> names, boolean held) {
        public Past {
            names = Set.copyOf(names);
        }
    }
}
