package io.frostproof.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.protocol.JsonTelemetryEncoder;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.FakeServer;
import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.testing.MosquittoBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Given messages through a real broker, and the command line of the load. */
class FullSpeedSinkIT {

    private static MosquittoBroker broker;

    @BeforeAll
    static void start() {
        broker = MosquittoBroker.start(List.of("set_tcp_nodelay true"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static BrokerAddress address(MosquittoBroker of) {
        return BrokerAddress.anonymous(URI.create(of.uri()));
    }

    private static byte[] payload(int device, int seq) {
        return JsonTelemetryEncoder.encode(new Telemetry(
                new MessageId(1, seq), List.of(new Sample("t1", 1_767_225_600_000_000L + seq * 1_000_000L, device))));
    }

    @Test
    void everythingArrivesInTheOrderOfItsTopic() throws Exception {
        try (var server = FakeServer.at(broker.uri());
                var sink = FullSpeedSink.connect(address(broker), "sink", 3, 20)) {
            for (int seq = 0; seq < 100; seq++) {
                for (int device = 0; device < 40; device++) {
                    sink.publish(UpTopic.telemetry("n", "d-" + device).topic(), payload(device, seq), false);
                }
            }
            sink.awaitAcknowledged();

            assertThat(sink.published()).isEqualTo(4_000);
            assertThat(sink.acknowledged()).isEqualTo(4_000);
            assertThat(sink.cpuSeconds()).isPositive();
            Map<String, Long> next = new HashMap<>();
            for (FakeServer.Arrival arrival : server.take(4_000)) {
                MessageId id = arrival.telemetry().id();
                assertThat(id)
                        .isEqualTo(new MessageId(1, next.merge(arrival.topic().device(), 1L, Long::sum) - 1));
                assertThat("d-" + (int) arrival.telemetry().samples().getFirst().value())
                        .isEqualTo(arrival.topic().device());
            }
            assertThat(next).hasSize(40);
        }
    }

    @Test
    void whatIsRetainedIsThereForThoseWhoComeLater() throws Exception {
        try (var own = MosquittoBroker.start();
                var sink = FullSpeedSink.connect(address(own), "sink", 1, 10)) {
            sink.publish(UpTopic.telemetry("n", "kept").topic(), payload(1, 0), true);
            sink.publish(UpTopic.telemetry("n", "gone").topic(), payload(1, 1), false);
            sink.awaitAcknowledged();
            try (var late = FakeServer.at(own.uri())) {
                sink.publish(UpTopic.telemetry("n", "last").topic(), payload(1, 2), false);
                sink.awaitAcknowledged();

                assertThat(late.take(2).stream().map(it -> it.topic().device())).containsExactly("kept", "last");
            }
        }
    }

    @Test
    void aBrokerThatGoesAwayIsAnError() throws Exception {
        try (var own = MosquittoBroker.start()) {
            var sink = FullSpeedSink.connect(address(own), "sink", 2, 10);
            sink.publish("frostproof/1/n/d/telemetry", payload(1, 0), false);
            sink.awaitAcknowledged();
            own.kill9();

            assertThatThrownBy(() -> {
                        for (int i = 1; i < 10_000; i++) {
                            sink.publish("frostproof/1/n/d/telemetry", payload(1, i), false);
                        }
                        sink.awaitAcknowledged();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void theCommandLineSaysWhatItDidAndWhatItCost() {
        // Each of 500 devices with a connection of its own, then 20,000 over a few: what the full size does, in small.
        assertThat(load("devices=500", "connections=500", "messages=5000"))
                .contains("500 devices over 500 connections")
                .contains("5000 messages acknowledged")
                .contains("CPU: ")
                .contains("limit: ");
        assertThat(load("devices=20000", "connections=8", "messages=40000", "form=json"))
                .contains("20000 devices over 8 connections")
                .contains("40000 messages acknowledged");
    }

    @Test
    void theCommandLineNamesWhatIsWrong() {
        assertThat(load("device=1")).contains("'device=1': expected name=value, with a name of [broker, devices");
        assertThat(load("devices=many")).contains("devices 'many': expected a whole number");
        assertThat(load("connections=5001", "devices=5001")).contains("connections");
    }

    private static String load(String... arguments) {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        String[] all = new String[arguments.length + 1];
        all[0] = "broker=" + broker.uri();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        LoadMain.run(all, out, out);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
