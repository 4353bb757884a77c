package io.frostproof.server.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this build. */
public final class Version implements IVersionProvider {

    /** As in the manifest of the jar; {@code development} when it runs from class folders. */
    public static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"frostproof " + text() + " on Java " + Runtime.version()};
    }
}
