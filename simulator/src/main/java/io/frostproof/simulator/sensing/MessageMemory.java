package io.frostproof.simulator.sensing;

import io.frostproof.protocol.Receipt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages without receipt, oldest first. Bounded: when full, the oldest is dropped and counted. */
final class MessageMemory implements Iterable<KeptMessage> {

    private final int capacity;
    private final Deque<KeptMessage> kept = new ArrayDeque<>(4);
    private long lostOfBoot;
    private long lost;

    MessageMemory(int capacity) {
        this.capacity = capacity;
    }

    void keep(KeptMessage message) {
        if (kept.size() == capacity) {
            kept.removeFirst();
            lostOfBoot++;
            lost++;
        }
        kept.addLast(message);
    }

    void forget(Receipt receipt) {
        kept.removeIf(message -> receipt.covers(message.id));
    }

    /** Forgets what has its modelled receipt by now. */
    void forgetReceipted(long nowMillis) {
        // Most often there is one message, and it has.
        while (!kept.isEmpty() && kept.getFirst().receiptMillis <= nowMillis) {
            kept.removeFirst();
        }
        if (kept.size() > 1) {
            kept.removeIf(message -> message.receiptMillis <= nowMillis);
        }
    }

    /** After a restart: without flash all is gone. */
    void restart(boolean survives) {
        lostOfBoot = 0;
        if (!survives) {
            lost += kept.size();
            kept.clear();
        }
    }

    /** A new connection: all that waits for a receipt is sent again at once. */
    void allDue(long nowMillis) {
        for (KeptMessage message : kept) {
            if (message.receiptMillis == KeptMessage.NEVER) {
                message.dueMillis = nowMillis;
                message.tries = 0;
            }
        }
    }

    @Nullable
    KeptMessage oldest() {
        return kept.peekFirst();
    }

    int size() {
        return kept.size();
    }

    long lost() {
        return lost;
    }

    long lostOfBoot() {
        return lostOfBoot;
    }

    List<KeptMessage> all() {
        return List.copyOf(kept);
    }

    @Override
    public Iterator<KeptMessage> iterator() {
        return kept.iterator();
    }
}
