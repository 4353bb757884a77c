package io.frostproof.server.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.frostproof.alerts.desk.memory.MemoryOutbox;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.ingest.spool.Spool;
import io.frostproof.ingest.spool.SpoolException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that exist only in memory because the database is away, on disk as well: when the server is killed before the database has them, the
 * next run gives them to it, and people are not told of the same trouble again under another name. A disk that takes nothing is no reason to tell
 * nobody; then that promise does not hold, and the log says so. Thread-safe.
 */
public final class ToldNotices implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ToldNotices.class);
    private static final TypeReference<List<KeptNotice>> NOTICES = new TypeReference<>() {};
    /** Of one record: 2 KiB each, far below what a record may have. */
    private static final int AT_ONCE = 1_000;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final @Nullable Spool disk;
    private final MemoryOutbox memory;
    private long kept;
    private boolean failing;

    /** @param disk of its own, for nothing else; null: nothing is kept */
    public ToldNotices(@Nullable Spool disk, MemoryOutbox memory) {
        this.disk = disk;
        this.memory = memory;
    }

    /** Puts what has changed in memory since the last time on disk; to be called before anybody is told of it. */
    public synchronized void keep() {
        if (disk == null) {
            return;
        }
        long version = memory.version();
        List<KeptNotice> changed = memory.changedSince(kept);
        try {
            for (int from = 0; from < changed.size(); from += AT_ONCE) {
                List<KeptNotice> some = changed.subList(from, Math.min(from + AT_ONCE, changed.size()));
                disk.append(JSON.writeValueAsBytes(some), some.size());
            }
            kept = version;
            failing = false;
        } catch (SpoolException | JsonProcessingException e) {
            if (!failing) {
                LOG.warn(
                        "event=told_notices_not_kept reason=\"{}\" consequence=\"told twice if the server is killed now\"",
                        e.getMessage());
            }
            failing = true;
        }
    }

    /**
     * Gives what an earlier run has left to the outbox of the database, as waiting or done, whatever was known of it. A
     * notice that was delivered just before the end is delivered once more, under its key.
     *
     * @throws RuntimeException if the database does not take it; then it stays
     */
    public synchronized void handOver(Consumer<List<KeptNotice>> intoDatabase) {
        if (disk == null) {
            return;
        }
        int count = 0;
        try {
            for (Spool.Entry entry = disk.oldest(); entry != null; entry = disk.oldest()) {
                List<KeptNotice> notices = read(entry.payload());
                intoDatabase.accept(notices);
                disk.removeOldest();
                count += notices.size();
            }
        } catch (SpoolException e) {
            LOG.error("event=told_notices_unreadable reason=\"{}\"", e.getMessage());
        }
        if (count > 0) {
            LOG.info("event=told_notices_handed_over notices={}", count);
        }
    }

    private static List<KeptNotice> read(byte[] record) {
        try {
            return JSON.readValue(record, NOTICES);
        } catch (IOException e) {
            // Of another version. It would stand in the way of all others, and what it is for is only not to be told
            // twice.
            LOG.error("event=told_notices_not_understood reason=\"{}\"", e.getMessage());
            return List.of();
        }
    }

    /** The database has everything that was kept. */
    public synchronized void clear() {
        if (disk == null) {
            return;
        }
        kept = memory.version();
        try {
            while (disk.oldest() != null) {
                disk.removeOldest();
            }
        } catch (SpoolException e) {
            LOG.warn("event=told_notices_stay reason=\"{}\"", e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        if (disk != null) {
            try {
                disk.close();
            } catch (SpoolException e) {
                LOG.warn("event=told_notices_not_closed reason=\"{}\"", e.getMessage());
            }
        }
    }
}
