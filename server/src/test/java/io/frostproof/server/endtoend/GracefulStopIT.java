package io.frostproof.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.simulator.device.DeviceLink;
import io.frostproof.simulator.device.LinkOptions;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to stop in the middle of everything leaves nothing half done behind. */
class GracefulStopIT {

    private static final int MESSAGES = 20_000;

    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(10L * MESSAGES);

    @Test
    void whatItHasStoredItHasAcknowledgedSoThatTheNextOneIsSentNothingTwice(@TempDir Path folder) throws Exception {
        TestDatabase database = TestDatabases.shared(PostgresFlavour.PLAIN);
        String url = MachineNetwork.imported(database, "stop");
        var rows = new LogRows(database, url);
        try (MosquittoBroker broker = MosquittoBroker.start()) {
            Path config = ServerProcess.config(folder, database, url, broker.uri(), "");
            try (ServerProcess first = ServerProcess.start(config)) {
                CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(broker.uri()));
                while (rows.number("select count(*) from reading") < MESSAGES / 10) {
                    LockSupport.parkNanos(5_000_000);
                }
                assertThat(first.stop()).as(first.output()).isIn(0, 143);
                assertThat(first.output()).contains("event=stopped").doesNotContain("not_stopped_in_order");
                assertThat(rows.number("select count(*) from reading"))
                        .as("it was stopped before the end")
                        .isLessThan(MESSAGES);
                publishing.join();
            }
            int duplicates;
            try (ServerProcess next = ServerProcess.start(config)) {
                rows.awaitSettled(MESSAGES);
                duplicates = repeated(rows);
                assertThat(next.stop()).isIn(0, 143);
            }
            assertThat(duplicates).isZero();
            assertThat(rows.number("select count(*) from reading")).isEqualTo(MESSAGES);
            assertThat(rows.number("select count(*) from dead_letter")).isZero();
        }
    }

    /** Messages that came once more: a batch counts what it was sent. */
    private static int repeated(LogRows rows) throws Exception {
        return (int) rows.number("select sum(messages) from batch") - MESSAGES;
    }

    private void publish(String broker) {
        var topic = UpTopic.telemetry("plant", "nab-machine");
        try (DeviceLink link = DeviceLink.open(
                LinkOptions.of(BrokerAddress.anonymous(URI.create(broker)), "stopped-under-load", List.of(topic)))) {
            for (int seq = 0; seq < MESSAGES; seq++) {
                if (!link.publish(
                        topic, FieldDevice.reading(seq, begin.plusSeconds(10L * seq), 70), Duration.ofSeconds(60))) {
                    throw new IllegalStateException("message " + seq + " found no room");
                }
            }
            if (!link.awaitAcknowledged(Duration.ofSeconds(60))) {
                throw new IllegalStateException(link.outstanding() + " messages without PUBACK");
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
