package io.frostproof.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.alerts.desk.memory.MemoryOutbox;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.Outbox;
import io.frostproof.alerts.notify.OutboxMessage;
import io.frostproof.testing.notify.MemoryOutbox.Attempt;
import io.frostproof.testing.notify.MemoryOutbox.Result;
import io.frostproof.testing.notify.OutboxContract;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The outbox that goes on from memory, over a database that answers, refuses or says nothing at all. */
class OutageOutboxTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration TOOK = Duration.ofMillis(12);

    private final Database database = new Database();
    private final MemoryOutbox memory = new MemoryOutbox();
    private final List<KeptNotice> written = new ArrayList<>();
    private final OutageOutbox outbox = new OutageOutbox(
            database,
            notices -> {
                database.answer();
                written.addAll(notices);
            },
            memory,
            new ToldNotices(null, memory));

    /** While the database is away, what is in memory keeps the contract of every outbox. */
    @Nested
    class InMemory extends OutboxContract {
        @Override
        protected Outbox outbox() {
            outbox.away();
            return outbox;
        }

        @Override
        protected void write(String target, Notice notice, Instant due) {
            memory.put(notice, target, due);
        }

        @Override
        protected List<Attempt> attempts(String target, String key) {
            return memory.changedSince(0).stream()
                    .filter(kept ->
                            kept.target().equals(target) && kept.notice().key().equals(key))
                    .flatMap(kept -> kept.made().stream())
                    .map(made -> new Attempt(
                            made.at(), made.took(), Result.valueOf(made.ended().name()), made.detail()))
                    .toList();
        }
    }

    /** An outbox that answers, fails, or waits until it is let go. */
    private static class Database implements Outbox {
        final io.frostproof.testing.notify.MemoryOutbox rows = new io.frostproof.testing.notify.MemoryOutbox();
        final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        final AtomicReference<CountDownLatch> frozen = new AtomicReference<>();
        final CountDownLatch asked = new CountDownLatch(1);

        void answer() {
            asked.countDown();
            CountDownLatch ice = frozen.get();
            if (ice != null) {
                try {
                    ice.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            RuntimeException refusal = failure.get();
            if (refusal != null) {
                throw refusal;
            }
        }

        @Override
        public List<OutboxMessage> due(String target, Instant now, int limit) {
            answer();
            return rows.due(target, now, limit);
        }

        @Override
        public Map<String, Long> waiting() {
            answer();
            return rows.waiting();
        }

        @Override
        public void delivered(OutboxMessage message, Instant at, Duration took, String detail) {
            answer();
            rows.delivered(message, at, took, detail);
        }

        @Override
        public void failed(OutboxMessage message, Instant at, Duration took, String detail, Instant nextAttempt) {
            answer();
            rows.failed(message, at, took, detail, nextAttempt);
        }

        @Override
        public void gaveUp(OutboxMessage message, Instant at, Duration took, String detail) {
            answer();
            rows.gaveUp(message, at, took, detail);
        }
    }

    private List<String> due() {
        return outbox.due("webhook", NOW, 100).stream()
                .map(m -> m.notice().key())
                .toList();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void whoWaitsForADatabaseThatSaysNothingIsLetGoWhenItIsKnownToBeAway() throws Exception {
        memory.put(OutboxContract.notice("from memory"), "webhook", NOW);
        database.frozen.set(new CountDownLatch(1));
        var answer = new AtomicReference<List<String>>();
        Thread loop = Thread.ofVirtual().start(() -> answer.set(due()));
        database.asked.await();

        outbox.away();
        loop.join();

        assertThat(answer.get()).containsExactly("from memory");
        assertThat(due()).containsExactly("from memory"); // and nobody asks the database again
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void anAttemptWhoseRecordHangsIsNotRepeatedFromMemory() throws Exception {
        database.rows.write("webhook", OutboxContract.notice("a"), NOW);
        OutboxMessage message = outbox.due("webhook", NOW, 1).getFirst();
        database.frozen.set(new CountDownLatch(1));
        Thread loop = Thread.ofVirtual().start(() -> outbox.delivered(message, NOW, TOOK, "200"));
        outbox.away();
        loop.join();

        memory.takeOver(new KeptNotice(
                message.notice(), "webhook", NOW, KeptNotice.State.WAITING, 0, NOW, List.of())); // as the mirror has it

        assertThat(due()).isEmpty();
    }

    @Test
    void anAttemptWhoseRecordWasRefusedIsNotRepeatedFromMemory() {
        database.rows.write("webhook", OutboxContract.notice("a"), NOW);
        OutboxMessage message = outbox.due("webhook", NOW, 1).getFirst();
        database.failure.set(new IllegalStateException("gone"));

        assertThatThrownBy(() -> outbox.delivered(message, NOW, TOOK, "200")).hasMessage("gone");
        outbox.away();
        memory.put(message.notice(), "webhook", NOW);

        assertThat(due()).isEmpty();
    }

    @Test
    void whatTheDatabaseHasOnRecordAsDeliveredIsNotToldFromMemory() {
        database.rows.write("webhook", OutboxContract.notice("a"), NOW);
        outbox.delivered(outbox.due("webhook", NOW, 1).getFirst(), NOW, TOOK, "200");
        outbox.away();

        memory.put(OutboxContract.notice("a"), "webhook", NOW); // the desk in memory finds it again

        assertThat(due()).isEmpty();
    }

    @Test
    void whatBecameOfNoticesIsWrittenBeforeTheDatabaseIsAskedAgain() {
        outbox.away();
        memory.put(OutboxContract.notice("a"), "webhook", NOW);
        memory.put(OutboxContract.notice("b"), "webhook", NOW);
        outbox.delivered(outbox.due("webhook", NOW, 1).getFirst(), NOW, TOOK, "200");

        assertThat(outbox.back()).isEqualTo(2);

        assertThat(written)
                .extracting(kept -> kept.notice().key() + " " + kept.state().id())
                .containsExactly("a delivered", "b waiting");
        assertThat(due()).isEmpty(); // of the database's own rows
    }

    @Test
    void aWayBackThatFailsLeavesTheOutboxInMemory() {
        outbox.away();
        memory.put(OutboxContract.notice("a"), "webhook", NOW);
        database.failure.set(new IllegalStateException("gone again"));

        assertThatThrownBy(outbox::back).hasMessage("gone again");
        assertThat(due()).containsExactly("a");

        database.failure.set(null);
        outbox.back();
        assertThat(written).hasSize(1);
    }

    @Test
    void muchIsWrittenInRoundsAndEachNoticeOnce() {
        outbox.away();
        for (int i = 0; i < 1_234; i++) {
            memory.put(OutboxContract.notice("n" + i), "webhook", NOW);
        }

        assertThat(outbox.prepareBack()).isEqualTo(1_234);
        assertThat(outbox.back()).isZero();
        assertThat(written)
                .extracting(kept -> kept.notice().key())
                .doesNotHaveDuplicates()
                .hasSize(1_234);
    }

    @Test
    void aMessageFromMemoryThatIsTakenAfterTheWayBackIsRecordedInTheDatabase() {
        outbox.away();
        memory.put(OutboxContract.notice("a"), "webhook", NOW);
        OutboxMessage inHand = outbox.due("webhook", NOW, 1).getFirst();
        outbox.back();
        var recorded = new ArrayList<Long>();
        var other = new OutageOutbox(
                new Database() {
                    @Override
                    public void delivered(OutboxMessage message, Instant at, Duration took, String detail) {
                        recorded.add(message.id());
                    }
                },
                notices -> {},
                memory,
                new ToldNotices(null, memory));

        other.delivered(inHand, NOW, TOOK, "200");

        assertThat(recorded).singleElement().satisfies(id -> assertThat(id).isNegative());
        assertThat(memory.knows("a", "webhook")).isFalse();
    }
}
