package io.frostproof.server.epcis;

import io.frostproof.server.epcis.Known.Place;
import io.frostproof.server.epcis.Meaning.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where an event was. Belongs to one thread. */
final class EventPlaces {

    private final EpcisEvent event;
    private final Known known;

    EventPlaces(EpcisEvent event, Known known) {
        this.event = event;
        this.known = known;
    }

    /** Where it is after the event. */
    String need() {
        Identity where = event.bizLocation() != null ? event.bizLocation() : event.readPoint();
        if (where == null) {
            throw new Holding(Reason.UNKNOWN_PLACE, "it names no place", List.of());
        }
        Place place = known.place(where).orElse(null);
        if (place == null) {
            throw new Holding(
                    Reason.UNKNOWN_PLACE,
                    "no unit or node of the network has the identifier " + where.canonical(),
                    List.of(where.canonical()));
        }
        return unit(place, where);
    }

    static String unit(Place place, @Nullable Identity where) {
        if (place.unit() == null) {
            throw new Holding(
                    Reason.UNKNOWN_PLACE,
                    place.name() + " is a node with several units; a unit expected",
                    where == null ? List.of() : List.of(where.canonical()));
        }
        return place.unit();
    }

    /** Where an aggregation was, as far as that is one of our units: what is packed counts wherever it was. */
    @Nullable
    Place ifOurs() {
        Identity where = event.bizLocation() != null ? event.bizLocation() : event.readPoint();
        return where == null ? null : known.place(where).orElse(null);
    }
}
