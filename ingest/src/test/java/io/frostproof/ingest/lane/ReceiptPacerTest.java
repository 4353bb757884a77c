package io.frostproof.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptPacerTest {

    private final List<Receipt> sent = new ArrayList<>();
    private boolean takes = true;
    private final ReceiptPacer pacer = new ReceiptPacer((device, receipt) -> takes && sent.add(receipt));
    private final KnownDevice probe = LaneFixture.device(1, 8);
    private final KnownDevice other = LaneFixture.device(2, 8);

    private static Receipt receipt(long boot, long from, long seq) {
        return new Receipt(new MessageId(boot, seq), from);
    }

    @Test
    void aDeviceIsToldAtOnceEachTimeWhileThereIsTime() {
        for (long seq = 0; seq < 10; seq++) {
            pacer.tell(probe, List.of(receipt(1, 0, seq)));
        }
        assertThat(sent).hasSize(10);
        pacer.tick();
        assertThat(sent).hasSize(10);
    }

    @Test
    void beyondTheNumberTheLatestOfEachRunWaitsForTheTick() {
        for (long seq = 0; seq < ReceiptPacer.AT_ONCE + 300; seq++) {
            pacer.tell(probe, List.of(receipt(1, 0, seq)));
        }
        pacer.tell(other, List.of(receipt(3, 5, 9), receipt(4, 0, 2)));
        assertThat(sent).hasSize(ReceiptPacer.AT_ONCE);
        sent.clear();
        pacer.tick();
        assertThat(sent).containsExactly(receipt(1, 0, ReceiptPacer.AT_ONCE + 299), receipt(3, 5, 9), receipt(4, 0, 2));
        sent.clear();
        pacer.tell(probe, List.of(receipt(1, 0, 5_000)));
        assertThat(sent).containsExactly(receipt(1, 0, 5_000));
    }

    @Test
    void whatCannotBeSentWaitsAndIsNotOvertaken() {
        takes = false;
        pacer.tell(probe, List.of(receipt(1, 0, 1)));
        takes = true;
        pacer.tell(probe, List.of(receipt(1, 0, 2)));
        assertThat(sent).isEmpty();
        pacer.tick();
        assertThat(sent).containsExactly(receipt(1, 0, 2));
    }
}
