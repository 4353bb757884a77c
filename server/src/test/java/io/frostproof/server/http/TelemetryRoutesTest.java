package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.DeviceDirectory;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Inbound;
import io.frostproof.ingest.intake.Intake;
import io.frostproof.ingest.intake.PlausibleTimes;
import io.frostproof.server.review.Review;
import io.frostproof.testing.FakeClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is answered when the lane does not say that a message is stored. */
final class TelemetryRoutesTest {

    private static final String CONTRACT = """
            openapi: 3.1.0
            paths:
              /telemetry:
                post:
                  operationId: sendTelemetry
                  x-permission: ingest
                  x-raw: 1024
                  parameters:
                    - {name: node, in: query, required: true, schema: {type: string}}
                    - {name: device, in: query, required: true, schema: {type: string}}
                  requestBody: {content: {application/json: {schema: {}}}}
            """;

    private final IngestCounters counters = new IngestCounters();

    private static final class Nobody implements DeviceDirectory {
        @Override
        public @Nullable KnownDevice find(String deviceId) {
            return null;
        }

        @Override
        public List<KnownDevice> all() {
            return List.of();
        }
    }

    private HttpResponse<String> answer(Review.Lane lane) throws Exception {
        var intake = new Intake(new Nobody(), PlausibleTimes.DEFAULT, FakeClock.at("2026-11-21T12:00:00Z"), counters);
        var operations = new Operations();
        new TelemetryRoutes(intake, lane, Duration.ofMillis(1)).register(operations);
        try (var door = new DoorFixture(CONTRACT, operations)) {
            return door.send("POST", "/telemetry?node=n1&device=d1", "{\"readings\":[]}");
        }
    }

    @Test
    void whatIsNotStoredInTimeMayBeStoredAllTheSame() throws Exception {
        List<Inbound> taken = new ArrayList<>();

        HttpResponse<String> response = answer((message, within) -> taken.add(message));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.body()).contains("it may be all the same, and may be sent again");
        assertThat(taken).hasSize(1);
        assertThat(counters.messagesReceived.sum()).isEqualTo(1);
    }

    @Test
    void whatALaneHasNoRoomForWasNeverReceived() throws Exception {
        HttpResponse<String> response = answer((message, within) -> false);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("nothing of this message is stored");
        assertThat(counters.messagesReceived.sum()).isZero();
    }

    @Test
    void whatTheDatabaseRefusesIsTold() throws Exception {
        HttpResponse<String> response = answer((message, within) -> {
            assertThat(message.acknowledgement().refused("no such partition")).isFalse();
            message.acknowledgement().stored();
            return true;
        });

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("refused_by_database").contains("no such partition");
    }
}
