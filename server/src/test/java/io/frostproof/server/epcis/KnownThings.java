package io.frostproof.server.epcis;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A small world for tests. */
final class KnownThings implements Known {

    final Map<String, String> declared = new HashMap<>();
    final Map<String, Place> places = new HashMap<>();
    final Map<String, String> lots = new HashMap<>();
    /** By GTIN. */
    final Map<String, String> products = new HashMap<>();

    final Map<String, Goods> goods = new HashMap<>();
    final Set<String> containers = new HashSet<>();
    final Map<String, List<String>> contents = new HashMap<>();
    final Map<String, List<Channel>> channels = new HashMap<>();

    KnownThings goods(String name, @Nullable String left) {
        goods.put(name, new Goods("L1", left == null ? null : new BigDecimal(left), "kg"));
        return this;
    }

    KnownThings unit(String id) {
        places.put("urn:frostproof:unit:" + id, new Place(id, id));
        return this;
    }

    @Override
    public Optional<String> declaredHandlingUnit(Identity identity) {
        return Optional.ofNullable(declared.get(identity.canonical()));
    }

    @Override
    public Optional<Place> place(Identity identity) {
        return Optional.ofNullable(places.get(identity.canonical()));
    }

    @Override
    public Optional<String> lot(Identity identity) {
        return Optional.ofNullable(lots.get(identity.canonical()));
    }

    @Override
    public Optional<String> lotNumbered(String lotNumber) {
        return lots.containsValue(lotNumber) ? Optional.of(lotNumber) : Optional.empty();
    }

    @Override
    public Optional<LotName> newLot(Identity lgtin) {
        return Optional.ofNullable(products.get(lgtin.number()))
                .flatMap(product -> Lots.ids(lgtin).stream()
                        .filter(id -> !lots.containsValue(id))
                        .findFirst()
                        .map(id -> new LotName(id, product)));
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
        return contents.getOrDefault(container, List.of());
    }

    @Override
    public @Nullable List<Channel> channels(Identity device, String quantity) {
        return channels.get(device.canonical() + " " + quantity);
    }
}
