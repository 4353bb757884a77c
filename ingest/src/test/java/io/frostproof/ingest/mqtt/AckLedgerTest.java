package io.frostproof.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AckLedgerTest {

    private final AckLedger ledger = new AckLedger();
    private final List<Integer> sent = new ArrayList<>();

    @Test
    void releasesInOrderOfArrivalAsSoonAsEverythingBeforeIsStored() {
        var first = ledger.arrived(11);
        var second = ledger.arrived(12);
        var third = ledger.arrived(13);

        ledger.stored(second, sent::add);
        ledger.stored(third, sent::add);
        assertThat(sent).isEmpty();
        assertThat(ledger.outstanding()).isEqualTo(3);

        ledger.stored(first, sent::add);
        assertThat(sent).containsExactly(11, 12, 13);
        assertThat(ledger.outstanding()).isZero();
    }

    @Test
    void completionsOfALostConnectionReleaseNothing() {
        var first = ledger.arrived(1);
        var second = ledger.arrived(2);
        ledger.stored(second, sent::add);
        ledger.connectionLost();
        var late = ledger.arrived(3); // handed over by a thread that had not heard of it

        ledger.stored(first, sent::add);
        ledger.stored(late, sent::add);

        assertThat(sent).isEmpty();
        assertThat(ledger.outstanding()).isZero();
    }

    @Test
    void storedTwiceIsReleasedOnce() {
        var delivery = ledger.arrived(5);
        ledger.stored(delivery, sent::add);
        ledger.stored(delivery, sent::add);
        assertThat(sent).containsExactly(5);
    }

    @Test
    void lanesThatCompleteAtOnceLoseNothingAndDoNotOvertakeEachOther() {
        var random = new Random(4711);
        var deliveries = new ArrayList<AckLedger.Delivery>();
        for (int id = 0; id < 20_000; id++) {
            deliveries.add(ledger.arrived(id));
        }
        Collections.shuffle(deliveries, random);
        List<Integer> out = Collections.synchronizedList(new ArrayList<>());
        try (var lanes = Executors.newFixedThreadPool(4)) {
            for (int lane = 0; lane < 4; lane++) {
                int begin = lane * 5_000;
                lanes.execute(() -> deliveries
                        .subList(begin, begin + 5_000)
                        .forEach(delivery -> ledger.stored(delivery, out::add)));
            }
        }
        assertThat(out).isEqualTo(IntStream.range(0, 20_000).boxed().toList());
    }
}
