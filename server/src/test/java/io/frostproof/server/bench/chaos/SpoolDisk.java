package io.frostproof.server.bench.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The server's {@code data_dir} on a disk of its own that can be filled up: a tmpfs, which root may mount on Linux. Elsewhere it is a plain folder,
 * cannot be filled, and says so loudly. For one thread at a time.
 */
final class SpoolDisk implements AutoCloseable {

    private static final int SIZE_MB = 256;
    private static final int PIECE_BYTES = 1 << 20;
    private static final String BALLAST = "ballast";

    private final Path folder;
    private final boolean mounted;

    private SpoolDisk(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    static SpoolDisk make(Path folder, Consumer<String> say) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String trouble;
        try {
            trouble = run(List.of(
                    "mount", "-t", "tmpfs", "-o", "size=" + SIZE_MB + "m", "frostproof-chaos", folder.toString()));
        } catch (IOException e) {
            trouble = e.toString();
        }
        if (!trouble.isEmpty()) {
            say.accept("THE FULL DISK IS LEFT OUT: a tmpfs cannot be mounted here (" + trouble
                    + "); it needs root on Linux");
        }
        return new SpoolDisk(folder, trouble.isEmpty());
    }

    Path folder() {
        return folder;
    }

    boolean canBeFilled() {
        return mounted;
    }

    /** Leaves no byte of room. Does nothing to a plain folder. */
    void fill() throws IOException {
        if (!mounted) {
            return;
        }
        int piece = PIECE_BYTES;
        try (OutputStream out = Files.newOutputStream(folder.resolve(BALLAST))) {
            while (piece > 0) {
                try {
                    out.write(new byte[piece]);
                } catch (IOException full) {
                    piece /= 16;
                }
            }
        } catch (IOException full) {
            // Closing has nothing left to write.
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(folder.resolve(BALLAST));
    }

    /** What the server has in it. */
    long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file) && !file.endsWith(BALLAST))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? "" : said.isEmpty() ? "exit code " + process.exitValue() : said;
    }

    @Override
    public void close() throws IOException {
        if (!mounted) {
            return;
        }
        try {
            String trouble = run(List.of("umount", folder.toString()));
            if (!trouble.isEmpty()) {
                trouble = run(List.of("umount", "-l", folder.toString()));
            }
            if (!trouble.isEmpty()) {
                throw new IOException("umount " + folder + ": " + trouble);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
