package io.frostproof.server.score;

import io.frostproof.alerts.network.Network;
import io.frostproof.simulator.truth.TruthRecord;

/** A simulation, as a score needs it. For one thread, once; only what never changes may be asked from others. */
public interface Simulated {

    /** What was simulated, and how often devices report. */
    record Header(
            String scenario,
            long seed,
            long startMillis,
            long endMillis,
            int units,
            int devices,
            long reportingIntervalSeconds) {}

    /** Does not change. */
    Header header();

    /** The network that is simulated, as its file says. Does not change. */
    Network network();

    /** Lets everything happen up to a moment, that moment included, in order. */
    void advanceTo(long millis, Events events);

    /** Hears what happens, in order of time. */
    interface Events {
        /** A message has left a device and reached the broker. */
        void published(String topic, byte[] payload);

        /**
         * A handling unit was moved.
         *
         * @param toUnit empty: it left the network
         * @param expired whether it was thrown away as its lot had expired
         */
        void moved(String handlingUnit, String toUnit, boolean expired, long atMillis);

        /** Something was true. */
        void truth(TruthRecord truth);
    }
}
