package io.frostproof.ingest.lane;

import io.frostproof.ingest.intake.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Settles, within one batch, which of several readings of a channel keeps a key that is new to the log. */
final class KeyResolver {

    /** Readings that say the same with the same claim differ in when they were heard; the log keeps the first. */
    private static final Comparator<Reading> BY_TIME_THEN_CLAIM = Comparator.comparingLong(Reading::timeMicros)
            .thenComparing(Reading.CLAIM)
            .thenComparing(Comparator.comparingLong(Reading::receivedMicros).reversed())
            .thenComparing(Comparator.comparingInt(Reading::quality).reversed());

    /**
     * @param winners one per key, in event-time order
     * @param losers one per distinct losing value of a key, with the highest claim it had
     * @param repeated how many readings said what another one said already
     */
    record Resolved(List<Reading> winners, List<Reading> losers, int repeated) {}

    private KeyResolver() {}

    /** Whether readings of one channel come one after the other, each with a key of its own: then there is nothing to settle. */
    static boolean inOrder(List<Reading> readings) {
        for (int i = 1; i < readings.size(); i++) {
            if (readings.get(i).timeMicros() <= readings.get(i - 1).timeMicros()) {
                return false;
            }
        }
        return true;
    }

    /** Sorts {@code readings} (of one channel) in place and settles their keys. */
    static Resolved resolve(List<Reading> readings) {
        readings.sort(BY_TIME_THEN_CLAIM);
        var winners = new ArrayList<Reading>(readings.size());
        List<Reading> losers = List.of();
        int repeated = 0;
        for (int end = readings.size(); end > 0; ) {
            Reading winner = readings.get(end - 1);
            int start = end - 1;
            while (start > 0 && readings.get(start - 1).timeMicros() == winner.timeMicros()) {
                start--;
            }
            if (end - start > 1) {
                var distinct = new ArrayList<Reading>();
                distinct.add(winner);
                for (int i = end - 2; i >= start; i--) {
                    double value = readings.get(i).value();
                    if (distinct.stream().anyMatch(reading -> reading.value() == value)) {
                        repeated++;
                    } else {
                        distinct.add(readings.get(i));
                    }
                }
                if (distinct.size() > 1) {
                    losers = losers.isEmpty() ? new ArrayList<>() : losers;
                    losers.addAll(distinct.subList(1, distinct.size()));
                }
            }
            winners.add(winner);
            end = start;
        }
        return new Resolved(winners.reversed(), losers, repeated);
    }
}
