package io.frostproof.ingest.device;

import io.frostproof.protocol.Control;
import io.frostproof.protocol.Control.ChannelUnit;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.DeviceCommand;
import io.frostproof.protocol.DeviceConfig;
import io.frostproof.protocol.DeviceKey;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is sent to devices, as payloads of the wire contract. Pure. */
final class ControlWriter {

    private ControlWriter() {}

    /** In the form that the device uses; a key signs, which only a frame can be. */
    static byte[] write(Control control, boolean binary, @Nullable DeviceKey key) {
        return ControlCodec.encode(control, binary || key != null ? Form.BINARY : Form.JSON, key);
    }

    static byte[] write(Order order, @Nullable DeviceKey key) {
        return switch (order) {
            case Order.Configuration config -> write(config, key);
            case Order.Command command -> write(command(command), command.binary(), key);
        };
    }

    /** A configuration whose channels do not fit into a message goes without them: the intervals matter more. */
    private static byte[] write(Order.Configuration config, @Nullable DeviceKey key) {
        try {
            List<ChannelUnit> channels =
                    config.channels().stream().map(ControlWriter::channel).toList();
            return write(config(config, channels), config.binary(), key);
        } catch (IllegalArgumentException tooLarge) {
            return write(config(config, List.of()), config.binary(), key);
        }
    }

    private static DeviceConfig config(Order.Configuration config, List<ChannelUnit> channels) {
        return new DeviceConfig(config.version(), config.reportS(), config.sampleS(), channels);
    }

    private static ChannelUnit channel(SentUnit sent) {
        String unit = sent.unit();
        return new ChannelUnit(sent.channel(), unit == null ? null : Unit.ofUcum(unit));
    }

    private static DeviceCommand command(Order.Command command) {
        return switch (command.task()) {
            case Order.Task.Identify identify -> new DeviceCommand.Identify(command.id(), identify.forS());
            case Order.Task.Backlog backlog ->
                new DeviceCommand.Backlog(command.id(), backlog.boot(), backlog.from(), backlog.seq());
            case Order.Task.Lock lock -> new DeviceCommand.Lock(command.id(), lock.forS());
            case Order.Task.Buzzer buzzer -> new DeviceCommand.Buzzer(command.id(), buzzer.forS());
            case Order.Task.Report report -> new DeviceCommand.Report(command.id());
        };
    }
}
