package io.frostproof.ingest.lane;

import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.protocol.Receipt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells devices at once what is stored, up to a number of receipts; what is beyond it waits for the next {@link #tick}, and then one receipt says as
 * much as the ten before it, since they are cumulative. So a device with a small window is not held up by a server that has time, and a server
 * that has none does not spend it on receipts. Owned by a lane.
 */
final class ReceiptPacer {

    /** A thousand a second and lane at most, with two ticks a second: some percent of a processor. */
    static final int AT_ONCE = 500;

    /** One run of a boot; a later receipt for it says more. */
    private record Run(long boot, long from) {}

    /** Gives a receipt to whoever sends it. */
    interface Sender {
        /** Whether it is on its way; otherwise it is given again with the next tick. */
        boolean send(KnownDevice device, Receipt receipt);
    }

    private record Waiting(KnownDevice device, Map<Run, Receipt> receipts) {}

    private final Sender sender;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private int left = AT_ONCE;

    ReceiptPacer(Sender sender) {
        this.sender = sender;
    }

    void tell(KnownDevice device, List<Receipt> receipts) {
        boolean now = left > 0 && !waiting.containsKey(device.id());
        for (Receipt receipt : receipts) {
            if (now && sender.send(device, receipt)) {
                left--;
            } else {
                waiting.computeIfAbsent(device.id(), id -> new Waiting(device, new LinkedHashMap<>()))
                        .receipts()
                        .put(new Run(receipt.upTo().boot(), receipt.fromSeq()), receipt);
            }
        }
    }

    /** Sends what waits. To be called at the pace at which a device is to be told when the server is busy. */
    void tick() {
        left = AT_ONCE;
        waiting.values().removeIf(of -> {
            of.receipts().values().removeIf(receipt -> sender.send(of.device(), receipt));
            return of.receipts().isEmpty();
        });
    }
}
