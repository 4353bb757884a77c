package io.frostproof.server.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.testing.PostgresFlavour;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short, fixed form of {@code ./frostproof bench chaos}: the same parts, few faults, nothing about time. */
class ChaosIT {

    @Test
    void nothingThatWasPromisedIsLostOrDoubledUnderFaults(@TempDir Path folder) throws Exception {
        var settings = new ChaosRun.Settings(
                20261121,
                Duration.ofSeconds(21),
                FaultPlan.brief(),
                PostgresFlavour.PLAIN,
                Duration.ofSeconds(3),
                20,
                Duration.ofMillis(500),
                6,
                4_000_000,
                4,
                2,
                Duration.ofSeconds(60));

        JsonNode result = ChaosRun.run(settings, folder, line -> {});

        assertThat(result.path("lost").asLong()).as(result.toPrettyString()).isZero();
        assertThat(result.path("doubled").asLong()).as(result.toPrettyString()).isZero();
        assertThat(result.path("unreceipted").asLong())
                .as(result.toPrettyString())
                .isZero();
        assertThat(result.path("missing_alarms").asLong())
                .as(result.toPrettyString())
                .isZero();
        assertThat(result.path("alarmed_twice").asLong())
                .as(result.toPrettyString())
                .isZero();
        // The run was what it was meant to be.
        assertThat(result.path("stored").asLong()).isGreaterThan(3_000);
        assertThat(result.path("dead_letters").asLong()).isGreaterThan(50);
        assertThat(result.path("faults").path("server_kills").asInt()).isEqualTo(2);
        assertThat(result.path("faults").path("broker_restarts").asInt()).isEqualTo(1);
        assertThat(result.path("faults").path("db_outage_s").asDouble()).isGreaterThan(5);
        assertThat(result.path("faults").path("not_brought_about")).isEmpty();
    }
}
