package io.frostproof.store;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.network.PlanMaker;
import io.frostproof.alerts.network.ProbeLag;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.Span;
import io.frostproof.alerts.network.UnitRules;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads all devices out of the network tables, with plans of what watches their channels over event time. A large network has some hundred thousand channels and a handful of different rules, names
 * and places: what is equal is one object for all channels. Rows are taken as they come, so that no table is in memory as a whole. For
 * one thread and one transaction.
 */
final class NetworkLoad {

    private static final Map<String, Quantity> QUANTITIES =
            Arrays.stream(Quantity.values()).collect(Collectors.toMap(Quantity::id, Function.identity()));
    private static final Map<String, MeasureUnit> UNITS =
            Arrays.stream(MeasureUnit.values()).collect(Collectors.toMap(MeasureUnit::ucum, Function.identity()));
    private static final Map<String, Sense> SENSES =
            Arrays.stream(Sense.values()).collect(Collectors.toMap(Sense::id, Function.identity()));

    private final Connection connection;
    /** By channel: when nobody trusts its readings. Few have any. */
    private Map<Integer, List<Span>> distrusted = Map.of();

    /** By channel: the lags of its probe as they were recorded, where they changed. Few have any. */
    private Map<Integer, List<ProbeLag>> probeLags = Map.of();

    private PlanMaker plans = new PlanMaker();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Unit> units = new HashMap<>();
    /** By unit: when a probe was in its product. */
    private final Map<String, List<PlanMaker.ProductProbe>> probes = new HashMap<>();
    /** Units with more than one probe that senses the same. */
    private final Set<Compared> compared = new HashSet<>();
    /** By device. */
    private final Map<String, List<KnownChannel>> channels = new HashMap<>();

    private record Compared(String unit, Sense senses) {}

    private record Unit(String id, UnitRules rules, ZoneId zone) {}

    NetworkLoad(Connection connection) {
        this.connection = connection;
    }

    /** Every device by its id. */
    Map<String, KnownDevice> devices() throws SQLException {
        // First of all: what is read after it is of this version, or of a newer one.
        long networkVersion = Sql.number(connection, "select version from network_version");
        RuleRows rules = RuleRows.read(connection);
        Set<Condition> all = rules.conditions();
        rules.units(connection, unit -> {
            units.put(unit.id(), new Unit(unit.id(), rules.rules(unit), unit.zone()));
            unit.versions().forEach(version -> all.addAll(version.own().conditions()));
        });
        plans = new PlanMaker(all);
        distrusted = ChannelTrust.distrusted(connection);
        probeLags = ProbeLagRows.recorded(connection);
        productProbes();
        if (all.stream().anyMatch(condition -> condition.measure() instanceof Measure.Disagreement)) {
            comparedProbes();
        }
        channels();
        var devices = new HashMap<String, KnownDevice>();
        BinaryCopyOut.rows(
                connection,
                "select d.id, d.node_id, n.region_id from device d join node n on n.id = d.node_id",
                row -> {
                    String id = row.text();
                    String node = one(row.text());
                    String region = one(row.text());
                    List<KnownChannel> of = channels.remove(id);
                    devices.put(
                            id,
                            new KnownDevice(
                                    id,
                                    node,
                                    region,
                                    of == null
                                            ? Map.of()
                                            : of.stream()
                                                    .collect(Collectors.toMap(KnownChannel::name, Function.identity())),
                                    networkVersion));
                });
        return Map.copyOf(devices);
    }

    /** The one string for all that are equal to it. */
    private String one(String name) {
        return names.computeIfAbsent(name, first -> first);
    }

    /** A channel whose placements are still being read. */
    private static final class Reading {
        final int id;
        final String device;
        final String name;
        final Quantity quantity;
        final MeasureUnit unit;
        final long holdMicros;
        final List<ChannelPlan.Segment> segments = new ArrayList<>(1);

        Reading(int id, String device, String name, Quantity quantity, MeasureUnit unit, long holdMicros) {
            this.id = id;
            this.device = device;
            this.name = name;
            this.quantity = quantity;
            this.unit = unit;
            this.holdMicros = holdMicros;
        }

        KnownChannel channel() {
            return new KnownChannel(id, name, quantity, unit, new ChannelPlan(holdMicros, segments));
        }
    }

    /** Channels with their placements, both by the order of their keys, which merges without sorting. */
    private void channels() throws SQLException {
        var reading = new Object() {
            @Nullable
            Reading channel;
        };
        BinaryCopyOut.rows(connection, """
                select c.id, c.device_id, c.name, c.quantity, c.unit, c.max_hold_s, c.senses, c.probe_lag_s, p.unit_id, p.valid_from, p.valid_to
                from channel c left join placement p on p.channel_id = c.id order by c.id, p.valid_from
                """, row -> {
            int id = row.integer();
            String device = row.text();
            String name = one(row.text());
            Quantity quantity = known(QUANTITIES, row.text(), "quantity");
            MeasureUnit measure = known(UNITS, row.text(), "unit");
            long hold = Math.round(row.number() * 1e6);
            Sense senses = known(SENSES, row.text(), "senses");
            double probeLagS = row.number();
            Reading channel = reading.channel;
            if (channel == null || channel.id != id) {
                add(channel);
                channel = new Reading(id, device, name, quantity, measure, hold);
                reading.channel = channel;
            }
            String unitId = row.textOrNull();
            Long from = row.microsOrNull();
            Long to = row.microsOrNull();
            if (unitId != null && from != null) {
                Unit unit = known(units, unitId, "placement");
                var placed = new PlanMaker.Placed(
                        unit.id(),
                        from,
                        to == null ? ChannelPlan.OPEN_END : to,
                        quantity,
                        senses,
                        compared.contains(new Compared(unit.id(), senses)));
                List<ProbeLag> lags = ProbeLagRows.inForce(probeLags.getOrDefault(id, List.of()), probeLagS);
                for (PlanMaker.Placed part : placed.without(distrusted.getOrDefault(id, List.of()))) {
                    for (PlanMaker.Placed piece : part.following(lags)) {
                        channel.segments.addAll(plans.segments(
                                piece, unit.rules(), probes.getOrDefault(unitId, List.of()), unit.zone()));
                    }
                }
            }
        });
        add(reading.channel);
    }

    private void add(@Nullable Reading channel) {
        if (channel != null) {
            channels.computeIfAbsent(channel.device, device -> new ArrayList<>(4))
                    .add(channel.channel());
        }
    }

    private void comparedProbes() throws SQLException {
        compared.addAll(Sql.list(
                connection,
                row -> new Compared(row.getString("unit_id"), known(SENSES, row.getString("senses"), "senses")),
                """
                select p.unit_id, c.senses from channel c join placement p on p.channel_id = c.id
                where c.quantity = 'temperature' group by p.unit_id, c.senses having count(distinct c.id) > 1
                """));
    }

    private void productProbes() throws SQLException {
        Sql.list(
                connection,
                row -> {
                    Long to = Sql.microsOrNull(row, "valid_to");
                    var probe = new PlanMaker.ProductProbe(
                            Sql.micros(row, "valid_from"), to == null ? ChannelPlan.OPEN_END : to);
                    return probes.computeIfAbsent(row.getString("unit_id"), id -> new ArrayList<>())
                            .addAll(probe.without(distrusted.getOrDefault(row.getInt("id"), List.of())));
                },
                """
                select c.id, p.unit_id, p.valid_from, p.valid_to from channel c join placement p on p.channel_id = c.id
                where c.senses = 'product' and c.quantity = 'temperature' order by p.unit_id, p.valid_from
                """);
    }

    private static <T> T known(Map<String, T> words, String word, String what) {
        T value = words.get(word);
        if (value == null) {
            throw new IllegalStateException(what + " of a channel was " + word + ", which is not known");
        }
        return value;
    }
}
