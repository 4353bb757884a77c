package io.frostproof.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;

/**
 * What the tests of this JVM got from the machine, and what happens when they do not get it.
 *
 * <p>A missing service skips the test that asked for it, with the reason shown; where {@code FROSTPROOF_REQUIRE_SERVICES=true}
 * (continuous integration) it fails the test instead, so that a green run there means that everything ran.
 *
 * <p>Every start and every lack appends one line to the service report, out of which {@code ./frostproof test} makes its closing
 * table: {@code outcome TAB service TAB module TAB detail}, outcome being {@code started}, {@code skipped} or {@code failed}
 * (lacking where required). The file
 * is named by the system property {@code frostproof.service.report}, else by the environment's {@code FROSTPROOF_SERVICE_REPORT}, else it
 * is {@code target/services.tsv} of the module.
 */
public final class Services {
    private static final Services OF_THIS_JVM = new Services(
            "true".equalsIgnoreCase(System.getenv("FROSTPROOF_REQUIRE_SERVICES")),
            reportFile(),
            workingDirectoryName());

    private final boolean required;
    private final Path report;
    private final String module;

    Services(boolean required, Path report, String module) {
        this.required = required;
        this.report = report;
        this.module = module;
    }

    /** Notes that a service runs; {@code detail} says which version or where. */
    public static void started(Service service, String detail) {
        OF_THIS_JVM.append("started", service, detail);
    }

    /**
     * Ends the running test, because the machine lacks a service. Written {@code throw Services.missing(...)} for the compiler; it never
     * returns.
     *
     * @param reason what was looked for and how to get it
     * @throws org.opentest4j.TestAbortedException which skips the test, unless services are required
     * @throws AssertionError which fails the test, where services are required
     */
    public static RuntimeException missing(Service service, String reason) {
        throw OF_THIS_JVM.missingHere(service, reason);
    }

    RuntimeException missingHere(Service service, String reason) {
        String message = service.title() + ": " + reason;
        if (required) {
            append("failed", service, reason);
            throw new AssertionError(message + " (FROSTPROOF_REQUIRE_SERVICES=true forbids skipping)");
        }
        append("skipped", service, reason);
        return Assumptions.<RuntimeException>abort(message);
    }

    private synchronized void append(String outcome, Service service, String detail) {
        String line = String.join("\t", outcome, service.title(), module, detail.replaceAll("\\s+", " ")) + "\n";
        try {
            Path directory = report.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            // One write of one short line in append mode: JVMs that test at the same time do not mix their lines.
            Files.writeString(report, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("service report " + report + " cannot be written", e);
        }
    }

    private static Path reportFile() {
        String property = System.getProperty("frostproof.service.report");
        String variable = System.getenv("FROSTPROOF_SERVICE_REPORT");
        if (property != null && !property.isBlank()) {
            return Path.of(property);
        }
        return variable != null && !variable.isBlank() ? Path.of(variable) : Path.of("target", "services.tsv");
    }

    private static String workingDirectoryName() {
        Path name = Path.of("").toAbsolutePath().getFileName();
        return name == null ? "/" : name.toString();
    }
}
