package io.frostproof.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.FakeServer;
import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.simulator.thermal.ColdKind;
import io.frostproof.testing.MosquittoBroker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetSimulationIT {

    @TempDir
    private Path directory;

    @Test
    void reportsThroughARealBrokerAndForgetsOnReceipt() throws Exception {
        FleetSpec spec = new FleetSpec(
                List.of(new DeviceSpec(
                        "hub-1",
                        "dev-1",
                        Duration.ofMillis(50),
                        List.of(new ChannelSpec("t1", SimulatedQuantity.AIR_TEMPERATURE, "locker")))),
                List.of(new UnitSpec.Cold("locker", ColdKind.LOCKER, 5, 25, Optional.empty())),
                List.of(),
                1,
                1);
        try (MosquittoBroker broker = MosquittoBroker.start();
                FakeServer server = FakeServer.at(broker.uri());
                FleetSimulation fleet = start(spec, broker)) {
            List<FakeServer.Arrival> arrivals = server.take(20);
            assertThat(FakeServer.byId(arrivals)).hasSize(20).containsKey(new MessageId(1, 19));

            server.sendReceipt(UpTopic.telemetry("hub-1", "dev-1"), new MessageId(1, 19));
            server.take(5);

            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (fleet.status().withoutReceipt() + 20 > fleet.status().messages()) {
                assertThat(System.nanoTime()).as("%s", fleet.status()).isLessThan(deadline);
                server.take(1);
            }
            assertThat(fleet.status().failure()).isEmpty();
        }
    }

    private FleetSimulation start(FleetSpec spec, MosquittoBroker broker) throws Exception {
        return FleetSimulation.start(
                spec,
                BrokerAddress.anonymous(URI.create(broker.uri())),
                "fleet-test",
                directory.resolve("state"),
                InstantSource.system());
    }
}
