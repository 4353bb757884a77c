package io.frostproof.simulator.load;

import java.util.List;

/**
 * What a run was.
 *
 * @param published messages handed to the sockets
 * @param acknowledged messages of which the broker said so; the same number, unless the run threw
 * @param beganNanos {@link System#nanoTime} of the first publication
 * @param endedNanos of the last acknowledgement
 * @param peakPerSecond most messages acknowledged in one of the run's whole seconds; in all when it was shorter than one
 * @param cpuSeconds of the thread that published
 * @param samples the messages of which it was noted when they were due
 */
public record LoadReport(
        long published,
        long acknowledged,
        long beganNanos,
        long endedNanos,
        long peakPerSecond,
        double cpuSeconds,
        List<Sampled> samples) {

    /**
     * One message.
     *
     * @param device index of its device
     * @param seq its number
     * @param dueNanos when it was to be published by the pace, or was without one; {@link System#nanoTime}
     */
    public record Sampled(int device, long seq, long dueNanos) {}

    public LoadReport {
        samples = List.copyOf(samples);
    }

    public double seconds() {
        return (endedNanos - beganNanos) / 1e9;
    }

    public double cpuSecondsPerMillion() {
        return cpuSeconds * 1e6 / Math.max(1, published);
    }
}
