package io.frostproof.server.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.server.demo.Demo;
import io.frostproof.server.demo.DemoOptions;
import io.frostproof.server.demo.Smoke;
import io.frostproof.yaml.InvalidFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything embedded, with a simulated network. */
@Command(
        name = "demo",
        description = {
            "Run everything embedded, with a simulated network of 40 cold units: nothing to install or configure.",
            "With --smoke it runs until stock is proposed for quarantine, checks that over the API and ends."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--fresh", description = "wipe the data of earlier runs first")
    private boolean fresh;

    @Option(
            names = "--data",
            defaultValue = "frostproof-data/demo",
            paramLabel = "DIR",
            description = "folder that keeps the data (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("frostproof-data/demo");

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "N",
            description = "port of the API; a free one is taken when it is busy (default: ${DEFAULT-VALUE})")
    private int port = 8080;

    @Option(
            names = "--mqtt-port",
            defaultValue = "1883",
            paramLabel = "N",
            description = "port of the broker; a free one is taken when it is busy (default: ${DEFAULT-VALUE})")
    private int mqttPort = 1883;

    @Option(
            names = "--dark-after",
            defaultValue = "240",
            paramLabel = "SECONDS",
            description = "when a whole region goes dark, from when it is ready (default: ${DEFAULT-VALUE})")
    private long darkAfterSeconds = DemoOptions.DARK_AFTER.toSeconds();

    @Option(names = "--smoke", description = "end when a quarantine is proposed; exit code 1 if none is in time")
    private boolean smoke;

    @Option(
            names = "--timeout",
            defaultValue = "120",
            paramLabel = "SECONDS",
            description = "how long --smoke waits for the proposal (default: ${DEFAULT-VALUE})")
    private long timeoutSeconds = 120;

    @Option(
            names = "--json",
            description = "print only the result of --smoke, as JSON; what happens goes to standard error")
    private boolean json;

    /** For the launcher, which has the JVM archive the classes of such a run. */
    @Option(names = "--rehearse", hidden = true, description = "end when it is ready")
    private boolean rehearse;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidFileException {
        Instant begun = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter story = json ? err : out;
        var demo = new Demo(story::println);
        var stopping = Stopping.onSignal(demo::close);
        demo.start(new DemoOptions(data, fresh, port, mqttPort, Duration.ofSeconds(darkAfterSeconds)));
        if (rehearse) {
            stopping.now();
            return 0;
        }
        if (!smoke) {
            stopping.await();
            return 0;
        }
        try {
            Map<String, Object> result = Smoke.run(demo, begun, Duration.ofSeconds(timeoutSeconds));
            out.println(
                    json
                            ? new ObjectMapper().writeValueAsString(result)
                            : "Smoke test passed: " + new ObjectMapper().writeValueAsString(result));
            return 0;
        } finally {
            stopping.now();
        }
    }
}
