package io.frostproof.alerts.exposure;

import io.frostproof.alerts.exposure.Part.Voice;
import io.frostproof.alerts.life.Sojourn;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Traces figures of one strand to the stretches of time, probes and readings that made them. It is led along the strand, stretch after stretch without a gap, and
 * hands parts over as they end, in the order of their ends. Not thread-safe.
 */
public final class Explainer {

    private final Tolerance tolerance;
    private final ExposureSum whole;
    private final Sink sink;
    private final List<Run> runs = new ArrayList<>();

    /** Of the newest known time. */
    private boolean frozen;

    /** Takes what comes out. */
    public interface Sink {
        void part(Figure figure, Part part);
    }

    /**
     * At the begin of a strand.
     *
     * @param whole what the strand lived through in all
     */
    public Explainer(List<Figure> figures, Tolerance tolerance, ExposureSum whole, Sink sink) {
        this.tolerance = tolerance;
        this.whole = whole;
        this.sink = sink;
        figures.forEach(figure -> runs.add(new Run(figure)));
    }

    /** Nobody told where it was. */
    public void nowhere(Sojourn sojourn, long fromMicros, long toMicros) {
        var meter = new ExposureMeter(Course.unknown(), tolerance);
        take(sojourn, meter, new Told(fromMicros, toMicros, Double.NaN, Double.NaN, Voice.NO_PLACE, 0, List.of()));
        runs.forEach(run -> run.count(meter, toMicros));
    }

    /**
     * It was at a place, in its sojourn or a part of that.
     *
     * @param probes of the place, for that time
     * @param meter of the course of these
     */
    public void at(Sojourn sojourn, PlaceProbes probes, ExposureMeter meter, long fromMicros, long toMicros) {
        long[] edges = edges(probes, fromMicros, toMicros);
        for (int i = 0; i + 1 < edges.length; i++) {
            take(sojourn, meter, told(probes, edges[i], edges[i + 1]));
        }
        runs.forEach(run -> run.count(meter, toMicros));
    }

    /** The end of the strand. */
    public void end(long toMicros) {
        runs.forEach(run -> run.close(toMicros));
    }

    /** Where what any probe says changes. */
    private static long[] edges(PlaceProbes probes, long from, long to) {
        var edges = new TreeSet<Long>();
        edges.add(from);
        edges.add(to);
        for (Probe probe : probes.probes()) {
            Course course = probe.course();
            for (int step = Math.max(0, course.at(from));
                    step < course.steps() && course.fromMicros(step) < to;
                    step++) {
                if (course.fromMicros(step) > from) {
                    edges.add(course.fromMicros(step));
                }
            }
            for (Probe.Stretch stretch : probe.stretches()) {
                for (long edge : new long[] {stretch.fromMicros(), stretch.toMicros()}) {
                    if (edge > from && edge < to) {
                        edges.add(edge);
                    }
                }
            }
        }
        return edges.stream().mapToLong(Long::longValue).toArray();
    }

    /** What is so from one edge to the next. */
    private record Told(
            long from, long to, double coldest, double warmest, Voice voice, long lagMicros, List<Said> said) {}

    /** What one probe says; NaN when it is silent. */
    private record Said(Probe probe, double celsius) {}

    private static Told told(PlaceProbes place, long from, long to) {
        var inProduct = new ArrayList<Said>();
        var inAir = new ArrayList<Said>();
        var silent = new ArrayList<Said>();
        boolean trusted = false;
        for (Probe probe : place.probes()) {
            Course course = probe.course();
            int step = course.at(from);
            double celsius = step < 0 ? Double.NaN : course.warmest(step);
            if (!Double.isNaN(celsius)) {
                (probe.inProduct() ? inProduct : inAir).add(new Said(probe, celsius));
            } else if (probe.isPlaced(from)) {
                silent.add(new Said(probe, celsius));
                trusted |= probe.isTrusted(from);
            }
        }
        if (inProduct.isEmpty() && inAir.isEmpty()) {
            Voice voice = silent.isEmpty() ? Voice.NO_PROBE : trusted ? Voice.SILENT : Voice.NOT_TRUSTED;
            return new Told(from, to, Double.NaN, Double.NaN, voice, 0, silent);
        }
        boolean product = !inProduct.isEmpty();
        List<Said> said = product ? inProduct : inAir;
        Probe first = said.getFirst().probe();
        return new Told(
                from,
                to,
                said.stream().mapToDouble(Said::celsius).min().orElseThrow(),
                said.stream().mapToDouble(Said::celsius).max().orElseThrow(),
                product ? Voice.PRODUCT : Voice.AIR,
                product ? 0 : place.lagMicros().applyAsLong(first.timeMicros(first.reading(from))),
                said);
    }

    private void take(Sojourn sojourn, ExposureMeter meter, Told told) {
        for (Run run : runs) {
            run.take(sojourn, meter, told);
        }
        if (!Double.isNaN(told.coldest())) {
            frozen = tolerance.frozen(told.coldest());
        }
    }

    /** The part of a figure that goes on, if one does. */
    private final class Run {
        private final Figure figure;
        private @Nullable Sojourn sojourn;
        private long from;
        private Voice voice = Voice.NO_PLACE;
        private long lagMicros;
        private double coldest;
        private double warmest;
        private double added;
        private boolean froze;
        /** Until when {@code added} counts. */
        private long counted;

        private final List<Ear> ears = new ArrayList<>();

        Run(Figure figure) {
            this.figure = figure;
        }

        void take(Sojourn now, ExposureMeter meter, Told told) {
            boolean counts = figure.counts(told.coldest(), told.warmest(), tolerance, whole);
            if (sojourn != null
                    && !(counts && now.equals(sojourn) && told.voice() == voice && told.lagMicros() == lagMicros)) {
                count(meter, told.from());
                close(told.from());
            }
            if (!counts) {
                return;
            }
            if (sojourn == null) {
                sojourn = now;
                from = told.from();
                counted = from;
                voice = told.voice();
                lagMicros = told.lagMicros();
                coldest = told.coldest();
                warmest = told.warmest();
                added = 0;
                froze = !frozen;
            }
            coldest = Math.min(coldest, told.coldest());
            warmest = Math.max(warmest, told.warmest());
            hear(told);
        }

        /** Counts what has been added up to an instant, as the ledger does. */
        void count(ExposureMeter meter, long until) {
            if (sojourn == null || counted >= until) {
                return;
            }
            double more = figure.of(meter.between(counted, until));
            added = switch (figure.kind()) {
                case COLDEST, WARMEST -> more;
                // Frozen when last known is frozen still: it froze once.
                case FREEZES -> froze ? 1 : 0;
                default -> added + more;
            };
            counted = until;
        }

        void close(long to) {
            Sojourn over = sojourn;
            if (over == null) {
                return;
            }
            sink.part(
                    figure,
                    new Part(
                            over,
                            from,
                            to,
                            Double.isNaN(coldest) ? null : (Double) coldest,
                            Double.isNaN(warmest) ? null : (Double) warmest,
                            voice,
                            lagMicros,
                            added,
                            ears.stream().map(Ear::heard).toList()));
            sojourn = null;
            ears.clear();
        }

        private void hear(Told told) {
            Figure.Side side = figure.side(tolerance);
            for (Said said : told.said()) {
                boolean silent = Double.isNaN(said.celsius());
                boolean warm = side != Figure.Side.COLD && said.celsius() == told.warmest();
                boolean cold = side != Figure.Side.WARM && said.celsius() == told.coldest();
                if (silent || warm || cold) {
                    ear(said.probe().channel()).hear(silent ? null : said.probe(), told.from(), told.to());
                }
            }
        }

        private Ear ear(String channel) {
            for (Ear ear : ears) {
                if (ear.channel.equals(channel)) {
                    return ear;
                }
            }
            var ear = new Ear(channel);
            ears.add(ear);
            return ear;
        }
    }

    /** Counts the readings of one probe in a part. */
    private static final class Ear {
        private final String channel;
        private int readings;
        private @Nullable Long first;
        private @Nullable Long last;

        Ear(String channel) {
            this.channel = channel;
        }

        void hear(@Nullable Probe probe, long from, long to) {
            if (probe == null) {
                return;
            }
            int begin = probe.reading(from);
            int end = probe.reading(to - 1);
            if (last != null) {
                begin = Math.max(begin, probe.reading(last) + 1);
            }
            if (begin <= end) {
                readings += end - begin + 1;
                first = first == null ? (Long) probe.timeMicros(begin) : first;
                last = probe.timeMicros(end);
            }
        }

        Part.Heard heard() {
            return new Part.Heard(channel, readings, first, last);
        }
    }
}
