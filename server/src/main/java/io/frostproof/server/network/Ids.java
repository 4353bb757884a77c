package io.frostproof.server.network;

import io.frostproof.yaml.Fields;
import io.frostproof.yaml.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What ids one kind of thing has in a file, so that references to it can be checked. Holds every row with an id, also one
 * with a problem elsewhere: a unit of a wrong kind is still there, and what refers to it is not wrong as well.
 */
final class Ids {

    /** A lookup compares with every id; after this many wrong references the cause is the same anyway. */
    private static final int MOST_SUGGESTIONS = 100;

    private final String kind;
    private final Map<String, Fields> rows = new LinkedHashMap<>();
    private int suggestions;

    private Ids(String kind) {
        this.kind = kind;
    }

    /**
     * Indexes rows and notes ids that come twice.
     *
     * @param kind the thing in words, such as {@code unit}
     */
    static Ids of(String kind, List<Fields> rows) {
        var ids = new Ids(kind);
        for (Fields row : rows) {
            row.peek("id").ifPresent(id -> {
                Fields first = ids.rows.putIfAbsent(id, row);
                if (first != null) {
                    row.problem("id", "unique: the " + kind + " at line " + first.line("id") + " has this id too");
                }
            });
        }
        return ids;
    }

    /** The row with this id. */
    Optional<Fields> find(String id) {
        return Optional.ofNullable(rows.get(id));
    }

    /** Reads a required field that refers to this kind; empty when it is missing or refers to nothing. */
    Optional<String> reference(Fields from, String key) {
        String id = from.text(key, "the id of a " + kind);
        return id.isEmpty() || !check(from, key, id, "") ? Optional.empty() : Optional.of(id);
    }

    /** Whether a list that refers to this kind may have this id in it; if not, that is noted. */
    boolean check(Fields from, String key, String id) {
        return check(from, key, id, "a list whose '" + id + "' is ");
    }

    private boolean check(Fields from, String key, String id, String before) {
        if (rows.containsKey(id)) {
            return true;
        }
        String nearest = suggestions++ < MOST_SUGGESTIONS ? Suggestion.of(id, rows.keySet()) : "";
        from.problem(key, before + "the id of a " + kind + " in this file" + nearest);
        return false;
    }
}
