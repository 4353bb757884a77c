package io.frostproof.server.embedded;

import io.frostproof.store.Database;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** An empty database in a temporary folder, which is gone with it. For one thread; what it opened may be used by any. */
public final class ScratchDatabase implements AutoCloseable {

    private final Path folder;
    private @Nullable EmbeddedPostgresServer postgres;
    private @Nullable Database database;

    private ScratchDatabase(Path folder) {
        this.folder = folder;
    }

    /**
     * Starts it with the schema of this version.
     *
     * @throws IOException if there is no place for it, or it does not start
     */
    public static ScratchDatabase start() throws IOException {
        var scratch = new ScratchDatabase(folder());
        boolean complete = false;
        try {
            EmbeddedPostgresServer postgres = EmbeddedPostgresServer.startForNow(scratch.folder);
            scratch.postgres = postgres;
            scratch.database = Database.open(postgres.settings());
            complete = true;
            return scratch;
        } finally {
            if (!complete) {
                scratch.close();
            }
        }
    }

    private static Path folder() throws IOException {
        try {
            return Files.createTempDirectory("frostproof-scratch");
        } catch (IOException e) {
            // Its message is no more than a path.
            throw new IOException(
                    "no folder can be made for a database in the temporary folder "
                            + System.getProperty("java.io.tmpdir") + ": " + e,
                    e);
        }
    }

    /** It itself. */
    public Database database() {
        if (database == null) {
            throw new IllegalStateException("closed");
        }
        return database;
    }

    @Override
    public void close() throws IOException {
        if (database != null) {
            database.close();
            database = null;
        }
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
