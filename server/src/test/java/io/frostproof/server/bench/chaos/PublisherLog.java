package io.frostproof.server.bench.chaos;

import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a group of devices did and heard, appended to a file of its own; all times are the wall clock in milliseconds. Thread-safe.
 *
 * <p>{@code G node}; {@code M serial time device boot seq kind sha256 bytes count (channel time value)...} a message was made, -1 and {@code -} for
 * what it has not; {@code S serial time} it was sent; {@code A serial time} its PUBACK came (and did not say
 * that nobody is subscribed); {@code R time device boot from seq} a receipt came; {@code E time
 * unit from confirmed} a unit becomes too warm; {@code C time up|down}; {@code U serial} no receipt came to the end; {@code Z time} the end.
 */
final class PublisherLog implements AutoCloseable {

    static final String SUFFIX = ".devices.log";
    private static final int BUFFER_CHARS = 1 << 16;

    private final BufferedWriter out;

    PublisherLog(Path folder, String node) throws IOException {
        out = new BufferedWriter(
                Files.newBufferedWriter(
                        folder.resolve(node + SUFFIX),
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND),
                BUFFER_CHARS);
        line("G " + node);
    }

    /** Before it is sent for the first time. */
    void made(long serial, Made made) {
        MessageId id = made.id();
        var line = new StringBuilder(64 + 32 * made.readings().size());
        line.append("M ").append(serial).append(' ').append(System.currentTimeMillis());
        line.append(' ').append(made.device());
        line.append(' ').append(id == null ? -1 : id.boot());
        line.append(' ').append(id == null ? -1 : id.seq());
        line.append(' ').append(made.kind());
        line.append(' ').append(made.kind().poison() ? sha256(made.payload()) : "-");
        line.append(' ').append(made.payload().length);
        line.append(' ').append(made.readings().size());
        for (Made.Value value : made.readings()) {
            line.append(' ').append(value.channel());
            line.append(' ').append(value.timeMillis());
            line.append(' ').append(value.value());
        }
        line(line);
    }

    void sent(long serial) {
        line("S " + serial + " " + System.currentTimeMillis());
    }

    void acknowledged(long serial) {
        line("A " + serial + " " + System.currentTimeMillis());
    }

    void receipt(String device, Receipt receipt) {
        line("R " + System.currentTimeMillis() + " " + device + " "
                + receipt.upTo().boot() + " " + receipt.fromSeq() + " "
                + receipt.upTo().seq());
    }

    /** From {@code fromMillis} on every reading is too warm; the alarm is due when the reading of {@code confirmedMillis} is sent. */
    void tooWarm(String unit, long fromMillis, long confirmedMillis) {
        line("E " + System.currentTimeMillis() + " " + unit + " " + fromMillis + " " + confirmedMillis);
    }

    void connected(boolean up) {
        line("C " + System.currentTimeMillis() + (up ? " up" : " down"));
    }

    void withoutReceipt(long serial) {
        line("U " + serial);
    }

    void end() {
        line("Z " + System.currentTimeMillis());
    }

    private synchronized void line(CharSequence line) {
        try {
            out.append(line).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("log of devices", e);
        }
    }

    /** Hands what was written to the operating system, which keeps it even if this process is killed. */
    synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("log of devices", e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
