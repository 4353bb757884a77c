package io.frostproof.server.epcis;

import io.frostproof.alerts.life.StockEvent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an event comes to. */
public sealed interface Meaning {

    /**
     * It tells of stock, or of what was measured.
     *
     * @param stock in the order in which they are told; their ids begin with that of the event
     * @param quantityUnits of the handling units that it makes
     * @param newLots lots that nobody knew
     * @param measured readings of channels that are known
     * @param notes what else it says, which is only kept
     */
    record Counts(
            List<StockEvent> stock,
            Map<String, String> quantityUnits,
            List<NewLot> newLots,
            List<Measured> measured,
            List<String> notes)
            implements Meaning {
        public Counts {
            stock = List.copyOf(stock);
            quantityUnits = Map.copyOf(quantityUnits);
            newLots = List.copyOf(newLots);
            measured = List.copyOf(measured);
            notes = List.copyOf(notes);
        }
    }

    /**
     * A lot that begins with an event.
     *
     * @param expires a date, ISO 8601; null when it is not told
     */
    record NewLot(String id, String product, @Nullable String expires) {}

    /** It is kept, and changes nothing. */
    record Kept(String why) implements Meaning {}

    /**
     * It cannot be understood yet, and waits.
     *
     * @param missing canonical identifiers, or names of handling units, that have to become known; empty when it is about something else
     */
    record Held(Reason reason, String detail, List<String> missing) implements Meaning {
        public Held {
            missing = List.copyOf(missing);
        }
    }

    /** Why an event waits. */
    enum Reason {
        /** A place that is none of the network's units, or a node with more than one. */
        UNKNOWN_PLACE,
        /** Goods of which nothing is known. */
        UNKNOWN_GOODS,
        /** Goods whose lot is not known. */
        UNKNOWN_LOT,
        /** A device of which nothing is known. */
        UNKNOWN_DEVICE,
        /** A quantity that is not told, or in a unit that does not go with the goods'. */
        QUANTITY,
        /** Another event has its id. */
        CONTRADICTING_ID,
        /** It would let quarantined goods leave the network. */
        QUARANTINED,
        /** The log of stock does not take it. */
        REFUSED
    }

    /** A reading. {@code value} is in the unit in which the channel's device sends. */
    record Measured(String device, String channel, long timeMicros, BigDecimal value) {}
}
