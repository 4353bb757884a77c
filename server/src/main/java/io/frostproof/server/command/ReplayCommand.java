package io.frostproof.server.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.simulator.replay.Column;
import io.frostproof.simulator.replay.Replay;
import io.frostproof.simulator.replay.ReplayException;
import io.frostproof.simulator.replay.ReplayOptions;
import io.frostproof.simulator.replay.ReplayResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a recording through MQTT as a device. */
@Command(
        name = "replay",
        description = {
            "Play a CSV recording through an MQTT broker as a device with boot and sequence.",
            "The messages are the same whatever the order and the repeats, so a second replay changes nothing."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReplayCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            description = "the CSV file, or sample:nab for the recording that ships with Frostproof")
    private String file = "";

    @Option(names = "--broker", required = true, paramLabel = "URL", description = "tcp://host:port or ssl://host:port")
    private URI broker = URI.create("tcp://127.0.0.1:1883");

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "user at the broker; the password is read from FROSTPROOF_MQTT_PASSWORD")
    private @Nullable String user;

    @Option(
            names = "--node",
            defaultValue = "plant",
            paramLabel = "ID",
            description = "node in the topic (default: ${DEFAULT-VALUE})")
    private String node = "plant";

    @Option(
            names = "--device",
            defaultValue = "nab-machine",
            paramLabel = "ID",
            description = "device in the topic (default: ${DEFAULT-VALUE})")
    private String device = "nab-machine";

    @Option(
            names = "--channel",
            defaultValue = "t1",
            paramLabel = "ID",
            description = "channel of the readings (default: ${DEFAULT-VALUE})")
    private String channel = "t1";

    @Option(
            names = "--time-column",
            defaultValue = "0",
            paramLabel = "COLUMN",
            description = "name or index of the time column (default: the first); times without zone are UTC")
    private String timeColumn = "0";

    @Option(
            names = "--value-column",
            defaultValue = "1",
            paramLabel = "COLUMN",
            description =
                    "name or index of the value column (default: the second); in the unit that the channel declares in the network file")
    private String valueColumn = "1";

    @Option(
            names = "--speed",
            defaultValue = "max",
            paramLabel = "N|max",
            description = "times the recorded pace, or as fast as possible (default: ${DEFAULT-VALUE})")
    private String speed = "max";

    @Option(names = "--shuffle", description = "publish the messages in random order")
    private boolean shuffle;

    @Option(
            names = "--duplicate",
            defaultValue = "0%",
            paramLabel = "P%",
            description = "publish so many of the messages twice (default: ${DEFAULT-VALUE})")
    private String duplicate = "0%";

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "seed of the random order (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--batch",
            defaultValue = "1",
            paramLabel = "N",
            description = "readings per message (default: ${DEFAULT-VALUE})")
    private int batch = 1;

    @Option(
            names = "--boot",
            defaultValue = "1",
            paramLabel = "N",
            description = "boot of the device (default: ${DEFAULT-VALUE})")
    private long boot = 1;

    @Option(
            names = "--await-receipt",
            paramLabel = "SECONDS",
            description = "wait so long for the server's receipt of the last message, and fail without it")
    private @Nullable Long receiptSeconds;

    @Option(names = "--json", description = "print the result as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws ReplayException, InterruptedException, IOException {
        var address = new BrokerAddress(broker, user, System.getenv("FROSTPROOF_MQTT_PASSWORD"));
        ReplayOptions.Builder options = ReplayOptions.builder(address, node, device, channel, file)
                .columns(Column.parse(timeColumn), Column.parse(valueColumn))
                .duplicateFraction(fraction(duplicate))
                .seed(seed)
                .batch(batch)
                .boot(boot);
        if (shuffle) {
            options.shuffle(true);
        }
        if (!speed.equals("max")) {
            options.speed(factor(speed));
        }
        if (receiptSeconds != null) {
            options.awaitReceipt(Duration.ofSeconds(receiptSeconds));
        }
        try (var progress = new ProgressLine(spec.commandLine().getErr(), "replay")) {
            ReplayResult result = Replay.run(
                    options.build(), (sent, acknowledged, total) -> progress.show(sent, acknowledged, total));
            print(result);
            return result.acknowledged() < result.rows() || result.receipt() == ReplayResult.ReceiptOutcome.TIMED_OUT
                    ? 1
                    : 0;
        }
    }

    private void print(ReplayResult result) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("rows", result.rows());
            fields.put("distinct", result.distinct());
            fields.put("conflicts", result.conflicts());
            fields.put("acknowledged", result.acknowledged());
            fields.put("seconds", Math.round(result.seconds() * 1000) / 1000.0);
            out.println(new ObjectMapper().writeValueAsString(fields));
        } else {
            out.println(result.rows() + " rows in " + result.messages() + " messages, " + result.duplicates()
                    + " of them twice; " + result.acknowledged() + " rows acknowledged by the broker in "
                    + Math.round(result.seconds() * 10) / 10.0 + " s");
            out.println(result.distinct() + " distinct times, " + result.conflicts()
                    + " readings that lose their time to another value");
        }
    }

    private static double fraction(String text) {
        String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        try {
            double fraction = Double.parseDouble(number) / (text.endsWith("%") ? 100 : 1);
            if (fraction >= 0 && fraction <= 1) {
                return fraction;
            }
        } catch (NumberFormatException e) {
            // falls through to the message that says what was expected
        }
        throw new IllegalArgumentException("--duplicate was " + text + ", expected 0% to 100%");
    }

    private static double factor(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--speed was " + text + ", expected a number such as 60, or max", e);
        }
    }
}
