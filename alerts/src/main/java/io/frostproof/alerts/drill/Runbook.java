package io.frostproof.alerts.drill;

import java.util.List;

/**
 * What people do by hand when something fails.
 *
 * @param id of the disruption that it is for
 * @param kind {@code region}, {@code node}, {@code unit} or {@code lane}
 * @param thing id of what fails
 * @param steps in order
 */
public record Runbook(String id, String kind, String thing, List<String> steps) {
    public Runbook {
        steps = List.copyOf(steps);
    }
}
