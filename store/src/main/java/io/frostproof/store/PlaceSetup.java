package io.frostproof.store;

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
import org.jspecify.annotations.Nullable;

/**
 * What decides, beside the readings, what probes say of a place: where they were, when nobody trusts them, for how long a reading stands, and the lag of the place. Two that are equal
 * make the same of the same readings. Immutable.
 *
 * @param lags by event time, ascending; before the first there is none
 */
record PlaceSetup(List<Placed> channels, List<Lag> lags) {

    /**
     * A temperature channel of a place.
     *
     * @param path what people call it: {@code device/channel}
     * @param placed when it was there
     * @param distrusted when nobody trusts it, wherever it is
     */
    record Placed(
            int id, String path, boolean inProduct, long maxHoldMicros, List<Span> placed, List<Span> distrusted) {

        /** The stretches in which it counts, in order. */
        List<Span> trusted() {
            return placed.stream()
                    .flatMap(span -> span.without(distrusted).stream())
                    .toList();
        }
    }

    /**
     * Time constants of products in the air of a place, from an instant on.
     *
     * @param filledMicros of goods that fill it; no shorter
     */
    record Lag(long fromMicros, long micros, long filledMicros) {

        /** A unit that holds half of what was thought of follows twice as fast. */
        private static final int FEW = 2;

        /** Of fewer goods than was thought of. */
        long fewMicros() {
            return micros / FEW;
        }
    }

    PlaceSetup {
        channels = List.copyOf(channels);
        lags = List.copyOf(lags);
    }

    /** Looks what there is at places, by the ids of units; those without any probe are left out. */
    static Map<String, PlaceSetup> read(Connection connection, Collection<String> units) throws SQLException {
        List<String> ids = List.copyOf(units);
        Map<String, Map<Integer, Placed>> placed = placements(connection, ids);
        Map<Integer, List<Span>> distrusted = ChannelTrust.distrusted(
                connection,
                placed.values().stream()
                        .flatMap(channels -> channels.keySet().stream())
                        .distinct()
                        .toList());
        RuleRows rows = RuleRows.read(connection);
        var lags = new HashMap<String, List<Lag>>();
        rows.units(connection, ids).forEach(row -> lags.put(row.id(), lags(rows.rules(row))));
        var setups = new HashMap<String, PlaceSetup>();
        placed.forEach((unit, channels) -> setups.put(
                unit,
                new PlaceSetup(
                        channels.values().stream()
                                .map(channel -> new Placed(
                                        channel.id(),
                                        channel.path(),
                                        channel.inProduct(),
                                        channel.maxHoldMicros(),
                                        List.copyOf(channel.placed()),
                                        distrusted.getOrDefault(channel.id(), List.of())))
                                .toList(),
                        lags.getOrDefault(unit, List.of()))));
        return setups;
    }

    private static Map<String, Map<Integer, Placed>> placements(Connection connection, List<String> units)
            throws SQLException {
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
                                    id,
                                    channel -> new Placed(
                                            id, path, inProduct, maxHoldMicros, new ArrayList<>(), List.of()))
                            .placed()
                            .add(new Span(Sql.micros(row, "valid_from"), to == null ? Long.MAX_VALUE : to));
                },
                """
                select p.unit_id, c.id, c.device_id, c.name, c.senses, c.max_hold_s, p.valid_from, p.valid_to
                from placement p join channel c on c.id = p.channel_id
                where p.unit_id = any (?) and c.quantity = 'temperature'
                order by p.unit_id, c.device_id collate "C", c.name collate "C", p.valid_from
                """,
                Sql.texts(units));
        return found;
    }

    private static List<Lag> lags(UnitRules rules) {
        var lags = new ArrayList<Lag>();
        for (UnitRules.Stretch stretch : rules.stretches()) {
            long micros = stretch.productLag().toNanos() / 1000;
            long filled = stretch.filledLag().toNanos() / 1000;
            if (lags.isEmpty()
                    || lags.getLast().micros() != micros
                    || lags.getLast().filledMicros() != filled) {
                lags.add(new Lag(stretch.fromMicros(), micros, filled));
            }
        }
        return lags;
    }

    /** The time constant in force at an instant, in microseconds; 0 when there is none. */
    long lagMicros(long micros) {
        Lag lag = lag(micros);
        return lag == null ? 0 : lag.micros();
    }

    /** That of fewer goods than was thought of when it was set. */
    long fewLagMicros(long micros) {
        Lag lag = lag(micros);
        return lag == null ? 0 : lag.fewMicros();
    }

    /** That of goods that fill the place. */
    long filledLagMicros(long micros) {
        Lag lag = lag(micros);
        return lag == null ? 0 : lag.filledMicros();
    }

    private @Nullable Lag lag(long micros) {
        for (int i = lags.size() - 1; i >= 0; i--) {
            if (lags.get(i).fromMicros() <= micros) {
                return lags.get(i);
            }
        }
        return null;
    }

    /** Whether it matters how much there is: goods that follow the air fast, and others slowly. */
    boolean isRange(Placed channel) {
        return !channel.inProduct() && lags.stream().anyMatch(lag -> lag.micros() > 0 || lag.filledMicros() > 0);
    }

    /** Whether goods that fill the place follow more slowly than was said. */
    boolean isSlower(Placed channel) {
        return !channel.inProduct() && lags.stream().anyMatch(lag -> lag.filledMicros() != lag.micros());
    }

    /** Whether it does for any of its probes. */
    boolean isRange() {
        return channels.stream().anyMatch(this::isRange);
    }

    /** How long after its event time a reading of a channel makes a difference here, at most. */
    long feltMicros(Placed channel) {
        long longest = channel.inProduct()
                ? 0
                : lags.stream().mapToLong(Lag::filledMicros).max().orElse(0);
        return ProbeCourse.feltMicros(channel.maxHoldMicros(), longest);
    }
}
