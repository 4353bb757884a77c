package io.frostproof.simulator.sensing;

import io.frostproof.protocol.Control;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.ControlResult;
import io.frostproof.protocol.DeviceConfig;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memories of all devices of a simulation in one text file, replaced as a whole and synced, so that a reader finds the old or the new
 * one. For one thread and one process at a time.
 *
 * <pre>
 * frostproof-devices 1
 * device {id} {boot}
 * config {id} {base64 of the configuration's frame}
 * message {id} {boot} {seq} {base64 of the payload}
 * </pre>
 */
public final class StateFile {

    private static final String HEADER = "frostproof-devices 1";

    private final Path file;

    public StateFile(Path file) {
        this.file = file;
    }

    /**
     * What is remembered, by device id; empty when there is no file.
     *
     * @throws IOException with file, line, value and expectation for a file that cannot be read
     */
    public Map<String, Remembered> read() throws IOException {
        Map<String, Reading> devices = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return Map.of();
        }
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < Math.max(1, lines.size()); i++) {
            String line = i < lines.size() ? lines.get(i) : "";
            if (!(i == 0 ? line.equals(HEADER) : read(line, devices))) {
                throw new IOException("file '" + file + "', line " + (i + 1) + " was '" + line + "', expected "
                        + (i == 0
                                ? "'" + HEADER + "'"
                                : "a device, or a configuration or message of a device above it"));
            }
        }
        Map<String, Remembered> remembered = new LinkedHashMap<>();
        devices.forEach((id, it) -> remembered.put(id, new Remembered(it.boot, it.config, it.messages)));
        return remembered;
    }

    /** A device of which all lines have not been read yet. */
    private static final class Reading {
        private final long boot;
        private final List<Remembered.Message> messages = new ArrayList<>();
        private @Nullable DeviceConfig config;

        Reading(long boot) {
            this.boot = boot;
        }
    }

    private static boolean read(String line, Map<String, Reading> devices) {
        String[] words = line.split(" ", -1);
        Reading device = words.length < 2 ? null : devices.get(words[1]);
        try {
            if (words.length == 3 && words[0].equals("device")) {
                devices.put(words[1], new Reading(Long.parseLong(words[2])));
                return true;
            }
            if (device != null && words.length == 3 && words[0].equals("config")) {
                device.config = config(Base64.getDecoder().decode(words[2]));
                return device.config != null;
            }
            return device != null
                    && words.length == 5
                    && words[0].equals("message")
                    && device.messages.add(new Remembered.Message(
                            new MessageId(Long.parseLong(words[2]), Long.parseLong(words[3])),
                            Base64.getDecoder().decode(words[4])));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable DeviceConfig config(byte[] frame) {
        return ControlCodec.decode(Control.Type.CONFIG, frame, null) instanceof ControlResult.Decoded decoded
                        && decoded.control() instanceof DeviceConfig config
                ? config
                : null;
    }

    /** Replaces the file. */
    public void write(Map<String, Remembered> devices) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        devices.forEach((id, remembered) -> {
            text.append("device ")
                    .append(id)
                    .append(' ')
                    .append(remembered.boot())
                    .append('\n');
            DeviceConfig config = remembered.config();
            if (config != null) {
                text.append("config ")
                        .append(id)
                        .append(' ')
                        .append(base64(ControlCodec.encode(config, Form.BINARY, null)))
                        .append('\n');
            }
            for (Remembered.Message message : remembered.messages()) {
                text.append("message ").append(id).append(' ');
                text.append(message.id().boot()).append(' ');
                text.append(message.id().seq()).append(' ');
                text.append(base64(message.payload())).append('\n');
            }
        });
        replace(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void replace(byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
