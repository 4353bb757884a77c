package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedAnswersTest {

    private static final Request.Content OVERVIEW = new Request.Content("overview", Map.of(), Map.of());
    private static final Request.Content UNIT = new Request.Content("getUnit", Map.of("id", "u-1"), Map.of());

    private final SharedAnswers shared = new SharedAnswers();
    private final AtomicReference<String> state = new AtomicReference<>("old");
    private final AtomicInteger made = new AtomicInteger();

    private Reply tell(Runnable begun) {
        begun.run();
        made.incrementAndGet();
        return Reply.json(Map.of("state", state.get()));
    }

    private static FutureTask<Reply> start(FutureTask<Reply> task, List<Thread> threads) {
        threads.add(Thread.ofPlatform().daemon().start(task));
        return task;
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static String body(Reply reply) {
        return ((Reply.Whole) reply).body();
    }

    @Test
    void nobodyGetsAnAnswerThatWasBegunBeforeHeAsked() throws Exception {
        var looked = new CountDownLatch(1);
        var mayAnswer = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        FutureTask<Reply> first = start(
                new FutureTask<>(() -> shared.answer(OVERVIEW, begun -> {
                    Reply reply = tell(begun);
                    looked.countDown();
                    awaitDone(mayAnswer);
                    return reply;
                })),
                threads);
        assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();

        // A reader hears over its stream of events that something has changed, and asks.
        state.set("new");
        Reply second = shared.answer(OVERVIEW, this::tell);
        mayAnswer.countDown();

        assertThat(body(second)).contains("new");
        assertThat(body(first.get())).contains("old");
    }

    @Test
    void thoseWhoAskForTheSameBeforeItIsBegunGetOneAnswer() throws Exception {
        var atTheDoor = new CountDownLatch(1);
        var mayBegin = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        var tasks = new ArrayList<FutureTask<Reply>>();
        tasks.add(start(
                new FutureTask<>(() -> shared.answer(OVERVIEW, begun -> {
                    atTheDoor.countDown();
                    awaitDone(mayBegin);
                    return tell(begun);
                })),
                threads));
        assertThat(atTheDoor.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 3; i++) {
            tasks.add(start(new FutureTask<>(() -> shared.answer(OVERVIEW, this::tell)), threads));
        }
        threads.subList(1, 4).forEach(SharedAnswersTest::awaitWaiting);
        state.set("new");
        mayBegin.countDown();

        for (FutureTask<Reply> task : tasks) {
            assertThat(body(task.get())).contains("new");
        }
        assertThat(made).hasValue(1);
        assertThat(shared.gathering()).isZero();
    }

    @Test
    void otherContentIsAnotherAnswer() throws Exception {
        var inside = new CompletableFuture<Reply>();
        shared.answer(OVERVIEW, begun -> {
            inside.complete(shared.answer(UNIT, this::tell));
            return tell(begun);
        });

        assertThat(inside).isCompleted();
        assertThat(made).hasValue(2);
    }

    @Test
    void aFailureIsEverybodysWhoWaitedAndNobodysAfterwards() throws Exception {
        var atTheDoor = new CountDownLatch(1);
        var mayBegin = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        FutureTask<Reply> first = start(
                new FutureTask<>(() -> shared.answer(OVERVIEW, begun -> {
                    atTheDoor.countDown();
                    awaitDone(mayBegin);
                    throw Places.busy();
                })),
                threads);
        assertThat(atTheDoor.await(10, TimeUnit.SECONDS)).isTrue();
        FutureTask<Reply> second = start(new FutureTask<>(() -> shared.answer(OVERVIEW, this::tell)), threads);
        awaitWaiting(threads.getLast());
        mayBegin.countDown();

        for (FutureTask<Reply> task : List.of(first, second)) {
            assertThatThrownBy(task::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.headers()).containsKey("Retry-After"));
        }
        assertThat(body(shared.answer(OVERVIEW, this::tell))).contains("old");
    }

    private static void awaitDone(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it go on");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
