package io.frostproof.store;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Transition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transitions as rows. */
final class TransitionRows {

    /** The order of the table: within one slot and instant the order of conclusion stays, since sorting is stable. */
    private static final Comparator<Transition> ROW_ORDER =
            Comparator.comparingLong(Transition::timeMicros).thenComparing(Transition::slot);

    private TransitionRows() {}

    static Transition read(ResultSet row) throws SQLException {
        String level = row.getString("level");
        return new Transition(
                row.getString("slot"),
                row.getString("unit_id"),
                kind(row.getString("kind")),
                level == null ? null : Level.find(level),
                Sql.micros(row, "time"),
                Sql.micros(row, "since"),
                row.getDouble("worst"));
    }

    private static Transition.Kind kind(String id) {
        for (Transition.Kind kind : Transition.Kind.values()) {
            if (kind.id().equals(id)) {
                return kind;
            }
        }
        throw new IllegalStateException("transition kind was " + id);
    }

    /** Event time of the first transition that is in one list and not in the other; null when they are the same. */
    static @Nullable Long firstDifference(List<Transition> one, List<Transition> other) {
        var left = new ArrayList<>(one);
        var right = new ArrayList<>(other);
        left.sort(ROW_ORDER);
        right.sort(ROW_ORDER);
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            if (i >= left.size()) {
                return right.get(i).timeMicros();
            }
            if (i >= right.size()) {
                return left.get(i).timeMicros();
            }
            if (!left.get(i).equals(right.get(i))) {
                return Math.min(left.get(i).timeMicros(), right.get(i).timeMicros());
            }
        }
        return null;
    }
}
