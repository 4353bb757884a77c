package io.frostproof.simulator.replay;

import io.frostproof.protocol.JsonTelemetryDecoder;
import io.frostproof.protocol.MessageId;
import io.frostproof.simulator.device.BrokerAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What to play and how. Values are sent as they stand; the server knows the channel's declared unit.
 *
 * @param node id of the node in the topic
 * @param device id of the device in the topic
 * @param channel id of the channel of every reading
 * @param file path of a CSV file, or {@code sample:nab}
 * @param timeColumn default the first
 * @param valueColumn default the second
 * @param speed how many times faster than recorded; empty means as fast as the broker takes it
 * @param shuffle publish the messages in random order
 * @param duplicateFraction share of the messages that are published a second time, later, 0 to 1
 * @param seed of the random order and the random choice
 * @param batch readings per message
 * @param boot of every message. The default, 1, makes a repeated replay a repeat: nothing new for the server
 * @param skipBad leave out rows that cannot be read, and count them, instead of stopping before anything is sent
 * @param connectTimeout how long to wait for the broker
 * @param acknowledgeTimeout how long to wait for an answer when no PUBACK arrives at all
 * @param receiptTimeout how long to wait for the server's receipt after the last PUBACK; empty means not to wait
 */
public record ReplayOptions(
        BrokerAddress broker,
        String node,
        String device,
        String channel,
        String file,
        Column timeColumn,
        Column valueColumn,
        OptionalDouble speed,
        boolean shuffle,
        double duplicateFraction,
        long seed,
        int batch,
        long boot,
        boolean skipBad,
        Duration connectTimeout,
        Duration acknowledgeTimeout,
        Optional<Duration> receiptTimeout) {

    public static final long DEFAULT_BOOT = 1;
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(15);
    public static final Duration DEFAULT_ACKNOWLEDGE_TIMEOUT = Duration.ofSeconds(60);

    /** Throws {@link IllegalArgumentException} naming the option, its value and what was expected. */
    public ReplayOptions {
        if (speed.isPresent() && !(speed.getAsDouble() > 0 && Double.isFinite(speed.getAsDouble()))) {
            throw new IllegalArgumentException("speed " + speed.getAsDouble() + ": expected a factor above 0");
        }
        if (!(duplicateFraction >= 0 && duplicateFraction <= 1)) {
            throw new IllegalArgumentException("duplicate " + duplicateFraction + ": expected a share from 0 to 1");
        }
        if (batch < 1 || batch > JsonTelemetryDecoder.MAX_READINGS / 4) {
            throw new IllegalArgumentException(
                    "batch " + batch + ": expected 1 to " + JsonTelemetryDecoder.MAX_READINGS / 4);
        }
        if (boot < 0 || boot > MessageId.MAX) {
            throw new IllegalArgumentException("boot " + boot + ": expected 0 to " + MessageId.MAX);
        }
    }

    /** With defaults for everything but the target and the file: in file order, once, as fast as possible. */
    public static ReplayOptions of(BrokerAddress broker, String node, String device, String channel, String file) {
        return new Builder(broker, node, device, channel, file).build();
    }

    /** Starts from the defaults of {@link #of}. */
    public static Builder builder(BrokerAddress broker, String node, String device, String channel, String file) {
        return new Builder(broker, node, device, channel, file);
    }

    /** Collects options; not thread-safe. Values are checked by {@link #build}. */
    public static final class Builder {
        private final BrokerAddress broker;
        private final String node;
        private final String device;
        private final String channel;
        private final String file;
        private Column timeColumn = new Column.At(0);
        private Column valueColumn = new Column.At(1);
        private OptionalDouble speed = OptionalDouble.empty();
        private boolean shuffle;
        private double duplicateFraction;
        private long seed = 1;
        private int batch = 1;
        private long boot = DEFAULT_BOOT;
        private boolean skipBad;
        private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
        private Duration acknowledgeTimeout = DEFAULT_ACKNOWLEDGE_TIMEOUT;
        private Optional<Duration> receiptTimeout = Optional.empty();

        private Builder(BrokerAddress broker, String node, String device, String channel, String file) {
            this.broker = broker;
            this.node = node;
            this.device = device;
            this.channel = channel;
            this.file = file;
        }

        public Builder columns(Column time, Column value) {
            this.timeColumn = time;
            this.valueColumn = value;
            return this;
        }

        /** See {@link ReplayOptions#speed}. */
        public Builder speed(double factor) {
            this.speed = OptionalDouble.of(factor);
            return this;
        }

        public Builder shuffle(boolean on) {
            this.shuffle = on;
            return this;
        }

        public Builder duplicateFraction(double share) {
            this.duplicateFraction = share;
            return this;
        }

        public Builder seed(long value) {
            this.seed = value;
            return this;
        }

        public Builder batch(int readings) {
            this.batch = readings;
            return this;
        }

        public Builder boot(long value) {
            this.boot = value;
            return this;
        }

        public Builder skipBad(boolean on) {
            this.skipBad = on;
            return this;
        }

        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = timeout;
            return this;
        }

        public Builder acknowledgeTimeout(Duration timeout) {
            this.acknowledgeTimeout = timeout;
            return this;
        }

        public Builder awaitReceipt(Duration timeout) {
            this.receiptTimeout = Optional.of(timeout);
            return this;
        }

        public ReplayOptions build() {
            return new ReplayOptions(
                    broker,
                    node,
                    device,
                    channel,
                    file,
                    timeColumn,
                    valueColumn,
                    speed,
                    shuffle,
                    duplicateFraction,
                    seed,
                    batch,
                    boot,
                    skipBad,
                    connectTimeout,
                    acknowledgeTimeout,
                    receiptTimeout);
        }
    }
}
