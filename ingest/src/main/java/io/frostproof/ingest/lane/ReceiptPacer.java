package io.frostproof.ingest.lane;

import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.protocol.Receipt;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells a device at once what is stored when it has not been told for a while, and otherwise with the next {@link #tick}: receipts are cumulative, so
 * one says as much as the ten before it, and a device that sends ten messages a second need not hear of each. Owned by a lane.
 */
final class ReceiptPacer {

    /** One run of a boot; a later receipt for it says more. */
    private record Run(long boot, long from) {}

    /** Gives a receipt to whoever sends it. */
    interface Sender {
        /** Whether it is on its way; otherwise it is given again with the next tick. */
        boolean send(KnownDevice device, Receipt receipt);
    }

    private record Waiting(KnownDevice device, Map<Run, Receipt> receipts) {}

    private final Sender sender;
    /** Devices that were told since the last tick. */
    private final Set<String> told = new HashSet<>();

    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    ReceiptPacer(Sender sender) {
        this.sender = sender;
    }

    void tell(KnownDevice device, List<Receipt> receipts) {
        boolean now = !waiting.containsKey(device.id()) && told.add(device.id());
        for (Receipt receipt : receipts) {
            if (!now || !sender.send(device, receipt)) {
                waiting.computeIfAbsent(device.id(), id -> new Waiting(device, new LinkedHashMap<>()))
                        .receipts()
                        .put(new Run(receipt.upTo().boot(), receipt.fromSeq()), receipt);
            }
        }
    }

    /** To be called at the pace at which a busy device is to be told. */
    void tick() {
        told.clear();
        waiting.values().removeIf(of -> {
            of.receipts().values().removeIf(receipt -> sender.send(of.device(), receipt));
            told.add(of.device().id());
            return of.receipts().isEmpty();
        });
    }
}
