package io.frostproof.server.drill;

import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.NodeCapability;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.ProductRoom;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.TemperatureRange;
import io.frostproof.alerts.network.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Goods for rooms of which a file says how large they are but not what lies in them: of the file's products that may lie there, in turn, in handling units of a
 * tenth of the room each. The same file is the same goods.
 */
final class MadeUpGoods {

    /** Of a room. */
    private static final int PARTS = 10;

    private final Network file;
    private final Map<String, String> where;

    /** @param where by handling unit of the file, the unit that it is in */
    MadeUpGoods(Network file, Map<String, String> where) {
        this.file = file;
        this.where = Map.copyOf(where);
    }

    /** One handling unit. */
    record One(String id, String lot, String product, BigDecimal quantity, String quantityUnit, String unit) {}

    /** As many as it takes until goods have the share of every room. */
    List<One> upTo(double share) {
        Map<String, Long> taken = taken();
        Set<String> known = new HashSet<>();
        file.handlingUnits().forEach(unit -> known.add(unit.id()));
        var made = new ArrayList<One>();
        for (NodeCapability node : file.decisions().capabilities()) {
            for (Map.Entry<String, Long> room : new TreeMap<>(node.litres()).entrySet()) {
                List<String> units = file.units().stream()
                        .filter(unit -> unit.node().equals(node.node())
                                && room.getKey()
                                        .equals(file.decisions().unitClasses().get(unit.id())))
                        .map(Unit::id)
                        .toList();
                List<Product> products = file.products().stream()
                        .filter(product -> fits(product, room.getKey(), node))
                        .toList();
                long left =
                        (long) (room.getValue() * share) - taken.getOrDefault(node.node() + '|' + room.getKey(), 0L);
                if (!units.isEmpty() && !products.isEmpty()) {
                    long part = Math.max(1, room.getValue() / PARTS);
                    for (int i = 0; left > 0; i++) {
                        Product product = products.get(i % products.size());
                        One one = one(product, Math.min(part, left), units.get(i % units.size()), known);
                        made.add(one);
                        left -= Math.min(part, left);
                    }
                }
            }
        }
        return made;
    }

    private One one(Product product, long litres, String unit, Set<String> known) {
        ProductRoom room = room(product.id());
        int number = known.size() + 1;
        while (!known.add("made-up-" + number)) {
            number++;
        }
        return new One(
                "made-up-" + number,
                "made-up-" + product.id(),
                product.id(),
                BigDecimal.valueOf(litres)
                        .divide(room.litres(), 3, RoundingMode.DOWN)
                        .max(new BigDecimal("0.001")),
                room.per(),
                unit);
    }

    private ProductRoom room(String product) {
        ProductRoom room = file.decisions().rooms().get(product);
        if (room == null) {
            throw new IllegalStateException(product);
        }
        return room;
    }

    /** Whether a plan could have put it there: its room is known, the class is in its band, and the node may have it. */
    private boolean fits(Product product, String range, NodeCapability node) {
        return file.decisions().rooms().containsKey(product.id())
                && node.authorisations()
                        .containsAll(file.decisions().authorisations().getOrDefault(product.id(), Set.of()))
                && file.decisions().classes().stream()
                        .filter(one -> one.id().equals(range))
                        .anyMatch(one -> keeps(one, product));
    }

    private boolean keeps(TemperatureRange range, Product product) {
        return file.profiles().stream()
                .filter(profile -> profile.id().equals(product.profile()))
                .anyMatch(profile -> within(range, profile));
    }

    private static boolean within(TemperatureRange range, StorageProfile band) {
        return (band.bandMinCelsius() == null || range.minCelsius() >= band.bandMinCelsius())
                && (band.bandMaxCelsius() == null || range.maxCelsius() <= band.bandMaxCelsius());
    }

    /** Litres by node and class. */
    private Map<String, Long> taken() {
        Map<String, String> product = new HashMap<>();
        for (Lot lot : file.lots()) {
            product.put(lot.id(), lot.product());
        }
        Map<String, String> node = new HashMap<>();
        file.units().forEach(unit -> node.put(unit.id(), unit.node()));
        var taken = new HashMap<String, Long>();
        for (HandlingUnit goods : file.handlingUnits()) {
            String unit = where.get(goods.id());
            String of = product.get(goods.lot());
            ProductRoom room = of == null ? null : file.decisions().rooms().get(of);
            String range = unit == null ? null : file.decisions().unitClasses().get(unit);
            if (range != null && room != null && room.per().equals(goods.quantityUnit())) {
                long litres = goods.quantity()
                        .multiply(room.litres())
                        .setScale(0, RoundingMode.CEILING)
                        .longValue();
                taken.merge(node.get(unit) + '|' + range, litres, Long::sum);
            }
        }
        return taken;
    }
}
