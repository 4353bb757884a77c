package io.frostproof.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the programs of a PostgreSQL are, and how to run them as a user that PostgreSQL accepts (it refuses root).
 *
 * @param prefix words before the program's path that drop privileges and change the root; may be empty
 * @param programs directory of {@code initdb} and {@code postgres}, as the started process sees it
 * @param root what the started process sees as {@code /}
 * @param runParent where run directories go, as this JVM sees it; inside {@code root}
 * @param uid user that owns the data, or -1 for the user of this JVM
 * @param gid group that owns the data, or -1 for the group of this JVM
 * @param settings lines for postgresql.conf that this installation needs
 */
record PostgresHome(
        List<String> prefix, String programs, Path root, Path runParent, int uid, int gid, List<String> settings) {
    PostgresHome {
        prefix = List.copyOf(prefix);
        settings = List.copyOf(settings);
    }

    static PostgresHome of(PostgresFlavour flavour) {
        return switch (flavour) {
            case PLAIN -> PlainPostgres.home();
            case TIMESCALEDB -> TimescaleRoot.home();
        };
    }

    List<String> command(String program, List<String> arguments) {
        return Stream.of(prefix, List.of(programs + "/" + program), arguments)
                .flatMap(List::stream)
                .toList();
    }

    /** The name by which the started process knows a path of this JVM. */
    String inside(Path path) {
        return "/" + root.relativize(path);
    }

    /** Gives a file or directory to the user that PostgreSQL runs as. */
    void handOver(Path path) throws IOException {
        if (uid >= 0) {
            Files.setAttribute(path, "unix:uid", uid);
            Files.setAttribute(path, "unix:gid", gid);
        }
    }

    static @Nullable String environment(String name) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? null : value;
    }
}
