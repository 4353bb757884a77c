package io.frostproof.alerts.life;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of where one handling unit was.
 *
 * @param lot null when no receipt of it, or of what it was a part of, is on record
 * @param quantity what is left of it; null when nobody knows, as no receipt of it is on record
 * @param endedMicros since when nothing of it is in the network under its own name (exclusive end of its strands); null while it is
 * @param strands each with another past, all of the same end; none when it came and went at the same instant
 * @param container in which it is now; null: in none
 * @param departures when it, or a part of it, left the network, in the order of time
 * @param contradictions what of the events does not fit together; empty in the good case
 */
public record Life(
        String handlingUnit,
        @Nullable String lot,
        @Nullable BigDecimal quantity,
        @Nullable Long endedMicros,
        List<Strand> strands,
        @Nullable String container,
        List<Departure> departures,
        List<Contradiction> contradictions) {

    public Life {
        strands = List.copyOf(strands);
        departures = List.copyOf(departures);
        contradictions = List.copyOf(contradictions);
    }

    /** Where it is; null when it is gone, or nobody told. */
    public @Nullable String place() {
        return endedMicros != null || strands.isEmpty()
                ? null
                : strands.getFirst().sojourns().getLast().place();
    }
}
