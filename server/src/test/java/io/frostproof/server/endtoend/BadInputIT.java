package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promise 5: a bad message never stops a good one, and is kept with its reason. */
class BadInputIT {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static final class Bad {
        final String topic;
        final byte[] payload;
        /** Where it has to end. */
        final String table;

        final String reason;

        Bad(String topic, byte[] payload, String table, String reason) {
            this.topic = topic;
            this.payload = payload;
            this.table = table;
            this.reason = reason;
        }
    }

    private static Bad letter(String topic, String payload, String reason) {
        return new Bad(topic, payload.getBytes(StandardCharsets.UTF_8), "dead_letter", reason);
    }

    private static Bad letter(String payload, String reason) {
        return letter(FieldDevice.TOPIC, payload, reason);
    }

    private List<Bad> everythingBad() {
        byte[] garbage = new byte[1 << 20];
        new Random(5).nextBytes(garbage);
        String good = new String(FieldDevice.reading(0, now, 70), StandardCharsets.UTF_8);
        var random = new Random(6);
        String endless = random.ints(30_000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return List.of(
                new Bad(FieldDevice.TOPIC, garbage, "dead_letter", "too_large"),
                letter("", "not_json"),
                letter("NaN", "wrong_type"),
                letter("{\"readings\":\"many\"}", "wrong_type"),
                letter("{\"readings\":[{\"ch\":\"t1\",\"v\":NaN}]}", "not_a_number"),
                letter("{\"readings\":[{\"ch\":\"t1\",\"v\":\"\\u0000 \\ud800\"}]}", "wrong_type"),
                letter("{\"readings\":[{\"ch\":\"t9\",\"v\":70}]}", "unknown_channel"),
                letter("{\"readings\":[{\"ch\":\"t1\",\"v\":100000}]}", "implausible_value"),
                letter("frostproof/1/plant/nobody/telemetry", good, "unknown_device"),
                letter("frostproof/1/cellar/nab-machine/telemetry", good, "wrong_node"),
                letter("frostproof/1/plant/a b/telemetry", good, "bad_topic"),
                letter("frostproof/1//nab-machine/telemetry", good, "bad_topic"),
                letter("frostproof/1/" + endless + "/nab-machine/telemetry", good, "bad_topic"),
                new Bad(
                        FieldDevice.TOPIC,
                        FieldDevice.reading(1_000, Instant.parse("2199-06-01T00:00:00Z"), 70),
                        "reading_suspect",
                        "in_the_future"),
                new Bad(
                        FieldDevice.TOPIC,
                        FieldDevice.reading(1_001, Instant.parse("1969-07-20T20:17:40Z"), 70),
                        "reading_suspect",
                        "before_earliest"));
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void everyBadMessageIsKeptOnceAndTheNextGoodOneIsStored(PostgresFlavour flavour, @TempDir Path folder)
            throws Exception {
        TestDatabase database = TestDatabases.shared(flavour);
        String url = MachineNetwork.imported(database, "bad_input");
        var rows = new LogRows(database, url);
        List<Bad> everything = everythingBad();
        try (MosquittoBroker broker = MosquittoBroker.start();
                ServerProcess server =
                        ServerProcess.start(ServerProcess.config(folder, database, url, broker.uri(), ""));
                FieldDevice device = FieldDevice.connect(broker.uri())) {
            long seq = 0;
            int kept = 0;
            for (int round = 1; round <= 2; round++) {
                for (Bad bad : everything) {
                    device.publish(bad.topic, bad.payload);
                    device.publish(FieldDevice.TOPIC, FieldDevice.reading(seq, now.minusSeconds(10_000 - seq), 70));
                    device.awaitReceipt(seq);
                    seq++;
                    kept += round == 1 ? 1 : 0;
                    awaitKept(rows, kept, bad, round, server);
                }
            }
            assertThat(rows.number("select count(*) from reading")).isEqualTo(seq);
            assertThat(rows.number("select count(*) from reading_conflict")).isZero();
            assertThat(rows.number("select count(*) from dead_letter where detail = ''"))
                    .isZero();

            assertCountersAddUp(SystemPage.of(server), rows, everything.size(), seq);
            assertThat(server.stop()).as(server.output()).isIn(0, 143);
            assertThat(server.output()).doesNotContain(" ERROR ");
        }
    }

    /** Each bad message has one row, of its reason, and a dead letter counts how often it came. */
    private static void awaitKept(LogRows rows, int kept, Bad bad, int round, ServerProcess server) throws Exception {
        String of = bad.table.equals("dead_letter")
                ? "select count(*) from dead_letter where reason = '" + bad.reason + "' and payload_bytes = "
                        + bad.payload.length + " and occurrences = " + round
                : "select count(*) from reading_suspect where reason = '" + bad.reason + "'";
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (rows.number(of) == 0) {
            assertThat(System.nanoTime())
                    .as(() -> bad.reason + " in " + round + "\n" + server.output())
                    .isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(rows.number("select (select count(*) from dead_letter) + (select count(*) from reading_suspect)"))
                .as(bad.reason)
                .isEqualTo(kept);
    }

    private static void assertCountersAddUp(JsonNode system, LogRows rows, int bad, long good) throws Exception {
        JsonNode ingest = system.path("ingest");
        assertThat(ingest.path("messages_received").asLong()).isEqualTo(2L * bad + good);
        assertThat(ingest.path("messages_acknowledged").asLong()).isEqualTo(2L * bad + good);
        assertThat(ingest.path("readings_stored").asLong()).isEqualTo(good);
        assertThat(ingest.path("readings_suspect").asLong()).isEqualTo(4);
        assertThat(ingest.path("readings_received").asLong())
                .isEqualTo(ingest.path("readings_stored").asLong()
                        + ingest.path("readings_duplicate").asLong()
                        + ingest.path("readings_conflicting").asLong()
                        + ingest.path("readings_suspect").asLong()
                        + ingest.path("readings_refused").asLong());
        long letters = 0;
        for (JsonNode count : ingest.path("dead_letters")) {
            letters += count.asLong();
        }
        assertThat(letters).isEqualTo(rows.number("select sum(occurrences) from dead_letter"));
        assertThat(system.path("counts").path("pending_dead_letters").asLong())
                .isEqualTo(rows.number("select count(*) from dead_letter"));
        assertThat(system.path("counts").path("pending_suspect_readings").asLong())
                .isEqualTo(2);
    }
}
