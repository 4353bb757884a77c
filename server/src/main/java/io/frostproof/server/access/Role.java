package io.frostproof.server.access;

import static io.frostproof.server.access.Permission.ACCOUNTS_READ;
import static io.frostproof.server.access.Permission.DECISIONS;
import static io.frostproof.server.access.Permission.DEVICES;
import static io.frostproof.server.access.Permission.EVIDENCE;
import static io.frostproof.server.access.Permission.INCIDENTS;
import static io.frostproof.server.access.Permission.METRICS;
import static io.frostproof.server.access.Permission.READ;
import static io.frostproof.server.access.Permission.REVIEW;
import static io.frostproof.server.access.Permission.STOCK;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A named set of permissions; every user has one. The identifier is the word in SQL and in the API. */
public enum Role {
    /** Sees everything but accounts. */
    VIEWER("viewer", EnumSet.of(READ)),
    /** Works the shift: incidents, stock, decisions, dead letters, and asks devices. */
    OPERATOR("operator", EnumSet.of(READ, INCIDENTS, STOCK, DECISIONS, REVIEW, DEVICES)),
    /** Answers for quality: decides, and says what counts as evidence; moves no stock. */
    QA("qa", EnumSet.of(READ, INCIDENTS, DECISIONS, REVIEW, EVIDENCE)),
    /** Looks at everything, accounts included, and changes nothing. */
    AUDITOR("auditor", EnumSet.of(READ, METRICS, ACCOUNTS_READ)),
    /** Everything. */
    ADMINISTRATOR("administrator", EnumSet.allOf(Permission.class));

    private final String id;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable view of a set that nobody else has
    private final Set<Permission> permissions;

    Role(String id, EnumSet<Permission> permissions) {
        this.id = id;
        this.permissions = Collections.unmodifiableSet(permissions);
    }

    public String id() {
        return id;
    }

    /** What this role may do; cannot be changed. */
    public Set<Permission> permissions() {
        return permissions;
    }

    /** Whether this role may do all that the other one may. */
    public boolean includes(Role other) {
        return permissions.containsAll(other.permissions);
    }

    /** The role of this identifier, if there is one. */
    public static Optional<Role> of(String id) {
        for (Role role : values()) {
            if (role.id.equals(id)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** The role of an identifier that this server wrote itself. */
    static Role known(String id) {
        return of(id).orElseThrow(() -> new IllegalArgumentException("role was " + id));
    }
}
