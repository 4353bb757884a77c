package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PlacesTest {

    private static final Contract CONTRACT = Contract.of("""
            openapi: 3.1.0
            paths:
              /api/v1/things:
                get: {operationId: look, x-permission: read}
                post: {operationId: change, x-permission: incidents}
              /api/v1/log:
                get: {operationId: export, x-permission: read, x-heavy: true, x-stream: true}
            """);

    private static Operation operation(String id) {
        return CONTRACT.operations().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private final Places places = new Places(2);

    @Test
    void takesSoManyMessagesOfDevicesAtATimeAndTurnsTheNextAwayAtOnce() throws Exception {
        assertThatThrownBy(() -> nested(Places.SENDING + 1)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(503);
            assertThat(refused.headers()).containsEntry("Retry-After", "1");
        });
        assertThat(nested(Places.SENDING)).isEqualTo("done");
    }

    /** So many messages at work, each while the one before is. */
    private String nested(int messages) throws IOException {
        return messages == 0 ? "done" : places.sending(() -> nested(messages - 1));
    }

    private FutureTask<String> elsewhere(String operation) {
        var task = new FutureTask<>(() -> places.answering(operation(operation), turn -> "done"));
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    /** What {@code elsewhere} answers while a reader has the only turn of a machine with two processors; or "waits". */
    private String whileAReaderRuns(String operation) throws Exception {
        var runs = new CountDownLatch(1);
        var mayEnd = new CompletableFuture<String>();
        var reader = new FutureTask<>(() -> places.answering(operation("look"), turn -> {
            runs.countDown();
            return got(mayEnd);
        }));
        Thread thread = Thread.ofPlatform().daemon().start(reader);
        assertThat(runs.await(10, TimeUnit.SECONDS)).isTrue();
        var other = new FutureTask<>(() -> places.answering(operation(operation), turn -> {
            mayEnd.complete("the other ran meanwhile");
            return "done";
        }));
        Thread waiting = Thread.ofPlatform().daemon().start(other);
        while (!mayEnd.isDone() && waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        mayEnd.complete("the other waits");
        thread.join();
        assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo("done");
        return reader.get();
    }

    private static String got(CompletableFuture<String> future) throws IOException {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    @Test
    void oneReaderRunsPerTwoProcessors() throws Exception {
        assertThat(whileAReaderRuns("look")).isEqualTo("the other waits");
        assertThat(whileAReaderRuns("export")).isEqualTo("the other waits");
    }

    @Test
    void aChangeWaitsForNoReadersTurn() throws Exception {
        assertThat(whileAReaderRuns("change")).isEqualTo("the other ran meanwhile");
    }

    @Test
    void whoWaitsForItsClientLetsOthersRun() throws Exception {
        String heard = places.answering(operation("export"), turn -> {
            turn.leave();
            String other = got(CompletableFuture.supplyAsync(() -> {
                try {
                    return elsewhere("look").get(10, TimeUnit.SECONDS);
                } catch (InterruptedException | ExecutionException | TimeoutException e) {
                    throw new IllegalStateException(e);
                }
            }));
            turn.retake();
            return other;
        });

        assertThat(heard).isEqualTo("done");
        // And the turn was given back once, not twice.
        assertThat(whileAReaderRuns("look")).isEqualTo("the other waits");
    }

    @Test
    void aTurnThatWasLeftWhenTheClientWentIsNotGivenBackTwice() throws Exception {
        places.answering(operation("export"), turn -> {
            turn.leave();
            return "the client has gone";
        });

        assertThat(whileAReaderRuns("look")).isEqualTo("the other waits");
    }
}
