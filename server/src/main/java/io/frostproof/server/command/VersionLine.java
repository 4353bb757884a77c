package io.frostproof.server.command;

import io.frostproof.server.runtime.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionLine implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"frostproof " + Version.text() + " on Java " + Runtime.version()};
    }
}
