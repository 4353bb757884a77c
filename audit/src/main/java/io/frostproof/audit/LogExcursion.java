package io.frostproof.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An excursion as the log states it.
 *
 * @param channel {@code device/channel}
 * @param ended null while it lasts
 * @param worstValue in {@code valueUnit}
 * @param valueUnit UCUM code
 * @param unknownSeconds how much of it no reading stood for
 * @param rule in words
 * @param ruleVersion id of the version of rules that has it; null when it is not on record
 */
public record LogExcursion(
        String channel,
        String slot,
        String level,
        Instant started,
        Instant confirmed,
        @Nullable Instant ended,
        double worstValue,
        String valueUnit,
        double unknownSeconds,
        String rule,
        @Nullable Long ruleVersion) {}
