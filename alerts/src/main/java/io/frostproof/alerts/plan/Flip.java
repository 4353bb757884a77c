package io.frostproof.alerts.plan;

/**
 * A fact that, were it otherwise, would change what is proposed for one handling unit, everything else and everybody else being as planned.
 *
 * @param about id of the node, lane or place
 * @param amount how much otherwise, in the kind's unit; 1 where it is yes or no
 * @param effort how far the fact is from that: the amount as a share of what it is now, 1 where it is yes or no. The smallest is the nearest
 * @param expectedLoss of the unit then; money
 */
public record Flip(Kind kind, String about, double amount, double effort, double expectedLoss) {

    /** Which fact. The identifier is the word in SQL and the API. */
    public enum Kind {
        /** More room of the class at a node, litres. */
        CAPACITY("capacity", "litres"),
        /** More room on a lane, litres. */
        LANE_CAPACITY("lane_capacity", "litres"),
        /** Less transit by a lane, minutes. */
        TRANSIT("transit", "minutes"),
        /** The dock of a node open at any hour. */
        DOCK_HOURS("dock_hours", ""),
        /** Less cost by a lane, money for the handling unit. */
        COST("cost", "money"),
        LANE_OPEN("lane_open", ""),
        /** The node could be counted on. */
        NODE_WELL("node_well", ""),
        AUTHORISATION("authorisation", ""),
        /** The node was a fallback of the region. */
        FALLBACK("fallback", ""),
        /** The place is certain to be well again within so many minutes. */
        RECOVERY("recovery", "minutes");

        private final String id;
        private final String unit;

        Kind(String id, String unit) {
            this.id = id;
            this.unit = unit;
        }

        public String id() {
            return id;
        }

        /** Unit of the amount; empty where it is yes or no. */
        public String unit() {
            return unit;
        }
    }
}
