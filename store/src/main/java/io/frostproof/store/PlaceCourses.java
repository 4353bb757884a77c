package io.frostproof.store;

import io.frostproof.alerts.exposure.PlaceProbes;
import io.frostproof.alerts.exposure.Probe;
import io.frostproof.alerts.exposure.ProbeCourse;
import io.frostproof.alerts.network.Span;
import io.frostproof.alerts.network.UnitRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the probes of places said, out of stored readings. A probe counts for the time of its placement, without what nobody trusts; where one of these
 * ends, no reading stands on. For one thread and one transaction with one view; the placements, marks of trust and lags of all places are read once, readings a
 * stretch of a place at a time.
 */
final class PlaceCourses {

    /** After 30 time constants 1e-13 of a wrong beginning is left, so that no answer depends on what else was asked for. */
    private static final int RUN_IN_LAGS = 30;

    private final Connection connection;
    private final Map<String, List<Placed>> placed = new HashMap<>();
    private final Map<String, UnitRules> rules = new HashMap<>();
    private final Map<Integer, List<Span>> distrusted;
    private long readings;
    /** Of the places that are read together now; null: each channel is read on its own. */
    private @Nullable ReadingBlock block;

    /** A temperature channel of a unit. */
    private record Placed(int id, String path, boolean inProduct, long maxHoldMicros, List<Span> spans) {}

    /** Looks what there is at places, by the ids of units. */
    PlaceCourses(Connection connection, Collection<String> units) throws SQLException {
        this.connection = connection;
        List<String> ids = List.copyOf(units);
        placements(ids);
        distrusted = ChannelTrust.distrusted(
                connection,
                placed.values().stream()
                        .flatMap(List::stream)
                        .map(Placed::id)
                        .distinct()
                        .toList());
        RuleRows rows = RuleRows.read(connection);
        rows.units(connection, ids).forEach(row -> rules.put(row.id(), rows.rules(row)));
    }

    private void placements(List<String> units) throws SQLException {
        var found = new HashMap<String, Map<Integer, Placed>>();
        Sql.list(
                connection,
                row -> {
                    Long to = Sql.microsOrNull(row, "valid_to");
                    int id = row.getInt("id");
                    String path = row.getString("device_id") + "/" + row.getString("name");
                    boolean inProduct = row.getString("senses").equals("product");
                    long maxHoldMicros = Math.round(row.getDouble("max_hold_s") * 1e6);
                    return found.computeIfAbsent(row.getString("unit_id"), unit -> new LinkedHashMap<>())
                            .computeIfAbsent(
                                    id, channel -> new Placed(id, path, inProduct, maxHoldMicros, new ArrayList<>()))
                            .spans()
                            .add(new Span(Sql.micros(row, "valid_from"), to == null ? Long.MAX_VALUE : to));
                },
                """
                select p.unit_id, c.id, c.device_id, c.name, c.senses, c.max_hold_s, p.valid_from, p.valid_to
                from placement p join channel c on c.id = p.channel_id
                where p.unit_id = any (?) and c.quantity = 'temperature'
                order by p.unit_id, c.device_id collate "C", c.name collate "C", p.valid_from
                """,
                Sql.texts(units));
        found.forEach((unit, channels) -> placed.put(unit, List.copyOf(channels.values())));
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
        UnitRules watched = rules.getOrDefault(unit, UnitRules.NONE);
        LongUnaryOperator lag = micros -> ProductCurve.lagMicros(watched, micros);
        var probes = new ArrayList<Probe>();
        for (Placed channel : placed.getOrDefault(unit, List.of())) {
            List<Span> untrusted = distrusted.getOrDefault(channel.id(), List.of());
            long back = backMicros(channel, watched, toMicros);
            var course = new ProbeCourse(channel.maxHoldMicros(), channel.inProduct() ? PlaceCourses::noLag : lag);
            for (Span placement : channel.spans()) {
                for (Span trusted : placement.without(untrusted)) {
                    read(channel.id(), trusted, fromMicros, toMicros, back, course);
                }
            }
            probes.add(new Probe(
                    channel.path(), channel.inProduct(), stretches(channel.spans()), stretches(untrusted), course));
        }
        return new PlaceProbes(probes, lag);
    }

    /** As far back as a reading can stand, or is felt. */
    private static long backMicros(Placed channel, UnitRules rules, long toMicros) {
        return Math.max(
                channel.maxHoldMicros(),
                channel.inProduct() ? 0 : RUN_IN_LAGS * ProductCurve.longestLagMicros(rules, toMicros));
    }

    /** How many channels are or were at a place. */
    int channels(String unit) {
        return placed.getOrDefault(unit, List.of()).size();
    }

    /**
     * Reads what is needed of several places at once, until {@link #forget}.
     *
     * @param places time for which they are going to be read
     */
    void load(Map<String, Span> places) throws SQLException {
        var wanted = new HashMap<Integer, Span>();
        places.forEach((unit, span) -> {
            UnitRules watched = rules.getOrDefault(unit, UnitRules.NONE);
            for (Placed channel : placed.getOrDefault(unit, List.of())) {
                long from = span.fromMicros() - backMicros(channel, watched, span.toMicros());
                wanted.merge(
                        channel.id(),
                        new Span(from, span.toMicros()),
                        (one, other) -> new Span(
                                Math.min(one.fromMicros(), other.fromMicros()),
                                Math.max(one.toMicros(), other.toMicros())));
            }
        });
        block = ReadingBlock.read(connection, wanted);
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

    private void read(int channel, Span trusted, long from, long to, long back, ProbeCourse course)
            throws SQLException {
        long begin = Math.max(trusted.fromMicros(), from - back);
        long end = Math.min(trusted.toMicros(), to);
        if (trusted.toMicros() <= from || begin >= end) {
            return;
        }
        course.begin(trusted.toMicros());
        BinaryCopyOut.Visitor visitor = (time, value) -> {
            readings++;
            course.reading(time, value);
        };
        ReadingBlock loaded = block;
        if (loaded == null) {
            BinaryCopyOut.readings(connection, channel, begin, end, visitor);
        } else {
            loaded.each(channel, begin, end, visitor);
        }
    }
}
