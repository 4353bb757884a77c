package io.frostproof.alerts.network;

import java.time.Duration;

/**
 * How slowly a probe follows what it is in, from an instant on.
 *
 * @param fromMicros event time from which it holds; {@link RuleVersion#FROM_THE_BEGINNING}
 * @param lag time constant: after it, the probe has made 63 % of the way
 */
public record ProbeLag(long fromMicros, Duration lag) {}
