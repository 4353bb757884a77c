package io.frostproof.ingest.lane;

import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a device are stored, as runs without a gap. It starts empty with the server: what was stored before may
 * not be in it, and then a device that was not told sends again and is told. It never claims more than is stored.
 */
final class ReceiptLedger {

    /** Boots remembered per device, and runs per boot. Forgetting one costs a longer receipt, never a wrong one. */
    private static final int BOOTS = 4;

    private static final int RUNS = 8192;

    private final Map<String, Device> devices = new HashMap<>();

    /**
     * The runs of a device. Nearly every message goes on where the last one of its device ended, so the run that grew last is kept in fields,
     * out of the maps.
     */
    private static final class Device {
        private long boot = -1;
        private long first;
        private long last;
        /** By boot: first sequence of a run to its last; without the run in the fields. Made when there is a second run. */
        private @Nullable LinkedHashMap<Long, TreeMap<Long, Long>> others;

        boolean goesOn(MessageId message) {
            return message.boot() == boot && message.seq() == last + 1;
        }

        /** Puts the run of the fields among the others. */
        void spread() {
            LinkedHashMap<Long, TreeMap<Long, Long>> all = others;
            if (all == null) {
                all = new LinkedHashMap<>(8, 0.75f, true);
                others = all;
            }
            if (boot >= 0) {
                all.computeIfAbsent(boot, number -> new TreeMap<>()).put(first, last);
                boot = -1;
            }
        }

        /** Takes a run out of the others again, into the fields. */
        void gather(long ofBoot, long from) {
            LinkedHashMap<Long, TreeMap<Long, Long>> all = others;
            TreeMap<Long, Long> runs = all == null ? null : all.get(ofBoot);
            Long to = runs == null ? null : runs.remove(from);
            if (all == null || runs == null || to == null) {
                return;
            }
            boot = ofBoot;
            first = from;
            last = to;
            if (runs.isEmpty()) {
                all.remove(ofBoot);
            }
            if (all.isEmpty()) {
                others = null;
            }
        }

        /** Whether the run of the fields has come to another one, so that they are one. */
        boolean meetsAnother() {
            LinkedHashMap<Long, TreeMap<Long, Long>> all = others;
            TreeMap<Long, Long> runs = all == null ? null : all.get(boot);
            return runs != null && runs.containsKey(last + 1);
        }
    }

    /** Takes the messages of one device that a commit has stored, and returns one receipt for each run that has grown. */
    List<Receipt> stored(String id, List<MessageId> messages) {
        Device device = devices.get(id);
        if (device == null) {
            device = new Device();
            devices.put(id, device);
        }
        for (int i = 0; i < messages.size(); i++) {
            MessageId message = messages.get(i);
            if (device.boot < 0 && device.others == null) {
                device.boot = message.boot();
                device.first = message.seq();
                device.last = message.seq();
            } else if (device.goesOn(message)) {
                device.last++;
            } else {
                return anyOrder(device, messages);
            }
            if (device.meetsAnother()) {
                return anyOrder(device, messages);
            }
        }
        return messages.isEmpty()
                ? List.of()
                : List.of(new Receipt(new MessageId(device.boot, device.last), device.first));
    }

    /** The same for messages that come in any order; those that the fields have already change nothing. */
    private static List<Receipt> anyOrder(Device device, List<MessageId> messages) {
        device.spread();
        LinkedHashMap<Long, TreeMap<Long, Long>> boots = Objects.requireNonNull(device.others);
        var grown = new TreeMap<MessageId, Boolean>();
        for (MessageId message : messages) {
            TreeMap<Long, Long> runs = boots.computeIfAbsent(message.boot(), boot -> new TreeMap<>());
            grown.put(new MessageId(message.boot(), add(runs, message.seq())), true);
        }
        var receipts = new ArrayList<Receipt>();
        var told = new TreeMap<MessageId, Boolean>();
        for (MessageId start : grown.keySet()) {
            TreeMap<Long, Long> runs = boots.get(start.boot());
            Map.Entry<Long, Long> run = runs == null ? null : runs.floorEntry(start.seq());
            // A run may have been joined to an earlier one since.
            if (run != null
                    && run.getValue() >= start.seq()
                    && told.put(new MessageId(start.boot(), run.getKey()), true) == null) {
                receipts.add(new Receipt(new MessageId(start.boot(), run.getValue()), run.getKey()));
            }
        }
        // Only now: the run that is forgotten may be the one that was just told.
        for (TreeMap<Long, Long> runs : boots.values()) {
            while (runs.size() > RUNS) {
                runs.pollFirstEntry();
            }
        }
        while (boots.size() > BOOTS) {
            boots.pollFirstEntry();
        }
        Receipt latest = receipts.getLast();
        device.gather(latest.upTo().boot(), latest.fromSeq());
        return receipts;
    }

    /** Adds a sequence and returns the first one of the run that it is in now. */
    private static long add(NavigableMap<Long, Long> runs, long seq) {
        Map.Entry<Long, Long> before = runs.floorEntry(seq);
        if (before != null && before.getValue() >= seq) {
            return before.getKey();
        }
        long first = before != null && before.getValue() == seq - 1 ? before.getKey() : seq;
        Long end = runs.remove(seq + 1);
        runs.put(first, end == null ? seq : end);
        return first;
    }
}
