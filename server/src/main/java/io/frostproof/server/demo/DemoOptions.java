package io.frostproof.server.demo;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How to run the demo.
 *
 * @param folder keeps the data between runs
 * @param fresh wipe the folder first
 * @param httpPort preferred port of the API; a free one is taken when it is busy
 * @param mqttPort preferred port of the broker; likewise
 * @param darkAfter from when it is ready until a region goes dark
 */
public record DemoOptions(Path folder, boolean fresh, int httpPort, int mqttPort, Duration darkAfter) {

    /** Long after the first locker has failed and was seen to. */
    public static final Duration DARK_AFTER = Duration.ofMinutes(4);

    /** With the region that goes dark when it usually does. */
    public DemoOptions(Path folder, boolean fresh, int httpPort, int mqttPort) {
        this(folder, fresh, httpPort, mqttPort, DARK_AFTER);
    }
}
