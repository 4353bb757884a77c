package io.frostproof.simulator.replay;

/** One row of a file. Times are microseconds since 1970, values as they stand in the file. */
record RecordedReading(long timeMicros, double value) {}
