package io.frostproof.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir
    Path folder;

    @Test
    void looksInTheSearchPath() throws IOException {
        Path program = program("frost-probe");

        assertThat(Programs.findIn("/nowhere" + File.pathSeparator + folder, "frost-probe"))
                .contains(program);
    }

    @Test
    void prefersTheNameThatComesFirst() throws IOException {
        program("second-choice");
        Path first = program("first-choice");

        assertThat(Programs.findIn(folder.toString(), "first-choice", "second-choice"))
                .contains(first);
    }

    @Test
    void passesOverWhatCannotBeRun() throws IOException {
        Files.createFile(folder.resolve("frost-probe"));

        assertThat(Programs.findIn(folder.toString(), "frost-probe")).isEmpty();
    }

    private Path program(String name) throws IOException {
        Path program = Files.createFile(folder.resolve(name));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}
