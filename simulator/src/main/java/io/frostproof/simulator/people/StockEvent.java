package io.frostproof.simulator.people;

/** What became of a handling unit. Times are simulated, milliseconds since 1970. */
public sealed interface StockEvent {

    /** Id of the handling unit. */
    String handlingUnit();

    /** The unit that it is in now, or was in last. */
    String unit();

    long atMillis();

    /** It has come into the network, for the first time or again. */
    record Arrived(HandlingUnit goods, String unit, long atMillis) implements StockEvent {
        @Override
        public String handlingUnit() {
            return goods.id();
        }
    }

    /** It has been brought from one unit to another, to {@code unit}. */
    record Moved(String handlingUnit, String unit, long atMillis) implements StockEvent {}

    /** It has left the network out of {@code unit}. */
    record Left(String handlingUnit, String unit, long atMillis, Why why) implements StockEvent {}

    /** Why something left. */
    enum Why {
        /** Somebody ordered it. */
        PICKED,
        /** It was thrown away because its lot had expired. */
        EXPIRED
    }
}
