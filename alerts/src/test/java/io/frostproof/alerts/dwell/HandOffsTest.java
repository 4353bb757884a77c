package io.frostproof.alerts.dwell;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.network.Stage;
import io.frostproof.alerts.notify.Notice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which movements need a record of the hand-off, and which have none. */
class HandOffsTest {

    private static final long MINUTE = MinuteByMinute.MINUTE;
    private static final Map<String, HandOffs.Asks> ASKS = Map.of("n1", new HandOffs.Asks(30 * MINUTE, Long.MIN_VALUE));

    private static Sojourn stay(String unit, String node, Stage stage, int from, @Nullable Integer to) {
        return new Sojourn(unit, node, "north", stage, from * MINUTE, to == null ? null : to * MINUTE);
    }

    private static Held held(Sojourn... stays) {
        return new Held(new Notice.Stock("h1", "lot", "milk", BigDecimal.ONE, "crate"), null, List.of(stays));
    }

    /** Into dock-1 from outside, through the room into a van, to another node, and out of the network. */
    private static final Held WAY = held(
            stay("dock-1", "n1", Stage.DOCK, 0, 20),
            stay("room", "n1", Stage.STORAGE, 20, 100),
            stay("dock-1", "n1", Stage.DOCK, 100, 110),
            stay("van", "n1", Stage.VEHICLE, 110, 400),
            stay("far", "n2", Stage.STORAGE, 400, 600));

    private static List<Integer> missing(Held held, List<HandOffs.Told> records, int now) {
        return HandOffs.of(held, ASKS, records, now * MINUTE).missing().stream()
                .map(one -> MinuteByMinute.minute(one.micros()))
                .toList();
    }

    private static HandOffs.Told told(int minute, @Nullable String to, int recorded) {
        return new HandOffs.Told(minute * MINUTE, null, to, recorded * MINUTE);
    }

    @Test
    void aNodeAsksAboutWhatEntersLeavesAndGoesIntoAVehicle() {
        assertThat(missing(WAY, List.of(), 700)).containsExactly(0, 110, 400);
        assertThat(missing(WAY, List.of(), 200)).containsExactly(0, 110);
        assertThat(HandOffs.of(WAY, Map.of(), List.of(), 700 * MINUTE).missing())
                .isEmpty();
        assertThat(HandOffs.of(WAY, ASKS, List.of(), 700 * MINUTE)
                        .missing()
                        .getLast()
                        .at()
                        .unit())
                .isEqualTo("van");
    }

    @Test
    void anotherNameIsNoMovement() {
        Sojourn before = stay("room", "n1", Stage.STORAGE, 0, 50);
        var stock = new Notice.Stock("h1", "lot", "milk", BigDecimal.ONE, "crate");
        Sojourn inPlace = stay("room", "n1", Stage.STORAGE, 50, 80);
        Held part = new Held(stock, null, List.of(inPlace), List.of(List.of(before, inPlace)), Set.of(80 * MINUTE));
        assertThat(missing(part, List.of(), 100)).isEmpty();
        Sojourn loaded = stay("van", "n1", Stage.VEHICLE, 50, 80);
        Held picked = new Held(stock, null, List.of(loaded), List.of(List.of(before, loaded)), Set.of());
        assertThat(HandOffs.of(picked, ASKS, List.of(), 70 * MINUTE).missing())
                .extracting(HandOffs.Needed::fromUnit)
                .containsExactly("room");
        assertThat(missing(picked, List.of(), 100)).containsExactly(50, 80);
    }

    @Test
    void aRecordIsOfTheNearestMovementThatNeedsOne() {
        assertThat(missing(WAY, List.of(told(60, null, 60)), 700)).containsExactly(0, 400);
        assertThat(missing(WAY, List.of(told(60, "dock-1", 60)), 700)).containsExactly(110, 400);
        assertThat(missing(WAY, List.of(told(55, null, 55)), 700)).containsExactly(110, 400); // as near: the earlier
        assertThat(missing(held(stay("dock-1", "n1", Stage.DOCK, 0, null)), List.of(told(361, null, 361)), 700))
                .containsExactly(0);
    }

    @Test
    void oneThatIsNotThereInTimeIsOverdueUntilItIsTold() {
        Held came = held(stay("dock-1", "n1", Stage.DOCK, 0, null));

        assertThat(HandOffs.of(came, ASKS, List.of(), 29 * MINUTE).overdue()).isEmpty();
        assertThat(HandOffs.of(came, ASKS, List.of(), 29 * MINUTE).due())
                .containsExactly(new Dwell.Due("north", 30 * MINUTE));
        Excursion open =
                HandOffs.of(came, ASKS, List.of(), 30 * MINUTE).overdue().getFirst();
        assertThat(open.startedMicros()).isEqualTo(30 * MINUTE);
        assertThat(open.open()).isTrue();
        Excursion ended = HandOffs.of(came, ASKS, List.of(told(2, null, 45)), 60 * MINUTE)
                .overdue()
                .getFirst();
        assertThat(ended.endedMicros()).isEqualTo(45 * MINUTE);
        assertThat(ended.id()).isEqualTo(open.id());
        assertThat(HandOffs.of(came, ASKS, List.of(told(2, null, 30)), 60 * MINUTE)
                        .overdue())
                .isEmpty();
    }

    @Test
    void theOrderOfRecordsDoesNotMatter() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("HandOffsTest -Dseed=" + seed);
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            var records = new ArrayList<HandOffs.Told>();
            for (int n = random.nextInt(5); n > 0; n--) {
                int at = random.nextInt(700);
                records.add(told(at, random.nextInt(3) == 0 ? "van" : null, at + random.nextInt(100)));
            }
            HandOffs.Standing one = HandOffs.of(WAY, ASKS, records, 800 * MINUTE);
            Collections.shuffle(records, random);
            assertThat(HandOffs.of(WAY, ASKS, records, 800 * MINUTE)).isEqualTo(one);
        }
    }
}
