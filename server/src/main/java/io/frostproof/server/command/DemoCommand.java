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
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

    /** A week; nobody watches a demo for longer. */
    private static final int LONGEST_SECONDS = 604_800;

    private static final int LAST_PORT = 65_535;
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

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
    private String port = "8080";

    @Option(
            names = "--mqtt-port",
            defaultValue = "1883",
            paramLabel = "N",
            description = "port of the broker; a free one is taken when it is busy (default: ${DEFAULT-VALUE})")
    private String mqttPort = "1883";

    @Option(
            names = "--dark-after",
            defaultValue = "240",
            paramLabel = "SECONDS",
            description = "when a whole region goes dark, from when it is ready, 0 to " + LONGEST_SECONDS
                    + " (default: ${DEFAULT-VALUE})")
    private String darkAfter = "240";

    @Option(names = "--smoke", description = "end when a quarantine is proposed; exit code 1 if none is in time")
    private boolean smoke;

    @Option(
            names = "--timeout",
            defaultValue = "120",
            paramLabel = "SECONDS",
            description =
                    "how long --smoke waits for the proposal, 1 to " + LONGEST_SECONDS + " (default: ${DEFAULT-VALUE})")
    private String timeout = "120";

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
        Duration dark = Duration.ofSeconds(number("--dark-after", darkAfter, 0, LONGEST_SECONDS, "seconds"));
        Duration within = Duration.ofSeconds(number("--timeout", timeout, 1, LONGEST_SECONDS, "seconds"));
        var options = new DemoOptions(
                data,
                fresh,
                number("--port", port, 0, LAST_PORT, "a port number"),
                number("--mqtt-port", mqttPort, 0, LAST_PORT, "a port number"),
                dark);
        Instant begun = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter story = json ? err : out;
        var demo = new Demo(story::println);
        var stopping = Stopping.onSignal(demo::close);
        demo.start(options);
        if (rehearse) {
            stopping.now();
            return 0;
        }
        if (!smoke) {
            stopping.await();
            return 0;
        }
        try {
            Map<String, Object> result = Smoke.run(demo, begun, within);
            out.println(
                    json
                            ? new ObjectMapper().writeValueAsString(result)
                            : "Smoke test passed: " + new ObjectMapper().writeValueAsString(result));
            return 0;
        } finally {
            stopping.now();
        }
    }

    /** @throws ParameterException unless it is a whole number of that range */
    private int number(String option, String text, int least, int most, String what) {
        if (WHOLE.matcher(text).matches()) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new ParameterException(
                spec.commandLine(),
                option + " was '" + text + "', expected " + what + " from " + least + " to " + most);
    }
}
