package io.frostproof.ingest.lane;

import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which messages of a device are stored, as runs without a gap. It starts empty with the server: what was stored before may
 * not be in it, and then a device that was not told sends again and is told. It never claims more than is stored.
 */
final class ReceiptLedger {

    /** Boots remembered per device, and runs per boot. Forgetting one costs a longer receipt, never a wrong one. */
    private static final int BOOTS = 4;

    private static final int RUNS = 8192;

    /** By device, by boot: first sequence of a run to its last. */
    private final Map<String, LinkedHashMap<Long, TreeMap<Long, Long>>> devices = new HashMap<>();

    /** Takes the messages of one device that a commit has stored, and returns one receipt for each run that has grown. */
    List<Receipt> stored(String device, List<MessageId> messages) {
        LinkedHashMap<Long, TreeMap<Long, Long>> boots =
                devices.computeIfAbsent(device, id -> new LinkedHashMap<>(8, 0.75f, true));
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
