package io.frostproof.server.capture;

import io.frostproof.store.EpcisLog;
import io.frostproof.store.EpcisLog.Settled;
import io.frostproof.store.EpcisLog.Verdict;
import io.frostproof.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Settles parts of a batch at the same time. While one waits for the database, the other keeps the server's processor busy, and the other way round: one alone uses about one
 * processor of those that server and database have together.
 *
 * @param settled those that were
 * @param failed rows of parts of which nothing was settled, as something is wrong with one of them
 * @param waits why some parts have to be settled later, with nothing wrong with them; null when none have
 */
record PartedSettlement(
        List<Settled> settled, Set<Long> failed, @Nullable StoreException waits) {

    /** Settles parts, and returns when nobody works at any of them any more. */
    static PartedSettlement of(EpcisLog log, List<List<Verdict>> parts, Instant now) throws InterruptedException {
        var settled = new ArrayList<Settled>();
        var failed = new HashSet<Long>();
        StoreException waits = null;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<Settled>>();
            parts.forEach(part -> running.add(threads.submit(() -> log.settlePart(part, now))));
            for (int i = 0; i < parts.size(); i++) {
                try {
                    settled.add(running.get(i).get());
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof StoreException store && store.passes()) {
                        waits = store;
                    } else {
                        // Each of them alone will show which it is, and why.
                        parts.get(i).forEach(verdict -> failed.add(verdict.id()));
                    }
                }
            }
        }
        return new PartedSettlement(settled, failed, waits);
    }
}
