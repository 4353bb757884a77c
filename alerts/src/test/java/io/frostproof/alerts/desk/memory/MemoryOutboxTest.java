package io.frostproof.alerts.desk.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.notify.KeptNotice.State;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.OutboxMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the outbox in memory does beyond the contract of every outbox, which server's tests hold it to. */
class MemoryOutboxTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration TOOK = Duration.ofMillis(12);

    private final MemoryOutbox outbox = new MemoryOutbox(8);

    private static Notice notice(String key) {
        return new Notice(
                key,
                Notice.Kind.INCIDENT_OPENED,
                new UUID(0, 1),
                null,
                "North",
                "Hub",
                "u1",
                "Fridge 1",
                ZoneId.of("UTC"),
                "too_warm",
                Level.WARNING,
                "rule",
                null,
                8,
                9,
                "°C",
                NOW,
                null,
                NOW,
                false,
                List.of());
    }

    private static KeptNotice waiting(String key, int attempts) {
        return new KeptNotice(notice(key), "webhook", NOW, State.WAITING, attempts, NOW, List.of());
    }

    private List<String> due() {
        return outbox.due("webhook", NOW, 100).stream()
                .map(m -> m.notice().key())
                .toList();
    }

    @Test
    void whatTheOtherOutboxHasDoneIsNotToldFromHere() {
        outbox.doneElsewhere("a", "webhook");

        outbox.put(notice("a"), "webhook", NOW);
        outbox.takeOver(waiting("a", 0));

        assertThat(due()).isEmpty();
    }

    @Test
    void anAttemptAtAMessageOfTheOtherOutboxIsRecordedByItsKey() {
        outbox.delivered(new OutboxMessage(17, "webhook", notice("a"), 2), NOW, TOOK, "200");
        outbox.takeOver(waiting("a", 2)); // read before the attempt

        assertThat(due()).isEmpty();
        assertThat(outbox.changedSince(0)).singleElement().satisfies(kept -> {
            assertThat(kept.state()).isEqualTo(State.DELIVERED);
            assertThat(kept.attempts()).isEqualTo(3);
            assertThat(kept.made())
                    .singleElement()
                    .satisfies(attempt -> assertThat(attempt.number()).isEqualTo(3));
        });
    }

    @Test
    void ofWhatWasWrittenOnlyThatItWasDoneIsRemembered() {
        outbox.put(notice("a"), "webhook", NOW);
        outbox.put(notice("b"), "webhook", NOW);
        outbox.delivered(outbox.due("webhook", NOW, 1).getFirst(), NOW, TOOK, "200");
        long written = outbox.version();
        outbox.put(notice("c"), "webhook", NOW);

        outbox.forgetUpTo(written);

        assertThat(due()).containsExactly("c");
        outbox.put(notice("a"), "webhook", NOW);
        outbox.put(notice("b"), "webhook", NOW);
        assertThat(due()).containsExactly("c", "b");
    }

    @Test
    void ofNoticesThatAreDoneTheOldestLeaveAndThoseThatWaitStay() {
        outbox.put(notice("waits"), "webhook", NOW);
        for (int i = 0; i < 100; i++) {
            outbox.delivered(new OutboxMessage(i, "webhook", notice("n" + i), 0), NOW, TOOK, "200");
        }

        assertThat(due()).containsExactly("waits");
        assertThat(outbox.size()).isBetween(1 + 8, 1 + 10);
        assertThat(outbox.knows("n99", "webhook")).isTrue();
    }

    @Test
    void whatWasTakenOverAndNotTouchedIsNotWrittenBack() {
        outbox.takeOver(waiting("a", 1));
        outbox.put(notice("b"), "webhook", NOW);

        assertThat(outbox.changedSince(0))
                .extracting(kept -> kept.notice().key())
                .containsExactly("b");
        assertThat(due()).containsExactly("a", "b");
    }
}
