package io.frostproof.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.FakeServer;
import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.simulator.replay.ReplayResult.ReceiptOutcome;
import io.frostproof.testing.MosquittoBroker;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayIT {

    @TempDir
    private Path directory;

    @Test
    void sendsTheSameSetOfMessagesWhateverTheFlags() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start();
                FakeServer server = FakeServer.at(broker.uri())) {
            ReplayResult plain = Replay.run(sample(broker).build(), ProgressListener.SILENT);
            List<FakeServer.Arrival> inOrder = server.take(22_695);
            ReplayResult shuffled = Replay.run(
                    sample(broker).shuffle(true).duplicateFraction(0.1).seed(7).build(), ProgressListener.SILENT);
            List<FakeServer.Arrival> mixed = server.take(22_695 + 2_270);

            Map<MessageId, Telemetry> messages = FakeServer.byId(inOrder);
            assertThat(messages)
                    .hasSize(22_695)
                    .containsKey(new MessageId(1, 0))
                    .containsKey(new MessageId(1, 22_694));
            assertThat(inOrder.stream().map(it -> it.telemetry())).containsExactlyElementsOf(messages.values());
            assertThat(mixed.subList(0, 22_695)).isNotEqualTo(inOrder);
            assertThat(FakeServer.byId(mixed)).isEqualTo(messages);

            assertThat(plain.rows()).isEqualTo(22_695);
            assertThat(plain.distinct()).isEqualTo(22_683);
            assertThat(plain.conflicts()).isEqualTo(12);
            assertThat(plain.acknowledged()).isEqualTo(22_695);
            assertThat(plain.receipt()).isEqualTo(ReceiptOutcome.NOT_AWAITED);
            assertThat(shuffled.acknowledged()).isEqualTo(22_695);
            assertThat(shuffled.duplicates()).isEqualTo(2_270);
            System.out.printf(
                    "ReplayIT plain %.2f s, shuffled with repeats %.2f s%n", plain.seconds(), shuffled.seconds());
        }
    }

    @Test
    void waitsForTheReceiptOfTheLastMessage() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start();
                FakeServer server = FakeServer.at(broker.uri());
                ExecutorService background = Executors.newSingleThreadExecutor()) {
            Future<ReplayResult> replay = start(
                    background,
                    options(broker, "t,v\n1,1\n2,2\n3,3\n")
                            .batch(2)
                            .boot(9)
                            .awaitReceipt(Duration.ofSeconds(20))
                            .build());

            assertThat(server.take(2).getLast().telemetry().samples()).hasSize(1);
            server.sendReceipt(UpTopic.telemetry("hub-1", "dev-1"), new MessageId(9, 0));
            server.sendReceipt(UpTopic.telemetry("hub-1", "dev-1"), new MessageId(9, 1));

            assertThat(replay.get().receipt()).isEqualTo(ReceiptOutcome.COVERED);
        }
    }

    @Test
    void saysWhenNoReceiptCame() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start()) {
            ReplayResult result = Replay.run(
                    options(broker, "t,v\n1,1\n")
                            .awaitReceipt(Duration.ofMillis(200))
                            .build(),
                    ProgressListener.SILENT);

            assertThat(result.receipt()).isEqualTo(ReceiptOutcome.TIMED_OUT);
            assertThat(result.acknowledged()).isEqualTo(1);
        }
    }

    @Test
    void finishesThoughTheBrokerIsKilledInTheMiddle() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start();
                FakeServer server = FakeServer.at(broker.uri());
                ExecutorService background = Executors.newSingleThreadExecutor()) {
            Future<ReplayResult> replay = start(background, sample(broker).build());
            server.take(1_000);

            broker.kill9();
            assertThat(replay.isDone()).isFalse();
            broker.restart();

            assertThat(replay.get().acknowledged()).isEqualTo(22_695);
        }
    }

    @Test
    void endsWithAReasonWhenTheBrokerStaysAway() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start();
                FakeServer server = FakeServer.at(broker.uri());
                ExecutorService background = Executors.newSingleThreadExecutor()) {
            Future<ReplayResult> replay = start(
                    background,
                    sample(broker).acknowledgeTimeout(Duration.ofSeconds(1)).build());
            server.take(1_000);

            broker.kill9();

            assertThatThrownBy(() -> replay.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ReplayException.class)
                    .hasMessageContaining("no PUBACK for 1 s");
        }
    }

    @Test
    void saysWhichBrokerItCannotReach() throws Exception {
        Path file = Files.writeString(directory.resolve("file.csv"), "t,v\n1,1\n");
        BrokerAddress nowhere = BrokerAddress.anonymous(URI.create("tcp://127.0.0.1:1"));
        ReplayOptions options = ReplayOptions.builder(nowhere, "hub-1", "dev-1", "t1", file.toString())
                .connectTimeout(Duration.ofMillis(300))
                .build();

        assertThatThrownBy(() -> Replay.run(options, ProgressListener.SILENT))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("tcp://127.0.0.1:1");
    }

    @Test
    void namesABadIdBeforeAnythingIsSent() throws Exception {
        Path file = Files.writeString(directory.resolve("file.csv"), "t,v\n1,1\n");
        BrokerAddress nowhere = BrokerAddress.anonymous(URI.create("tcp://127.0.0.1:1"));

        assertThatThrownBy(() -> Replay.run(
                        ReplayOptions.of(nowhere, "hub 1", "dev-1", "t1", file.toString()), ProgressListener.SILENT))
                .hasMessageContaining("node id 'hub 1'");
        assertThatThrownBy(() -> Replay.run(
                        ReplayOptions.of(nowhere, "hub-1", "dev-1", "t/1", file.toString()), ProgressListener.SILENT))
                .hasMessageContaining("channel id 't/1'");
    }

    private static Future<ReplayResult> start(ExecutorService executor, ReplayOptions options) {
        Callable<ReplayResult> replay = () -> Replay.run(options, ProgressListener.SILENT);
        return executor.submit(replay);
    }

    private static ReplayOptions.Builder sample(MosquittoBroker broker) {
        return ReplayOptions.builder(
                BrokerAddress.anonymous(URI.create(broker.uri())), "hub-1", "dev-1", "t1", "sample:nab");
    }

    private ReplayOptions.Builder options(MosquittoBroker broker, String csv) throws Exception {
        Path file = Files.writeString(directory.resolve("file.csv"), csv);
        return ReplayOptions.builder(
                BrokerAddress.anonymous(URI.create(broker.uri())), "hub-1", "dev-1", "t1", file.toString());
    }
}
