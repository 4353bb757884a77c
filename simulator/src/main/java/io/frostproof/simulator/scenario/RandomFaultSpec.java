package io.frostproof.simulator.scenario;

import io.frostproof.simulator.fault.FaultKind;
import java.time.Duration;

/**
 * Faults that the seed decides about.
 *
 * @param perUnitMonth how many on average for each cold unit and 30 days, whatever the kind strikes
 * @param atLeast how many there are in every run
 * @param shortest and {@code longest}: durations between them, short ones being more frequent (uniform in the logarithm)
 * @param mildest and {@code worst}: severities between them, uniform
 */
public record RandomFaultSpec(
        FaultKind kind,
        double perUnitMonth,
        int atLeast,
        Duration shortest,
        Duration longest,
        double mildest,
        double worst) {}
