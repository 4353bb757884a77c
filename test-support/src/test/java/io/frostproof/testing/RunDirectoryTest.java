package io.frostproof.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void endsItsProcessesAndRemovesItsFilesOnClose() throws IOException {
        RunDirectory directory = RunDirectory.create(parent);
        Process process = directory.start(processThatNames(directory.path()));

        directory.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(directory.path()).doesNotExist();
    }

    @Test
    void leavesTheDirectoriesOfThisJvmAlone() throws IOException {
        try (RunDirectory mine = RunDirectory.create(parent)) {
            Process process = mine.start(processThatNames(mine.path()));

            RunDirectory.clearAbandoned(parent);

            assertThat(process.isAlive()).isTrue();
            assertThat(mine.path()).exists();
        }
    }

    @Test
    void isLeftAloneByOtherJvmsAlsoAfterThisOneHasLookedForAbandonedOnes() throws Exception {
        try (RunDirectory mine = RunDirectory.create(parent)) {
            Process process = mine.start(processThatNames(mine.path()));
            RunDirectory.clearAbandoned(parent);

            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            OtherJvm.class.getName(),
                            parent.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();

            assertThat(other.waitFor()).isZero();
            assertThat(process.isAlive()).isTrue();
            assertThat(mine.path()).exists();
        }
    }

    /** What another test JVM does when it starts its first service. */
    static final class OtherJvm {
        private OtherJvm() {}

        public static void main(String[] arguments) throws IOException {
            RunDirectory.clearAbandoned(Path.of(arguments[0]));
        }
    }

    @Test
    void clearsWhatAKilledJvmLeft() throws IOException {
        Path left = abandonedDirectory();
        Process orphan = processThatNames(left).start();
        Files.createFile(left.resolve("pid").resolve(Long.toString(orphan.pid())));

        RunDirectory.create(parent).close();

        assertThat(Processes.awaitEnd(orphan.toHandle(), Duration.ofSeconds(10)))
                .isTrue();
        assertThat(left).doesNotExist();
    }

    @Test
    void sparesAProcessThatOnlyInheritedThePid() throws IOException {
        Path left = abandonedDirectory();
        Process stranger = processThatNames(Path.of("/somewhere/else")).start();
        try {
            Files.createFile(left.resolve("pid").resolve(Long.toString(stranger.pid())));

            RunDirectory.create(parent).close();

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    private Path abandonedDirectory() throws IOException {
        Path left = Files.createDirectories(parent.resolve("frostproof-run-left"));
        Files.createFile(left.resolve("owner.lock"));
        Files.createDirectories(left.resolve("pid"));
        return left;
    }

    /** {@code cat} of a pipe that nobody writes to lives until it is killed. */
    private static ProcessBuilder processThatNames(Path path) {
        return new ProcessBuilder("sh", "-c", "cat; : " + path);
    }
}
