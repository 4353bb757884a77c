package io.frostproof.alerts.life;

import java.math.BigDecimal;
import java.util.List;
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

    /** It goes into a container (a pallet, a box), and from now on where that goes. A container may be in another one, and needs no receipt. */
    record Packed(String id, long timeMicros, String handlingUnit, String container) implements StockEvent {
        public Packed {
            distinct(id, handlingUnit, container);
        }
    }

    /** It is taken out of its container, and stays at the place. */
    record Unpacked(String id, long timeMicros, String handlingUnit) implements StockEvent {}

    /**
     * Goods become other goods: cooked, repacked, kitted. All inputs are used up, and each output has the pasts of all of them.
     *
     * @param inputs handling units, at least one
     * @param outputs at least one; none of them an input
     */
    record Transformed(String id, long timeMicros, List<String> inputs, List<Output> outputs) implements StockEvent {
        public Transformed {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
            if (inputs.isEmpty() || outputs.isEmpty()) {
                throw new IllegalArgumentException(
                        "stock event " + id + ": at least one input and one output expected, were " + inputs.size()
                                + " and " + outputs.size());
            }
            for (Output output : outputs) {
                positive(id, output.quantity());
                if (inputs.contains(output.handlingUnit())) {
                    throw new IllegalArgumentException("stock event " + id + ": " + output.handlingUnit()
                            + " is an input and an output; a new handling unit expected");
                }
            }
        }

        /** The first output. */
        @Override
        public String handlingUnit() {
            return outputs.getFirst().handlingUnit();
        }
    }

    /** What a transformation makes. */
    record Output(String handlingUnit, String lot, BigDecimal quantity) {}

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
