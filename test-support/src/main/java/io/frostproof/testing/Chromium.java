package io.frostproof.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The browser of this machine's packages, which the tests of the pages drive. Thread-safe. */
public final class Chromium {
    private Chromium() {}

    /**
     * The program; {@code FROSTPROOF_CHROMIUM} in the environment overrules the search.
     *
     * @throws org.opentest4j.TestAbortedException or AssertionError, if this machine has none (see {@link Services#missing})
     */
    public static Path program() {
        String named = System.getenv("FROSTPROOF_CHROMIUM");
        if (named != null && !named.isBlank()) {
            if (!Files.isExecutable(Path.of(named))) {
                throw Services.missing(Service.CHROMIUM, "FROSTPROOF_CHROMIUM=" + named + " is no program");
            }
            return Path.of(named);
        }
        return Programs.find("chromium", "google-chrome", "google-chrome-stable")
                .orElseThrow(() -> Services.missing(
                        Service.CHROMIUM,
                        "no chromium or google-chrome in PATH, and no FROSTPROOF_CHROMIUM; apt-get install chromium,"
                                + " dnf install chromium or brew install --cask google-chrome"));
    }
}
