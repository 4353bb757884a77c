package io.frostproof.server.bench.chaos;

import java.util.function.Consumer;

/** Devices of one node, who make messages as time goes by. Called from one thread. */
interface Fleet {

    /**
     * Makes what is due.
     *
     * @param waiting how many messages of a device have no receipt yet
     */
    void make(long nowMillis, Waiting waiting, Consumer<Made> out);

    /** Whether nothing more will be made. */
    boolean done(long nowMillis);

    /** Looks into the memory of the devices. */
    interface Waiting {
        int of(String device);
    }
}
