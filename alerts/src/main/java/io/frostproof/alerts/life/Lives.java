package io.frostproof.alerts.life;

import io.frostproof.alerts.life.Contradiction.Kind;
import io.frostproof.alerts.life.StockEvent.Merged;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Packed;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Removed;
import io.frostproof.alerts.life.StockEvent.Split;
import io.frostproof.alerts.life.StockEvent.Transformed;
import io.frostproof.alerts.life.StockEvent.Unpacked;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Works out the lives of handling units: a function of the set of their events. In which order they came, and how often, makes no difference. Of
 * events at one instant, receipts come first, then what is unpacked, splits, merges, transformations, what is packed, moves and removals, so that "ten are picked, packed and brought
 * to the dock at 10:00" is what it says; several of a kind go by their ids.
 */
public final class Lives {

    private static final Comparator<StockEvent> ORDER = Comparator.comparingLong(StockEvent::timeMicros)
            .thenComparingInt(Lives::rank)
            .thenComparing(StockEvent::id);

    private final Map<String, Carrier> carriers = new TreeMap<>();
    private final Map<String, Declared> declared;

    private Lives(Map<String, Declared> declared) {
        this.declared = declared;
    }

    /**
     * The lives of all handling units that the events name.
     *
     * @param events in any order; all events of everything that they name, as pasts are handed on by splits and merges
     * @return by handling unit
     * @throws IllegalArgumentException two different events have the same id
     */
    public static Map<String, Life> of(Collection<? extends StockEvent> events) {
        return of(events, Map.of());
    }

    /**
     * As {@link #of(Collection)}, of handling units of which some came in without a receipt.
     *
     * @param declared by handling unit; of no effect for one that an event makes
     */
    public static Map<String, Life> of(Collection<? extends StockEvent> events, Map<String, Declared> declared) {
        var without = new TreeMap<>(declared);
        for (StockEvent event : events) {
            StockEvents.made(event).forEach(without::remove);
        }
        var lives = new Lives(without);
        for (StockEvent event : inOrder(events)) {
            lives.take(event);
        }
        var out = new TreeMap<String, Life>();
        lives.carriers.forEach((handlingUnit, carrier) -> out.put(handlingUnit, carrier.life()));
        return out;
    }

    private static List<StockEvent> inOrder(Collection<? extends StockEvent> events) {
        var byId = new TreeMap<String, StockEvent>();
        for (StockEvent event : events) {
            StockEvent other = byId.putIfAbsent(event.id(), event);
            if (other != null && !other.equals(event)) {
                throw new IllegalArgumentException(
                        "stock event id " + event.id() + " names two: " + other + " and " + event);
            }
        }
        return byId.values().stream().sorted(ORDER).toList();
    }

    private static int rank(StockEvent event) {
        return switch (event) {
            case Received received -> 0;
            case Unpacked unpacked -> 1;
            case Split split -> 2;
            case Merged merged -> 3;
            case Transformed transformed -> 4;
            case Packed packed -> 5;
            case Moved moved -> 6;
            case Removed removed -> 7;
        };
    }

    private void take(StockEvent event) {
        switch (event) {
            case Received received -> receive(received);
            case Moved moved -> move(moved);
            case Split split -> split(split);
            case Merged merged -> merge(merged);
            case Transformed transformed -> transform(transformed);
            case Packed packed -> pack(packed);
            case Unpacked unpacked -> unpack(unpacked);
            case Removed removed -> remove(removed);
        }
    }

    private void receive(Received event) {
        Carrier carrier = carrier(event.handlingUnit());
        if (carrier.lot() != null && !carrier.lot().equals(event.lot())) {
            carrier.object(event, Kind.ANOTHER_LOT);
        }
        carrier.lot(event.lot());
        if (carrier.isHere()) {
            carrier.object(event, Kind.RECEIVED_TWICE);
            takeOut(carrier, event);
            carrier.move(event.place(), event.timeMicros());
        } else {
            carrier.arrive(event.place(), event.timeMicros());
            carrier.add(event.quantity());
        }
    }

    private void move(Moved event) {
        Carrier carrier = here(event, event.handlingUnit(), event.place());
        takeOut(carrier, event);
        carrier.move(event.place(), event.timeMicros());
    }

    private void split(Split event) {
        Carrier whole = here(event, event.handlingUnit(), null);
        Carrier part = carrier(event.part());
        String place = whole.place();
        if (part.isHere()) {
            part.object(event, Kind.PART_EXISTS);
            place = part.place();
        } else if (part.wasHere()) {
            // A number that is used again: the goods before are gone, these have the past of their whole.
            part.arrive(place, event.timeMicros());
        }
        mix(event, part, whole);
        part.take(new LinkedHashSet<>(whole.strands()), event, place);
        part.add(whole.remove(event.quantity(), event));
        endIfEmpty(whole, event);
    }

    private void merge(Merged event) {
        Carrier from = here(event, event.from(), null);
        Carrier into = here(event, event.handlingUnit(), from.place());
        takeOut(from, event);
        elsewhere(event, into, from);
        mix(event, into, from);
        into.take(from.strands(), event, into.place());
        into.add(from.removeAll());
        from.end(event.timeMicros());
    }

    private void transform(Transformed event) {
        List<Carrier> inputs = event.inputs().stream()
                .distinct()
                .map(input -> here(event, input, null))
                .toList();
        String place = inputs.getFirst().place();
        for (Carrier input : inputs) {
            takeOut(input, event);
            elsewhere(event, inputs.getFirst(), input);
        }
        for (StockEvent.Output output : event.outputs()) {
            Carrier made = carrier(output.handlingUnit());
            if (made.isHere()) {
                made.object(event, Kind.PART_EXISTS);
            } else if (made.wasHere()) {
                made.arrive(place, event.timeMicros());
            }
            made.lot(output.lot());
            String where = made.isHere() ? made.place() : place;
            for (Carrier input : inputs) {
                made.take(new LinkedHashSet<>(input.strands()), event, where);
            }
            made.add(output.quantity());
        }
        inputs.forEach(input -> input.end(event.timeMicros()));
    }

    private void pack(Packed event) {
        Carrier content = here(event, event.handlingUnit(), null);
        Carrier container = carrier(event.container());
        if (container.isIn(content)) {
            content.object(event, Kind.PACKED_IN_ITSELF);
            return;
        }
        if (!container.isHere()) {
            container.arrive(content.place(), event.timeMicros());
            container.quantityUnknown();
        }
        takeOut(content, event);
        elsewhere(event, container, content);
        content.putInto(container, event.timeMicros());
    }

    private void unpack(Unpacked event) {
        Carrier content = here(event, event.handlingUnit(), null);
        if (!content.takeOut()) {
            content.object(event, Kind.NOT_PACKED);
        }
    }

    private void remove(Removed event) {
        Carrier carrier = here(event, event.handlingUnit(), null);
        BigDecimal quantity = event.quantity();
        if (quantity == null) {
            takeOut(carrier, event);
            carrier.leave(event);
            return;
        }
        carrier.leave(quantity, event);
        endIfEmpty(carrier, event);
    }

    private static void takeOut(Carrier carrier, StockEvent event) {
        if (carrier.takeOut()) {
            carrier.object(event, Kind.STILL_PACKED);
        }
    }

    private static void elsewhere(StockEvent event, Carrier into, Carrier from) {
        String place = into.place();
        if (place != null && from.place() != null && !place.equals(from.place())) {
            into.object(event, Kind.ANOTHER_PLACE);
        }
    }

    private static void endIfEmpty(Carrier carrier, StockEvent event) {
        if (carrier.isEmpty()) {
            carrier.takeOut();
            carrier.end(event.timeMicros());
        }
    }

    private static void mix(StockEvent event, Carrier into, Carrier from) {
        if (into.lot() != null && from.lot() != null && !into.lot().equals(from.lot())) {
            into.object(event, Kind.LOTS_MIXED);
        }
        into.lot(from.lot());
    }

    /** The one of this name, which is in the network from now on if it was not. */
    private Carrier here(StockEvent event, String handlingUnit, @Nullable String place) {
        Carrier carrier = carrier(handlingUnit);
        if (carrier.isHere()) {
            return carrier;
        }
        Declared known = carrier.wasHere() ? null : declared.get(handlingUnit);
        if (known != null) {
            carrier.arrive(place, event.timeMicros());
            carrier.lot(known.lot());
            carrier.add(known.quantity());
            return carrier;
        }
        carrier.object(event, carrier.wasHere() ? Kind.GONE_ALREADY : Kind.NO_RECEIPT);
        carrier.arrive(place, event.timeMicros());
        carrier.quantityUnknown();
        return carrier;
    }

    private Carrier carrier(String handlingUnit) {
        return carriers.computeIfAbsent(handlingUnit, Carrier::new);
    }
}
