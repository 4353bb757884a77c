package io.frostproof.simulator.replay;

/** Hears how far a replay is, about twice a second and at the end, on the thread that runs the replay. */
@FunctionalInterface
public interface ProgressListener {

    /** Hears nothing. */
    ProgressListener SILENT = (sent, acknowledged, total) -> {};

    /** Counts of publications, repeats included. */
    void progress(long sent, long acknowledged, long total);
}
