package io.frostproof.simulator.engine;

/**
 * What the devices of a simulation have done.
 *
 * @param readings measured
 * @param messages made of them
 * @param publications sent, repeats, status and answers too
 * @param resent messages that were sent once more
 * @param kept messages that wait for their receipt now
 * @param lost messages forgotten without one, since a memory was full
 */
public record SimulationCounts(long readings, long messages, long publications, long resent, long kept, long lost) {}
