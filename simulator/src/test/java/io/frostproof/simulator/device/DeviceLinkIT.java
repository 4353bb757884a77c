package io.frostproof.simulator.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.FakeServer;
import io.frostproof.testing.MosquittoBroker;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceLinkIT {

    private static final UpTopic DEVICE = UpTopic.telemetry("hub-1", "dev-1");
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void deliversEveryMessageThoughTheBrokerIsKilledInTheMiddle() throws Exception {
        int messages = 20_000;
        try (MosquittoBroker broker = MosquittoBroker.start();
                DeviceLink link = open(broker)) {
            Thread publisher = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < messages; i++) {
                        link.publish(DEVICE, payload(i), LONG);
                    }
                } catch (LinkException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            awaitAtLeast(link, 2_000);

            broker.kill9();
            // The publisher goes on while there is no broker, so the link is full and its window in flight.
            assertThat(link.outstanding()).isPositive();
            broker.restart();

            assertThat(publisher.join(LONG)).isTrue();
            assertThat(link.awaitAcknowledged(LONG)).isTrue();
            assertThat(link.acknowledged()).isEqualTo(messages);
        }
    }

    @Test
    void hearsTheReceiptsOfItsDevicesAgainAfterABrokerRestart() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start();
                DeviceLink link = open(broker)) {
            assertThat(link.awaitConnected(LONG)).isTrue();
            broker.kill9();
            broker.restart();
            link.publish(DEVICE, payload(1), LONG);
            assertThat(link.awaitAcknowledged(LONG)).isTrue();

            try (FakeServer server = FakeServer.at(broker.uri())) {
                server.sendReceipt(UpTopic.telemetry("hub-1", "other"), new MessageId(7, 100));
                server.sendReceipt(DEVICE, new MessageId(7, 5));
                server.sendReceipt(DEVICE, new MessageId(7, 4));
                server.sendReceipt(DEVICE, new MessageId(8, 1));
                assertThat(link.awaitReceipt("dev-1", new MessageId(8, 1), LONG))
                        .isTrue();
            }
            assertThat(link.receipt("dev-1", 7)).contains(new Receipt(new MessageId(7, 5)));
            assertThat(link.receipt("other", 7)).isEmpty();
        }
    }

    @Test
    void stopsWithAReasonWhenTheBrokerRefusesTheCredentials() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.start(List.of("allow_anonymous false"));
                DeviceLink link = DeviceLink.open(
                        LinkOptions.of(new BrokerAddress(URI.create(broker.uri()), "u", "secret"), "c", List.of()))) {
            assertThatThrownBy(() -> link.awaitConnected(LONG))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining(broker.uri())
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void closesQuicklyWithoutABroker() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        DeviceLink link = DeviceLink.open(
                LinkOptions.of(BrokerAddress.anonymous(URI.create("tcp://127.0.0.1:" + port)), "c", List.of(DEVICE)));
        assertThat(link.awaitConnected(Duration.ofMillis(500))).isFalse();
        assertThat(link.lastError()).isNotBlank();
        long start = System.nanoTime();

        link.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThatThrownBy(() -> link.publish(DEVICE, payload(0), LONG)).isInstanceOf(LinkException.class);
    }

    @Test
    void closesQuicklyWhenTheBrokerIsMute() throws Exception {
        // Accepts (the kernel does) and never answers.
        try (ServerSocket mute = new ServerSocket(0)) {
            DeviceLink link = DeviceLink.open(LinkOptions.of(
                    BrokerAddress.anonymous(URI.create("tcp://127.0.0.1:" + mute.getLocalPort())), "c", List.of()));
            mute.accept();
            long start = System.nanoTime();

            link.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    private static DeviceLink open(MosquittoBroker broker) {
        return DeviceLink.open(
                LinkOptions.of(BrokerAddress.anonymous(URI.create(broker.uri())), "link-test", List.of(DEVICE)));
    }

    private static byte[] payload(int seq) {
        return ("{\"boot\":1,\"seq\":" + seq + ",\"readings\":[{\"ch\":\"t\",\"v\":1}]}").getBytes(UTF_8);
    }

    private static void awaitAtLeast(DeviceLink link, long acknowledged) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (link.acknowledged() < acknowledged) {
            assertThat(System.nanoTime())
                    .as("%s acknowledged", link.acknowledged())
                    .isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
