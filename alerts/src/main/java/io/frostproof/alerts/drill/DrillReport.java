package io.frostproof.alerts.drill;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a drill. Money is in the currency of the facts; expected losses are averages over what may happen.
 *
 * @param planSeconds how long the plans of goods and orders took; of the machine, all else is a function of the facts
 * @param cost of transport and of being taken in
 * @param expectedLoss of the plan, with its cost
 * @param expectedLossIfLeft were nothing done
 * @param greedyLoss of a plan that gives room to the dearest first
 * @param lowerBound no plan comes to less
 * @param unplannable how many handling units none of this is about, since something is not known of them
 * @param missing what was not there to save more, most first; each for itself
 */
public record DrillReport(
        Scenario scenario,
        String currency,
        double planSeconds,
        Goods goods,
        double cost,
        double expectedLoss,
        double expectedLossIfLeft,
        double greedyLoss,
        double lowerBound,
        Steps steps,
        Orders orders,
        int unplannable,
        List<MissingFallback> missing,
        List<FullRoom> full) {

    public DrillReport {
        missing = List.copyOf(missing);
        full = List.copyOf(full);
    }

    /**
     * What becomes of goods. All of {@code affected} is in exactly one of the others but {@code atRisk}.
     *
     * @param affected by the scenario, or before it
     * @param atRisk would spoil with some probability were nothing done
     * @param moved goes elsewhere
     * @param held stays where something is the matter, and more likely than not does not spoil
     * @param lost stays, and spoils more likely than not
     * @param harmed was harmed before
     * @param untouched is as it was
     */
    public record Goods(
            Tally affected, Tally atRisk, Tally moved, Tally held, Tally lost, Tally harmed, Tally untouched) {}

    /** How many handling units, how much room they take, and their value. */
    public record Tally(long handlingUnits, long litres, double value) {
        static final Tally NONE = new Tally(0, 0, 0);

        Tally plus(Tally other) {
            return new Tally(handlingUnits + other.handlingUnits, litres + other.litres, value + other.value);
        }
    }

    /**
     * What people have to do by hand.
     *
     * @param decisions what they decide on, by disposition
     * @param runbook what they do for the network, by disruption
     */
    public record Steps(List<Decisions> decisions, List<Runbook> runbook) {
        public Steps {
            decisions = List.copyOf(decisions);
            runbook = List.copyOf(runbook);
        }

        /** Approvals and steps of runbooks together. */
        public long count() {
            return approvals()
                    + runbook.stream().mapToLong(one -> one.steps().size()).sum();
        }

        public long approvals() {
            return decisions.stream().mapToLong(Decisions::approvals).sum();
        }
    }

    /**
     * Decisions of one disposition.
     *
     * @param handlingUnits that they are about
     * @param approvals each by one person
     */
    public record Decisions(String disposition, long decisions, long handlingUnits, long approvals) {}

    /**
     * What becomes of open orders.
     *
     * @param missedBefore that could not have been kept without the scenario
     * @param expectedLoss of transport and missed promises
     */
    public record Orders(
            long open,
            long asBefore,
            long reSourced,
            long missed,
            long missedBefore,
            double expectedLoss,
            double expectedLossBefore) {}

    /**
     * Something that was not there. Were it, and all else as planned, goods that stay would have been saved.
     *
     * @param about id of the node or lane
     * @param detail what exactly: a temperature class, authorisations, a region, the other end of a lane; may be empty
     * @param amount how much of it, in the kind's unit; 1 where it is yes or no
     * @param handlingUnits that it saves
     * @param litres that they take
     * @param saves of expected loss; money
     */
    public record MissingFallback(
            Kind kind, String about, String detail, double amount, long handlingUnits, long litres, double saves) {

        /** What was not there. The identifier is the word in the API. */
        public enum Kind {
            /** Room of a class at a node. */
            ROOM("room", "litres"),
            /** Room on a lane. */
            LANE_ROOM("lane_room", "litres"),
            /** A lane that is closed. */
            LANE_OPEN("lane_open", ""),
            /** A lane, as long as the median one, that there is none of. */
            LANE("lane", "minutes"),
            /** A lane that is that much faster. */
            TRANSIT("transit", "minutes"),
            /** A dock that is always open. */
            DOCK_HOURS("dock_hours", ""),
            AUTHORISATION("authorisation", ""),
            /** The node as a fallback of the region. */
            FALLBACK("fallback", "");

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

    /**
     * Room that the plan fills to at least 98 %.
     *
     * @param litres there were for goods of the plan
     * @param left litres of it
     */
    public record FullRoom(String node, String temperatureClass, long litres, long left) {}

    /** Share of the expected loss that the plan saves; null when there was nothing to lose. */
    public @Nullable Double savedShare() {
        return expectedLossIfLeft <= 0 ? null : 1 - expectedLoss / expectedLossIfLeft;
    }
}
