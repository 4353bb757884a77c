package io.frostproof.alerts.govern;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody says yes.
 *
 * @param by name of the user
 * @param role of the user at that time
 * @param reason null when none was given
 */
public record Approval(
        String by, String role, Instant at, @Nullable String reason) {}
