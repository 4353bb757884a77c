package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 4 over HTTP: what a gateway was answered 200 for while the database was frozen is stored when it goes on. */
class TelemetryOutageIT {

    private static final String TELEMETRY = "/api/v1/telemetry?node=plant&device=nab-machine";

    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(10_000);

    @Test
    void aGatewayWithATokenIsServedFromTheSpoolWhileTheDatabaseIsFrozen(@TempDir Path folder) throws Exception {
        try (TestDatabase database = TestDatabase.start(PostgresFlavour.PLAIN);
                MosquittoBroker broker = MosquittoBroker.start();
                HttpClient http = HttpClient.newHttpClient()) {
            String url = MachineNetwork.imported(database, "outage");
            try (ServerProcess server =
                    ServerProcess.start(ServerProcess.config(folder, database, url, broker.uri(), ""))) {
                String gateway = token(http, server);
                assertThat(post(http, server, gateway, 0)).isEqualTo(200);
                assertThat(overview(http, server, gateway)).isEqualTo(200);

                database.pause();
                int stored = 1;
                // Nobody knows at once that it is frozen: until then the answer may be that nothing is sure.
                long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (post(http, server, gateway, stored) != 200) {
                    assertThat(System.nanoTime()).as(server::output).isLessThan(deadline);
                }
                stored++;
                assertThat(server.output()).contains("event=log_away");
                for (; stored < 30; stored++) {
                    assertThat(post(http, server, gateway, stored)).isEqualTo(200);
                }
                assertThat(overview(http, server, gateway))
                        .as("only telemetry is taken on the memory of a token; it may come again with the rest")
                        .isEqualTo(503);
                database.resume();

                var rows = new LogRows(database, url);
                rows.awaitSettled(stored);
                assertThat(rows.number("select count(*) from reading")).isEqualTo(stored);
                assertThat(rows.number("select count(*) from reading_conflict")).isZero();
                assertThat(rows.number("select count(*) from dead_letter")).isZero();
                assertThat(server.stop()).as(server.output()).isIn(0, 143);
            }
        }
    }

    private int post(HttpClient http, ServerProcess server, String token, int seq)
            throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(SystemPage.address(server) + TELEMETRY))
                                .timeout(Duration.ofSeconds(30))
                                .header("Authorization", "Bearer " + token)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(
                                        FieldDevice.reading(seq, begin.plusSeconds(10L * seq), 70)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private static int overview(HttpClient http, ServerProcess server, String token)
            throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(SystemPage.address(server) + "/api/v1/overview"))
                                .timeout(Duration.ofSeconds(30))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private static String token(HttpClient http, ServerProcess server) throws IOException, InterruptedException {
        String wanted = """
                {"name": "gateway", "scopes": ["ingest", "read"], "expires_at": "%s"}""".formatted(Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS));
        HttpResponse<String> made = http.send(
                HttpRequest.newBuilder(URI.create(SystemPage.address(server) + "/api/v1/tokens"))
                        .header("Authorization", "Bearer " + SystemPage.signIn(server))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(wanted))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return new ObjectMapper().readTree(made.body()).path("token").asText();
    }
}
