package io.frostproof.server.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private final Rounds rounds = new Rounds();

    @Test
    void isAtRestWhenNothingWasAsked() throws Exception {
        assertThat(rounds.awaitRest(Duration.ZERO)).isTrue();
    }

    @Test
    void isNotAtRestWhileAQuestionIsOpen() throws Exception {
        rounds.ask();

        assertThat(rounds.awaitRest(Duration.ZERO)).isFalse();
    }

    @Test
    void aRoundAnswersWhatWasAskedBeforeItBegan() throws Exception {
        rounds.ask();
        rounds.ask();
        rounds.ended(rounds.begun());

        assertThat(rounds.awaitRest(Duration.ZERO)).isTrue();
    }

    @Test
    void aRoundDoesNotAnswerWhatWasAskedInTheMiddleOfIt() throws Exception {
        rounds.ask();
        long round = rounds.begun();
        rounds.ask();
        rounds.ended(round);

        assertThat(rounds.awaitRest(Duration.ZERO)).isFalse();
    }

    @Test
    void whoWaitsHearsOfTheAnswer() throws Exception {
        rounds.ask();
        var asking = new CountDownLatch(1);
        var worker = Thread.ofVirtual().start(() -> {
            try {
                asking.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            rounds.ended(rounds.begun());
        });
        asking.countDown();

        assertThat(rounds.awaitRest(Duration.ofSeconds(30))).isTrue();
        worker.join();
    }
}
