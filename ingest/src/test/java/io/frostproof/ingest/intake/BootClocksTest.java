package io.frostproof.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.protocol.MessageId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootClocksTest {

    private static final long NOW = 1_763_690_400_000_000L;

    private final BootClocks clocks = new BootClocks();

    private static MessageId message(long boot, long seq) {
        return new MessageId(boot, seq);
    }

    @Test
    void aBootBeganWhenItsFirstMessageSaysItDid() {
        assertThat(clocks.began("a", message(7, 0), NOW, 60_000)).hasValue(NOW - 60_000_000);
    }

    @Test
    void laterMessagesOfTheBootMoveNothing() {
        clocks.began("a", message(7, 0), NOW, 60_000);
        // Sent 40 s later by the device, and 5 s longer on its way.
        assertThat(clocks.began("a", message(7, 1), NOW + 45_000_000, 100_000)).hasValue(NOW - 60_000_000);
        assertThat(clocks.began("a", message(7, 0), NOW + 90_000_000, 60_000)).hasValue(NOW - 60_000_000);
    }

    @Test
    void bootsAndDevicesHaveClocksOfTheirOwn() {
        clocks.began("a", message(7, 0), NOW, 1_000);
        assertThat(clocks.began("a", message(8, 0), NOW, 2_000)).hasValue(NOW - 2_000_000);
        assertThat(clocks.began("b", message(7, 0), NOW, 3_000)).hasValue(NOW - 3_000_000);
    }

    @Test
    void whatTheLogKnowsHolds() {
        var restarted = new BootClocks(List.of(new BootClock("a", 7, NOW - 60_000_000)));
        assertThat(restarted.began("a", message(7, 9), NOW + 1_000_000_000L, 5)).hasValue(NOW - 60_000_000);
        assertThat(restarted.unwritten("a", 7)).isNull();
    }

    @Test
    void aClockIsWrittenOnceAndThenNoMore() {
        clocks.began("a", message(7, 0), NOW, 60_000);
        var clock = new BootClock("a", 7, NOW - 60_000_000);
        assertThat(clocks.unwritten("a", 7)).isEqualTo(clock);
        clocks.written(clock);
        assertThat(clocks.unwritten("a", 7)).isNull();
    }

    @Test
    void aBootOlderThanAllThatAreRememberedIsNotGuessed() {
        var known = new ArrayList<BootClock>();
        for (int boot = 100; boot < 100 + BootClocks.BOOTS + 5; boot++) {
            known.add(new BootClock("a", boot, NOW + boot));
        }
        var clocksNow = new BootClocks(known);
        // It may have been fixed long ago, with another result: its readings would be stored a second time.
        assertThat(clocksNow.began("a", message(102, 0), NOW, 0)).isEmpty();
        assertThat(clocksNow.began("a", message(105, 0), NOW, 0)).hasValue(NOW + 105);
    }
}
