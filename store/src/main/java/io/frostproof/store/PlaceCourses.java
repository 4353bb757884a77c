package io.frostproof.store;

import io.frostproof.alerts.exposure.Course;
import io.frostproof.alerts.exposure.PlaceProbes;
import io.frostproof.alerts.exposure.Probe;
import io.frostproof.alerts.exposure.ProbeCourse;
import io.frostproof.alerts.exposure.SpeakingProbes;
import io.frostproof.alerts.network.Span;
import io.frostproof.store.PlaceSetup.Placed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the probes of places said, out of stored readings. A probe counts for the time of its placement, without what nobody trusts; where one of these
 * ends, no reading stands on. For one thread and one transaction with one view; what is set up at all places is read once, readings a
 * stretch of a place at a time.
 */
final class PlaceCourses {

    private static final PlaceSetup NO_PROBE = new PlaceSetup(List.of(), List.of());

    private final Connection connection;
    private final Map<String, PlaceSetup> setups;
    private long readings;
    /** Of the places that are read together now; null: each channel is read on its own. */
    private @Nullable ReadingBlock block;

    /** Looks what there is at places, by the ids of units. */
    PlaceCourses(Connection connection, Collection<String> units) throws SQLException {
        this.connection = connection;
        setups = PlaceSetup.read(connection, units);
    }

    /** What is set up at a place. */
    PlaceSetup setup(String unit) {
        return setups.getOrDefault(unit, NO_PROBE);
    }

    /** How many readings were looked at. */
    long readings() {
        return readings;
    }

    /**
     * Reads the probes of a place.
     *
     * @param fromMicros from when on what they say is wanted; what comes out before it is not to be used
     * @param toMicros until when, exclusive
     */
    PlaceProbes read(String unit, long fromMicros, long toMicros) throws SQLException {
        PlaceSetup setup = setup(unit);
        var probes = new ArrayList<Probe>();
        for (Placed channel : setup.channels()) {
            probes.add(new Probe(
                    channel.path(),
                    channel.inProduct(),
                    stretches(channel.placed()),
                    stretches(channel.distrusted()),
                    walk(
                            setup,
                            channel,
                            lag(setup, new Walk(channel, Goods.AS_SAID)),
                            null,
                            new Borders(Long.MAX_VALUE, toMicros),
                            fromMicros)));
        }
        return new PlaceProbes(probes, setup::lagMicros);
    }

    /**
     * What the probes of a place said in hours that follow each other.
     *
     * @param range the coldest and the warmest that goods there may have had, however fast they follow the air; the same as {@code course} where that does not matter
     * @param states of each {@link Walk}, in their order, at the begin of each hour and at the end of the last one
     */
    record HoursRead(Course course, Course range, List<List<ProbeCourse.State>> states) {}

    /** How much there is that follows the air. */
    private enum Goods {
        /** What conditions watch. */
        AS_SAID,
        /** Less than that. */
        FEW,
        /** What fills the place. */
        FILLED
    }

    /** A probe as goods feel it. */
    private record Walk(Placed channel, Goods goods) {}

    private static List<Walk> walks(PlaceSetup setup) {
        var walks = new ArrayList<Walk>();
        setup.channels().forEach(channel -> walks.add(new Walk(channel, Goods.AS_SAID)));
        setup.channels().stream().filter(setup::isRange).forEach(channel -> walks.add(new Walk(channel, Goods.FEW)));
        setup.channels().stream()
                .filter(setup::isSlower)
                .forEach(channel -> walks.add(new Walk(channel, Goods.FILLED)));
        return walks;
    }

    /**
     * Reads hours of a place.
     *
     * @param toHour exclusive
     * @param before states, as read for the hour before, at the begin of the first one; null: what is still felt of the time before is read too
     */
    HoursRead hours(String unit, int fromHour, int toHour, @Nullable List<ProbeCourse.State> before)
            throws SQLException {
        PlaceSetup setup = setup(unit);
        List<Walk> walks = walks(setup);
        var inProduct = new ArrayList<Course>();
        var inAir = new ArrayList<Course>();
        var others = new ArrayList<Course>();
        var states = new ArrayList<List<ProbeCourse.State>>();
        for (int hour = fromHour; hour <= toHour; hour++) {
            states.add(new ArrayList<>(walks.size()));
        }
        for (int i = 0; i < walks.size(); i++) {
            Walk walk = walks.get(i);
            var borders = new Borders(Hours.begin(fromHour), Hours.begin(toHour));
            ProbeCourse course = walk(
                    setup,
                    walk.channel(),
                    lag(setup, walk),
                    before == null ? null : before.get(i),
                    borders,
                    Hours.begin(fromHour));
            (walk.goods() != Goods.AS_SAID ? others : walk.channel().inProduct() ? inProduct : inAir)
                    .add(course.build());
            for (int hour = 0; hour < states.size(); hour++) {
                states.get(hour).add(borders.states.get(hour));
            }
        }
        Course told = SpeakingProbes.course(inProduct, inAir);
        if (others.isEmpty()) {
            return new HoursRead(told, told, states);
        }
        others.addAll(inAir);
        return new HoursRead(told, SpeakingProbes.course(inProduct, others), states);
    }

    private static LongUnaryOperator lag(PlaceSetup setup, Walk walk) {
        if (walk.channel().inProduct()) {
            return PlaceCourses::noLag;
        }
        return switch (walk.goods()) {
            case AS_SAID -> setup::lagMicros;
            case FEW -> setup::fewLagMicros;
            case FILLED -> setup::filledLagMicros;
        };
    }

    /** Where a probe is at the begin of each hour. */
    private static final class Borders {
        private final List<ProbeCourse.State> states = new ArrayList<>();
        private final long toMicros;
        private long next;

        Borders(long fromMicros, long toMicros) {
            next = fromMicros;
            this.toMicros = toMicros;
        }

        /** Nothing comes before an instant any more. */
        void pass(ProbeCourse course, long micros) {
            while (next <= micros && next <= toMicros) {
                states.add(course.state());
                next += Hours.MICROS;
            }
        }
    }

    /** How many channels are or were at a place. */
    int channels(String unit) {
        return setup(unit).channels().size();
    }

    /**
     * Hours of a place that are going to be read.
     *
     * @param before whether states at their begin are known
     */
    record Wanted(String unit, int fromHour, int toHour, boolean before) {}

    /** Reads what is needed of several places at once, until {@link #forget}. */
    void load(Collection<Wanted> hours) throws SQLException {
        var spans = new HashMap<Integer, Span>();
        for (Wanted wanted : hours) {
            PlaceSetup setup = setup(wanted.unit());
            for (Placed channel : setup.channels()) {
                long from = Hours.begin(wanted.fromHour()) - (wanted.before() ? 0 : setup.feltMicros(channel));
                spans.merge(
                        channel.id(),
                        new Span(from, Hours.begin(wanted.toHour())),
                        (one, other) -> new Span(
                                Math.min(one.fromMicros(), other.fromMicros()),
                                Math.max(one.toMicros(), other.toMicros())));
            }
        }
        block = ReadingBlock.read(connection, spans);
    }

    /** What was loaded is used no more. */
    void forget() {
        block = null;
    }

    private static List<Probe.Stretch> stretches(List<Span> spans) {
        return spans.stream()
                .map(span -> new Probe.Stretch(span.fromMicros(), span.toMicros()))
                .toList();
    }

    private static long noLag(long micros) {
        return 0;
    }

    /** Tells a probe's course all readings that count, up to the last border. */
    private ProbeCourse walk(
            PlaceSetup setup,
            Placed channel,
            LongUnaryOperator lag,
            ProbeCourse.@Nullable State state,
            Borders borders,
            long fromMicros)
            throws SQLException {
        var course = state == null
                ? new ProbeCourse(channel.maxHoldMicros(), lag)
                : new ProbeCourse(channel.maxHoldMicros(), lag, state);
        long first = state == null ? fromMicros - setup.feltMicros(channel) : fromMicros;
        for (Span trusted : channel.trusted()) {
            long begin = Math.max(trusted.fromMicros(), first);
            long end = Math.min(trusted.toMicros(), borders.toMicros);
            if (begin >= end || trusted.toMicros() <= fromMicros) {
                continue;
            }
            borders.pass(course, trusted.fromMicros());
            if (state != null && trusted.fromMicros() < fromMicros) {
                course.goOn(trusted.toMicros());
            } else {
                course.begin(trusted.toMicros());
            }
            BinaryCopyOut.Visitor visitor = (time, value) -> {
                readings++;
                borders.pass(course, time);
                course.reading(time, value);
            };
            ReadingBlock loaded = block;
            if (loaded == null) {
                BinaryCopyOut.readings(connection, channel.id(), begin, end, visitor);
            } else {
                loaded.each(channel.id(), begin, end, visitor);
            }
        }
        borders.pass(course, borders.toMicros);
        return course;
    }
}
