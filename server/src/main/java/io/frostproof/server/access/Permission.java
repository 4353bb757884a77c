package io.frostproof.server.access;

import java.util.Locale;
import java.util.Optional;

/**
 * What somebody may do. The identifier is the word in the API ({@code x-permission}, schema {@code Permission}), in SQL and in the
 * documentation. Roles and the scopes of API tokens are sets of these.
 */
public enum Permission {
    /** See everything but accounts. */
    READ,
    /** Acknowledge, assign, snooze and resolve incidents. */
    INCIDENTS,
    /** Record movements of stock and other events of it, declare them void, record hand-offs, and tell of lanes, nodes, shipments and orders. */
    STOCK,
    /** Approve and reject decisions. */
    DECISIONS,
    /** Replay and discard dead letters. */
    REVIEW,
    /** Promote and discard suspect readings: changes what is evidence. */
    EVIDENCE,
    /** Send commands to devices: identify, backlog, status. */
    DEVICES,
    /** Configure devices: how often they measure and report. */
    DEVICE_CONFIG,
    /** Send telemetry of any device, as the broker does. */
    INGEST,
    /** Read the metrics of the server. */
    METRICS,
    /** See users. */
    ACCOUNTS_READ,
    /** Change users, and see and end the API tokens of others. */
    ACCOUNTS;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The permission of this identifier, if there is one. */
    public static Optional<Permission> of(String id) {
        for (Permission permission : values()) {
            if (permission.id().equals(id)) {
                return Optional.of(permission);
            }
        }
        return Optional.empty();
    }
}
