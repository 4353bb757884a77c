package io.frostproof.server.capture;

import io.frostproof.server.epcis.DocumentReader;
import io.frostproof.server.epcis.EpcisEvent;
import io.frostproof.server.epcis.EventType;
import io.frostproof.server.epcis.Identity;
import io.frostproof.store.EpcisLog;
import io.frostproof.store.EpcisLog.Pending;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts events on record as they came, and has them at hand again. Thread-safe; calls block. */
public final class KeptEvents {

    /** Some 10,000 events, in some 20 MiB. */
    private static final long JUST_READ_MOST = 1L << 24;

    private final EpcisLog log;
    private final JustRead justRead = new JustRead(JUST_READ_MOST);

    KeptEvents(EpcisLog log) {
        this.log = log;
    }

    /** Keeps events; when it returns they cannot be lost. */
    void keep(EpcisLog.Capture capture, List<EpcisEvent> events, Instant now) {
        // Before the worker can see them.
        justRead.put(events);
        int added = 0;
        try {
            added = log.begin(capture, events.stream().map(KeptEvents::told).toList(), now);
        } finally {
            if (added < events.size()) {
                justRead.forget(events);
            }
        }
    }

    /** What pending events say, in their order. Each is answered once at little cost; from then on it is read from the database. */
    List<EpcisEvent> events(List<Pending> batch) {
        var events = new ArrayList<@Nullable EpcisEvent>();
        var absent = new ArrayList<Long>();
        for (Pending pending : batch) {
            EpcisEvent event = justRead.take(pending.eventId(), pending.declaresError(), pending.digest());
            if (event == null) {
                absent.add(pending.id());
            }
            events.add(event);
        }
        Map<Long, String> documents = absent.isEmpty() ? Map.of() : log.documents(absent);
        var all = new ArrayList<EpcisEvent>();
        for (int i = 0; i < batch.size(); i++) {
            EpcisEvent event = events.get(i);
            Pending pending = batch.get(i);
            all.add(
                    event != null
                            ? event
                            : DocumentReader.kept(
                                    Objects.requireNonNull(
                                            documents.get(pending.id()), "what is kept is never removed"),
                                    pending.eventId(),
                                    pending.digest()));
        }
        return all;
    }

    /** An event as the log keeps it. */
    public static EpcisLog.Told told(EpcisEvent event) {
        List<String> epcs =
                event.things().stream().map(Identity::canonical).distinct().toList();
        Identity parent = event.parent();
        List<String> all = Stream.of(
                        epcs.stream(),
                        event.outputs().stream().map(Identity::canonical),
                        parent == null ? Stream.<String>empty() : Stream.of(parent.canonical()))
                .flatMap(each -> each)
                .distinct()
                .toList();
        return new EpcisLog.Told(
                event.id(),
                event.error() != null,
                event.digest(),
                Instant.EPOCH.plus(event.timeMicros(), ChronoUnit.MICROS),
                event.type().word(),
                event.action() == null ? null : event.action().name(),
                event.bizStep(),
                event.disposition(),
                canonical(event.readPoint()),
                canonical(event.bizLocation()),
                event.type() == EventType.TRANSFORMATION ? List.of() : epcs,
                all,
                event.document());
    }

    private static @Nullable String canonical(@Nullable Identity identity) {
        return identity == null ? null : identity.canonical();
    }
}
