package io.frostproof.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prometheus' own judgement of a metrics page. Thread-safe. */
public final class Promtool {
    private Promtool() {}

    /**
     * Has {@code promtool check metrics} read a page.
     *
     * @param exposition Prometheus text format 0.0.4
     * @return its complaints, one a line; empty if there is none
     * @throws org.opentest4j.TestAbortedException or AssertionError, if this machine has no promtool (see {@link Services#missing})
     */
    public static List<String> check(String exposition) {
        Path program = Programs.find("promtool")
                .orElseThrow(() -> Services.missing(
                        Service.PROMTOOL,
                        "no promtool in PATH; apt-get install prometheus, dnf install golang-github-prometheus"
                                + " or brew install prometheus"));
        Services.started(Service.PROMTOOL, program.toString());
        try {
            Path page = Files.createTempFile("metrics", ".txt");
            try {
                Files.writeString(page, exposition);
                Process process = new ProcessBuilder(program.toString(), "check", "metrics")
                        .redirectInput(page.toFile())
                        .redirectErrorStream(true)
                        .start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                int exitCode = process.waitFor();
                List<String> complaints =
                        said.lines().filter(line -> !line.isBlank()).toList();
                return exitCode == 0 || !complaints.isEmpty()
                        ? complaints
                        : List.of("promtool ended with " + exitCode + " and said nothing");
            } finally {
                Files.deleteIfExists(page);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("promtool check metrics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("interrupted");
        }
    }
}
