package io.frostproof.alerts.drill;

import io.frostproof.alerts.govern.Governance;
import io.frostproof.alerts.govern.Subject;
import java.util.List;

/** Who has to approve what a plan proposes. */
@FunctionalInterface
public interface Approvers {

    /**
     * How many persons.
     *
     * @param disposition word of it, such as {@code transfer}
     * @param value of all its goods; money
     * @param region in which the goods are
     * @param node at which the goods are
     */
    int persons(String disposition, double value, String region, String node);

    /** As many as {@code governance} says. */
    static Approvers by(Governance governance) {
        return (disposition, value, region, node) ->
                governance.needs(new Subject(disposition, value, region, node)).persons();
    }

    /** As many as it takes where the network has no rules of its own. */
    static Approvers usual() {
        return by(new Governance(List.of()));
    }
}
