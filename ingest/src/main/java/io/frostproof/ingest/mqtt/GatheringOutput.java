package io.frostproof.ingest.mqtt;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is written and sends it a moment after a flush, together with what else was written by then. A failure to send is
 * thrown at the next write or flush. Thread-safe.
 */
final class GatheringOutput extends OutputStream {

    /** Long against a system call, short against everything that waits for a packet. */
    private static final long MOMENT_NANOS = 500_000;

    private static final Duration LAST_WORDS_WITHIN = Duration.ofMillis(200);

    private final OutputStream out;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition flushed = lock.newCondition();
    private byte[] filling;
    private byte[] sending;
    private int filled;
    private boolean wanted;
    private boolean ended;
    private @Nullable IOException failure;
    /** Held for a whole write, so that nothing gets between its parts. */
    private final ReentrantLock writer = new ReentrantLock();
    /** Only one thread sends at a time, so that packets keep their order. */
    private final ReentrantLock sender = new ReentrantLock();

    GatheringOutput(OutputStream out, int bufferBytes) {
        this.out = out;
        filling = new byte[bufferBytes];
        sending = new byte[bufferBytes];
        thread = Thread.ofVirtual().name("mqtt-gathering").start(this::run);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        writer.lock();
        try {
            int from = offset;
            int left = length;
            while (left > 0) {
                int part = take(bytes, from, left);
                from += part;
                left -= part;
                if (left > 0) {
                    send();
                }
            }
        } finally {
            writer.unlock();
        }
    }

    /** As much as there is room for. */
    private int take(byte[] bytes, int from, int most) throws IOException {
        lock.lock();
        try {
            throwFailure();
            int part = Math.min(most, filling.length - filled);
            System.arraycopy(bytes, from, filling, filled, part);
            filled += part;
            return part;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void flush() throws IOException {
        lock.lock();
        try {
            throwFailure();
            if (!wanted && filled > 0) {
                wanted = true;
                flushed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void throwFailure() throws IOException {
        IOException failed = failure;
        if (failed != null) {
            throw new IOException(failed.getMessage(), failed);
        }
    }

    private void run() {
        try {
            while (awaitFlush()) {
                LockSupport.parkNanos(MOMENT_NANOS);
                send();
            }
            send();
        } catch (IOException e) {
            // Kept in `failure`, for whoever writes next.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitFlush() throws InterruptedException {
        lock.lock();
        try {
            while (!wanted && !ended) {
                flushed.await();
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    private void send() throws IOException {
        sender.lock();
        try {
            int length;
            lock.lock();
            try {
                byte[] full = filling;
                filling = sending;
                sending = full;
                length = filled;
                filled = 0;
                wanted = false;
            } finally {
                lock.unlock();
            }
            if (length > 0) {
                out.write(sending, 0, length);
                out.flush();
            }
        } catch (IOException e) {
            lock.lock();
            try {
                failure = e;
            } finally {
                lock.unlock();
            }
            throw e;
        } finally {
            sender.unlock();
        }
    }

    /** Sends what is left, as far as that goes, and ends the thread. Ending again does nothing. */
    void end() {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            flushed.signal();
        } finally {
            lock.unlock();
        }
        try {
            // One that hangs in a dead connection is only ended by the close that follows.
            thread.join(LAST_WORDS_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        end();
        out.close();
    }
}
