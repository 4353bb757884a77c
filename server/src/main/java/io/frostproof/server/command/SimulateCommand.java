package io.frostproof.server.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.server.client.StockSender;
import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.simulator.engine.Listeners;
import io.frostproof.simulator.engine.LiveOptions;
import io.frostproof.simulator.engine.LiveRun;
import io.frostproof.simulator.engine.Simulation;
import io.frostproof.simulator.engine.SimulationCounts;
import io.frostproof.simulator.engine.SimulationListener;
import io.frostproof.simulator.load.FullSpeedSink;
import io.frostproof.simulator.scenario.Scenario;
import io.frostproof.simulator.scenario.ScenarioNetwork;
import io.frostproof.simulator.sensing.Receipts;
import io.frostproof.simulator.sensing.Remembered;
import io.frostproof.yaml.InvalidFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a scenario: a network of cold units, devices and people, and what goes wrong with them. */
@Command(
        name = "simulate",
        description = {
            "Simulate a network of cold units and publish what its devices measure to an MQTT broker.",
            "Readings never lie in the future: at speed 1 simulated time starts now, at any other speed it ends about now, so that a month at"
                    + " full speed is the last month. --start says otherwise.",
            "At speed max receipts are modelled, and the same scenario, seed and start send the same bytes; at other speeds the receipts of"
                    + " the server decide what devices keep and send again.",
            "A server needs to know the network first: --network-file writes it, 'frostproof network import' brings it in. Both need the"
                    + " same seed and start."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SimulateCommand implements Callable<Integer> {

    /** Devices that simulate never ran before; their boot is minutes since then, so that a later run has higher ones. */
    private static final Instant FIRST_BOOT = Instant.parse("2020-01-01T00:00:00Z");

    private static final int CONNECTIONS = 4;
    private static final int WINDOW = 500;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);
    private static final long SLICE_MILLIS = 600_000;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            description = "a built-in scenario (see --list), or a YAML file")
    private @Nullable String name;

    @Option(names = "--list", description = "list the built-in scenarios")
    private boolean list;

    @Option(names = "--schema", description = "print the JSON Schema of scenario files, for editors")
    private boolean schema;

    @Option(
            names = "--broker",
            paramLabel = "URL",
            description = "tcp://host:port, or ssl://host:port except at speed max; without one nothing is published")
    private @Nullable URI broker;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "user at the broker; the password is read from FROSTPROOF_MQTT_PASSWORD")
    private @Nullable String user;

    @Option(
            names = "--speed",
            defaultValue = "1",
            paramLabel = "N|max",
            description = "times real time, or as fast as possible (default: ${DEFAULT-VALUE})")
    private String speed = "1";

    @Option(
            names = "--devices",
            paramLabel = "N",
            description = "about so many devices: nodes come again under other names, or are left out")
    private @Nullable Integer devices;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "decides what chance does (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--days", paramLabel = "N", description = "so many days instead of the scenario's own length")
    private @Nullable Double days;

    @Option(
            names = "--start",
            paramLabel = "INSTANT",
            description =
                    "where simulated time starts, such as 2026-07-01T00:00:00Z; the season stays that of the scenario")
    private @Nullable String start;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "tell this server's API what happens to stock; the token is read from --token-file or FROSTPROOF_TOKEN")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "file that holds an API token with the permission stock")
    private @Nullable Path tokenFile;

    @Option(names = "--truth", paramLabel = "FILE", description = "write what was true, as lines of JSON")
    private @Nullable Path truth;

    @Option(
            names = "--network-file",
            paramLabel = "FILE",
            description =
                    "write the network file that a server needs; without --broker, --server and --truth nothing else happens")
    private @Nullable Path networkFile;

    @Option(names = "--json", description = "print the result as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidFileException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            for (String builtIn : Scenario.builtInNames()) {
                out.printf("%-20s %s%n", builtIn, Scenario.read(builtIn).about());
            }
            return 0;
        }
        if (schema) {
            out.print(Scenario.schema());
            out.flush();
            return 0;
        }
        if (name == null) {
            throw new ParameterException(spec.commandLine(), "which SCENARIO? --list shows the built-in ones");
        }
        double factor = factor();
        Scenario scenario = scenario(name, factor);
        if (networkFile != null) {
            Files.writeString(networkFile, ScenarioNetwork.text(scenario, seed));
            if (broker == null && server == null && truth == null) {
                out.println(networkFile + ": " + scenario.units().size() + " units, "
                        + scenario.devices().size() + " devices, from " + scenario.start());
                return 0;
            }
        }
        try (var keeper = new TruthKeeper(truth);
                StockSender stock = stock()) {
            var listeners = new ArrayList<SimulationListener>();
            listeners.add(keeper);
            if (stock != null) {
                listeners.add(new StockTeller(stock, scenario.startMillis()));
            }
            boolean good = Double.isInfinite(factor)
                    ? atFullSpeed(scenario, listeners, stock, out)
                    : live(scenario, factor, listeners, stock, out);
            return good ? 0 : 1;
        }
    }

    private double factor() {
        if (speed.equals("max")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            double factor = Double.parseDouble(speed);
            if (factor > 0 && factor <= 1_000_000) {
                return factor;
            }
        } catch (NumberFormatException e) {
            // falls through to the message that says what was expected
        }
        throw new ParameterException(
                spec.commandLine(), "--speed was " + speed + ", expected a number above 0 such as 60, or max");
    }

    private Scenario scenario(String which, double factor) throws InvalidFileException {
        Scenario scenario = Scenario.read(which);
        if (days != null) {
            if (!(days > 0 && days <= 3_650)) {
                throw new ParameterException(
                        spec.commandLine(), "--days was " + days + ", expected a number above 0, up to 3650");
            }
            scenario = scenario.lasting(Duration.ofSeconds(Math.round(days * 86_400)));
        }
        if (devices != null) {
            scenario = scenario.scaledTo(devices);
        }
        return scenario.startingAt(begin(scenario.length(), factor));
    }

    private Instant begin(Duration length, double factor) {
        if (start == null) {
            // Simulated time reaches the clock's when the run ends; at speed 1 that is from the beginning on.
            Duration run = Double.isInfinite(factor)
                    ? Duration.ZERO
                    : Duration.ofMillis(Math.round(length.toMillis() / factor));
            return InstantSource.system().instant().plus(run).minus(length);
        }
        try {
            return Instant.parse(start);
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--start was " + start + ", expected an instant such as 2026-07-01T00:00:00Z",
                    e);
        }
    }

    private @Nullable StockSender stock() throws IOException {
        if (server == null) {
            return null;
        }
        String token =
                tokenFile == null ? System.getenv().getOrDefault("FROSTPROOF_TOKEN", "") : Files.readString(tokenFile);
        if (token.isBlank()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "who tells about stock? Set FROSTPROOF_TOKEN, or name a file with --token-file");
        }
        return StockSender.open(server, token.trim());
    }

    private static Map<String, Remembered> booted(Scenario scenario, long boot) {
        Map<String, Remembered> remembered = new HashMap<>();
        scenario.devices().forEach(device -> remembered.put(device.device(), Remembered.boots(boot - 1)));
        return remembered;
    }

    private static long boot(Scenario scenario) {
        return Math.max(1, Duration.between(FIRST_BOOT, scenario.start()).toMinutes());
    }

    private boolean atFullSpeed(
            Scenario scenario, List<SimulationListener> listeners, @Nullable StockSender stock, PrintWriter out)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (FullSpeedSink sink = broker == null
                        ? null
                        : FullSpeedSink.connect(address(broker), clientId(), CONNECTIONS, WINDOW);
                var progress = new ProgressLine(spec.commandLine().getErr(), "simulate")) {
            if (sink != null) {
                listeners.add(new SinkFeeder(sink));
            }
            Simulation simulation = Simulation.of(
                    scenario, seed, new Listeners(listeners), Receipts.MODELLED, booted(scenario, boot(scenario)));
            while (!simulation.finished()) {
                simulation.advanceTo(simulation.nowMillis() + SLICE_MILLIS);
                progress.show(where(scenario, simulation.nowMillis()));
            }
            if (sink != null) {
                sink.awaitAcknowledged();
            }
            Optional<String> failure = told(stock);
            print(
                    out,
                    scenario,
                    simulation.counts(),
                    sink == null ? 0 : sink.acknowledged(),
                    stock,
                    System.nanoTime() - begun);
            failure.ifPresent(this::complain);
            return failure.isEmpty();
        } catch (StoppedException e) {
            throw e.reason();
        }
    }

    private boolean live(
            Scenario scenario,
            double factor,
            List<SimulationListener> listeners,
            @Nullable StockSender stock,
            PrintWriter out)
            throws IOException, InterruptedException {
        if (broker == null) {
            throw new ParameterException(spec.commandLine(), "which --broker? Only --speed max works without one");
        }
        long begun = System.nanoTime();
        var options = new LiveOptions(scenario, seed, factor, address(broker), clientId(), null, boot(scenario));
        try (LiveRun run = LiveRun.start(options, new Listeners(listeners), InstantSource.system());
                var progress = new ProgressLine(spec.commandLine().getErr(), "simulate")) {
            boolean everConnected = false;
            while (!run.await(LOOK)) {
                everConnected |= run.connected();
                if (!everConnected && System.nanoTime() - begun > CONNECTED_WITHIN.toNanos()) {
                    complain("no connection to " + broker + ": " + run.lastError());
                    return false;
                }
                progress.show(where(scenario, run.nowMillis()) + ", " + run.acknowledged() + " acknowledged"
                        + (run.connected() ? "" : ", not connected"));
            }
            Optional<String> failure = run.failure()
                    .or(() -> run.refused() == 0
                            ? Optional.empty()
                            : Optional.of("the broker refused " + run.refused() + " messages"));
            failure = failure.isPresent() ? failure : told(stock);
            print(out, scenario, run.counts(), run.acknowledged(), stock, System.nanoTime() - begun);
            failure.ifPresent(this::complain);
            return failure.isEmpty();
        }
    }

    private static Optional<String> told(@Nullable StockSender stock) throws InterruptedException {
        if (stock == null) {
            return Optional.empty();
        }
        stock.finish();
        return stock.failure().map(reason -> "events of stock: " + reason);
    }

    private void complain(String reason) {
        spec.commandLine().getErr().println("frostproof: " + reason);
    }

    private BrokerAddress address(URI uri) {
        return new BrokerAddress(uri, user, System.getenv("FROSTPROOF_MQTT_PASSWORD"));
    }

    private static String clientId() {
        return "frostproof-simulate-" + ProcessHandle.current().pid();
    }

    private static String where(Scenario scenario, long nowMillis) {
        long percent =
                100 * (nowMillis - scenario.startMillis()) / scenario.length().toMillis();
        return Instant.ofEpochMilli(nowMillis / 1000 * 1000) + ", " + percent + " %";
    }

    private void print(
            PrintWriter out,
            Scenario scenario,
            SimulationCounts counts,
            long acknowledged,
            @Nullable StockSender stock,
            long nanos)
            throws IOException {
        double seconds = Math.round(nanos / 1e6) / 1e3;
        if (json) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("scenario", scenario.name());
            fields.put("seed", seed);
            fields.put("start", scenario.start().toString());
            fields.put("days", scenario.length().toSeconds() / 86_400.0);
            fields.put("units", scenario.units().size());
            fields.put("devices", scenario.devices().size());
            fields.put("readings", counts.readings());
            fields.put("publications", counts.publications());
            fields.put("acknowledged", acknowledged);
            fields.put("stock_events", stock == null ? 0 : stock.recorded());
            fields.put("stock_events_refused", stock == null ? 0 : stock.refused());
            fields.put("seconds", seconds);
            out.println(new ObjectMapper().writeValueAsString(fields));
            return;
        }
        out.println(scenario.name() + ", seed " + seed + ": " + scenario.units().size() + " units, "
                + scenario.devices().size() + " devices, from " + scenario.start() + " for "
                + scenario.length().toHours() + " h");
        out.println(counts.readings() + " readings in " + counts.publications() + " publications, " + acknowledged
                + " acknowledged by the broker, in " + seconds + " s");
        if (stock != null) {
            out.println(stock.recorded() + " events of stock recorded, " + stock.refused() + " refused"
                    + stock.lastRefusal().map(last -> ", such as " + last).orElse(""));
        }
    }
}
