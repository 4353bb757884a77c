package io.frostproof.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HashingGateTest {

    @Test
    void worksOnOneAtATimeAndTurnsAwayWhatFindsNoPlace() throws Exception {
        var gate = new HashingGate(1);
        var begun = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var atWork = new AtomicInteger();
        var mostAtWork = new AtomicInteger();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<Optional<String>>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(threads.submit(() -> gate.run(() -> {
                    mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                    begun.countDown();
                    awaitQuietly(finish);
                    atWork.decrementAndGet();
                    return "hash";
                })));
            }
            begun.await();
            // One works and two wait: the other seven come back at once.
            while (all.stream().filter(Future::isDone).count() < 7) {
                Thread.onSpinWait();
            }
            finish.countDown();
            int served = 0;
            for (Future<Optional<String>> each : all) {
                served += each.get().isPresent() ? 1 : 0;
            }
            assertThat(served).isEqualTo(1 + HashingGate.WAITING);
            assertThat(mostAtWork).hasValue(1);
        }
        assertThat(gate.run(() -> "again")).contains("again");
    }

    @Test
    void givesItsPlaceBackWhenTheWorkFails() {
        var gate = new HashingGate(1);
        for (int i = 0; i < 5; i++) {
            try {
                gate.run(() -> {
                    throw new IllegalStateException("broken");
                });
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("broken");
            }
        }
        assertThat(gate.run(() -> "fine")).contains("fine");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
