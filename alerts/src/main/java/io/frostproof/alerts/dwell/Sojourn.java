package io.frostproof.alerts.dwell;

import io.frostproof.alerts.network.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A handling unit was in a unit for a while. Times are microseconds since 1970, UTC.
 *
 * @param region of the node
 * @param fromMicros inclusive
 * @param toMicros exclusive; null while it is still there
 */
public record Sojourn(
        String unit,
        String node,
        String region,
        Stage stage,
        long fromMicros,
        @Nullable Long toMicros) {

    /** {@link Long#MAX_VALUE} while it is still there. */
    long endMicros() {
        return toMicros == null ? Long.MAX_VALUE : toMicros;
    }
}
