package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.server.http.EventLines;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was set apart is seen at once, and gets into the log when people say so: a whole server with a broker. */
class ReviewIT {

    private static final String NEWCOMER = "frostproof/1/plant/newcomer/telemetry";

    @Test
    void whatWasSetApartIsSeenAndTakenIntoTheLog(@TempDir Path folder) throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        TestDatabase database = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = MachineNetwork.imported(database, "review");
        var rows = new LogRows(database, url);
        try (MosquittoBroker broker = MosquittoBroker.start();
                ServerProcess server =
                        ServerProcess.start(ServerProcess.config(folder, database, url, broker.uri(), ""));
                FieldDevice device = FieldDevice.connect(broker.uri())) {
            var api = new ApiCalls(server);
            try (EventLines events = new EventLines(api.port(), "?readings=all", api.token(), null)) {
                assertThat(events.next().name()).isEqualTo("hello");
                device.publish(FieldDevice.TOPIC, FieldDevice.reading(1, now, 50));
                JsonNode reading = events.next(EventLines.named("readings"))
                        .json()
                        .path("items")
                        .get(0);
                assertThat(reading.path("device").asText()).isEqualTo("nab-machine");
                assertThat(reading.path("unit").asText()).isEqualTo("machine");
                assertThat(reading.path("v").asDouble()).isEqualTo(10.0);

                device.publish(NEWCOMER, FieldDevice.reading(1, now, 50));
                events.next(event -> event.json().path("type").asText().equals("dead_letter"));
            }
            long letter = rows.number("select id from dead_letter where reason = 'unknown_device'");
            assertThat(api.post("/api/v1/dead-letters/" + letter + "/replay")).isEqualTo(422);
            addNewcomer(database, url);
            awaitReplay(api, letter, server);
            assertThat(rows.number("select count(*) from reading r join channel c on c.id = r.channel_id"
                            + " where c.device_id = 'newcomer' and r.value = 50"))
                    .isEqualTo(1);
            assertThat(api.post("/api/v1/dead-letters/" + letter + "/replay")).isEqualTo(409);

            promotes(rows, api, device);
            assertThat(server.stop()).as(server.output()).isIn(0, 143);
            assertThat(server.output()).doesNotContain(" ERROR ");
        }
    }

    private static void addNewcomer(TestDatabase database, String url) throws Exception {
        try (Connection connection = database.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into device values ('newcomer', 'plant', 300);
                    insert into channel (device_id, name, quantity, unit, max_hold_s) values ('newcomer', 't1', 'temperature', 'Cel', 600);
                    update network_version set version = version + 1""");
        }
    }

    /** The server looks for a changed network now and then. */
    private static void awaitReplay(ApiCalls api, long letter, ServerProcess server) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        int status = 422;
        while (status == 422) {
            assertThat(System.nanoTime()).as(server.output()).isLessThan(deadline);
            LockSupport.parkNanos(100_000_000);
            status = api.post("/api/v1/dead-letters/" + letter + "/replay");
        }
        assertThat(status).as(server.output()).isEqualTo(200);
    }

    private static void promotes(LogRows rows, ApiCalls api, FieldDevice device) throws Exception {
        device.publish(FieldDevice.TOPIC, FieldDevice.reading(2, Instant.parse("1969-07-20T20:17:40Z"), 50));
        device.publish(FieldDevice.TOPIC, FieldDevice.reading(3, Instant.parse("2199-06-01T00:00:00Z"), 50));
        device.awaitReceipt(3);
        String partitions = "select count(*) from pg_class where relname in ('reading_1969_07', 'reading_2199_06')";
        assertThat(rows.number(partitions)).isZero();
        long past = rows.number("select id from reading_suspect where time < '1970-01-01Z'");
        long future = rows.number("select id from reading_suspect where time > '2100-01-01Z'");
        assertThat(api.post("/api/v1/suspect-readings/" + future + "/promote")).isEqualTo(409);
        assertThat(rows.number(partitions)).isZero();
        assertThat(api.post("/api/v1/suspect-readings/" + past + "/promote")).isEqualTo(200);
        assertThat(api.post("/api/v1/suspect-readings/" + past + "/promote")).isEqualTo(409);
        rows.awaitSettled(3);
        assertThat(rows.number("select count(*) from reading where time = '1969-07-20T20:17:40Z' and value = 10"))
                .isEqualTo(1);
        assertThat(rows.number("select count(*) from pg_class where relname = 'reading_2199_06'"))
                .isZero();
    }
}
