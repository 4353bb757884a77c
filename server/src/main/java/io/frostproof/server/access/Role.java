package io.frostproof.server.access;

/** What a user may do. Declared from little to much; the identifier is the word in SQL and the API. */
public enum Role {
    /** Sees everything. */
    VIEWER("viewer"),
    /** Also acts on incidents and decisions. */
    OPERATOR("operator"),
    /** Also manages the server. */
    ADMINISTRATOR("administrator");

    private final String id;

    Role(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** Whether this role includes another one. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    static Role of(String id) {
        for (Role role : values()) {
            if (role.id.equals(id)) {
                return role;
            }
        }
        throw new IllegalArgumentException("role was " + id);
    }
}
