package io.frostproof.alerts.life;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A handling unit while its events are gone through in the order of time. */
final class Carrier {

    private final String handlingUnit;
    private final List<Contradiction> contradictions = new ArrayList<>();
    private final List<Departure> departures = new ArrayList<>();
    /** In the order in which they came, each past once. */
    private Set<Strand> strands = new LinkedHashSet<>();

    private @Nullable String lot;
    /** Null while nobody knows how much it is. */
    private @Nullable BigDecimal quantity = BigDecimal.ZERO;

    private @Nullable Long endedMicros;
    private @Nullable Carrier container;
    /** What is in it, in the order in which it was packed. */
    private final Set<Carrier> contents = new LinkedHashSet<>();

    Carrier(String handlingUnit) {
        this.handlingUnit = handlingUnit;
    }

    @Nullable
    String lot() {
        return lot;
    }

    boolean isEmpty() {
        return quantity != null && quantity.signum() == 0;
    }

    Set<Strand> strands() {
        return strands;
    }

    boolean isHere() {
        return !strands.isEmpty() && endedMicros == null;
    }

    boolean wasHere() {
        return endedMicros != null;
    }

    /** Where it is now; null when it is not here, or nobody told. */
    @Nullable
    String place() {
        return isHere() ? strands.iterator().next().sojourns().getLast().place() : null;
    }

    void object(StockEvent event, Contradiction.Kind kind) {
        contradictions.add(new Contradiction(event.id(), kind));
    }

    /** How much it is, nobody told. */
    void quantityUnknown() {
        quantity = null;
    }

    /** It comes into the network, with what is in it; where it was meanwhile, if it was here before, is unknown. */
    void arrive(@Nullable String place, long timeMicros) {
        Long since = endedMicros;
        endedMicros = null;
        if (strands.isEmpty()) {
            strands.add(new Strand(List.of(new Sojourn(handlingUnit, place, timeMicros, null))));
        } else {
            if (since != null && since < timeMicros) {
                goTo(null, since);
            }
            goTo(place, timeMicros);
        }
        for (Carrier content : contents) {
            content.arrive(place, timeMicros);
            content.quantityUnknown();
        }
    }

    /**
     * Goods with pasts become (a part of) it. Pasts in the same places at the same times are one, whatever the goods were called; and of more than
     * {@link Strand#MOST} nobody knows any more which was which: where those goods were before is unknown.
     */
    void take(Set<Strand> pasts, StockEvent event, @Nullable String place) {
        add(pasts, place, event.timeMicros());
        if (strands.size() > Strand.MOST) {
            object(event, Contradiction.Kind.TOO_MANY_PASTS);
            long from = strands.stream().mapToLong(Strand::fromMicros).min().orElseThrow();
            var here = new Sojourn(handlingUnit, place, event.timeMicros(), null);
            strands = new LinkedHashSet<>();
            strands.add(
                    from < event.timeMicros()
                            ? new Strand(List.of(new Sojourn(handlingUnit, null, from, event.timeMicros()), here))
                            : new Strand(List.of(here)));
        }
    }

    private void add(Set<Strand> pasts, @Nullable String place, long timeMicros) {
        var ways = new HashSet<List<Strand.Stop>>();
        strands.forEach(strand -> ways.add(strand.way()));
        for (Strand past : pasts) {
            Strand longer = past.then(new Sojourn(handlingUnit, place, timeMicros, null));
            if (ways.add(longer.way())) {
                strands.add(longer);
            }
        }
    }

    /** It goes to another place, with what is in it. */
    void move(@Nullable String place, long timeMicros) {
        goTo(place, timeMicros);
        contents.forEach(content -> content.move(place, timeMicros));
    }

    private void goTo(@Nullable String place, long timeMicros) {
        Set<Strand> pasts = strands;
        strands = new LinkedHashSet<>();
        pasts.forEach(past -> strands.add(past.then(new Sojourn(handlingUnit, place, timeMicros, null))));
    }

    /** It leaves the network, with what is in it. */
    void leave(StockEvent event) {
        departures.add(new Departure(event.id(), event.timeMicros()));
        close(event.timeMicros());
        contents.forEach(content -> content.leave(event));
    }

    /** A part of it leaves the network. */
    void leave(BigDecimal part, StockEvent event) {
        departures.add(new Departure(event.id(), event.timeMicros()));
        remove(part, event);
    }

    /** Nothing of it is here any more; what was in it stays where it is. */
    void end(long timeMicros) {
        close(timeMicros);
        List.copyOf(contents).forEach(Carrier::takeOut);
    }

    private void close(long timeMicros) {
        var ended = new LinkedHashSet<Strand>();
        for (Strand strand : strands) {
            Strand closed = strand.endedAt(timeMicros);
            if (closed != null) {
                ended.add(closed);
            }
        }
        strands = ended;
        quantity = BigDecimal.ZERO;
        endedMicros = timeMicros;
    }

    /** It is in a container from now on, where that is. */
    void putInto(Carrier other, long timeMicros) {
        container = other;
        other.contents.add(this);
        move(other.place(), timeMicros);
    }

    /** Takes it out of its container; answers whether it was in one. */
    boolean takeOut() {
        if (container == null) {
            return false;
        }
        container.contents.remove(this);
        container = null;
        return true;
    }

    /** Whether it is {@code other}, or somewhere in it. */
    boolean isIn(Carrier other) {
        for (Carrier each = this; each != null; each = each.container) {
            if (each == other) {
                return true;
            }
        }
        return false;
    }

    void lot(@Nullable String known) {
        lot = lot == null ? known : lot;
    }

    void add(@Nullable BigDecimal more) {
        quantity = quantity == null || more == null ? null : quantity.add(more);
    }

    /**
     * Takes a quantity away.
     *
     * @return what was taken: no more than there was, where that is known
     */
    @Nullable
    BigDecimal remove(BigDecimal less, StockEvent event) {
        if (quantity == null) {
            return less;
        }
        if (less.compareTo(quantity) > 0) {
            object(event, Contradiction.Kind.MORE_THAN_THERE_IS);
            return removeAll();
        }
        quantity = quantity.subtract(less);
        return less;
    }

    @Nullable
    BigDecimal removeAll() {
        BigDecimal all = quantity;
        quantity = BigDecimal.ZERO;
        return all;
    }

    Life life() {
        return new Life(
                handlingUnit,
                lot,
                quantity,
                endedMicros,
                List.copyOf(strands),
                container == null ? null : container.handlingUnit,
                departures,
                contradictions);
    }
}
