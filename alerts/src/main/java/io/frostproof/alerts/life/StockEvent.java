package io.frostproof.alerts.life;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a handling unit. A fact as it was told: it is never changed, and it may come late or twice. What has the same
 * {@code id} is the same event.
 *
 * <p>Times are microseconds since 1970, UTC. Quantities are in the unit of quantity of the handling unit, above 0. A place is the id of a unit
 * (a locker, a dock zone, a vehicle).
 */
public sealed interface StockEvent {

    /** What tells it from every other event; told again under the same id it is the same event. */
    String id();

    /** When it happened. */
    long timeMicros();

    /** The handling unit that it happened to. */
    String handlingUnit();

    /** It comes into the network, for the first time or again. */
    record Received(String id, long timeMicros, String handlingUnit, String lot, BigDecimal quantity, String place)
            implements StockEvent {
        public Received {
            positive(id, quantity);
        }
    }

    /** All of it goes to another place. */
    record Moved(String id, long timeMicros, String handlingUnit, String place) implements StockEvent {}

    /** A part of it becomes a handling unit of its own, at the same place. A pick, or a move of a part, is this and a {@link Moved}. */
    record Split(String id, long timeMicros, String handlingUnit, String part, BigDecimal quantity)
            implements StockEvent {
        public Split {
            positive(id, quantity);
            distinct(id, handlingUnit, part);
        }
    }

    /** All of {@code from} becomes a part of it, at its place. */
    record Merged(String id, long timeMicros, String handlingUnit, String from) implements StockEvent {
        public Merged {
            distinct(id, handlingUnit, from);
        }
    }

    /**
     * It, or a part of it, is no longer in the network.
     *
     * @param quantity null: all that is left
     */
    record Removed(
            String id,
            long timeMicros,
            String handlingUnit,
            @Nullable BigDecimal quantity,
            Reason reason) implements StockEvent {
        public Removed {
            if (quantity != null) {
                positive(id, quantity);
            }
        }
    }

    /** Why stock is no longer in the network. */
    enum Reason {
        SHIPPED,
        CONSUMED,
        RETURNED,
        DISPOSED
    }

    private static void positive(String id, BigDecimal quantity) {
        if (quantity.signum() <= 0) {
            throw new IllegalArgumentException("stock event " + id + ": quantity must be above 0, was " + quantity);
        }
    }

    private static void distinct(String id, String one, String other) {
        if (one.equals(other)) {
            throw new IllegalArgumentException(
                    "stock event " + id + ": two different handling units expected, was twice " + one);
        }
    }
}
