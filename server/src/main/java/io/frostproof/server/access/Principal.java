package io.frostproof.server.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Somebody who has signed in.
 *
 * @param name of the user
 * @param role of the user, now
 * @param permissions what this sign-in may do: those of the role, and for an API token what its scopes leave of them
 */
public record Principal(String name, Role role, Set<Permission> permissions) {

    public Principal {
        EnumSet<Permission> copy = EnumSet.noneOf(Permission.class);
        copy.addAll(permissions);
        permissions = Collections.unmodifiableSet(copy);
    }

    /** A user with all that the role allows. */
    public static Principal of(String name, Role role) {
        return new Principal(name, role, role.permissions());
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
