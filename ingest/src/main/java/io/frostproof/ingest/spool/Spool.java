package io.frostproof.ingest.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A first-in, first-out queue of records that survives the process and the power: {@link #append} returns when the disk has the record.
 * Records are read from the front and removed once they are done with; a crash in between gives some of them again, so whoever takes
 * them must not mind. Thread-safe; every call may block for as long as the disk does.
 *
 * <p>It is as safe as its disk: whoever must survive the loss of the host needs a replicated volume.
 */
public final class Spool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final String SUFFIX = ".spool";

    private final Path directory;
    private final SpoolLimits limits;
    private final FileChannel lockFile;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Segment> segments = new ArrayDeque<>();
    private long nextNumber;
    private long damagedBytes;

    /** A record at the front of the spool. */
    public static final class Entry {
        private final byte[] payload;
        private final boolean leftover;

        private Entry(byte[] payload, boolean leftover) {
            this.payload = payload;
            this.leftover = leftover;
        }

        public byte[] payload() {
            return payload;
        }

        /** Whether an earlier run of the server has left it. */
        public boolean leftover() {
            return leftover;
        }
    }

    private Spool(Path directory, SpoolLimits limits, FileChannel lockFile) {
        this.directory = directory;
        this.limits = limits;
        this.lockFile = lockFile;
    }

    /**
     * Opens the spool in a directory, which is made when it is not there, with what earlier runs have left.
     *
     * @throws SpoolException if the directory cannot be used, or another process uses it
     */
    public static Spool open(Path directory, SpoolLimits limits) throws SpoolException {
        try {
            Files.createDirectories(directory);
            FileChannel lockFile =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lockFile)) {
                lockFile.close();
                throw SpoolException.failed(
                        "spool " + directory + " is in use by another process",
                        new IOException("the file 'lock' in it is locked"));
            }
            var spool = new Spool(directory, limits, lockFile);
            spool.findLeftovers();
            return spool;
        } catch (IOException e) {
            throw SpoolException.failed("spool " + directory + " cannot be used: " + e, e);
        }
    }

    private static boolean locked(FileChannel lockFile) throws IOException {
        try {
            FileLock held = lockFile.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this very process
        }
    }

    private void findLeftovers() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            found.forEach(files::add);
        }
        files.sort(null);
        for (Path file : files) {
            Segment segment = Segment.existing(file);
            nextNumber = Math.max(nextNumber, number(file) + 1);
            segments.add(segment);
        }
        if (!files.isEmpty()) {
            LOG.info("event=spool_leftovers files={} records={} bytes={}", files.size(), records(), bytes());
        }
    }

    private static long number(Path file) {
        String name = file.getFileName().toString();
        try {
            return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()), 16);
        } catch (NumberFormatException e) {
            return 0; // somebody else's name; read all the same
        }
    }

    /**
     * Takes a record, and returns when it is on disk.
     *
     * @param weight what it counts for in {@link #weight}, not negative
     * @throws SpoolException if the record is not in the spool: it is full, or its disk is, or the disk has a fault
     */
    public void append(byte[] payload, int weight) throws SpoolException {
        lock.lock();
        try {
            long needed = (long) payload.length + Segment.HEADER_BYTES;
            if (payload.length > Segment.RECORD_MAX_BYTES) {
                throw SpoolException.failed(
                        "a record of " + payload.length + " bytes, expected at most " + Segment.RECORD_MAX_BYTES,
                        new IOException("record too large"));
            }
            if (bytesLocked() + needed > limits.maxBytes()) {
                throw SpoolException.full(
                        "the spool holds " + bytesLocked() + " of at most " + limits.maxBytes() + " bytes");
            }
            long free = Files.getFileStore(directory).getUsableSpace();
            if (free - needed < limits.minFreeBytes()) {
                throw SpoolException.full("the disk of the spool has " + free + " bytes left, of which "
                        + limits.minFreeBytes() + " are for others");
            }
            Segment segment = segment(needed);
            try {
                segment.append(payload, weight);
            } catch (IOException e) {
                if (segment.bytes() == 0) {
                    drop(segment); // or a full disk would leave a file for each attempt
                }
                throw e;
            }
        } catch (IOException e) {
            throw SpoolException.failed("spool " + directory + ": " + e, e);
        } finally {
            lock.unlock();
        }
    }

    private Segment segment(long needed) throws IOException {
        Segment last = segments.peekLast();
        if (last != null && last.writable() && last.bytes() + needed <= limits.segmentBytes()) {
            return last;
        }
        if (last != null) {
            last.seal();
        }
        Path path = directory.resolve(String.format(Locale.ROOT, "%016x%s", nextNumber++, SUFFIX));
        Segment segment = Segment.create(path);
        syncDirectory();
        segments.add(segment);
        return segment;
    }

    /** So that the name of a new file survives the power as well. */
    private void syncDirectory() throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /**
     * The record that has been there for longest, or null.
     *
     * @throws SpoolException if it cannot be read now
     */
    public @Nullable Entry oldest() throws SpoolException {
        lock.lock();
        try {
            while (!segments.isEmpty()) {
                Segment first = segments.element();
                Segment.Found found = first.read();
                if (found != null) {
                    return new Entry(found.payload, first.leftover());
                }
                drop(first);
            }
            return null;
        } catch (IOException e) {
            throw SpoolException.failed("spool " + directory + ": " + e, e);
        } finally {
            lock.unlock();
        }
    }

    /** The record that {@link #oldest} gives is done with. */
    public void removeOldest() throws SpoolException {
        lock.lock();
        try {
            Segment first = segments.element();
            Segment.Found found = first.read();
            if (found == null) {
                throw new IllegalStateException("there is no oldest record");
            }
            first.done(found);
            if (first.records() <= 0 && first.read() == null) {
                drop(first);
            }
        } catch (IOException e) {
            throw SpoolException.failed("spool " + directory + ": " + e, e);
        } finally {
            lock.unlock();
        }
    }

    private void drop(Segment segment) throws IOException {
        segments.remove(segment);
        damagedBytes += segment.damagedBytes();
        if (segment.damagedBytes() > 0) {
            LOG.error(
                    "event=spool_damaged file={} bytes={} reason=\"kept under the suffix .damaged\"",
                    segment.path(),
                    segment.damagedBytes());
        }
        segment.delete();
    }

    /** Whether it has no records. */
    public boolean empty() {
        return records() == 0;
    }

    /** How many records it has. */
    public long records() {
        lock.lock();
        try {
            return segments.stream().mapToLong(Segment::records).sum();
        } finally {
            lock.unlock();
        }
    }

    /** Sum of the weights of its records. */
    public long weight() {
        lock.lock();
        try {
            return segments.stream().mapToLong(Segment::weight).sum();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes on disk. */
    public long bytes() {
        lock.lock();
        try {
            return bytesLocked();
        } finally {
            lock.unlock();
        }
    }

    private long bytesLocked() {
        return segments.stream().mapToLong(Segment::bytes).sum();
    }

    /** Bytes that could not be read any more, since it was opened. Above 0 a disk has lost something that was acknowledged. */
    public long damagedBytes() {
        lock.lock();
        try {
            return damagedBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the files. What is in them stays, for the next one to open them. */
    @Override
    public void close() throws SpoolException {
        lock.lock();
        try {
            for (Segment segment : segments) {
                segment.close();
            }
            segments.clear();
            lockFile.close();
        } catch (IOException e) {
            throw SpoolException.failed("spool " + directory + ": " + e, e);
        } finally {
            lock.unlock();
        }
    }
}
