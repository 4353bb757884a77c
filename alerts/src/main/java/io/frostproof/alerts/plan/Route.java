package io.frostproof.alerts.plan;

import io.frostproof.alerts.disposition.Figure;
import io.frostproof.alerts.disposition.Reason;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.Site;
import java.util.List;

/**
 * One way in which a handling unit can go somewhere. Instants are microseconds since 1970, UTC.
 *
 * @param site where it goes
 * @param temperatureClass of the room it takes there
 * @param step of that room's capacity in which it comes
 * @param departsMicros when it leaves; later than it could when it does better to wait where it is than in the vehicle at a closed dock
 * @param storedMicros when it is in its room, unloaded
 * @param budgetLeftMinutes what is then left of its budget, more than 0
 * @param spoils probability that it spoils all the same
 * @param landedCost of transport and of being taken in; money
 * @param expectedLoss landed cost, and what it is worth times the probability that it spoils; money
 */
public record Route(
        Lane lane,
        Site site,
        String temperatureClass,
        int step,
        long departsMicros,
        long storedMicros,
        double budgetLeftMinutes,
        double spoils,
        double landedCost,
        double expectedLoss) {

    /** The route in numbers. */
    public Reason reason() {
        return new Reason(
                "route",
                lane.id() + " to " + site.node(),
                List.of(
                        new Figure("departs_minutes", departsMicros / 60e6),
                        new Figure("stored_minutes", storedMicros / 60e6),
                        new Figure("budget_left_minutes", budgetLeftMinutes),
                        new Figure("spoils_probability", spoils),
                        new Figure("landed_cost_money", landedCost),
                        new Figure("expected_loss_money", expectedLoss)));
    }

    /** Whether it is the same way, by the same lane into the same kind of room. */
    boolean sameWay(Route other) {
        return lane.id().equals(other.lane.id()) && temperatureClass.equals(other.temperatureClass);
    }

    /** Whether it is what was told before: by the same lane into the same kind of room. */
    boolean is(Told told) {
        return lane.id().equals(told.lane()) && temperatureClass.equals(told.temperatureClass());
    }
}
