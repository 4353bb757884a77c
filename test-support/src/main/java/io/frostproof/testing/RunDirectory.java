package io.frostproof.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The files and the processes of one started part, which go together: closing ends the processes by their pids and removes the
 * directory. The JVM's end closes what is still open.
 *
 * <p>A JVM that is killed cannot do that. Therefore it holds a file lock as long as it lives; a directory whose lock is free has lost its
 * owner, and the next {@link #create} beside it stops the processes whose pids it left (only if their command line names that
 * directory, as pids are reused) and removes it. Thread-safe.
 */
final class RunDirectory implements AutoCloseable {
    private static final String PREFIX = "frostproof-run-";
    private static final String LOCK = "owner.lock";
    private static final String PIDS = "pid";
    private static final Set<RunDirectory> LIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> LIVE.forEach(RunDirectory::leave), "stop-test-services"));
    }

    private final Path path;
    private final FileChannel lock;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<Long, ProcessHandle> processes = new ConcurrentHashMap<>();

    private RunDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes an empty directory in {@code parent}, after clearing what killed JVMs left there. */
    static synchronized RunDirectory create(Path parent) {
        try {
            clearAbandoned(parent);
            Path path = Files.createTempDirectory(parent, PREFIX);
            FileChannel lock =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock.tryLock() == null) {
                throw new IOException("lock of " + path + " is held by another process");
            }
            RunDirectory made = new RunDirectory(path, lock);
            LIVE.add(made);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("no run directory in " + parent, e);
        }
    }

    Path path() {
        return path;
    }

    /** Starts a process that this directory answers for. Its command line must name this directory. */
    Process start(ProcessBuilder command) throws IOException {
        Process process = command.start();
        processes.put(process.pid(), process.toHandle());
        Files.createDirectories(path.resolve(PIDS));
        Files.createFile(path.resolve(PIDS).resolve(Long.toString(process.pid())));
        return process;
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        processes.values().stream().filter(ProcessHandle::isAlive).forEach(Processes::killTree);
        try {
            deleteTree(path);
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be removed", e);
        } finally {
            LIVE.remove(this);
        }
    }

    /**
     * As {@link #close}, when the JVM ends: the databases of a whole run are a hundred thousand files, and the build does not wait
     * that long. So a process of its own removes them; should it fail, the next {@link #create} does.
     */
    private void leave() {
        if (closed.getAndSet(true)) {
            return;
        }
        processes.values().stream().filter(ProcessHandle::isAlive).forEach(Processes::killTree);
        try {
            new ProcessBuilder("rm", "-rf", "--", path.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            System.err.println(path + " is left behind: " + e.getMessage());
        }
    }

    static synchronized void clearAbandoned(Path parent) throws IOException {
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path candidate : candidates) {
                // Not even opened if it is ours: POSIX drops a process's lock as soon as it closes any handle of that
                // file, and the
                // next JVM would take our servers for abandoned.
                if (LIVE.stream().noneMatch(live -> live.path.equals(candidate))) {
                    clearIfAbandoned(candidate);
                }
            }
        }
    }

    private static void clearIfAbandoned(Path candidate) throws IOException {
        // Without CREATE: a directory that another JVM is just making, or removing, has no lock file and is left alone.
        try (FileChannel channel = FileChannel.open(candidate.resolve(LOCK), StandardOpenOption.WRITE)) {
            @Nullable FileLock owned = channel.tryLock();
            if (owned == null || !Files.isDirectory(candidate.resolve(PIDS))) {
                return;
            }
            try (DirectoryStream<Path> pids = Files.newDirectoryStream(candidate.resolve(PIDS))) {
                for (Path pid : pids) {
                    ProcessHandle.of(Long.parseLong(pid.toFile().getName()))
                            .filter(process -> process.info()
                                    .commandLine()
                                    .orElse("")
                                    .contains(candidate.toFile().getName()))
                            .ifPresent(Processes::killTree);
                }
            }
            deleteTree(candidate);
        } catch (NoSuchFileException | AccessDeniedException notOurs) {
            return;
        }
    }

    private static void deleteTree(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
