package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.SmtpSink;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an approval to those who carry it out, by all ways, across a kill between telling and recording. */
class ActionKillIT {

    private static final String DECISION = "00000000-0000-0000-0000-0000000000d7";
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private record Request(String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return Objects.requireNonNull(headers.get(name), name).getFirst();
        }
    }

    /** A warehouse that does not answer the first time, and a repository that has jobs. */
    private static final class Outside implements AutoCloseable {
        final List<Request> requests = new CopyOnWriteArrayList<>();
        final CountDownLatch dead = new CountDownLatch(1);
        private final HttpServer http;

        Outside() throws IOException {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.createContext("/", this::answer);
            http.start();
        }

        int port() {
            return http.getAddress().getPort();
        }

        List<Request> of(String path) {
            return requests.stream().filter(each -> each.path().equals(path)).toList();
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                boolean first = of(path).isEmpty();
                requests.add(new Request(path, Map.copyOf(exchange.getRequestHeaders()), body));
                switch (path) {
                    case "/wms" -> {
                        if (first) {
                            await(dead);
                        }
                        reply(exchange, 200, "{\"confirmed\": true}");
                    }
                    case "/capture" -> {
                        exchange.getResponseHeaders().set("Location", "/capture/job-1");
                        reply(exchange, 202, "{}");
                    }
                    default -> reply(exchange, 200, "{\"running\": false, \"success\": true}");
                }
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void reply(HttpExchange exchange, int status, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }

        @Override
        public void close() {
            dead.countDown();
            http.stop(0);
        }
    }

    @Test
    void whatWasToldButNotRecordedIsToldAgainWithTheSameKey(@TempDir Path folder) throws Exception {
        TestDatabase database = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = MachineNetwork.imported(database, "actions");
        var rows = new LogRows(database, url);
        propose(database, url);
        long movements = rows.number("select count(*) from movement");
        try (MosquittoBroker broker = MosquittoBroker.start();
                Outside outside = new Outside();
                SmtpSink mail = SmtpSink.start()) {
            Path config = ServerProcess.config(folder, database, url, broker.uri(), """
                    actions:
                      webhooks:
                        - {name: wms, url: "http://127.0.0.1:%d/wms", secret: 0123456789abcdef, timeout: 1m}
                      epcis:
                        - {name: partner, url: "http://127.0.0.1:%d/capture", token: let-me-in}
                      emails:
                        - {name: shift, smtp_host: %s, smtp_port: %d, tls: none, from: "cold@example.org", to: ["shift@example.org"]}
                    """.formatted(
                            outside.port(), outside.port(), mail.host(), mail.port()));
            try (ServerProcess server = ServerProcess.start(config)) {
                assertThat(new ApiCalls(server).post("/api/v1/decisions/" + DECISION + "/approve"))
                        .isEqualTo(200);
                await(() -> !outside.of("/wms").isEmpty());
                server.kill9();
            }
            assertThat(rows.column("select state from action where kind = 'webhook'"))
                    .containsExactly("waiting");
            outside.dead.countDown();
            try (ServerProcess server = ServerProcess.start(config)) {
                await(() -> rows.column("select distinct state from action where kind in ('webhook', 'epcis')")
                                .equals(List.of("confirmed"))
                        && rows.column("select state from action where kind = 'email'")
                                .equals(List.of("sent")));
                assertThat(server.stop()).as(server.output()).isIn(0, 143);
            }
            List<Request> told = outside.of("/wms");
            assertThat(told).hasSize(2);
            assertThat(told.get(1).body()).isEqualTo(told.get(0).body());
            assertThat(told.get(1).header("Idempotency-key"))
                    .isEqualTo(told.get(0).header("Idempotency-key"))
                    .isEqualTo("decision/" + DECISION + "/webhook/wms/0");
            assertThat(told.get(1).header("Frostproof-signature")).startsWith("v1=");
            JsonNode body = new ObjectMapper().readTree(told.getFirst().body());
            assertThat(body.path("disposition").asText()).isEqualTo("quarantine");

            Request captured = outside.of("/capture").getFirst();
            assertThat(captured.header("Authorization")).isEqualTo("Bearer let-me-in");
            JsonNode event = new ObjectMapper()
                    .readTree(captured.body())
                    .path("epcisBody")
                    .path("eventList")
                    .get(0);
            assertThat(event.path("bizStep").asText()).isEqualTo("holding");
            // The same event in our own log, once, and it moved nothing.
            assertThat(
                            rows.column(
                                    "select e.event_id || ' ' || s.state from epcis_event e join epcis_state s on s.event = e.id"))
                    .containsExactly(event.path("eventID").asText() + " kept");
            assertThat(rows.number("select count(*) from movement")).isEqualTo(movements);
            assertThat(mail.awaitMails(1, WITHIN).getFirst().to()).containsExactly("shift@example.org");
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + WITHIN.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("within " + WITHIN).isLessThan(deadline);
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static void propose(TestDatabase database, String url) throws Exception {
        try (var connection = database.connect(url);
                var statement = connection.createStatement()) {
            statement.execute("""
                    insert into incident (id, region_id, unit_id, slot, level, state, started_at, recovered_at, opened_at)
                    select '00000000-0000-0000-0000-0000000000a7', n.region_id, u.id, 'too_cold', 'critical', 'resolved',
                           now() - interval '2 h', now() - interval '1 h', now() - interval '2 h'
                    from unit u join node n on n.id = u.node_id where u.id = 'machine';
                    insert into decision (id, incident_id, disposition, state, proposed_at, policy_version, evidence)
                    values ('%s', '00000000-0000-0000-0000-0000000000a7', 'quarantine', 'proposed', now(), 'test-1', '{}');
                    insert into decision_item select '%s', id from handling_unit order by id limit 2
                    """.formatted(DECISION, DECISION));
        }
    }
}
