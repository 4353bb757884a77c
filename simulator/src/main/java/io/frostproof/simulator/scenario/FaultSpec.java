package io.frostproof.simulator.scenario;

import io.frostproof.simulator.fault.FaultKind;
import java.time.Duration;

/**
 * A fault that a scenario names.
 *
 * @param after from the start of the scenario
 */
public record FaultSpec(FaultKind kind, String target, Duration after, Duration lasts, double severity) {}
