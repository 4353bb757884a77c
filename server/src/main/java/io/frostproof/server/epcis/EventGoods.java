package io.frostproof.server.epcis;

import io.frostproof.server.epcis.EpcisEvent.Amount;
import io.frostproof.server.epcis.Known.Goods;
import io.frostproof.server.epcis.Meaning.NewLot;
import io.frostproof.server.epcis.Meaning.Reason;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The goods that an event names: what they are called here, how much of them, of which lot. Belongs to one thread. */
final class EventGoods {

    private final EpcisEvent event;
    private final Known known;
    private final Map<String, String> units = new TreeMap<>();
    private final Map<String, NewLot> newLots = new TreeMap<>();

    EventGoods(EpcisEvent event, Known known) {
        this.event = event;
        this.known = known;
    }

    interface Taker {
        void take(Identity identity, @Nullable Amount amount);
    }

    /** Each of the goods once: an instance, or some of a class. */
    void each(Taker taker) {
        new LinkedHashSet<>(event.things()).forEach(identity -> taker.take(identity, null));
        event.amounts().forEach(amount -> taker.take(amount.of(), amount));
    }

    /** What is counted in what, of those that begin with the event. */
    Map<String, String> units() {
        return units;
    }

    /** Lots that begin with the event. */
    List<NewLot> newLots() {
        return List.copyOf(newLots.values());
    }

    /** Goods of a name begin, unless they are there. */
    void countedIn(String name, @Nullable Amount amount) {
        if (known.goods(name).isEmpty()) {
            units.put(name, Quantities.word(amount == null ? null : amount.uom()));
        }
    }

    String name(Identity identity) {
        return known.declaredHandlingUnit(identity)
                .or(() -> Names.of(identity))
                .orElseThrow(() -> new Holding(
                        Reason.UNKNOWN_GOODS,
                        "no handling unit has the identifier " + identity.canonical(),
                        List.of(identity.canonical())));
    }

    String needKnown(Identity identity) {
        String name = name(identity);
        if (known.goods(name).isEmpty() && !known.isContainer(name)) {
            throw unknownGoods(identity, name);
        }
        return name;
    }

    static Holding unknownGoods(Identity identity, String name) {
        return new Holding(
                Reason.UNKNOWN_GOODS,
                "nothing is known of " + identity.canonical() + ", here '" + name + "'",
                List.of(identity.canonical(), name));
    }

    Holding unknownLot(Identity identity) {
        return new Holding(
                Reason.UNKNOWN_LOT,
                "the lot of " + identity.canonical() + " is not known"
                        + (event.lotNumber() == null ? "" : ": no lot is '" + event.lotNumber() + "'"),
                Stream.concat(
                                Stream.of(identity.canonical()),
                                lotIds(identity)
                                        .map(id -> Identity.own("lot", id).canonical()))
                        .toList());
    }

    /** What the lot may be called when it is there. */
    private Stream<String> lotIds(Identity identity) {
        String number = lotNumber(identity);
        if (number == null) {
            return Stream.empty();
        }
        return isOfItem(identity) ? Lots.ids(Identities.lgtin(identity.number(), number)).stream() : Stream.of(number);
    }

    private @Nullable String lotNumber(Identity identity) {
        return identity.lot() != null ? identity.lot() : event.lotNumber();
    }

    private static boolean isOfItem(Identity identity) {
        return identity.kind() == Identity.Kind.SGTIN || identity.kind() == Identity.Kind.LGTIN;
    }

    @Nullable
    String lot(Identity identity) {
        String number = lotNumber(identity);
        if (isOfItem(identity)) {
            return number == null
                    ? null
                    : known.lot(Identities.lgtin(identity.number(), number)).orElse(null);
        }
        return known.lot(identity)
                .or(() -> number == null ? Optional.empty() : known.lotNumbered(number))
                .orElse(null);
    }

    /** The lot of goods that begin with the event. One that is not known begins as well, if the event's master data tell its number, and the product has the GTIN. */
    @Nullable
    String lotOrNew(Identity identity) {
        String lot = lot(identity);
        String number = event.lotNumber();
        if (lot != null || number == null || !isOfItem(identity) || !number.equals(lotNumber(identity))) {
            return lot;
        }
        NewLot made = known.newLot(Identities.lgtin(identity.number(), number))
                .map(name -> new NewLot(name.id(), name.product(), event.expiry()))
                .orElse(null);
        if (made == null) {
            return null;
        }
        newLots.put(made.id(), made);
        return made.id();
    }

    static @Nullable BigDecimal quantity(Identity identity, @Nullable Amount amount) {
        if (amount != null) {
            return amount.quantity();
        }
        return identity.kind() == Identity.Kind.SGTIN ? BigDecimal.ONE : null;
    }

    BigDecimal inUnitOf(String name, Amount amount, BigDecimal quantity) {
        Goods goods = known.goods(name).orElse(null);
        if (goods == null) {
            return quantity;
        }
        return Quantities.converted(quantity, amount.uom(), goods.quantityUnit())
                .orElseThrow(() -> new Holding(
                        Reason.QUANTITY,
                        quantity.toPlainString() + " " + Quantities.word(amount.uom()) + " of " + name
                                + ", which is counted in " + goods.quantityUnit(),
                        List.of(name)));
    }
}
