package io.frostproof.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of a statement, each with its parameters. A condition that is not asked for is not in the statement, so the database plans
 * for those that are. Not thread-safe.
 */
final class Filter {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    /** Adds a condition; its text is a constant of the program, never input. */
    Filter and(String condition, Object... values) {
        conditions.add(condition);
        parameters.addAll(List.of(values));
        return this;
    }

    /** Adds a condition with one parameter, unless that is null. */
    Filter andIfGiven(String condition, @Nullable Object value) {
        return value == null ? this : and(condition, value);
    }

    /** The whole {@code where} clause; nothing when there is no condition. */
    String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    /** In the order of the question marks. */
    List<Object> parameters() {
        return parameters;
    }
}
