package io.frostproof.server.bench.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What all processes of a run agree on; a file in the folder of the run.
 *
 * @param broker as devices reach it, such as {@code tcp://127.0.0.1:1883}
 * @param startMillis wall clock at which the first messages are made
 * @param untilMillis wall clock after which no message is made any more
 * @param resendMillis how long a device waits for a receipt before it sends again; doubled each time, up to four times this
 * @param liveDevices devices that report now, half in JSON and half in frames
 * @param livePeriodMillis each of them reports this often
 * @param alarms units that become too warm, one after the other over the whole run
 * @param backlogBytes payload that devices which were offline upload
 * @param backlogDevices how many they are
 * @param backlogWindow messages without a receipt that each of them has under way
 */
record RunPlan(
        long seed,
        String broker,
        long startMillis,
        long untilMillis,
        long resendMillis,
        int liveDevices,
        long livePeriodMillis,
        int alarms,
        long backlogBytes,
        int backlogDevices,
        int backlogWindow) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "plan.json";

    void write(Path folder) throws IOException {
        JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(FILE).toFile(), this);
    }

    static RunPlan read(Path folder) throws IOException {
        return JSON.readValue(folder.resolve(FILE).toFile(), RunPlan.class);
    }
}
