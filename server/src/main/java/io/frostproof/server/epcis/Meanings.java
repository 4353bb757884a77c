package io.frostproof.server.epcis;

import io.frostproof.alerts.life.StockEvent;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Output;
import io.frostproof.alerts.life.StockEvent.Packed;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Removed;
import io.frostproof.alerts.life.StockEvent.Split;
import io.frostproof.alerts.life.StockEvent.Transformed;
import io.frostproof.alerts.life.StockEvent.Unpacked;
import io.frostproof.server.epcis.EpcisEvent.Amount;
import io.frostproof.server.epcis.Known.Goods;
import io.frostproof.server.epcis.Known.Place;
import io.frostproof.server.epcis.Meaning.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one event means for stock and readings; the table is in docs/epcis.md. Belongs to one thread. */
public final class Meanings {

    private final EpcisEvent event;
    private final Known known;
    private final List<StockEvent> stock = new ArrayList<>();
    private final EventGoods its;
    private final EventPlaces places;

    private Meanings(EpcisEvent event, Known known) {
        this.event = event;
        this.known = known;
        its = new EventGoods(event, known);
        places = new EventPlaces(event, known);
    }

    /** What an event means. The same event and the same knowledge mean the same. */
    public static Meaning of(EpcisEvent event, Known known) {
        if (event.error() != null) {
            return new Meaning.Kept("declares an event wrong");
        }
        try {
            return new Meanings(event, known).meaning();
        } catch (Holding e) {
            return e.held();
        }
    }

    private Meaning meaning() {
        String kept = switch (event.type()) {
            case OBJECT, TRANSACTION -> object();
            case AGGREGATION -> aggregation();
            case TRANSFORMATION -> transformation();
            case ASSOCIATION -> "an association of things that stay together";
        };
        var sensed = Sensing.of(event, known);
        if (stock.isEmpty() && sensed.measured().isEmpty()) {
            if (!sensed.unknown().isEmpty()) {
                throw new Holding(
                        Reason.UNKNOWN_DEVICE,
                        "no device of the network has the identifier "
                                + sensed.unknown().getFirst(),
                        sensed.unknown());
            }
            return new Meaning.Kept(sensed.notes().isEmpty() ? kept : String.join("; ", sensed.notes()));
        }
        return new Meaning.Counts(stock, its.units(), its.newLots(), sensed.measured(), sensed.notes());
    }

    /** Answers why nothing became of it, for the case that nothing did. */
    private String object() {
        if (event.things().isEmpty() && event.amounts().isEmpty()) {
            return "it names no goods";
        }
        boolean told = event.type() == EventType.OBJECT;
        if (told && event.action() == Action.DELETE) {
            remove(Steps.reason(event));
            return "";
        }
        if (told && event.action() == Action.ADD) {
            String place = places.need();
            its.each((identity, amount) -> enter(identity, amount, place));
            return "it begins containers only";
        }
        if (Steps.leaves(event)) {
            return leave();
        }
        if (Steps.ends(event)) {
            remove(Steps.reason(event));
            return "";
        }
        if (event.bizLocation() == null && event.readPoint() == null) {
            return "it names no place";
        }
        String place = places.need();
        boolean enters = Steps.enters(event);
        its.each((identity, amount) -> observe(identity, amount, place, enters));
        return "";
    }

    /** Goods go: to a place of ours if it says so, else out of the network. */
    private String leave() {
        Identity location = event.bizLocation();
        Place to = location == null ? null : known.place(location).orElse(null);
        if (to != null) {
            String place = EventPlaces.unit(to, location);
            its.each((identity, amount) -> observe(identity, amount, place, false));
            return "";
        }
        if (event.destinations().stream().anyMatch(known::isOurs)) {
            return "on its way to another place of the network; it is where it was until it is received";
        }
        remove(Steps.reason(event));
        return "";
    }

    private void remove(StockEvent.Reason reason) {
        its.each((identity, amount) -> {
            String name = its.needKnown(identity);
            BigDecimal quantity = amount == null ? null : amount.quantity();
            if (quantity != null && amount != null) {
                quantity = its.inUnitOf(name, amount, quantity);
            }
            stock.add(new Removed(id(), event.timeMicros(), name, quantity, reason));
        });
    }

    /** Goods come into the network. */
    private void enter(Identity identity, @Nullable Amount amount, String place) {
        String name = its.name(identity);
        BigDecimal quantity = EventGoods.quantity(identity, amount);
        String lot = quantity == null ? its.lot(identity) : its.lotOrNew(identity);
        if (quantity != null && lot != null) {
            if (amount != null) {
                quantity = its.inUnitOf(name, amount, quantity);
            }
            its.countedIn(name, amount);
            stock.add(new Received(id(), event.timeMicros(), name, lot, quantity, place));
        } else if (known.goods(name).isPresent()) {
            // Declared with lot and quantity, so that its first event is its receipt.
            stock.add(new Moved(id(), event.timeMicros(), name, place));
        } else if (identity.kind() != Identity.Kind.SSCC || event.lotNumber() != null) {
            throw lot == null
                    ? its.unknownLot(identity)
                    : new Holding(
                            Reason.QUANTITY, "no quantity of " + identity.canonical() + " is told", List.of(name));
        }
    }

    /** Goods are somewhere. */
    private void observe(Identity identity, @Nullable Amount amount, String place, boolean enters) {
        String name = its.name(identity);
        Goods goods = known.goods(name).orElse(null);
        boolean gone = goods != null && goods.left() != null && goods.left().signum() == 0;
        BigDecimal told = EventGoods.quantity(identity, amount);
        String lot = its.lot(identity);
        boolean unheardOf = goods == null && !known.isContainer(name);
        if (enters && (unheardOf || gone) && told != null && lot != null) {
            enter(identity, amount, place);
            return;
        }
        if (unheardOf) {
            throw EventGoods.unknownGoods(identity, name);
        }
        String goes = taken(name, amount);
        stock.add(new Moved(id(), event.timeMicros(), goes, place));
    }

    /** All of some goods, or the part that the event speaks of, which is split off. */
    private String taken(String name, @Nullable Amount amount) {
        Goods goods = known.goods(name).orElse(null);
        if (goods == null || amount == null || amount.quantity() == null) {
            return name;
        }
        BigDecimal quantity = its.inUnitOf(name, amount, amount.quantity());
        if (goods.left() != null
                && (goods.left().compareTo(quantity) == 0 || goods.left().signum() == 0)) {
            return name;
        }
        String part = Names.part(name, event.id(), stock.size());
        stock.add(new Split(id(), event.timeMicros(), name, part, quantity));
        return part;
    }

    private String aggregation() {
        Identity parent = event.parent();
        if (parent == null) {
            return "an aggregation without parent";
        }
        String container = its.name(parent);
        return switch (needAction()) {
            case ADD -> pack(container);
            case DELETE -> unpack(parent, container);
            case OBSERVE -> moveContainer(parent, container);
        };
    }

    private Action needAction() {
        if (event.action() == null) {
            throw new IllegalStateException("an aggregation without action was read");
        }
        return event.action();
    }

    private String pack(String container) {
        its.each((identity, amount) -> {
            its.needKnown(identity);
            String content = taken(its.name(identity), amount);
            stock.add(new Packed(id(), event.timeMicros(), content, container));
        });
        Place place = places.ifOurs();
        if (place != null && place.unit() != null) {
            stock.add(new Moved(id(), event.timeMicros(), container, place.unit()));
        }
        return "it packs nothing";
    }

    private String unpack(Identity parent, String container) {
        var children = new LinkedHashSet<String>();
        its.each((identity, amount) -> children.add(its.needKnown(identity)));
        if (children.isEmpty()) {
            children.addAll(known.contents(container));
        }
        if (children.isEmpty()) {
            throw new Holding(
                    Reason.UNKNOWN_GOODS, "what is in " + parent.canonical() + " is not known", List.of(container));
        }
        children.forEach(child -> stock.add(new Unpacked(id(), event.timeMicros(), child)));
        return "";
    }

    private String moveContainer(Identity parent, String container) {
        Place place = places.ifOurs();
        if (place == null || place.unit() == null) {
            return "it was seen at no place of ours";
        }
        if (!known.isContainer(container) && known.goods(container).isEmpty()) {
            throw EventGoods.unknownGoods(parent, container);
        }
        stock.add(new Moved(id(), event.timeMicros(), container, place.unit()));
        return "";
    }

    private String transformation() {
        boolean takes = !event.things().isEmpty() || !event.amounts().isEmpty();
        boolean makes = !event.outputs().isEmpty() || !event.outputAmounts().isEmpty();
        if (!takes || !makes) {
            return "a transformation that is told in parts";
        }
        var inputs = new LinkedHashSet<String>();
        its.each((identity, amount) -> {
            its.needKnown(identity);
            inputs.add(taken(its.name(identity), amount));
        });
        var outputs = new ArrayList<Output>();
        event.outputs().forEach(identity -> outputs.add(output(identity, null)));
        event.outputAmounts().forEach(amount -> outputs.add(output(amount.of(), amount)));
        if (outputs.stream().anyMatch(output -> inputs.contains(output.handlingUnit()))) {
            throw new Holding(Reason.REFUSED, "an input is an output too; other goods expected", List.of());
        }
        stock.add(new Transformed(id(), event.timeMicros(), List.copyOf(inputs), outputs));
        return "";
    }

    private Output output(Identity identity, @Nullable Amount amount) {
        String lot = its.lotOrNew(identity);
        if (lot == null) {
            throw its.unknownLot(identity);
        }
        BigDecimal quantity = EventGoods.quantity(identity, amount);
        if (quantity == null) {
            throw new Holding(Reason.QUANTITY, "no quantity of " + identity.canonical() + " is told", List.of());
        }
        String name = its.name(identity);
        if (amount != null) {
            quantity = its.inUnitOf(name, amount, quantity);
        }
        its.countedIn(name, amount);
        return new Output(name, lot, quantity);
    }

    private String id() {
        return event.id() + "#" + stock.size();
    }
}
