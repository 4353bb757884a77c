package io.frostproof.alerts.network;

import java.util.List;

/**
 * What can fail where, how it shows, and what to do then. All texts are for people.
 *
 * @param thing id of the region, node, unit or lane
 * @param runbook steps, in order
 */
public record Disruption(
        String id,
        Kind kind,
        String thing,
        String failure,
        String likelihood,
        String detection,
        String backup,
        String decides,
        String executes,
        List<String> runbook) {

    /** What sort of thing fails. The identifier is the word in files, SQL and the API. */
    public enum Kind {
        REGION("region"),
        NODE("node"),
        UNIT("unit"),
        LANE("lane");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    public Disruption {
        Identifiers.require("disruption", id);
        runbook = List.copyOf(runbook);
    }
}
