package io.frostproof.server.demo;

import java.nio.file.Path;

/**
 * How to run the demo.
 *
 * @param folder keeps the data between runs
 * @param fresh wipe the folder first
 * @param httpPort preferred port of the API; a free one is taken when it is busy
 * @param mqttPort preferred port of the broker; likewise
 */
public record DemoOptions(Path folder, boolean fresh, int httpPort, int mqttPort) {}
