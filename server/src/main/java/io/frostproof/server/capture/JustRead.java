package io.frostproof.server.capture;

import io.frostproof.server.epcis.EpcisEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events as they were read when they were captured, until the worker looks at them: it need not read most of them a second time. When it is full, further ones are not
 * taken in, and the worker reads them from the database. Thread-safe.
 */
final class JustRead {

    private record Key(String id, boolean declaresError, String digest) {}

    /** What an event takes beside its text, about. */
    private static final int OVERHEAD = 1_000;

    private final long most;
    private final Map<Key, EpcisEvent> events = new HashMap<>();
    private long size;

    /**
     * Empty.
     *
     * @param most characters of documents, with {@value #OVERHEAD} more for each event
     */
    JustRead(long most) {
        this.most = most;
    }

    synchronized void put(List<EpcisEvent> captured) {
        for (EpcisEvent event : captured) {
            long its = size(event);
            if (size + its > most) {
                return;
            }
            EpcisEvent before = events.put(key(event), event);
            size += its - (before == null ? 0 : size(before));
        }
    }

    /** For events that nobody will take. */
    synchronized void forget(List<EpcisEvent> captured) {
        captured.forEach(event -> take(event.id(), event.error() != null, event.digest()));
    }

    /** An event, which is no longer here then; null when it was not. */
    synchronized @Nullable EpcisEvent take(String id, boolean declaresError, String digest) {
        EpcisEvent event = events.remove(new Key(id, declaresError, digest));
        size -= event == null ? 0 : size(event);
        return event;
    }

    private static Key key(EpcisEvent event) {
        return new Key(event.id(), event.error() != null, event.digest());
    }

    private static long size(EpcisEvent event) {
        return (long) event.document().length() + OVERHEAD;
    }
}
