package io.frostproof.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class ServicesTest {
    @TempDir
    Path directory;

    @Test
    void skipsTheTestWithTheReasonWhenAServiceIsMissing() throws IOException {
        Path report = directory.resolve("not/there/yet/services.tsv");
        Services services = new Services(false, report, "store");

        assertThatThrownBy(() -> services.missingHere(Service.TIMESCALEDB, "no root at /nowhere"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("TimescaleDB: no root at /nowhere");
        assertThat(report).hasContent("skipped\tTimescaleDB\tstore\tno root at /nowhere\n");
    }

    @Test
    void failsTheTestWhenServicesAreRequired() throws IOException {
        Path report = directory.resolve("services.tsv");
        Services services = new Services(true, report, "store");

        assertThatThrownBy(() -> services.missingHere(Service.MOSQUITTO, "not\ninstalled"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("FROSTPROOF_REQUIRE_SERVICES");
        assertThat(Files.readAllLines(report)).containsExactly("failed\tMosquitto\tstore\tnot installed");
    }
}
