package io.frostproof.ingest.lane;

/** How the parts of a lane get further turns on its context. */
interface LaneTurns {

    /** After what waits already. */
    void soon(Runnable work);

    /** Whether messages wait for the lane. */
    boolean messagesWait();
}
