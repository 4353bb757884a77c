package io.frostproof.server.runtime;

import io.frostproof.ingest.IngestCounters;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.lane.BatchIds;
import io.frostproof.ingest.lane.BatchKeeper;
import io.frostproof.ingest.lane.LaneListener;
import io.frostproof.ingest.lane.OutageListener;
import io.frostproof.ingest.spool.Spool;
import io.frostproof.protocol.Receipt;
import io.frostproof.store.Database;
import io.frostproof.store.PostgresReadingLog;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Brings what an earlier run has spooled into the log, for a server that is not the active one. The active one finds the channels marked and
 * evaluates them again.
 */
final class StandbyDrain {

    /** Nobody waits for anything here: devices have their receipts, and the desks are the active server's. */
    private static final class Nobody implements LaneListener, OutageListener {
        @Override
        public void workForDesk(String region) {}

        @Override
        public boolean receipt(KnownDevice device, Receipt receipt) {
            return true;
        }

        @Override
        public void away() {}

        @Override
        public void back() {}
    }

    /** Never closed: that would close the spool, and the active server that this one may become goes on with it. */
    private final BatchKeeper keeper;

    StandbyDrain(Database database, Spool spool, InstantSource clock) {
        var nobody = new Nobody();
        keeper = new BatchKeeper(
                new PostgresReadingLog(database),
                spool,
                new BatchIds(database.beginRun("standby")),
                clock,
                new IngestCounters(),
                nobody,
                nobody);
    }

    void workOff(Duration within) throws InterruptedException {
        keeper.drainLeftovers(within);
    }
}
