package io.frostproof.simulator.engine;

import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.simulator.scenario.Scenario;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LiveRun} runs.
 *
 * @param speed how much faster simulated time passes than the clock's, above 0
 * @param clientId of the one MQTT connection, stable between runs
 * @param stateFile where devices remember their boots and what has no receipt; null: they remember nothing
 * @param boot the first boot of devices that remember nothing, 1 or more; to be higher in a later run, as a device never uses a number twice
 */
public record LiveOptions(
        Scenario scenario,
        long seed,
        double speed,
        BrokerAddress broker,
        String clientId,
        @Nullable Path stateFile,
        long boot) {

    public LiveOptions {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed " + speed + ": expected a number above 0");
        }
        if (boot < 1) {
            throw new IllegalArgumentException("boot " + boot + ": expected 1 or more");
        }
    }
}
