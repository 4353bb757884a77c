package io.frostproof.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.alerts.desk.memory.MemoryOutbox;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.notify.OutboxMessage;
import io.frostproof.ingest.spool.Spool;
import io.frostproof.ingest.spool.SpoolLimits;
import io.frostproof.testing.notify.OutboxContract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people were told from memory outlives a server that is killed before the database is back. */
class ToldNoticesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    Path folder;

    /** A run of a server during an outage. */
    private final class Run implements AutoCloseable {
        final MemoryOutbox memory = new MemoryOutbox();
        final ToldNotices told;
        final OutageOutbox outbox;

        Run(long maxBytes) throws Exception {
            told = new ToldNotices(Spool.open(folder, new SpoolLimits(maxBytes, 0)), memory);
            outbox = new OutageOutbox(new io.frostproof.testing.notify.MemoryOutbox(), notices -> {}, memory, told);
            outbox.away();
        }

        List<String> tell(String... keys) {
            for (String key : keys) {
                memory.put(OutboxContract.notice(key), "webhook", NOW);
            }
            return outbox.due("webhook", NOW, 100).stream()
                    .map(message -> message.notice().key())
                    .toList();
        }

        List<KeptNotice> leftBefore() {
            var left = new ArrayList<KeptNotice>();
            told.handOver(left::addAll);
            return left;
        }

        @Override
        public void close() {
            told.close();
        }
    }

    @Test
    void theNextRunKnowsWhatWasTold() throws Exception {
        try (var killed = new Run(1 << 20)) {
            killed.tell("a");
            OutboxMessage first = killed.outbox.due("webhook", NOW, 1).getFirst();
            killed.outbox.delivered(first, NOW, Duration.ofMillis(3), "204");
            killed.tell("b");
        }

        try (var next = new Run(1 << 20)) {
            List<KeptNotice> left = next.leftBefore();
            assertThat(left)
                    .extracting(kept -> kept.notice().key() + " " + kept.state())
                    .containsExactly("a WAITING", "a DELIVERED", "b WAITING");
            assertThat(left.getLast().notice()).isEqualTo(OutboxContract.notice("b"));
            assertThat(left.getLast().createdAt()).isEqualTo(NOW);
            assertThat(next.leftBefore()).isEmpty();
        }
    }

    @Test
    void nothingIsLeftOfAnOutageThatTheServerHasLived() throws Exception {
        try (var run = new Run(1 << 20)) {
            run.tell("a");
            run.outbox.back();
        }

        try (var next = new Run(1 << 20)) {
            assertThat(next.leftBefore()).isEmpty();
        }
    }

    @Test
    void whatTheDatabaseDoesNotTakeStays() throws Exception {
        try (var run = new Run(1 << 20)) {
            run.tell("a");
        }
        try (var refused = new Run(1 << 20)) {
            assertThatThrownBy(() -> refused.told.handOver(notices -> {
                        throw new IllegalStateException("away again");
                    }))
                    .hasMessage("away again");
        }

        try (var next = new Run(1 << 20)) {
            assertThat(next.leftBefore()).hasSize(1);
        }
    }

    @Test
    void aFullDiskKeepsNobodyFromBeingTold() throws Exception {
        try (var run = new Run(1)) {
            assertThat(run.tell("a", "b")).containsExactly("a", "b");
        }
    }
}
