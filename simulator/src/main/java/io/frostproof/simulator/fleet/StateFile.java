package io.frostproof.simulator.fleet;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The memories of all devices of a fleet in one text file, replaced as a whole and synced, so that a reader finds the old or
 * the new one:
 *
 * <pre>
 * frostproof-fleet 1
 * device {id} {boot}
 * message {id} {boot} {seq} {payload}
 * </pre>
 */
final class StateFile {

    private static final String HEADER = "frostproof-fleet 1";

    /** A device as the file remembers it. */
    record Remembered(long boot, List<StoredMessage> messages) {}

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    /** By device id; empty when there is no file. Throws with file, line, value and expectation for a file it cannot read. */
    Map<String, Remembered> read() throws IOException {
        Map<String, Remembered> devices = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return devices;
        }
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (!(i == 0 ? lines.getFirst().equals(HEADER) : read(lines.get(i), devices))) {
                throw new IOException("file '" + file + "', line " + (i + 1) + " was '" + lines.get(i) + "', expected "
                        + (i == 0 ? "'" + HEADER + "'" : "a device, or a message of a device above it"));
            }
        }
        return devices;
    }

    private static boolean read(String line, Map<String, Remembered> devices) {
        String[] words = line.split(" ", 5);
        try {
            if (words.length == 3 && words[0].equals("device")) {
                devices.put(words[1], new Remembered(Long.parseLong(words[2]), new ArrayList<>()));
                return true;
            }
            Remembered device = words.length == 5 && words[0].equals("message") ? devices.get(words[1]) : null;
            return device != null
                    && device.messages()
                            .add(new StoredMessage(
                                    new MessageId(Long.parseLong(words[2]), Long.parseLong(words[3])), words[4]));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    void write(Map<String, DeviceMemory> devices) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        devices.forEach((id, memory) -> {
            text.append("device ").append(id).append(' ').append(memory.boot()).append('\n');
            for (StoredMessage message : memory.all()) {
                text.append("message ")
                        .append(id)
                        .append(' ')
                        .append(message.id().boot())
                        .append(' ');
                text.append(message.id().seq())
                        .append(' ')
                        .append(message.payload())
                        .append('\n');
            }
        });
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
