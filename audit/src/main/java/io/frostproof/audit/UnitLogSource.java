package io.frostproof.audit;

import java.util.function.Consumer;

/** Where the log of a unit is read from. Thread-safe; calls block. */
public interface UnitLogSource {

    /**
     * Hands one consistent view of a unit's log over event time [from, to) to {@code use}, and ends the view when {@code use}
     * returns or throws; what it throws is passed on.
     *
     * @return false if there is no such unit; {@code use} was not called then
     */
    boolean read(String unitId, long fromMicros, long toMicros, Consumer<View> use);

    /** A view of one unit's log that does not change while it is open. Not thread-safe. */
    interface View {

        UnitLogFacts facts();

        /**
         * The readings that can stand for any instant of a stretch, in event-time order: those inside it, and those up to one
         * max hold before it, but none from before the placement.
         */
        void times(LogChannel channel, Stretch stretch, TimeVisitor visitor);

        /** All readings of the facts' channels inside their stretches, by event time, then device, then channel. */
        void readings(ReadingVisitor visitor);
    }

    /** Takes the times of one reading. */
    interface TimeVisitor {
        void reading(long eventMicros, long receivedMicros);
    }

    /** Takes one reading. */
    interface ReadingVisitor {
        /**
         * A reading, in order.
         *
         * @param value canonical unit of the channel's quantity
         * @param quality word for it, such as {@code good}
         */
        void reading(LogChannel channel, long eventMicros, long receivedMicros, double value, String quality);
    }
}
