package io.frostproof.server.runtime;

import java.util.Optional;

/** Which build this is. */
public final class Version {

    private Version() {}

    /** As in the manifest of the jar; {@code development} when it runs from class folders. */
    public static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
