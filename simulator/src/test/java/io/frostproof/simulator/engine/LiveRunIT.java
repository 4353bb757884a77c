package io.frostproof.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.simulator.sensing.Remembered;
import io.frostproof.simulator.sensing.StateFile;
import io.frostproof.testing.MosquittoBroker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run beside a real clock and a real broker. */
final class LiveRunIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void publishesToABrokerAndCountsANewBootEachTime() throws Exception {
        Path state = folder.resolve("devices.state");
        try (var broker = MosquittoBroker.start()) {
            assertThat(play(broker, state)).isPositive();
            long first = boot(state);
            play(broker, state);
            assertThat(boot(state)).isEqualTo(first + 1);
        }
    }

    private static long boot(Path state) throws Exception {
        Remembered remembered = new StateFile(state).read().get("hb-fridge-01-s");
        assertThat(remembered).isNotNull();
        return remembered.boot();
    }

    private static long play(MosquittoBroker broker, Path state) throws Exception {
        InstantSource clock = InstantSource.system();
        Scenario scenario =
                Scenario.read("stuck-door").lasting(Duration.ofMinutes(10)).startingAt(clock.instant());
        var options = new LiveOptions(
                scenario, 1, 600, BrokerAddress.anonymous(URI.create(broker.uri())), "live-run-it", state, 1);
        try (var run = LiveRun.start(options, new SimulationListener() {}, clock)) {
            assertThat(run.await(PATIENCE)).isTrue();
            assertThat(run.failure()).isEmpty();
            assertThat(run.nowMillis()).isEqualTo(scenario.endMillis());
            return run.acknowledged();
        }
    }
}
