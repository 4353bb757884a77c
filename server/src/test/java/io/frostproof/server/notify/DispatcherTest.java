package io.frostproof.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.Outbox;
import io.frostproof.alerts.notify.OutboxMessage;
import io.frostproof.alerts.notify.Outcome;
import io.frostproof.server.notify.Dispatcher.Counts;
import io.frostproof.server.notify.Dispatcher.Pace;
import io.frostproof.server.notify.HttpReceiver.Answer;
import io.frostproof.testing.notify.MemoryOutbox;
import io.frostproof.testing.notify.MemoryOutbox.Attempt;
import io.frostproof.testing.notify.MemoryOutbox.Result;
import io.frostproof.testing.notify.OutboxContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private static final byte[] SECRET = "example-secret-for-docs".getBytes(StandardCharsets.UTF_8);
    /** So long that only a poke can be what wakes a loop. */
    private static final Pace ONLY_POKED = new Pace(Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(10));

    private final ManualClock clock = new ManualClock();
    private final MemoryOutbox outbox = new MemoryOutbox();
    private HttpReceiver receiver;
    private WebhookChannel webhook;
    private TargetLoop loop;

    @BeforeEach
    void open() throws IOException {
        receiver = new HttpReceiver();
        webhook = new WebhookChannel(receiver.address(), SECRET, Duration.ofSeconds(5), clock, null);
        loop = loop(outbox);
    }

    @AfterEach
    void close() {
        webhook.close();
        receiver.close();
    }

    @Test
    void repeatsAfter503WithTheSameKeyAndKeepsBothAttempts() throws Exception {
        write("webhook", "a");
        receiver.willAnswer(Answer.of(503));

        loop.round();
        loop.round();
        assertThat(results("a")).as("not before the backoff").containsExactly(Result.FAILED);
        clock.advance(Duration.ofMillis(2400));
        loop.round();
        clock.advance(Duration.ofDays(30));
        loop.round();

        HttpReceiver.Request first = receiver.next();
        HttpReceiver.Request second = receiver.next();
        assertThat(first.key()).isEqualTo("a").isEqualTo(second.key());
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.signature()).as("of a newer timestamp").isNotEqualTo(first.signature());
        assertThat(receiver.isEmpty()).isTrue();
        assertThat(results("a")).containsExactly(Result.FAILED, Result.DELIVERED);
        assertThat(loop.counts()).isEqualTo(new Counts(1, 1, 0));
    }

    @Test
    void givesUpAtOnceWhatIsRefusedForGood() throws Exception {
        write("webhook", "a");
        receiver.willAnswer(new Answer(422, null, "no such locker", false));

        loop.round();
        clock.advance(Duration.ofDays(30));
        loop.round();

        assertThat(outbox.attempts("webhook", "a"))
                .singleElement()
                .extracting(Attempt::result, Attempt::detail)
                .containsExactly(Result.GAVE_UP, "refused; 422: no such locker");
        assertThat(loop.counts()).isEqualTo(new Counts(0, 0, 1));
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() throws Exception {
        write("webhook", "a");
        receiver.willAnswer(new Answer(503, "600", "", false));

        loop.round();
        clock.advance(Duration.ofSeconds(599));
        loop.round();
        assertThat(results("a")).containsExactly(Result.FAILED);
        clock.advance(Duration.ofSeconds(1));
        loop.round();

        assertThat(results("a")).containsExactly(Result.FAILED, Result.DELIVERED);
    }

    @Test
    void aFailingNoticeLetsTheNextOnePass() throws Exception {
        write("webhook", "a");
        write("webhook", "b");
        receiver.willAnswer(Answer.of(500));

        loop.round();

        assertThat(results("a")).containsExactly(Result.FAILED);
        assertThat(results("b")).containsExactly(Result.DELIVERED);
    }

    @Test
    void killedBetweenHandOverAndRecordItRepeatsWithTheSameKey() throws Exception {
        write("webhook", "a");
        FailingRecord dying = new FailingRecord(1);
        loop(dying).round();

        loop(outbox).round();

        assertThat(List.of(receiver.next().key(), receiver.next().key())).containsExactly("a", "a");
        assertThat(results("a")).containsExactly(Result.DELIVERED);
    }

    @Test
    void whileTheOutboxIsAwayItRepeatsTheRecordAndNotTheNotice() throws Exception {
        write("webhook", "a");
        TargetLoop surviving = loop(new FailingRecord(2));

        surviving.round();
        surviving.round();
        surviving.round();

        receiver.next();
        assertThat(receiver.isEmpty()).isTrue();
        assertThat(results("a")).containsExactly(Result.DELIVERED);
        assertThat(surviving.counts()).isEqualTo(new Counts(1, 0, 0));
    }

    @Test
    void aFaultInAChannelLosesNoNotice() throws Exception {
        write("faulty", "a");
        TargetLoop faulty = new TargetLoop(
                outbox,
                channel("faulty", notice -> {
                    throw new IllegalStateException("a fault of ours");
                }),
                clock,
                new Random(1),
                Duration.ofSeconds(1));

        faulty.round();

        assertThat(outbox.attempts("faulty", "a"))
                .singleElement()
                .extracting(Attempt::result, Attempt::detail)
                .containsExactly(Result.FAILED, "fault: IllegalStateException");
    }

    @Test
    void aStuckWebhookDelaysNoMail() throws Exception {
        BlockingQueue<String> mailed = new LinkedBlockingQueue<>();
        NotificationChannel email = channel("email", notice -> {
            mailed.add(notice.key());
            return new Outcome.Accepted("ok");
        });
        receiver.hang();
        try (Dispatcher dispatcher = dispatcher(ONLY_POKED, webhook, email)) {
            write("webhook", "a");
            dispatcher.start();
            receiver.next();
            write("email", "a");
            write("email", "b");
            dispatcher.poke();

            assertThat(mailed.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
            assertThat(mailed.poll(10, TimeUnit.SECONDS)).isEqualTo("b");
            receiver.release();
        }
    }

    @Test
    void looksByItselfWhenNobodyPokes() throws Exception {
        Pace eager = new Pace(Duration.ofMillis(5), Duration.ofHours(1), Duration.ofSeconds(10));
        try (Dispatcher dispatcher = dispatcher(eager, webhook)) {
            dispatcher.start();
            write("webhook", "a");

            assertThat(receiver.next().key()).isEqualTo("a");
        }
    }

    @Test
    void closingFinishesTheAttemptInHandAndStartsNoOther() throws Exception {
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        NotificationChannel slow = channel("slow", notice -> {
            inHand.countDown();
            answer.await();
            return new Outcome.Accepted("ok");
        });
        write("slow", "a");
        write("slow", "b");
        Dispatcher dispatcher = dispatcher(ONLY_POKED, slow);
        dispatcher.start();
        inHand.await();

        Thread closer = Thread.ofVirtual().start(dispatcher::close);
        dispatcher.awaitClosing();
        answer.countDown();
        closer.join();

        assertThat(dispatcher.counts()).isEqualTo(Map.of("slow", new Counts(1, 0, 0)));
        assertThat(outbox.attempts("slow", "b")).isEmpty();
    }

    @Test
    void closingInterruptsAnAttemptThatOutlastsPatienceAndRecordsNothing() throws Exception {
        CountDownLatch inHand = new CountDownLatch(1);
        NotificationChannel stuck = channel("stuck", notice -> {
            inHand.countDown();
            new CountDownLatch(1).await();
            return new Outcome.Accepted("never");
        });
        write("stuck", "a");
        Dispatcher dispatcher = dispatcher(new Pace(Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO), stuck);
        dispatcher.start();
        inHand.await();

        dispatcher.close();

        assertThat(outbox.attempts("stuck", "a")).isEmpty();
        assertThat(outbox.waiting()).isEqualTo(Map.of("stuck", 1L));
    }

    @Test
    void messagesOfATargetThatIsNotConfiguredWaitVisibly() {
        write("email", "a");
        write("webhook", "a");
        Dispatcher dispatcher = dispatcher(ONLY_POKED, webhook);

        dispatcher.lookForUnconfigured();
        assertThat(dispatcher.unconfigured()).isEqualTo(Map.of("email", 1L));
        write("email", "b");
        dispatcher.lookForUnconfigured();

        assertThat(dispatcher.unconfigured()).isEqualTo(Map.of("email", 2L));
    }

    @Test
    void refusesTwoChannelsOfOneName() {
        assertThatThrownBy(() -> dispatcher(ONLY_POKED, webhook, webhook))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("webhook");
    }

    private void write(String target, String key) {
        outbox.write(target, OutboxContract.notice(key), clock.instant());
    }

    private List<Result> results(String key) {
        return outbox.attempts("webhook", key).stream().map(Attempt::result).toList();
    }

    private TargetLoop loop(Outbox through) {
        return new TargetLoop(through, webhook, clock, new Random(1), Duration.ofSeconds(1));
    }

    private Dispatcher dispatcher(Pace pace, NotificationChannel... channels) {
        return new Dispatcher(outbox, List.of(channels), clock, new Random(1), pace);
    }

    private interface Delivery {
        Outcome deliver(Notice notice) throws InterruptedException;
    }

    private static NotificationChannel channel(String name, Delivery delivery) {
        return new NotificationChannel() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Outcome deliver(Notice notice) throws InterruptedException {
                return delivery.deliver(notice);
            }
        };
    }

    /** The outbox of this test, which fails to record so many times first. */
    private final class FailingRecord implements Outbox {
        private int failures;

        FailingRecord(int failures) {
            this.failures = failures;
        }

        @Override
        public List<OutboxMessage> due(String target, Instant now, int limit) {
            return outbox.due(target, now, limit);
        }

        @Override
        public Map<String, Long> waiting() {
            return outbox.waiting();
        }

        @Override
        public void delivered(OutboxMessage message, Instant at, Duration took, String detail) {
            if (failures-- > 0) {
                throw new IllegalStateException("database is away");
            }
            outbox.delivered(message, at, took, detail);
        }

        @Override
        public void failed(OutboxMessage message, Instant at, Duration took, String detail, Instant nextAttempt) {
            outbox.failed(message, at, took, detail, nextAttempt);
        }

        @Override
        public void gaveUp(OutboxMessage message, Instant at, Duration took, String detail) {
            outbox.gaveUp(message, at, took, detail);
        }
    }
}
