package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.server.epcis.Documents;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a capture was answered 202 for is in stock, once, however often the server is killed meanwhile. */
class CaptureKillIT {

    private static final int KILLS = 4;
    private static final int DOCUMENTS_BETWEEN = 3;
    private static final int DOCUMENTS = (KILLS + 1) * DOCUMENTS_BETWEEN;
    private static final int UNITS_IN_EACH = 80;
    private static final int EVENTS_OF_EACH = 3;
    private static final int UNITS = DOCUMENTS * UNITS_IN_EACH;
    private static final String PENDING = "select count(*) from epcis_state where state = 'pending'";

    /** Where the server listens; another port after each kill. */
    private final AtomicReference<URI> address = new AtomicReference<>();

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void whatWasCapturedIsInStockOnce(PostgresFlavour flavour, @TempDir Path folder) throws Exception {
        TestDatabase database = TestDatabases.shared(flavour);
        String url = database.newDatabase("capturekill");
        Database.open(new DatabaseSettings(url, database.user(), database.password(), 2))
                .close();
        makeNetwork(database, url);
        var rows = new LogRows(database, url);
        try (MosquittoBroker broker = MosquittoBroker.start();
                HttpClient http = HttpClient.newHttpClient();
                var senders = Executors.newFixedThreadPool(2)) {
            Path config = ServerProcess.config(folder, database, url, broker.uri(), "");
            ServerProcess server = ServerProcess.start(config, "-Xmx256m");
            try {
                String token = token(http, server);
                var accepted = new LinkedBlockingQueue<Integer>();
                List<Future<?>> sent = new ArrayList<>();
                long unsettled = 0;
                for (int i = 0; i < DOCUMENTS; i++) {
                    int number = i;
                    sent.add(senders.submit(() -> {
                        untilAccepted(http, token, document(number));
                        accepted.add(number);
                        return null;
                    }));
                    if (number % DOCUMENTS_BETWEEN == DOCUMENTS_BETWEEN - 1 && number < DOCUMENTS - 1) {
                        // In the middle: it has just answered for a document.
                        Integer answered = -1;
                        while (answered <= number - DOCUMENTS_BETWEEN) {
                            answered = accepted.poll(60, TimeUnit.SECONDS);
                            assertThat(answered).as(server::output).isNotNull();
                        }
                        server.kill9();
                        unsettled += rows.number(PENDING);
                        server = ServerProcess.start(config, "-Xmx256m");
                        address.set(URI.create(SystemPage.address(server)));
                    }
                }
                for (Future<?> each : sent) {
                    each.get();
                }
                assertThat(unsettled)
                        .as("events that the kills came upon before they were in stock")
                        .isPositive();
                awaitSettled(rows, server);
                assertOnce(rows);
                assertThat(server.stop()).as(server.output()).isIn(0, 143);
            } finally {
                server.close();
            }
        }
    }

    private static void assertOnce(LogRows rows) throws SQLException {
        assertThat(rows.number("select count(*) from epcis_state where state = 'counted'"))
                .as(() -> "held: " + column(rows, "select distinct reason from epcis_state where state = 'held'"))
                .isEqualTo((long) UNITS * EVENTS_OF_EACH);
        assertThat(rows.number("select count(*) from epcis_event")).isEqualTo((long) UNITS * EVENTS_OF_EACH);
        assertThat(rows.number("select count(*) from epcis_job where finished_at is null"))
                .isZero();
        // The move of a part is two: it is split off, and moved.
        assertThat(rows.number("select count(*) from stock_event")).isEqualTo((long) UNITS * (EVENTS_OF_EACH + 1));
        assertThat(rows.number("select count(*) from handling_unit")).isEqualTo(2L * UNITS);
        assertThat(
                        rows.column(
                                "select m.to_unit_id || ' ' || trim_scale(sum(h.quantity)) || ' in ' || count(*) || ' of '"
                                        + " || trim_scale(min(h.quantity)) from handling_unit h"
                                        + " join movement m on m.handling_unit_id = h.id and m.until = 'infinity' group by m.to_unit_id order by m.to_unit_id"))
                .containsExactly(
                        "e-1 " + 3 * UNITS + " in " + UNITS + " of 3", "e-2 " + 3 * UNITS + " in " + UNITS + " of 3");
        assertThat(rows.number("select count(*) from handling_unit where not quantity_known"))
                .isZero();
    }

    /** Of each handling unit ten come, four leave, and three are brought to another place. */
    private static String document(int number) {
        var events = new ArrayList<String>();
        for (int i = 0; i < UNITS_IN_EACH; i++) {
            String name = "hu-" + number + "-" + i;
            events.add(event(name, "in", "06", "ADD", "receiving", "e-1", 10));
            events.add(event(name, "out", "07", "DELETE", "shipping", "e-1", 4));
            events.add(event(name, "on", "08", "OBSERVE", "storing", "e-2", 3));
        }
        return Documents.of(events.toArray(String[]::new));
    }

    private static String event(
            String name, String what, String hour, String action, String step, String unit, int quantity) {
        return Documents.event("ObjectEvent", "2026-11-20T" + hour + ":00:00Z", """
                "eventID": "urn:x:%1$s:%2$s", "action": "%3$s", "bizStep": "%4$s", "bizLocation": {"id": "urn:frostproof:unit:%5$s"},
                "quantityList": [{"epcClass": "urn:frostproof:handling-unit:%1$s", "quantity": %6$d}], "ilmd": {"cbvmda:lotNumber": "L1"}""".formatted(
                        name, what, action, step, unit, quantity));
    }

    private void untilAccepted(HttpClient http, String token, String document) throws InterruptedException {
        int status = 0;
        while (status != 202) {
            try {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(address.get().resolve("/api/v1/epcis/capture"))
                                .timeout(Duration.ofSeconds(20))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(document))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                status = answer.statusCode();
                assertThat(status).as(answer.body()).isIn(202, 503);
            } catch (IOException e) {
                // It was killed. Whether it had kept the document nobody knows, so it comes again.
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private static void awaitSettled(LogRows rows, ServerProcess server) throws SQLException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (rows.number(PENDING) > 0) {
            assertThat(System.nanoTime()).as(server::output).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static List<String> column(LogRows rows, String query) {
        try {
            return rows.column(query);
        } catch (SQLException e) {
            return List.of(e.toString());
        }
    }

    private static void makeNetwork(TestDatabase database, String url) throws SQLException {
        try (var connection = database.connect(url);
                var sql = connection.createStatement()) {
            sql.execute(
                    "insert into region values ('e', 'E'); insert into node values ('e', 'e', 'E', 'cold_store', 'UTC');"
                            + " insert into storage_profile values ('e', 'E', 2, 8, 'test', '[]');"
                            + " insert into unit (id, node_id, name, kind, profile_id) values ('e-1', 'e', 'One', 'cold_room', 'e'),"
                            + " ('e-2', 'e', 'Two', 'cold_room', 'e');"
                            + " insert into product (id, name, profile_id) values ('milk', 'Milk', 'e'); insert into lot values ('L1', 'milk', null)");
        }
    }

    private String token(HttpClient http, ServerProcess server) throws IOException, InterruptedException {
        address.set(URI.create(SystemPage.address(server)));
        String wanted = """
                {"name": "partner", "scopes": ["stock"], "expires_at": "%s"}""".formatted(Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS));
        HttpResponse<String> made = http.send(
                HttpRequest.newBuilder(address.get().resolve("/api/v1/tokens"))
                        .header("Authorization", "Bearer " + SystemPage.signIn(server))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(wanted))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return new ObjectMapper().readTree(made.body()).path("token").asText();
    }
}
