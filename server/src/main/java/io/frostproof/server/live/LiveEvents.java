package io.frostproof.server.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.store.ChangeLog.Change;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Streams of events, as {@code streamEvents} of the API's contract describes them: changes in order, without a gap or a repeat, also
 * after a break, and the newest readings. Thread-safe; a stream takes the thread that calls until its watcher goes away, its sign-in
 * ends, or the server stops.
 */
public final class LiveEvents {

    /** Streams that are open at a time; some MiB in all when every one is behind. */
    static final int STREAMS_MOST = 500;

    /** The contract promises a comment every 15 s; this leaves room for a slow moment. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(12);

    private final ChangeFeed feed;
    private final LiveReadings readings;
    private final String version;
    private final InstantSource clock;
    private final Duration heartbeat;
    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger open = new AtomicInteger();

    /** @param version of the server, told in {@code hello} */
    public LiveEvents(ChangeFeed feed, LiveReadings readings, String version, InstantSource clock) {
        this(feed, readings, version, clock, HEARTBEAT);
    }

    LiveEvents(ChangeFeed feed, LiveReadings readings, String version, InstantSource clock, Duration heartbeat) {
        this.feed = feed;
        this.readings = readings;
        this.version = version;
        this.clock = clock;
        this.heartbeat = heartbeat;
    }

    /** Changes were written to the database; watchers shall hear of them at once. */
    public void poke() {
        feed.poke();
    }

    /** Whether another stream may be opened. */
    public boolean hasRoom() {
        return open.get() < STREAMS_MOST;
    }

    /**
     * Streams.
     *
     * @param filter which readings are wanted; null: none
     * @param lastId the last change that the watcher has seen; null: it begins now
     * @param signedIn whether the watcher may still see all this; asked at every heartbeat
     * @throws IOException if the watcher has gone away
     */
    public void stream(@Nullable ReadingFilter filter, @Nullable Long lastId, BooleanSupplier signedIn, EventOut out)
            throws IOException {
        var mailbox = new Mailbox();
        open.incrementAndGet();
        // Before anything is read from the table: what comes from here on waits in the mailbox.
        long joined = feed.join(mailbox);
        if (filter != null) {
            readings.join(filter, mailbox);
        }
        try {
            new Stream(filter, mailbox, signedIn, out).run(lastId, joined);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is stopping
        } finally {
            if (filter != null) {
                readings.leave(filter, mailbox);
            }
            feed.leave(mailbox);
            open.decrementAndGet();
        }
    }

    /** One stream; belongs to its thread. */
    private final class Stream {
        private final @Nullable ReadingFilter filter;
        private final Mailbox mailbox;
        private final BooleanSupplier signedIn;
        private final EventOut out;
        /** The last change that the watcher has, or need not have. */
        private long sent;

        Stream(@Nullable ReadingFilter filter, Mailbox mailbox, BooleanSupplier signedIn, EventOut out) {
            this.filter = filter;
            this.mailbox = mailbox;
            this.signedIn = signedIn;
            this.out = out;
        }

        void run(@Nullable Long lastId, long joined) throws IOException, InterruptedException {
            begin(lastId, joined);
            long beatAt = System.nanoTime() + heartbeat.toNanos();
            while (!out.closed()) {
                Mailbox.Content content = mailbox.take(beatAt - System.nanoTime());
                if (content.closed()) {
                    return;
                }
                for (Change change : content.changes()) {
                    send(change);
                }
                if (content.behind()) {
                    catchUp(feed.lastHandedOut());
                }
                tell(content);
                if (System.nanoTime() >= beatAt) {
                    if (!signedIn.getAsBoolean()) {
                        return;
                    }
                    out.comment("");
                    beatAt = System.nanoTime() + heartbeat.toNanos();
                }
            }
        }

        private void begin(@Nullable Long lastId, long joined) throws IOException {
            boolean known = lastId != null && feed.after(lastId, joined).isPresent();
            sent = known && lastId != null ? lastId : joined;
            Map<String, Object> hello = new LinkedHashMap<>();
            hello.put("at", clock.instant().toString());
            hello.put("version", version);
            hello.put("last_id", sent);
            // With an id, so that a browser that loses the connection now resumes from here.
            out.event(Long.toString(sent), "hello", text(hello));
            if (known) {
                catchUp(joined);
            } else if (lastId != null) {
                reset(joined);
            }
        }

        /** Reads from the table what the mailbox has not, or not any more. */
        private void catchUp(long to) throws IOException {
            while (sent < to) {
                Optional<List<Change>> page = feed.after(sent, to);
                if (page.isEmpty() || page.get().isEmpty()) {
                    reset(to);
                    return;
                }
                for (Change change : page.get()) {
                    send(change);
                }
            }
        }

        private void reset(long to) throws IOException {
            sent = to;
            out.event(Long.toString(to), "reset", text(Map.of("last_id", to)));
        }

        private void send(Change change) throws IOException {
            if (change.id() <= sent) {
                return; // it was in the table as well as in the mailbox
            }
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("type", change.type());
            fields.put("ref", change.ref());
            fields.put("unit", change.unit());
            fields.put("node", change.node());
            fields.put("region", change.region());
            fields.put("at", change.at().toString());
            out.event(Long.toString(change.id()), "change", text(fields));
            sent = change.id();
        }

        private void tell(Mailbox.Content content) throws IOException {
            LiveReadings.Round round = content.readings();
            if (round != null) {
                out.event(null, "readings", round.json());
            } else if (filter != null && !content.missedChannels().isEmpty()) {
                out.event(null, "readings", readings.write(content.missedChannels(), filter));
            }
        }

        private String text(Map<String, ? extends @Nullable Object> fields) {
            try {
                return json.writeValueAsString(fields);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("an event cannot be written", e);
            }
        }
    }
}
