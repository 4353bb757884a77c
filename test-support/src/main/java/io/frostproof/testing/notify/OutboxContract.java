package io.frostproof.testing.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.notify.Outbox;
import io.frostproof.alerts.notify.OutboxMessage;
import io.frostproof.testing.notify.MemoryOutbox.Attempt;
import io.frostproof.testing.notify.MemoryOutbox.Result;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every outbox must do. A subclass gives each test an empty outbox and the two ways around it that the interface does
 * not have. Times are whole milliseconds, which every database keeps.
 */
public abstract class OutboxContract {
    private static final Instant NOW = Instant.parse("2026-11-21T01:00:00Z");
    private static final Duration TOOK = Duration.ofMillis(12);

    /** The outbox of this test, empty at its start, the same each time. */
    protected abstract Outbox outbox();

    /** Commits a notice for one target; does nothing if the target has one with this key. */
    protected abstract void write(String target, Notice notice, Instant due);

    /** The recorded attempts, in order. */
    protected abstract List<Attempt> attempts(String target, String key);

    /** A made-up notice with this key. */
    public static Notice notice(String key) {
        return new Notice(
                key,
                Notice.Kind.DECISION_PROPOSED,
                UUID.nameUUIDFromBytes(new byte[] {1}),
                UUID.nameUUIDFromBytes(new byte[] {2}),
                "Baltics",
                "Riga Dock",
                "riga-fridge-3",
                "Fridge 3",
                ZoneId.of("Europe/Riga"),
                "too_warm",
                Level.CRITICAL,
                "> 8 °C for 10 h",
                17L,
                8,
                11.25,
                "°C",
                NOW.minusSeconds(36_000),
                null,
                NOW,
                false,
                List.of(new Notice.Stock("HU-1", "L-77", "Measles vaccine", new BigDecimal("12.50"), "vial")));
    }

    @Test
    void aMessageIsDueFromItsTimeOn() {
        write("webhook", notice("a"), NOW);

        assertThat(due("webhook", NOW.minusMillis(1))).isEmpty();
        assertThat(due("webhook", NOW)).singleElement().satisfies(message -> {
            assertThat(message.target()).isEqualTo("webhook");
            assertThat(message.attempts()).isZero();
            assertThat(message.notice()).isEqualTo(notice("a"));
        });
    }

    @Test
    void oneTargetDoesNotHideAnother() {
        for (int i = 0; i < 5; i++) {
            write("webhook", notice("w" + i), NOW);
        }
        write("email", notice("e"), NOW);

        assertThat(outbox().due("email", NOW, 1))
                .extracting(m -> m.notice().key())
                .containsExactly("e");
    }

    @Test
    void theOldestComeFirstUpToTheLimit() {
        for (String key : List.of("a", "b", "c")) {
            write("webhook", notice(key), NOW);
        }

        assertThat(outbox().due("webhook", NOW, 2))
                .extracting(m -> m.notice().key())
                .containsExactly("a", "b");
    }

    @Test
    void theSameKeyIsKeptOncePerTarget() {
        write("webhook", notice("a"), NOW);
        write("webhook", notice("a"), NOW);
        write("email", notice("a"), NOW);

        assertThat(due("webhook", NOW)).hasSize(1);
        assertThat(due("email", NOW)).hasSize(1);
    }

    @Test
    void aDeliveredMessageIsNeverDueAgain() {
        write("webhook", notice("a"), NOW);

        outbox().delivered(only("webhook"), NOW, TOOK, "200");

        assertThat(due("webhook", NOW.plusSeconds(1_000_000))).isEmpty();
        assertThat(outbox().waiting()).isEmpty();
        assertThat(attempts("webhook", "a")).containsExactly(new Attempt(NOW, TOOK, Result.DELIVERED, "200"));
    }

    @Test
    void aFailedMessageIsDueAgainAtItsTimeAndLetsOthersPass() {
        write("webhook", notice("a"), NOW);
        write("webhook", notice("b"), NOW);
        Instant next = NOW.plusSeconds(2);

        outbox().failed(due("webhook", NOW).getFirst(), NOW, TOOK, "503", next);

        assertThat(due("webhook", next.minusMillis(1)))
                .extracting(m -> m.notice().key())
                .containsExactly("b");
        assertThat(due("webhook", next).getFirst().attempts()).isEqualTo(1);
        assertThat(outbox().waiting()).isEqualTo(Map.of("webhook", 2L));
    }

    @Test
    void aGivenUpMessageIsNeverDueAgainAndStaysOnRecord() {
        write("webhook", notice("a"), NOW);

        outbox().gaveUp(only("webhook"), NOW, TOOK, "refused; 400");

        assertThat(due("webhook", NOW.plusSeconds(1_000_000))).isEmpty();
        assertThat(outbox().waiting()).isEmpty();
        assertThat(attempts("webhook", "a")).containsExactly(new Attempt(NOW, TOOK, Result.GAVE_UP, "refused; 400"));
    }

    @Test
    void everyAttemptIsKeptInOrder() {
        write("webhook", notice("a"), NOW);
        Instant next = NOW.plusSeconds(2);

        outbox().failed(only("webhook"), NOW, TOOK, "503", next);
        outbox().delivered(due("webhook", next).getFirst(), next, TOOK, "200");

        assertThat(attempts("webhook", "a"))
                .containsExactly(
                        new Attempt(NOW, TOOK, Result.FAILED, "503"), new Attempt(next, TOOK, Result.DELIVERED, "200"));
    }

    /** A commit whose answer was lost is recorded a second time. */
    @Test
    void anAttemptThatIsRecordedTwiceIsKeptOnce() {
        write("webhook", notice("a"), NOW);
        OutboxMessage message = only("webhook");

        outbox().failed(message, NOW, TOOK, "503", NOW.plusSeconds(2));
        outbox().failed(message, NOW, TOOK, "503", NOW.plusSeconds(2));

        assertThat(attempts("webhook", "a")).hasSize(1);
        assertThat(due("webhook", NOW.plusSeconds(2)).getFirst().attempts()).isEqualTo(1);
    }

    @Test
    void countsWhatWaitsByTarget() {
        write("webhook", notice("a"), NOW);
        write("webhook", notice("b"), NOW.plusSeconds(60));
        write("email", notice("a"), NOW);

        assertThat(outbox().waiting()).isEqualTo(Map.of("webhook", 2L, "email", 1L));
    }

    private List<OutboxMessage> due(String target, Instant now) {
        return outbox().due(target, now, 100);
    }

    private OutboxMessage only(String target) {
        return due(target, NOW).getFirst();
    }
}
