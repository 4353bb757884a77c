package io.frostproof.simulator.device;

import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The furthest receipt of each device and boot. Thread-safe. */
final class ReceiptBoard {

    private record Key(String device, long boot) {}

    private final Map<Key, Receipt> furthest = new HashMap<>();

    synchronized void post(String device, Receipt receipt) {
        furthest.merge(
                new Key(device, receipt.upTo().boot()),
                receipt,
                (before, now) -> now.upTo().seq() > before.upTo().seq() ? now : before);
        notifyAll();
    }

    synchronized Optional<Receipt> furthest(String device, long boot) {
        return Optional.ofNullable(furthest.get(new Key(device, boot)));
    }

    synchronized boolean await(String device, MessageId message, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (furthest(device, message.boot())
                .filter(receipt -> receipt.covers(message))
                .isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return true;
    }
}
