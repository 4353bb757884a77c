package io.frostproof.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A Debian 13 root with {@code postgresql-17-timescaledb} in it, made by {@code ./frostproof test} outside the repository. The server
 * runs in it by chroot, which needs root, and without /proc or any other mount, so that removing the root is always safe.
 */
final class TimescaleRoot {
    private TimescaleRoot() {}

    static PostgresHome home() {
        Path root = location();
        if (!Files.isDirectory(root)) {
            throw missing("no Debian root with TimescaleDB at " + root);
        }
        if (!Processes.runningAsRoot()) {
            throw missing("chroot into " + root + " needs root, this is user " + System.getProperty("user.name"));
        }
        try {
            String version = newestVersion(root);
            if (!Files.exists(root.resolve("usr/share/postgresql/" + version + "/extension/timescaledb.control"))) {
                throw missing("no TimescaleDB extension for PostgreSQL " + version + " in " + root);
            }
            String[] postgres = passwdEntry(root);
            int uid = Integer.parseInt(postgres[2]);
            int gid = Integer.parseInt(postgres[3]);
            return new PostgresHome(
                    List.of("chroot", "--userspec=" + uid + ":" + gid, root.toString()),
                    "/usr/lib/postgresql/" + version + "/bin",
                    root,
                    root.resolve("var/tmp"),
                    uid,
                    gid,
                    // Shared memory in files of the data directory: the root has no usable /dev/shm, as nothing is
                    // mounted in it.
                    // Telemetry would call home from every test run.
                    List.of(
                            "unix_socket_directories = ''",
                            "dynamic_shared_memory_type = mmap",
                            "shared_preload_libraries = 'timescaledb'",
                            "timescaledb.telemetry_level = off",
                            "max_worker_processes = 24"));
        } catch (IOException e) {
            throw new UncheckedIOException("TimescaleDB root " + root + " cannot be read", e);
        }
    }

    /** {@code FROSTPROOF_TIMESCALEDB_ROOT}, else the place where {@code ./frostproof test} makes it. */
    private static Path location() {
        String named = PostgresHome.environment("FROSTPROOF_TIMESCALEDB_ROOT");
        if (named != null) {
            return Path.of(named).toAbsolutePath();
        }
        String cache = PostgresHome.environment("XDG_CACHE_HOME");
        Path caches = cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return caches.resolve("frostproof/trixie-timescaledb").toAbsolutePath();
    }

    private static String newestVersion(Path root) throws IOException {
        Path versions = root.resolve("usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            throw missing("no PostgreSQL in " + root);
        }
        try (Stream<Path> directories = Files.list(versions)) {
            return directories
                    .filter(version -> Files.isExecutable(version.resolve("bin/postgres")))
                    .map(version ->
                            Objects.requireNonNull(version.getFileName()).toString())
                    .max(java.util.Comparator.comparing(Integer::valueOf))
                    .orElseThrow(() -> missing("no PostgreSQL in " + root));
        }
    }

    private static String[] passwdEntry(Path root) throws IOException {
        return Files.readAllLines(root.resolve("etc/passwd")).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length > 3 && fields[0].equals("postgres"))
                .findFirst()
                .orElseThrow(() -> missing("no user postgres in " + root.resolve("etc/passwd")));
    }

    private static RuntimeException missing(String reason) {
        return Services.missing(
                Service.TIMESCALEDB, reason + "; ./frostproof test as root on Debian makes it and runs these tests");
    }
}
