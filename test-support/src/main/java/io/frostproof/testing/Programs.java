package io.frostproof.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the programs of this machine. Thread-safe. */
final class Programs {
    private Programs() {}

    /** The first of some names that is in this process's search path, or where packages put it outside of most users' path. */
    static Optional<Path> find(String... names) {
        return findIn(Objects.requireNonNullElse(System.getenv("PATH"), ""), names);
    }

    /** As {@link #find} with another search path. */
    static Optional<Path> findIn(String searchPath, String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.concat(
                                Stream.of(searchPath.split(File.pathSeparator, -1))
                                        .filter(entry -> !entry.isBlank()),
                                Stream.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin", "/opt/homebrew/sbin"))
                        .map(entry -> Path.of(entry, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
