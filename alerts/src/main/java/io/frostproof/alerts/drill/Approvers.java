package io.frostproof.alerts.drill;

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

    /**
     * Where no rule says otherwise: hold and quarantine one person, release and discard two, transfer and reroute one up to a value of 10,000 and two above.
     */
    static Approvers usual() {
        return (disposition, value, region, node) -> switch (disposition) {
            case "release", "discard" -> 2;
            case "transfer", "reroute" -> value > ONE_PERSON_UP_TO ? 2 : 1;
            default -> 1;
        };
    }

    /** Value up to which one person sends goods elsewhere; money. */
    double ONE_PERSON_UP_TO = 10_000;
}
