package io.frostproof.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL binaries that Maven brings, unpacked once per version and user into the temporary directory. They are run directly
 * rather than by the library's own starter, so that a test can kill, pause and restart the very process it started.
 */
final class PlainPostgres {
    private static final int NOBODY = 65534;

    private PlainPostgres() {}

    /** One thread at a time: a file lock is between processes, and a second one in the same JVM is an error. */
    static synchronized PostgresHome home() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path programs = unpacked(temporary).resolve("bin");
        List<String> settings = List.of("unix_socket_directories = ''");
        Path root = Path.of("/");
        return Processes.runningAsRoot()
                ? new PostgresHome(
                        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"),
                        programs.toString(),
                        root,
                        temporary.toAbsolutePath(),
                        NOBODY,
                        NOBODY,
                        settings)
                : new PostgresHome(List.of(), programs.toString(), root, temporary.toAbsolutePath(), -1, -1, settings);
    }

    private static Path unpacked(Path temporary) {
        String archive = archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (InputStream packed = PlainPostgres.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw Services.missing(
                        Service.POSTGRESQL,
                        "no binaries for this platform on the class path (looked for " + archive + ")");
            }
            Path target = temporary
                    .resolve("frostproof-" + System.getProperty("user.name") + "-" + jarName(archive))
                    .toAbsolutePath();
            // Several test JVMs may come here at once: the first unpacks beside the target and renames, the others
            // wait.
            Path lock = target.resolveSibling(target.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                if (!Files.isDirectory(target)) {
                    Path half = Files.createTempDirectory(temporary, "frostproof-unpack-");
                    unpack(packed, half);
                    Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
                    Files.move(half, target);
                }
            }
            String owner = Files.getOwner(target).getName();
            if (!owner.equals(System.getProperty("user.name"))) {
                throw new IllegalStateException(target + " belongs to " + owner + ", expected "
                        + System.getProperty("user.name") + "; will not run programs of another user");
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL binaries cannot be unpacked into " + temporary, e);
        }
    }

    static String archiveName(String osName, String osArch) {
        String system = osName.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : osName.toLowerCase(Locale.ROOT);
        String machine = switch (osArch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> osArch;
        };
        return "postgres-" + system + "-" + machine + ".txz";
    }

    /** The name of the jar that holds the archive, for its version: an update must not meet old files. */
    private static String jarName(String archive) {
        String location = String.valueOf(PlainPostgres.class.getResource("/" + archive));
        return location.replaceAll(".*/([^/]+)\\.jar!.*", "$1").replaceAll("[^A-Za-z0-9.-]", "_");
    }

    private static void unpack(InputStream packed, Path into) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = into.resolve(entry.getName()).normalize();
                if (!file.startsWith(into)) {
                    throw new IOException("archive entry " + entry.getName() + " leaves its directory");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                    continue;
                }
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    boolean executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }
}
