package io.frostproof.server.drill;

import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.DwellConfig;
import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Movement;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.TemperatureRange;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A network of a file to which nothing has ever happened. Its goods lie where the file has them last, came there an hour ago as good as new, and every unit
 * was in the middle of its temperature class since, or of its profile's band where it has none: a file has no readings, and what nobody measured is unknown,
 * which no plan moves.
 *
 * @param network with one device for each unit whose band is known, and no other
 * @param celsius by device, what it measures
 * @param handlingUnits that lie in a unit
 * @param madeUp how many of them the file does not have
 */
record NetworkAtRest(Network network, Map<String, Double> celsius, int handlingUnits, int madeUp) {

    /** For how long everything has been as it is. */
    static final Duration SINCE = Duration.ofHours(1);

    private static final Duration HOLD = Duration.ofDays(2);
    /** From the end of a band that has one only. */
    private static final double FROM_ITS_END = 3;

    NetworkAtRest {
        celsius = Map.copyOf(celsius);
    }

    /**
     * Of a file's network.
     *
     * @param fill share of each node's room that goods take, from 0 to 1; goods are made up where the file has less. Null: none are made up
     */
    static NetworkAtRest of(Network file, Instant now, @Nullable Double fill) {
        Instant since = now.minus(SINCE);
        Map<String, String> where = where(file, now);
        var lots = new ArrayList<>(file.lots());
        var goods = new ArrayList<>(file.handlingUnits().stream()
                .filter(unit -> where.containsKey(unit.id()))
                .toList());
        int madeUp = 0;
        if (fill != null) {
            List<MadeUpGoods.One> made = new MadeUpGoods(file, where).upTo(fill);
            for (MadeUpGoods.One one : made) {
                if (lots.stream().noneMatch(lot -> lot.id().equals(one.lot()))) {
                    lots.add(new Lot(one.lot(), one.product(), null));
                }
                goods.add(new HandlingUnit(one.id(), one.lot(), one.quantity(), one.quantityUnit()));
                where.put(one.id(), one.unit());
            }
            madeUp = made.size();
        }
        List<Movement> movements = goods.stream()
                .map(unit -> new Movement(unit.id(), since, where.get(unit.id())))
                .toList();
        var devices = new ArrayList<Device>();
        var celsius = new HashMap<String, Double>();
        for (Unit unit : file.units()) {
            Double middle = middle(file, unit);
            if (middle != null) {
                String id = "drill-" + devices.size();
                var channel = new Channel(
                        "t1",
                        Quantity.TEMPERATURE,
                        MeasureUnit.CELSIUS,
                        HOLD,
                        List.of(new Placement(unit.id(), since, null)));
                devices.add(new Device(id, unit.node(), SINCE, List.of(channel)));
                celsius.put(id, middle);
            }
        }
        var network = new Network(
                file.regions(),
                file.nodes(),
                file.profiles(),
                file.units(),
                devices,
                file.products(),
                lots,
                goods,
                movements,
                file.rules(),
                null,
                List.of(),
                DwellConfig.NONE,
                List.of(),
                file.decisions());
        return new NetworkAtRest(network, celsius, goods.size(), madeUp);
    }

    /** By handling unit, the unit that it is in. */
    private static Map<String, String> where(Network file, Instant now) {
        var last = new HashMap<String, Movement>();
        file.movements().stream()
                .filter(move -> !move.time().isAfter(now))
                .forEach(move -> last.merge(
                        move.handlingUnit(), move, (one, other) -> other.time().isBefore(one.time()) ? one : other));
        var where = new TreeMap<String, String>();
        last.forEach((id, move) -> {
            if (move.toUnit() != null) {
                where.put(id, move.toUnit());
            }
        });
        return where;
    }

    private static @Nullable Double middle(Network file, Unit unit) {
        String range = file.decisions().unitClasses().get(unit.id());
        for (TemperatureRange one : file.decisions().classes()) {
            if (one.id().equals(range)) {
                return (one.minCelsius() + one.maxCelsius()) / 2;
            }
        }
        for (StorageProfile profile : file.profiles()) {
            if (profile.id().equals(unit.profile())) {
                return middle(profile.bandMinCelsius(), profile.bandMaxCelsius());
            }
        }
        return null;
    }

    private static @Nullable Double middle(@Nullable Double min, @Nullable Double max) {
        if (min == null) {
            return max == null ? null : (Double) (max - FROM_ITS_END);
        }
        return max == null ? min + FROM_ITS_END : (min + max) / 2;
    }
}
