package io.frostproof.store;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.SlotRules;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads all devices out of the network tables. A large network has some hundred thousand channels and a handful of different rules, names
 * and places: what is equal is one object for all channels. Rows are taken as they come, so that no table is in memory as a whole. For
 * one thread and one transaction.
 */
final class NetworkLoad {

    private static final Map<String, Quantity> QUANTITIES =
            Arrays.stream(Quantity.values()).collect(Collectors.toMap(Quantity::id, Function.identity()));
    private static final Map<String, MeasureUnit> UNITS =
            Arrays.stream(MeasureUnit.values()).collect(Collectors.toMap(MeasureUnit::ucum, Function.identity()));

    private final Connection connection;
    private final Map<String, List<Condition>> profiles = new HashMap<>();
    private final Map<RulesOf, List<SlotRules>> rules = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Unit> units = new HashMap<>();
    /** By device. */
    private final Map<String, List<KnownChannel>> channels = new HashMap<>();

    private record Unit(String id, @Nullable String profile) {}

    private record RulesOf(String profile, Quantity quantity) {}

    NetworkLoad(Connection connection) {
        this.connection = connection;
    }

    /** Every device by its id. */
    Map<String, KnownDevice> devices() throws SQLException {
        Sql.list(
                connection,
                row -> profiles.put(row.getString("id"), ConditionJson.read(row.getString("conditions"))),
                "select id, conditions from storage_profile");
        BinaryCopyOut.rows(connection, "select id, profile_id from unit", row -> {
            String id = row.text();
            String profile = row.textOrNull();
            units.put(id, new Unit(id, profile == null ? null : one(profile)));
        });
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
                                                    .collect(Collectors.toMap(
                                                            KnownChannel::name, Function.identity()))));
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
                select c.id, c.device_id, c.name, c.quantity, c.unit, c.max_hold_s, p.unit_id, p.valid_from, p.valid_to
                from channel c left join placement p on p.channel_id = c.id order by c.id, p.valid_from
                """, row -> {
            int id = row.integer();
            String device = row.text();
            String name = one(row.text());
            Quantity quantity = known(QUANTITIES, row.text(), "quantity");
            MeasureUnit measure = known(UNITS, row.text(), "unit");
            long hold = Math.round(row.number() * 1e6);
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
                channel.segments.add(new ChannelPlan.Segment(
                        unit.id(), from, to == null ? ChannelPlan.OPEN_END : to, rules(unit.profile(), quantity)));
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

    private List<SlotRules> rules(@Nullable String profile, Quantity quantity) {
        return profile == null
                ? List.of()
                : rules.computeIfAbsent(
                        new RulesOf(profile, quantity),
                        of -> SlotRules.group(profiles.getOrDefault(profile, List.of()).stream()
                                .filter(condition -> condition.quantity() == quantity)
                                .toList()));
    }

    private static <T> T known(Map<String, T> words, String word, String what) {
        T value = words.get(word);
        if (value == null) {
            throw new IllegalStateException(what + " of a channel was " + word + ", which is not known");
        }
        return value;
    }
}
