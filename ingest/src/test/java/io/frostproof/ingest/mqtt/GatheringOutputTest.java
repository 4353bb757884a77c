package io.frostproof.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class GatheringOutputTest {

    /** What has been sent, and with how many calls. */
    private static final class Wire extends OutputStream {
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private final AtomicInteger calls = new AtomicInteger();
        private volatile boolean broken;

        @Override
        public void write(int b) {
            throw new AssertionError("one byte at a time");
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            if (broken) {
                throw new IOException("connection reset");
            }
            calls.incrementAndGet();
            sent.write(bytes, offset, length);
        }

        synchronized byte[] sent() {
            return sent.toByteArray();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not within 10 s").isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    void everythingArrivesInOrderWithFarFewerCalls() throws IOException {
        Wire wire = new Wire();
        var expected = new ByteArrayOutputStream();
        Random random = new Random(1);
        try (var out = new GatheringOutput(wire, 1_000)) {
            for (int i = 0; i < 5_000; i++) {
                byte[] packet = new byte[1 + random.nextInt(i % 500 == 0 ? 5_000 : 8)];
                random.nextBytes(packet);
                out.write(packet);
                out.flush();
                expected.write(packet);
            }
            await(() -> wire.sent().length == expected.size());
            assertThat(wire.sent()).isEqualTo(expected.toByteArray());
            assertThat(wire.calls.get()).isLessThan(2_500);
        }
    }

    @Test
    void whatWasFlushedLeavesByItself() throws IOException {
        Wire wire = new Wire();
        try (var out = new GatheringOutput(wire, 100)) {
            out.write(7);
            out.flush();
            await(() -> wire.sent().length == 1);
        }
    }

    @Test
    void closingSendsWhatIsLeft() throws IOException {
        Wire wire = new Wire();
        var out = new GatheringOutput(wire, 100);
        out.write(new byte[] {1, 2, 3});
        out.close();
        assertThat(wire.sent()).containsExactly(1, 2, 3);
        out.end();
    }

    @Test
    void aBrokenConnectionIsToldToWhoeverWritesNext() throws IOException {
        Wire wire = new Wire();
        wire.broken = true;
        var out = new GatheringOutput(wire, 100);
        out.write(1);
        out.flush();
        await(() -> {
            try {
                out.flush();
                return false;
            } catch (IOException e) {
                return true;
            }
        });
        assertThatThrownBy(() -> out.write(2)).isInstanceOf(IOException.class).hasMessage("connection reset");
        out.close();
    }

    @Test
    void writersOfSeveralThreadsDoNotTearEachOthersPackets() throws Exception {
        Wire wire = new Wire();
        int threads = 4;
        int packets = 500;
        var done = new CountDownLatch(threads);
        try (var out = new GatheringOutput(wire, 100)) {
            for (int t = 0; t < threads; t++) {
                byte[] packet = new byte[8];
                Arrays.fill(packet, (byte) (t + 1));
                Thread.ofVirtual().start(() -> {
                    try {
                        for (int i = 0; i < packets; i++) {
                            out.write(packet);
                            out.flush();
                        }
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    } finally {
                        done.countDown();
                    }
                });
            }
            done.await();
            await(() -> wire.sent().length == threads * packets * 8);
        }
        byte[] sent = wire.sent();
        for (int i = 0; i < sent.length; i += 8) {
            for (int j = 1; j < 8; j++) {
                assertThat(sent[i + j]).isEqualTo(sent[i]);
            }
        }
    }
}
