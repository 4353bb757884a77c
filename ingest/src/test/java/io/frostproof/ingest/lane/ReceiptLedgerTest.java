package io.frostproof.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptLedgerTest {

    private static final String DEVICE = "probe-1";
    private final ReceiptLedger ledger = new ReceiptLedger();

    private List<Receipt> stored(long boot, long... seqs) {
        return ledger.stored(
                DEVICE,
                LongStream.of(seqs).mapToObj(seq -> new MessageId(boot, seq)).toList());
    }

    private static Receipt receipt(long boot, long from, long to) {
        return new Receipt(new MessageId(boot, to), from);
    }

    @Test
    void tellsOneReceiptPerRunThatHasGrown() {
        assertThat(stored(7, 0, 1, 2, 5)).containsExactly(receipt(7, 0, 2), receipt(7, 5, 5));
        assertThat(stored(7, 4, 3)).containsExactly(receipt(7, 0, 5));
    }

    @Test
    void tellsAgainADeviceThatSendsAgain() {
        stored(7, 0, 1, 2);
        assertThat(stored(7, 1)).containsExactly(receipt(7, 0, 2));
    }

    @Test
    void keepsBootsAndDevicesApart() {
        stored(1, 0, 1);
        assertThat(stored(2, 2)).containsExactly(receipt(2, 2, 2));
        assertThat(ledger.stored("probe-2", List.of(new MessageId(1, 2)))).containsExactly(receipt(1, 2, 2));
    }

    /** Against a set: a receipt covers only what was stored, all of the run around each message, and at last everything. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverClaimsMoreThanIsStoredAndAtLastAllOfIt(long seed) {
        var random = new Random(seed);
        int last = 1 + random.nextInt(3_000);
        var waiting = new ArrayList<MessageId>();
        for (int boot = 0; boot < 3; boot++) {
            for (long seq = 0; seq <= last; seq++) {
                waiting.add(new MessageId(boot, seq));
                if (random.nextInt(10) == 0) {
                    waiting.add(new MessageId(boot, seq));
                }
            }
        }
        Collections.shuffle(waiting, random);
        Set<MessageId> stored = new HashSet<>();
        var newest = new Receipt[3];
        for (int from = 0; from < waiting.size(); ) {
            int to = Math.min(waiting.size(), from + 1 + random.nextInt(50));
            List<MessageId> batch = waiting.subList(from, to);
            stored.addAll(batch);
            List<Receipt> receipts = ledger.stored(DEVICE, batch);
            for (Receipt receipt : receipts) {
                long boot = receipt.upTo().boot();
                // Plain loops: an assertion each would take half a minute.
                for (long seq = receipt.fromSeq(); seq <= receipt.upTo().seq(); seq++) {
                    if (!stored.contains(new MessageId(boot, seq))) {
                        throw new AssertionError(receipt + " claims " + seq + ", which is not stored");
                    }
                }
                if (stored.contains(new MessageId(boot, receipt.upTo().seq() + 1))) {
                    throw new AssertionError(receipt + " ends although the next one is stored");
                }
                newest[(int) boot] = receipt;
            }
            for (MessageId message : batch) {
                assertThat(receipts).anyMatch(receipt -> receipt.covers(message));
            }
            from = to;
        }
        assertThat(newest).containsExactly(receipt(0, 0, last), receipt(1, 0, last), receipt(2, 0, last));
    }

    @Test
    void isBoundedWhenEveryOtherMessageIsMissing() {
        for (long seq = 0; seq < 40_000; seq += 2) {
            if (!stored(1, seq).equals(List.of(receipt(1, seq, seq)))) {
                throw new AssertionError("sequence " + seq);
            }
        }
        // The first of 20,000 runs are forgotten: shorter receipts, never wrong ones.
        assertThat(stored(1, 1)).containsExactly(receipt(1, 1, 1));
        assertThat(stored(1, 39_997)).containsExactly(receipt(1, 39_996, 39_998));
    }

    @Test
    void forgetsTheBootThatWasNotUsedForLongest() {
        for (long boot = 0; boot < 4; boot++) {
            stored(boot, 0);
        }
        stored(0, 1);
        stored(4, 0);
        assertThat(stored(0, 2)).containsExactly(receipt(0, 0, 2));
        assertThat(stored(1, 1)).containsExactly(receipt(1, 1, 1));
    }
}
