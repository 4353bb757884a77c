package io.frostproof.server.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostproof.store.ChangeLog.Change;
import io.frostproof.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams of events, as {@code streamEvents} of the API's contract describes them: changes in order, without a gap or a repeat, also
 * after a break, and the newest readings. Thread-safe; a stream takes the thread that calls until its watcher goes away or the server
 * stops.
 */
public final class LiveEvents {

    private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);

    /** The contract promises a comment every 15 s; this leaves room for a slow moment. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(12);

    private final ChangeFeed feed;
    private final LiveReadings readings;
    private final String version;
    private final InstantSource clock;
    private final Duration heartbeat;
    private final ObjectMapper json = new ObjectMapper();

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

    /**
     * Streams, until the watcher goes away.
     *
     * @param filter which readings are wanted; null: none
     * @param lastId the last change that the watcher has seen; null: it begins now
     */
    public void stream(@Nullable ReadingFilter filter, @Nullable Long lastId, EventOut out) {
        var mailbox = new Mailbox();
        out.whenClosed(mailbox::close);
        // Before anything is read from the table: what comes from here on waits in the mailbox.
        long joined = feed.join(mailbox);
        if (filter != null) {
            readings.join(filter, mailbox);
        }
        try {
            new Stream(filter, mailbox, out).run(lastId, joined);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is stopping
        } catch (StoreException e) {
            // It comes back, and resumes from what it had last.
            LOG.info("event=events_ended reason=\"{}\"", e.getMessage());
        } finally {
            if (filter != null) {
                readings.leave(filter, mailbox);
            }
            feed.leave(mailbox);
            out.end();
        }
    }

    /** One stream; belongs to its thread. */
    private final class Stream {
        private final @Nullable ReadingFilter filter;
        private final Mailbox mailbox;
        private final EventOut out;
        /** The last change that the watcher has, or need not have. */
        private long sent;

        Stream(@Nullable ReadingFilter filter, Mailbox mailbox, EventOut out) {
            this.filter = filter;
            this.mailbox = mailbox;
            this.out = out;
        }

        void run(@Nullable Long lastId, long joined) throws InterruptedException {
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
                    out.comment("");
                    beatAt = System.nanoTime() + heartbeat.toNanos();
                }
            }
        }

        private void begin(@Nullable Long lastId, long joined) {
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
        private void catchUp(long to) {
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

        private void reset(long to) {
            sent = to;
            out.event(Long.toString(to), "reset", text(Map.of("last_id", to)));
        }

        private void send(Change change) {
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

        private void tell(Mailbox.Content content) {
            LiveReadings.Round round = content.readings();
            List<String> texts = round != null
                    ? round.texts()
                    : filter == null ? List.of() : readings.write(content.missedChannels(), filter);
            texts.forEach(text -> out.event(null, "readings", text));
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
