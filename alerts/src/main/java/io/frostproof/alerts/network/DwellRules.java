package io.frostproof.alerts.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits of dwell of everything, of the products of a storage profile, of a product, or of one unit, from an instant on.
 *
 * @param id of the row, growing with each one that is recorded; {@link RuleVersion#UNRECORDED} when there is none
 * @param of id of the profile, the product or the unit; {@link #EVERYTHING}
 * @param fromMicros event time from which it holds; {@link RuleVersion#FROM_THE_BEGINNING}
 * @param source where its numbers come from
 */
public record DwellRules(long id, Scope scope, String of, long fromMicros, List<DwellLimit> limits, String source) {

    /** In place of an id, of the widest scope. */
    public static final String EVERYTHING = "*";

    public DwellRules {
        limits = List.copyOf(limits);
    }

    /** From the widest to the narrowest: a narrower one takes the whole place of a wider one in the slots that it has. The identifier is the word in SQL. */
    public enum Scope {
        NETWORK("network"),
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

    /** In short, for behind a rule: {@code dwell}, {@code who-fridge}, {@code product milk}. */
    public String words() {
        return switch (scope) {
            case NETWORK -> "every product";
            case PROFILE -> of;
            case PRODUCT, UNIT -> scope.id() + " " + of;
        };
    }
}
