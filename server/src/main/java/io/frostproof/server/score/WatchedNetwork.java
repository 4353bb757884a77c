package io.frostproof.server.score;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A network, asked the questions of a score: who watches what where, and for how long it must last. Immutable. */
final class WatchedNetwork {

    private final Map<String, Unit> units = new HashMap<>();
    private final Map<String, Set<String>> unitsOfNode = new HashMap<>();
    private final Map<String, Set<String>> unitsOfDevice = new HashMap<>();
    private final Map<String, Set<Quantity>> measured = new HashMap<>();
    private final Map<String, Map<Quantity, Duration>> holdsOfDevice = new HashMap<>();
    /** By device and channel, as {@code fridge-01-s/t1}. */
    private final Map<String, Quantity> quantities = new HashMap<>();

    private final Map<String, Set<String>> channelsOfUnit = new HashMap<>();
    private final Set<String> inTheProduct = new HashSet<>();
    /** Probes of a unit that sense the same. */
    private final Map<String, Set<String>> alike = new HashMap<>();

    /** Channels of a device that have a date. */
    private final Map<String, Set<LocalDate>> calibrations = new HashMap<>();

    private final Map<String, ZoneId> zones = new HashMap<>();
    private final Map<String, StorageProfile> profiles = new HashMap<>();
    private final Map<String, List<Condition>> conditions = new HashMap<>();

    WatchedNetwork(Network network) {
        network.profiles().forEach(profile -> profiles.put(profile.id(), profile));
        network.nodes().forEach(node -> zones.put(node.id(), node.timeZone()));
        network.units().forEach(unit -> {
            units.put(unit.id(), unit);
            conditions.put(unit.id(), network.conditionsOf(unit));
            unitsOfNode.computeIfAbsent(unit.node(), node -> new TreeSet<>()).add(unit.id());
        });
        for (Device device : network.devices()) {
            for (Channel channel : device.channels()) {
                holdsOfDevice
                        .computeIfAbsent(device.id(), id -> new EnumMap<>(Quantity.class))
                        .merge(channel.quantity(), channel.maxHold(), (a, b) -> a.compareTo(b) > 0 ? a : b);
                String name = device.id() + "/" + channel.id();
                quantities.put(name, channel.quantity());
                if (channel.senses() == Sense.PRODUCT) {
                    inTheProduct.add(name);
                }
                LocalDate due = channel.calibrationDue();
                if (due != null) {
                    calibrations
                            .computeIfAbsent(device.id(), id -> new TreeSet<>())
                            .add(due);
                }
                for (Placement placement : channel.placements()) {
                    if (channel.quantity() == Quantity.TEMPERATURE) {
                        alike.computeIfAbsent(placement.unit() + " " + channel.senses(), key -> new TreeSet<>())
                                .add(name);
                    }
                    channelsOfUnit
                            .computeIfAbsent(placement.unit(), unit -> new TreeSet<>())
                            .add(name);
                    unitsOfDevice
                            .computeIfAbsent(device.id(), id -> new TreeSet<>())
                            .add(placement.unit());
                    measured.computeIfAbsent(placement.unit(), unit -> EnumSet.noneOf(Quantity.class))
                            .add(channel.quantity());
                }
            }
        }
    }

    /** What a state of this condition belongs to: the unit, its node, or the device. */
    String place(ScoredCondition condition, String unit, String device) {
        return switch (condition.place()) {
            case UNIT -> unit;
            case NODE -> Optional.ofNullable(units.get(unit)).map(Unit::node).orElse(unit);
            case DEVICE -> device.isEmpty() ? unit : device;
        };
    }

    /** Units that a page about a place may name. */
    Set<String> unitsOf(ScoredCondition condition, String place) {
        Set<String> all = switch (condition.place()) {
            case UNIT -> Set.of(place);
            case NODE -> unitsOfNode.getOrDefault(place, Set.of(place));
            case DEVICE -> unitsOfDevice.getOrDefault(place, Set.of(place));
        };
        return Set.copyOf(all);
    }

    /** Units that share a place of this condition with the unit. */
    Set<String> unitsBeside(ScoredCondition condition, String unit) {
        return condition.place() == ScoredCondition.Place.NODE
                ? unitsOf(condition, place(condition, unit, ""))
                : Set.of(unit);
    }

    /** Whether some device measures what it takes to know. */
    boolean measured(ScoredCondition condition, String place) {
        return condition.measuredBy().isEmpty()
                || unitsOf(condition, place).stream()
                        .anyMatch(unit -> measured.getOrDefault(unit, Set.of()).stream()
                                .anyMatch(condition.measuredBy()::contains));
    }

    /** Rules that watch a place for a condition; none: nothing does. */
    List<Condition> rules(ScoredCondition condition, String place) {
        return unitsOf(condition, place).stream()
                .sorted()
                .flatMap(unit -> conditions(unit).stream()
                        .filter(rule -> ScoredCondition.of(rule) == condition
                                && ScoredCondition.promises(rule)
                                && watches(condition, place, unit, rule.quantity())))
                .distinct()
                .toList();
    }

    /** What another device of the unit measures says nothing about this one. */
    private boolean watches(ScoredCondition condition, String place, String unit, Quantity quantity) {
        return condition.place() == ScoredCondition.Place.DEVICE
                ? holdsOfDevice.getOrDefault(place, Map.of()).containsKey(quantity)
                : measured.getOrDefault(unit, Set.of()).contains(quantity);
    }

    /** Whether a rule watches for a condition anywhere. */
    boolean watched(ScoredCondition condition) {
        return condition.place() == ScoredCondition.Place.DEVICE
                ? unitsOfDevice.keySet().stream()
                        .anyMatch(device -> !rules(condition, device).isEmpty())
                : units.keySet().stream()
                        .anyMatch(unit ->
                                !rules(condition, place(condition, unit, "")).isEmpty());
    }

    /** Whether the unit of a channel, as {@code fridge-01-s/t1}, has another probe that senses the same. */
    boolean hasTwin(String channel) {
        return alike.values().stream().anyMatch(probes -> probes.size() > 1 && probes.contains(channel));
    }

    /** When, by a rule, calibrations of a device begin to be due: nine in the morning of the node. */
    List<Long> calibrationsDueMillis(Condition rule, String device) {
        ZoneId zone = unitsOfDevice.getOrDefault(device, Set.of()).stream()
                .flatMap(unit -> Optional.ofNullable(units.get(unit)).stream())
                .flatMap(unit -> Optional.ofNullable(zones.get(unit.node())).stream())
                .findFirst()
                .orElse(ZoneOffset.UTC);
        return calibrations.getOrDefault(device, Set.of()).stream()
                .map(due -> due.plusDays(1 + Math.round(rule.threshold()))
                        .atTime(9, 0)
                        .atZone(zone)
                        .toInstant()
                        .toEpochMilli())
                .toList();
    }

    /** Devices of which a channel has a date. */
    Set<String> dated() {
        return calibrations.keySet();
    }

    /** The condition that a slot of a unit is about. */
    ScoredCondition conditionOf(String unit, String slot) {
        return conditions(unit).stream()
                .filter(rule -> rule.slot().equals(slot))
                .findFirst()
                .map(ScoredCondition::of)
                .orElseGet(() -> ScoredCondition.ofSlot(slot));
    }

    private List<Condition> conditions(String unit) {
        return conditions.getOrDefault(unit, List.of());
    }

    Optional<StorageProfile> profile(String unit) {
        return Optional.ofNullable(units.get(unit)).map(Unit::profile).map(profiles::get);
    }

    /** How long a reading of a quantity stands; the longest, where a device has several channels of it. */
    Duration hold(String device, Quantity quantity) {
        return holdsOfDevice.getOrDefault(device, Map.of()).getOrDefault(quantity, Duration.ZERO);
    }

    /** The same of whatever it measures. */
    Duration longestHold(String device) {
        return holdsOfDevice.getOrDefault(device, Map.of()).values().stream()
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** What the channel of a device measures; empty when there is none. */
    Optional<Quantity> quantityOf(String device, String channel) {
        return Optional.ofNullable(quantities.get(device + "/" + channel));
    }

    /** Channels, as {@code fridge-01-s/t1}, that show what a condition of a place is about. */
    Set<String> witnesses(ScoredCondition condition, String place) {
        var all = new TreeSet<String>();
        for (String unit : unitsOf(condition, place)) {
            channelsOfUnit.getOrDefault(unit, Set.of()).stream()
                    .filter(channel -> condition.measuredBy().contains(quantities.get(channel)))
                    .forEach(all::add);
        }
        return all;
    }

    /** Whether a probe is among what the unit stores. */
    boolean probedInProduct(String unit) {
        return channelsOfUnit.getOrDefault(unit, Set.of()).stream().anyMatch(inTheProduct::contains);
    }
}
