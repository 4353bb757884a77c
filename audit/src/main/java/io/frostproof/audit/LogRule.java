package io.frostproof.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rule that watched the unit inside of the range of its log.
 *
 * @param rule in words
 * @param of the profile, kind of units or unit that has it, in words
 * @param version id of that version of rules; null when it is not on record
 * @param from since when inside of the range; null: since before it
 * @param to until when inside of the range, exclusive; null: beyond it
 */
public record LogRule(
        String slot,
        String level,
        String quantity,
        String rule,
        String of,
        @Nullable Long version,
        @Nullable Instant from,
        @Nullable Instant to) {}
