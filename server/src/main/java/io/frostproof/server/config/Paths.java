package io.frostproof.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Paths in a configuration file are relative to the folder of that file. */
final class Paths {

    private Paths() {}

    /** Empty when {@code name} is no path at all. */
    static Optional<Path> resolve(Path folder, String name) {
        try {
            return Optional.of(folder.resolve(name).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
