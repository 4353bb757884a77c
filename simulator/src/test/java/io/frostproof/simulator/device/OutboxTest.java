package io.frostproof.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final Duration NO_WAIT = Duration.ZERO;

    private final Outbox outbox = new Outbox(5);

    @Test
    void sendsAgainInTheFirstOrderWhatWasInFlightWhenTheConnectionBroke() throws Exception {
        offer("a", "b", "c", "d");
        Outgoing a = next();
        next();
        next();
        outbox.acknowledge(a.serial());

        outbox.requeue();

        assertThat(drain()).containsExactly("b", "c", "d");
        assertThat(outbox.acknowledged()).isEqualTo(1);
    }

    @Test
    void countsAMessageOnceThoughItWasAcknowledgedForTwoSendings() throws Exception {
        offer("a");
        Outgoing first = next();
        outbox.requeue();
        Outgoing second = next();

        outbox.acknowledge(second.serial());
        outbox.acknowledge(first.serial());

        assertThat(outbox.acknowledged()).isEqualTo(1);
        assertThat(outbox.outstanding()).isZero();
    }

    @Test
    void givesNoMoreThanTheWindowHolds() throws Exception {
        offer("a", "b", "c");
        assertThat(outbox.next(2, NO_WAIT)).isNotNull();
        assertThat(outbox.next(2, NO_WAIT)).isNotNull();

        assertThat(outbox.next(2, NO_WAIT)).isNull();
    }

    @Test
    void refusesMoreThanItsCapacityUntilSomethingIsAcknowledged() throws Exception {
        offer("a", "b", "c", "d", "e");
        Outgoing a = next();
        assertThat(outbox.offer("f", new byte[0])).isFalse();

        outbox.acknowledge(a.serial());

        assertThat(outbox.offer("f", new byte[0])).isTrue();
    }

    @Test
    void doesNotSendAgainWhatTheBrokerRefused() throws Exception {
        offer("a");
        outbox.refuse(next().serial(), "not authorised");

        outbox.requeue();

        assertThat(drain()).isEmpty();
        assertThat(outbox.refused()).isEqualTo(1);
        assertThat(outbox.awaitEmpty(NO_WAIT)).isTrue();
    }

    @Test
    void endsAllWaitingWithTheFirstFailure() throws Exception {
        offer("a");
        outbox.fail("bad password");
        outbox.fail("closed");

        assertThatThrownBy(() -> outbox.awaitEmpty(Duration.ofMinutes(1)))
                .isInstanceOf(LinkException.class)
                .hasMessage("bad password");
        assertThatThrownBy(() -> outbox.put("b", new byte[0], NO_WAIT)).hasMessage("bad password");
    }

    private void offer(String... topics) throws LinkException {
        for (String topic : topics) {
            assertThat(outbox.offer(topic, new byte[0])).isTrue();
        }
    }

    private Outgoing next() throws InterruptedException {
        Outgoing message = outbox.next(10, NO_WAIT);
        if (message == null) {
            throw new AssertionError("nothing to send");
        }
        return message;
    }

    private List<String> drain() throws InterruptedException {
        List<String> topics = new ArrayList<>();
        for (Outgoing message = outbox.next(10, NO_WAIT); message != null; message = outbox.next(10, NO_WAIT)) {
            topics.add(message.topic());
        }
        return topics;
    }
}
