package io.frostproof.alerts.network;

import io.frostproof.alerts.condition.Condition;
import java.util.List;

/**
 * What all units of a kind are watched for, under what their profile and they themselves say: a slot of theirs takes the place of one of the
 * same name here.
 *
 * @param source where the numbers come from
 */
public record KindRules(UnitKind kind, List<Condition> conditions, String source) {
    public KindRules {
        conditions = List.copyOf(conditions);
    }
}
