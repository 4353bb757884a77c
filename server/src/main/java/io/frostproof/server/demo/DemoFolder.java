package io.frostproof.server.demo;

import io.frostproof.server.embedded.EmbeddedPostgresServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The folder that a demo keeps its data in: one demo at a time, and wiped only if it is a demo's folder. */
final class DemoFolder implements AutoCloseable {

    /** Marks a folder as ours, so that {@code --fresh --data ~} cannot wipe somebody's home. */
    private static final String MARK = "frostproof-demo.lock";

    private final Path path;
    private final FileChannel channel;

    private DemoFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Takes the folder. Throws {@link IOException} if another demo has it, or if it is not ours to wipe. */
    static DemoFolder take(Path folder, boolean fresh) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        boolean empty = !Files.exists(absolute) || isEmpty(absolute);
        if (!empty && !Files.exists(absolute.resolve(MARK))) {
            throw new IOException(
                    "folder " + absolute + " holds something that is no demo's; name another one with --data");
        }
        Files.createDirectories(absolute);
        FileChannel channel =
                FileChannel.open(absolute.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new IOException("another demo runs in " + absolute + "; stop it, or name another folder with --data");
        }
        var taken = new DemoFolder(absolute, channel);
        if (fresh) {
            EmbeddedPostgresServer.stopOrphan(taken.database());
            taken.wipe();
        }
        return taken;
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    Path database() {
        return path.resolve("database");
    }

    Path spool() {
        return path.resolve("spool");
    }

    Path broker() {
        return path.resolve("broker");
    }

    /** When goods came to their places: the first time that this is asked of a folder, and the same after a restart. */
    Instant stockedAt(Instant now) throws IOException {
        Path file = path.resolve("stocked-at");
        if (Files.exists(file)) {
            return Instant.parse(Files.readString(file).strip());
        }
        Instant stocked = now.truncatedTo(ChronoUnit.SECONDS);
        Files.writeString(file, stocked.toString());
        return stocked;
    }

    Path fleet() {
        return path.resolve("devices.state");
    }

    Path path() {
        return path;
    }

    private void wipe() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.equals(path.resolve(MARK))) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!folder.equals(path)) {
                    Files.delete(folder);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Lets another demo have it. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
