package io.frostproof.ingest.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of the spool. A record is a header of 16 bytes (magic, length, CRC-32C of weight and payload, weight; big-endian) and the
 * payload. Records are appended and synced, read from the front, and the file is deleted when all of them are done with. One that is done
 * with has another magic, which is not synced: a killed run's successor goes on where it was, and after a loss of power some are done
 * again, which changes nothing. Not thread-safe: the spool locks.
 */
final class Segment {

    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    /** "FPS1". */
    private static final int MAGIC = 0x46505331;
    /** "FPD1", one byte away, so that no half of it can be written. */
    private static final int DONE_MAGIC = 0x46504431;

    private static final int MAGIC_DIFFERS_AT = 2;

    static final int HEADER_BYTES = 16;
    /** More than any batch takes; what claims more is no record. */
    static final int RECORD_MAX_BYTES = 64 << 20;

    private final Path path;
    private final boolean leftover;
    private final FileChannel channel;
    /** End of what is synced; what lies behind it was never acknowledged. */
    private long end;

    private long next;
    private int records;
    private long weight;
    private boolean writable;
    private long damagedBytes;

    private Segment(Path path, boolean leftover, FileChannel channel) {
        this.path = path;
        this.leftover = leftover;
        this.channel = channel;
    }

    /** A new file, which has to survive a crash as well. */
    static Segment create(Path path) throws IOException {
        var segment = new Segment(
                path,
                false,
                FileChannel.open(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        segment.writable = true;
        return segment;
    }

    /** A file of an earlier run. Counts its records by their headers; contents are checked when they are read. */
    static Segment existing(Path path) throws IOException {
        var segment =
                new Segment(path, true, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
        segment.end = segment.channel.size();
        segment.passOverDone();
        long position = segment.next;
        while (position + HEADER_BYTES <= segment.end) {
            long ofThis = segment.plausibleAt(position);
            if (ofThis >= 0) {
                segment.records++;
                segment.weight += (int) ofThis;
                position += HEADER_BYTES + segment.lengthAt(position);
            } else {
                position = segment.recordFrom(position + 1);
            }
        }
        return segment;
    }

    Path path() {
        return path;
    }

    boolean leftover() {
        return leftover;
    }

    /** Bytes of synced records, done with or not. */
    long bytes() {
        return end;
    }

    /** Records that are not done with. */
    int records() {
        return records;
    }

    /** Sum of their weights. */
    long weight() {
        return weight;
    }

    boolean writable() {
        return writable;
    }

    long damagedBytes() {
        return damagedBytes;
    }

    /** No more is written to it. */
    void seal() {
        writable = false;
    }

    /**
     * Appends a record and syncs it. If that fails the file is never written to again: after a failed sync nobody knows what the disk
     * has of it.
     */
    void append(byte[] payload, int ofThis) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        record.putInt(MAGIC)
                .putInt(payload.length)
                .putInt(crc(ofThis, payload))
                .putInt(ofThis)
                .put(payload)
                .flip();
        try {
            long position = end;
            while (record.hasRemaining()) {
                position += channel.write(record, position);
            }
            channel.force(false);
            end = position;
            records++;
            weight += ofThis;
        } catch (IOException e) {
            writable = false;
            try {
                channel.truncate(end);
            } catch (IOException truncation) {
                e.addSuppressed(truncation);
            }
            throw e;
        }
    }

    /** A record that was read, and where the next one begins. */
    static final class Found {
        final byte[] payload;
        private final int weight;
        private final long next;

        private Found(byte[] payload, int weight, long next) {
            this.payload = payload;
            this.weight = weight;
            this.next = next;
        }
    }

    /**
     * The first record that is not done with, or null. Passes over what is damaged, and counts that; an end that is torn, which was never
     * acknowledged, is passed over without a word.
     */
    @Nullable
    Found read() throws IOException {
        passOverDone();
        Found found = at(next);
        if (found != null || next >= end) {
            return found;
        }
        long candidate = recordFrom(next + 1);
        if (candidate < end) {
            damagedBytes += candidate - next;
            next = candidate;
            return at(candidate);
        }
        if (!tornAt(next)) {
            damagedBytes += end - next;
        }
        next = end;
        return null;
    }

    /** The record that {@link #read} gave is done with. */
    void done(Found found) {
        try {
            channel.write(ByteBuffer.wrap(new byte[] {'D'}), next + MAGIC_DIFFERS_AT);
        } catch (IOException e) {
            LOG.debug("event=spool_not_marked file={} reason=\"{}\"", path, e.toString()); // then it is done again
        }
        next = found.next;
        records--;
        weight -= found.weight;
    }

    private void passOverDone() throws IOException {
        Found done = at(next, DONE_MAGIC);
        while (done != null) {
            next = done.next;
            done = at(next, DONE_MAGIC);
        }
    }

    /** Where the next whole record begins, at {@code from} or later; the end when there is none. */
    private long recordFrom(long from) throws IOException {
        for (long position = nextMagic(from); position >= 0; position = nextMagic(position + 1)) {
            if (at(position) != null) {
                return position;
            }
        }
        return end;
    }

    /** The weight in a header that can be one, or -1. */
    private long plausibleAt(long position) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        if (!readFully(header, position) || header.getInt(0) != MAGIC) {
            return -1;
        }
        int length = header.getInt(4);
        boolean whole = length >= 0 && length <= RECORD_MAX_BYTES && position + HEADER_BYTES + length <= end;
        return whole ? header.getInt(12) : -1;
    }

    private int lengthAt(long position) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(4);
        readFully(length, position + 4);
        return length.getInt(0);
    }

    private @Nullable Found at(long position) throws IOException {
        return at(position, MAGIC);
    }

    private @Nullable Found at(long position, int wanted) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        if (position + HEADER_BYTES > end || !readFully(header, position)) {
            return null;
        }
        header.flip();
        int magic = header.getInt();
        int length = header.getInt();
        int crc = header.getInt();
        int ofThis = header.getInt();
        if (magic != wanted || length < 0 || length > RECORD_MAX_BYTES || position + HEADER_BYTES + length > end) {
            return null;
        }
        byte[] payload = new byte[length];
        if (!readFully(ByteBuffer.wrap(payload), position + HEADER_BYTES) || crc(ofThis, payload) != crc) {
            return null;
        }
        return new Found(payload, ofThis, position + HEADER_BYTES + length);
    }

    /** Whether the record there is shorter than it says: a record that was acknowledged was complete before. */
    private boolean tornAt(long position) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        if (end - position < HEADER_BYTES || !readFully(header, position)) {
            return true;
        }
        header.flip();
        int magic = header.getInt();
        int length = header.getInt();
        return magic == MAGIC && length >= 0 && length <= RECORD_MAX_BYTES && position + HEADER_BYTES + length > end;
    }

    private long nextMagic(long from) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(1 << 16);
        for (long position = from; position + HEADER_BYTES <= end; position += window.capacity() - 3) {
            window.clear().limit((int) Math.min(window.capacity(), end - position));
            readFully(window, position);
            window.flip();
            for (int i = 0; i + 4 <= window.limit(); i++) {
                if (window.getInt(i) == MAGIC) {
                    return position + i;
                }
            }
        }
        return -1;
    }

    private boolean readFully(ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                return false;
            }
            at += read;
        }
        return true;
    }

    private static int crc(int weight, byte[] payload) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(weight).flip());
        crc.update(payload);
        return (int) crc.getValue();
    }

    /** Takes the file away. One with damage stays under another name, for whoever can read more out of it. */
    void delete() throws IOException {
        channel.close();
        if (damagedBytes > 0) {
            Files.move(path, path.resolveSibling(path.getFileName() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(path);
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
