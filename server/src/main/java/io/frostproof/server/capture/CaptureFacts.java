package io.frostproof.server.capture;

import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvent.Merged;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Output;
import io.frostproof.alerts.life.StockEvent.Packed;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Removed;
import io.frostproof.alerts.life.StockEvent.Split;
import io.frostproof.alerts.life.StockEvent.Transformed;
import io.frostproof.alerts.life.StockEvent.Unpacked;
import io.frostproof.server.epcis.Identities;
import io.frostproof.server.epcis.Identity;
import io.frostproof.server.epcis.Known;
import io.frostproof.server.epcis.Lots;
import io.frostproof.server.epcis.Meaning;
import io.frostproof.server.epcis.Quantities;
import io.frostproof.store.EpcisLog;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known for one batch, and what the batch itself adds while it is gone through. Belongs to one thread. */
final class CaptureFacts implements Known {

    private static final String LOT = Identity.own("lot", "").canonical();

    private final EpcisLog.Facts facts;
    private final Map<String, Goods> goods = new HashMap<>();
    /** Of lots. */
    private final Map<String, String> products;

    private final Set<String> containers;
    private final Map<String, Set<String>> contents = new HashMap<>();

    CaptureFacts(EpcisLog.Facts facts) {
        this.facts = facts;
        facts.goods().forEach((name, each) -> goods.put(name, new Goods(each.lot(), each.left(), each.quantityUnit())));
        products = new HashMap<>(facts.products());
        containers = new HashSet<>(facts.containers());
        facts.contents().forEach((container, inside) -> contents.put(container, new LinkedHashSet<>(inside)));
    }

    /** Whether there are goods, a container or a lot of a name that an event misses. */
    boolean knows(String missing) {
        return missing.startsWith(LOT)
                ? products.containsKey(missing.substring(LOT.length()))
                : goods.containsKey(missing) || containers.contains(missing);
    }

    /** The node of a device that {@link #channels} has told of. */
    String nodeOf(String device) {
        return facts.deviceNodes().getOrDefault(device, "");
    }

    /** Takes in what an event of the batch has changed. */
    void learn(Meaning.Counts counts) {
        counts.newLots().forEach(lot -> products.put(lot.id(), lot.product()));
        for (StockEvent event : counts.stock()) {
            switch (event) {
                case Received received -> {
                    Goods before = goods.get(received.handlingUnit());
                    String unit = before == null
                            ? counts.quantityUnits().getOrDefault(received.handlingUnit(), Quantities.PIECES)
                            : before.quantityUnit();
                    boolean here = before != null
                            && before.left() != null
                            && before.left().signum() > 0;
                    if (!here) {
                        goods.put(received.handlingUnit(), new Goods(received.lot(), received.quantity(), unit));
                    }
                }
                case Split split -> {
                    Goods whole = goods.get(split.handlingUnit());
                    if (whole != null) {
                        goods.put(split.part(), new Goods(whole.lot(), split.quantity(), whole.quantityUnit()));
                        goods.put(split.handlingUnit(), without(whole, split.quantity()));
                    }
                }
                case Removed removed -> {
                    Goods whole = goods.get(removed.handlingUnit());
                    if (whole != null) {
                        goods.put(
                                removed.handlingUnit(),
                                removed.quantity() == null
                                        ? new Goods(whole.lot(), BigDecimal.ZERO, whole.quantityUnit())
                                        : without(whole, removed.quantity()));
                    }
                }
                case Transformed transformed -> {
                    transformed
                            .inputs()
                            .forEach(input -> goods.computeIfPresent(
                                    input,
                                    (name, each) -> new Goods(each.lot(), BigDecimal.ZERO, each.quantityUnit())));
                    for (Output output : transformed.outputs()) {
                        goods.put(
                                output.handlingUnit(),
                                new Goods(
                                        output.lot(),
                                        output.quantity(),
                                        counts.quantityUnits().getOrDefault(output.handlingUnit(), Quantities.PIECES)));
                    }
                }
                case Packed packed -> {
                    containers.add(packed.container());
                    contents.computeIfAbsent(packed.container(), container -> new LinkedHashSet<>())
                            .add(packed.handlingUnit());
                }
                case Moved moved -> {}
                case Merged merged -> {}
                case Unpacked unpacked -> contents.values().forEach(each -> each.remove(unpacked.handlingUnit()));
            }
        }
    }

    private static Goods without(Goods whole, BigDecimal quantity) {
        BigDecimal left = whole.left();
        return new Goods(
                whole.lot(), left == null ? null : left.subtract(quantity).max(BigDecimal.ZERO), whole.quantityUnit());
    }

    private Optional<String> thing(Identity identity, String kind) {
        EpcisLog.Thing thing = facts.things().get(identity.canonical());
        return thing == null || !thing.kind().equals(kind) ? Optional.empty() : Optional.of(thing.id());
    }

    @Override
    public Optional<String> declaredHandlingUnit(Identity identity) {
        return thing(identity, "handling_unit");
    }

    @Override
    public Optional<Place> place(Identity identity) {
        return thing(identity, "unit")
                .map(unit -> new Place(unit, unit))
                .or(() -> thing(identity, "node")
                        .map(node -> new Place(node, facts.soleUnits().get(node))));
    }

    @Override
    public Optional<String> lot(Identity identity) {
        Optional<String> declared = thing(identity, "lot");
        if (declared.isPresent() || identity.kind() != Identity.Kind.LGTIN || identity.lot() == null) {
            return declared;
        }
        return Lots.ids(identity).stream()
                .filter(id -> isOf(products.get(id), identity))
                .findFirst();
    }

    private boolean isOf(@Nullable String product, Identity lgtin) {
        return product != null && thing(Identities.itemOf(lgtin), "product").equals(Optional.of(product));
    }

    @Override
    public Optional<LotName> newLot(Identity lgtin) {
        return thing(Identities.itemOf(lgtin), "product")
                .flatMap(product -> Lots.ids(lgtin).stream()
                        .filter(id -> !products.containsKey(id))
                        .findFirst()
                        .map(id -> new LotName(id, product)));
    }

    @Override
    public Optional<String> lotNumbered(String lotNumber) {
        return products.containsKey(lotNumber) ? Optional.of(lotNumber) : Optional.empty();
    }

    @Override
    public Optional<Goods> goods(String handlingUnit) {
        return Optional.ofNullable(goods.get(handlingUnit));
    }

    @Override
    public boolean isContainer(String name) {
        return containers.contains(name);
    }

    @Override
    public List<String> contents(String container) {
        return List.copyOf(contents.getOrDefault(container, Set.of()));
    }

    @Override
    public @Nullable List<Channel> channels(Identity device, String quantity) {
        return thing(device, "device")
                .map(id -> facts.channels().getOrDefault(id, List.of()).stream()
                        .filter(channel -> channel.quantity().equals(quantity))
                        .map(channel -> new Channel(channel.device(), channel.name(), channel.unit()))
                        .toList())
                .orElse(null);
    }
}
