package io.frostproof.ingest.lane;

/**
 * Hears when the log is away and conclusions live in memory and spool only. The calls come in turn: away, back, away, back; from any
 * thread, never two at once.
 */
public interface OutageListener {

    /** The log does not answer. Called before the first {@link LaneListener#spooled}; must not block. */
    void away();

    /**
     * The log answers again and has everything that was spooled. May block.
     *
     * @throws RuntimeException if it could not be done, since the log is away once more for instance; then it is called again later
     */
    void back();
}
