package io.frostproof.server.action;

import io.frostproof.alerts.notify.Outcome;
import io.frostproof.server.capture.KeptEvents;
import io.frostproof.server.epcis.DocumentReader;
import io.frostproof.store.ActionQueue.Due;
import io.frostproof.store.EpcisLog;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * Our own log of EPCIS events. What is told here was decided here, so it is kept for those who ask and changes nothing: goods are where stock events say. Thread-safe.
 */
final class OwnLog implements Executor {

    private final EpcisLog log;
    private final InstantSource clock;

    OwnLog(EpcisLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Told tell(Due action) {
        DocumentReader.Read read = DocumentReader.read(action.payload().getBytes(StandardCharsets.UTF_8));
        if (read.events().size() != 1) {
            return Told.of(new Outcome.Permanent("not an event that can be captured: " + read.ofEvents()));
        }
        log.tell(
                KeptEvents.told(read.events().getFirst()),
                "told because of decision " + action.decision(),
                clock.instant());
        return new Told(new Outcome.Accepted("in our own log"), null, true);
    }
}
