package io.frostproof.alerts.desk;

import java.util.List;

/**
 * Names of the notification channels that notices go to.
 *
 * @param machines receivers that act on every notice, such as {@code webhook}
 * @param people receivers that should be disturbed once per event, such as {@code email}: they are not told of a proposal in
 *     a notice of its own when the incident's notice carries it already
 */
public record NoticeTargets(List<String> machines, List<String> people) {
    public NoticeTargets {
        machines = List.copyOf(machines);
        people = List.copyOf(people);
    }
}
