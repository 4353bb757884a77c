package io.frostproof.alerts.life;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A stretch in one place of goods that were called otherwise before. Times are microseconds since 1970, UTC.
 *
 * @param strand which of the pasts of the handling unit, from 0
 * @param called the handling unit as which they were there
 * @param toMicros exclusive; null while they are there
 * @param names all other names that they had then or later, before the one that they have now
 */
public record PastStay(
        int strand,
        String place,
        String called,
        long fromMicros,
        @Nullable Long toMicros,
        Set<String> names) {

    public PastStay {
        names = Set.copyOf(names);
    }

    /**
     * Where the goods of a handling unit were, strand by strand in the order of time, those stretches too in which they had its name already. None when they never had
     * another name; without time in which nobody knows where they were.
     */
    public static List<PastStay> of(Life life) {
        String own = life.handlingUnit();
        boolean renamed = life.strands().stream()
                .anyMatch(strand -> strand.sojourns().stream()
                        .anyMatch(sojourn -> !sojourn.handlingUnit().equals(own)));
        if (!renamed) {
            return List.of();
        }
        var stays = new ArrayList<PastStay>();
        for (int i = 0; i < life.strands().size(); i++) {
            var names = new TreeSet<String>();
            var strand = new ArrayList<PastStay>();
            for (Sojourn sojourn : life.strands().get(i).sojourns().reversed()) {
                if (!sojourn.handlingUnit().equals(own)) {
                    names.add(sojourn.handlingUnit());
                }
                String place = sojourn.place();
                if (place != null) {
                    strand.add(new PastStay(
                            i, place, sojourn.handlingUnit(), sojourn.fromMicros(), sojourn.toMicros(), names));
                }
            }
            stays.addAll(strand.reversed());
        }
        return List.copyOf(stays);
    }
}
