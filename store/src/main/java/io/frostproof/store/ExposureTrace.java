package io.frostproof.store;

import io.frostproof.alerts.exposure.Explainer;
import io.frostproof.alerts.exposure.ExposureMeter;
import io.frostproof.alerts.exposure.ExposureSum;
import io.frostproof.alerts.exposure.Figure;
import io.frostproof.alerts.exposure.Part;
import io.frostproof.alerts.exposure.PlaceProbes;
import io.frostproof.alerts.exposure.StrandExposure;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.life.Sojourn;
import io.frostproof.store.ExposureQueries.Traced;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Goes along strands once more and writes down which stretches of time made their figures. At most a month of a place is in memory, and of each figure no more
 * parts than are wanted. For one thread.
 */
final class ExposureTrace {

    private final PlaceCourses courses;
    private final Tolerance tolerance;
    private final long nowMicros;

    /** @param nowMicros until when the ledger reckons */
    ExposureTrace(PlaceCourses courses, Tolerance tolerance, long nowMicros) {
        this.courses = courses;
        this.tolerance = tolerance;
        this.nowMicros = nowMicros;
    }

    /** Which parts of each figure: those that begin at an instant or later, and at most so many. */
    record Wanted(long fromMicros, int most) {}

    /**
     * Traces figures, each of one strand.
     *
     * @param strandOf number of the strand of each
     */
    List<Traced> trace(List<StrandExposure> strands, Map<Figure, Integer> strandOf, Wanted wanted) throws SQLException {
        var figuresOf = new TreeMap<Integer, List<Figure>>();
        strandOf.forEach((figure, strand) ->
                figuresOf.computeIfAbsent(strand, number -> new ArrayList<>()).add(figure));
        var parts = new LinkedHashMap<Figure, Parts>();
        strandOf.keySet().forEach(figure -> parts.put(figure, new Parts(wanted)));
        for (Map.Entry<Integer, List<Figure>> one : figuresOf.entrySet()) {
            walk(
                    strands.get(one.getKey()),
                    one.getValue(),
                    (figure, part) -> Objects.requireNonNull(parts.get(figure)).take(part));
        }
        var traced = new ArrayList<Traced>();
        parts.forEach((figure, of) -> {
            int strand = Objects.requireNonNull(strandOf.get(figure));
            traced.add(of.traced(figure, strand, strands.get(strand).sum()));
        });
        return traced;
    }

    private void walk(StrandExposure strand, List<Figure> figures, Explainer.Sink sink) throws SQLException {
        var explainer = new Explainer(figures, tolerance, strand.sum(), sink);
        long end = 0;
        for (var lived : strand.places()) {
            Sojourn sojourn = lived.sojourn();
            String place = sojourn.place();
            end = Math.min(Objects.requireNonNullElse(sojourn.toMicros(), nowMicros), nowMicros);
            if (place == null) {
                explainer.nowhere(sojourn, sojourn.fromMicros(), end);
                continue;
            }
            for (long from = sojourn.fromMicros(); from < end; from += ExposureReckoner.BLOCK_MICROS) {
                long to = Math.min(end, from + ExposureReckoner.BLOCK_MICROS);
                PlaceProbes probes = courses.read(place, from, to);
                explainer.at(sojourn, probes, new ExposureMeter(probes.course(), tolerance), from, to);
            }
        }
        explainer.end(end);
    }

    /** Keeps the parts that are wanted, and counts the others. */
    private static final class Parts {
        private final Wanted wanted;
        private final List<Part> kept = new ArrayList<>();
        private int before;
        private int all;
        private @Nullable Long next;

        Parts(Wanted wanted) {
            this.wanted = wanted;
        }

        void take(Part part) {
            all++;
            if (part.fromMicros() < wanted.fromMicros()) {
                before++;
            } else if (kept.size() < wanted.most()) {
                kept.add(part);
            } else if (next == null) {
                next = part.fromMicros();
            }
        }

        Traced traced(Figure figure, int strand, ExposureSum inStrand) {
            return new Traced(figure, strand, inStrand, kept, before, all, next);
        }
    }
}
