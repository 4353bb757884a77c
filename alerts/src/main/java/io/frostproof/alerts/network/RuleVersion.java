package io.frostproof.alerts.network;

import io.frostproof.alerts.condition.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of a kind of units, a profile, a product or one unit, from an instant on.
 *
 * @param id of the row, growing with each one that is recorded; {@link #UNRECORDED} when there is none
 * @param of id of the profile, the product or the unit, or word of the kind
 * @param fromMicros event time from which it holds; {@link #FROM_THE_BEGINNING}
 * @param source where its numbers come from
 */
public record RuleVersion(long id, Scope scope, String of, long fromMicros, List<Condition> conditions, String source) {

    /** It always held. */
    public static final long FROM_THE_BEGINNING = Long.MIN_VALUE;

    /** Made by a statement typed by hand, or in a test. */
    public static final long UNRECORDED = 0;

    public RuleVersion {
        conditions = List.copyOf(conditions);
    }

    /** What conditions are given for, from the widest to the narrowest. The identifier is the word in SQL and the API. */
    public enum Scope {
        KIND("kind"),
        PROFILE("profile"),
        PRODUCT("product"),
        UNIT("unit");

        private final String id;

        Scope(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        /** The one of this identifier, or null. */
        public static @Nullable Scope find(String id) {
            for (Scope scope : values()) {
                if (scope.id.equals(id)) {
                    return scope;
                }
            }
            return null;
        }
    }

    /** In short, for behind a rule: {@code who-fridge}, {@code kind freezer}, {@code unit nh-locker-01}. */
    public String words() {
        return scope == Scope.PROFILE ? of : scope.id() + " " + of;
    }

    /**
     * Which of some versions of one thing holds from when on: each until the next one, whatever was recorded before it for that
     * time.
     *
     * @param recorded in the order in which they were recorded
     * @return in the order of time
     */
    public static <T> List<T> inForce(List<T> recorded, ToLongFunction<T> fromMicros) {
        var steps = new ArrayList<T>();
        for (T version : recorded) {
            steps.removeIf(step -> fromMicros.applyAsLong(step) >= fromMicros.applyAsLong(version));
            steps.add(version);
        }
        return List.copyOf(steps);
    }
}
