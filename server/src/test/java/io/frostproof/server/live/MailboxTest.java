package io.frostproof.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.store.ChangeLog.Change;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** However slow a watcher is, what waits for it is bounded. */
class MailboxTest {

    private final Mailbox mailbox = new Mailbox();

    private static List<Change> changes(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(id -> new Change(id, "stock", "hu-" + id, null, null, null, Instant.EPOCH))
                .toList();
    }

    @Test
    void changesWaitInOrder() throws Exception {
        mailbox.offer(changes(1, 2));
        mailbox.offer(changes(3, 3));
        assertThat(mailbox.take(0).changes()).extracting(Change::id).containsExactly(1L, 2L, 3L);
        assertThat(mailbox.take(0).changes()).isEmpty();
    }

    @Test
    void whoIsTooSlowForChangesIsToldToReadThemFromTheTable() throws Exception {
        mailbox.offer(changes(1, Mailbox.CHANGES_MOST));
        mailbox.offer(changes(1000, 1000));
        mailbox.offer(changes(1001, 1001));
        Mailbox.Content content = mailbox.take(0);
        assertThat(content.behind()).isTrue();
        assertThat(content.changes()).isEmpty();
        mailbox.offer(changes(1002, 1002));
        assertThat(mailbox.take(0).changes()).extracting(Change::id).containsExactly(1002L);
    }

    @Test
    void roundsOfReadingsThatWereMissedBecomeASetOfChannels() throws Exception {
        var first = new LiveReadings.Round(Set.of(1, 2), List.of("first"));
        mailbox.offer(first);
        assertThat(mailbox.take(0).readings()).isEqualTo(first);
        mailbox.offer(first);
        mailbox.offer(new LiveReadings.Round(Set.of(2, 3), List.of("second")));
        mailbox.offer(new LiveReadings.Round(Set.of(4), List.of("third")));
        Mailbox.Content content = mailbox.take(0);
        assertThat(content.readings()).isNull();
        assertThat(content.missedChannels()).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @Test
    void aClosedOneDoesNotKeepItsWatcherWaiting() throws Exception {
        mailbox.close();
        assertThat(mailbox.take(Long.MAX_VALUE).closed()).isTrue();
    }
}
