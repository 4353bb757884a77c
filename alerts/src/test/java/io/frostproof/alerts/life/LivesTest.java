package io.frostproof.alerts.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.alerts.life.Contradiction.Kind;
import io.frostproof.alerts.life.StockEvent.Merged;
import io.frostproof.alerts.life.StockEvent.Moved;
import io.frostproof.alerts.life.StockEvent.Received;
import io.frostproof.alerts.life.StockEvent.Removed;
import io.frostproof.alerts.life.StockEvent.Split;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where handling units were, out of their events. */
class LivesTest {

    @Test
    void aLifeIsItsPlacesOneAfterTheOther() {
        Life life = lives(received("h", 10, 5, "dock"), moved("h", 20, "locker"), removed("h", 40))
                .get("h");
        assertThat(life.strands()).containsExactly(strand(in("h", "dock", 10, 20L), in("h", "locker", 20, 40L)));
        assertThat(life.endedMicros()).isEqualTo(40);
        assertThat(life.place()).isNull();
        assertThat(life.lot()).isEqualTo("lot");
        assertThat(life.quantity()).isEqualByComparingTo("0");
        assertThat(life.contradictions()).isEmpty();
    }

    @Test
    void aPartHasThePastOfItsWhole() {
        Found lives = lives(received("h", 10, 5, "dock"), split("h", 20, "p", 2), moved("p", 20, "locker"));
        assertThat(lives.get("p").strands())
                .containsExactly(strand(in("h", "dock", 10, 20L), in("p", "locker", 20, null)));
        assertThat(lives.get("p").quantity()).isEqualByComparingTo("2");
        assertThat(lives.get("p").lot()).isEqualTo("lot");
        assertThat(lives.get("h").strands()).containsExactly(strand(in("h", "dock", 10, null)));
        assertThat(lives.get("h").quantity()).isEqualByComparingTo("3");
    }

    @Test
    void whatIsSplitOffWholeEndsTheWhole() {
        Found lives = lives(received("h", 10, 5, "dock"), split("h", 20, "p", 5));
        assertThat(lives.get("h").endedMicros()).isEqualTo(20);
        assertThat(lives.get("p").place()).isEqualTo("dock");
    }

    @Test
    void whatWasMergedHasBothPasts() {
        Found lives = lives(
                received("a", 10, 5, "dock"),
                received("b", 15, 3, "locker"),
                moved("b", 20, "dock"),
                merged("a", 30, "b"));
        assertThat(lives.get("a").strands())
                .containsExactly(
                        strand(in("a", "dock", 10, null)),
                        strand(in("b", "locker", 15, 20L), in("b", "dock", 20, 30L), in("a", "dock", 30, null)));
        assertThat(lives.get("a").quantity()).isEqualByComparingTo("8");
        assertThat(lives.get("b").endedMicros()).isEqualTo(30);
        assertThat(lives.get("b").contradictions()).isEmpty();
    }

    @Test
    void sameGoodsPutTogetherAgainHaveOnePastEach() {
        Found lives = lives(
                received("h", 10, 5, "dock"),
                split("h", 20, "p", 2),
                moved("p", 22, "locker"),
                moved("p", 28, "dock"),
                merged("h", 30, "p"));
        assertThat(lives.get("h").strands())
                .containsExactly(
                        strand(in("h", "dock", 10, null)),
                        strand(
                                in("h", "dock", 10, 20L),
                                in("p", "dock", 20, 22L),
                                in("p", "locker", 22, 28L),
                                in("p", "dock", 28, 30L),
                                in("h", "dock", 30, null)));
    }

    @Test
    void whereItWasWhileOutOfTheNetworkIsUnknown() {
        Life life = lives(received("h", 10, 5, "dock"), removed("h", 20), received("h", 50, 5, "locker"))
                .get("h");
        assertThat(life.strands())
                .containsExactly(strand(in("h", "dock", 10, 20L), in("h", null, 20, 50L), in("h", "locker", 50, null)));
        assertThat(life.quantity()).isEqualByComparingTo("5");
    }

    @Test
    void whatIsPackedGoesWhereItsContainerGoes() {
        Found lives = lives(
                received("h", 10, 5, "dock"),
                new StockEvent.Packed("pack", 20, "h", "pallet"),
                moved("pallet", 30, "lorry"),
                new StockEvent.Unpacked("unpack", 40, "h"),
                moved("pallet", 50, "yard"));
        assertThat(lives.get("h").strands())
                .containsExactly(strand(in("h", "dock", 10, 30L), in("h", "lorry", 30, null)));
        assertThat(lives.get("pallet").place()).isEqualTo("yard");
        assertThat(lives.get("h").contradictions()).isEmpty();
        assertThat(lives.get("pallet").contradictions()).isEmpty();
    }

    @Test
    void aContainerLeavesWithWhatIsInItAndComesBackWithIt() {
        Found lives = lives(
                received("h", 10, 5, "dock"),
                new StockEvent.Packed("in box", 20, "h", "box"),
                new StockEvent.Packed("on pallet", 20, "box", "pallet"),
                removed("pallet", 30),
                received("pallet", 50, 1, "yard"));
        assertThat(lives.get("h").strands())
                .containsExactly(strand(in("h", "dock", 10, 30L), in("h", null, 30, 50L), in("h", "yard", 50, null)));
        assertThat(lives.get("h").quantity()).isNull();
    }

    @Test
    void whatIsMadeHasThePastsOfAllThatWentIntoIt() {
        Found lives = lives(
                received("milk", 10, 5, "cold"),
                received("fruit", 20, 3, "cold"),
                new StockEvent.Transformed(
                        "make",
                        30,
                        List.of("milk", "fruit"),
                        List.of(new StockEvent.Output("ice", "lot 7", BigDecimal.TWO))));
        assertThat(lives.get("ice").strands())
                .containsExactly(
                        strand(in("milk", "cold", 10, 30L), in("ice", "cold", 30, null)),
                        strand(in("fruit", "cold", 20, 30L), in("ice", "cold", 30, null)));
        assertThat(lives.get("ice").lot()).isEqualTo("lot 7");
        assertThat(lives.get("milk").endedMicros()).isEqualTo(30);
        assertThat(lives.get("fruit").endedMicros()).isEqualTo(30);
    }

    @Test
    void whatWentApartAndTogetherAtOnePlaceHasOnePast() {
        var events = new ArrayList<StockEvent>(List.of(received("h", 10, 5, "dock")));
        for (int round = 1; round <= 50; round++) {
            events.add(split("h", 20L * round, "p" + round, 2));
            events.add(merged("h", 20L * round + 10, "p" + round));
        }
        Life life = lives(events.toArray(StockEvent[]::new)).get("h");
        assertThat(life.strands()).hasSize(1);
        assertThat(life.contradictions()).isEmpty();
        assertThat(life.quantity()).isEqualByComparingTo("5");
    }

    @Test
    void ofTooManyPastsNobodyKnowsWhichWasWhich() {
        var events = new ArrayList<StockEvent>(List.of(received("h", 10, 5, "dock")));
        for (int round = 1; round <= 40; round++) {
            events.add(split("h", 20L * round, "p" + round, 2));
            events.add(moved("p" + round, 20L * round + 1, "locker"));
            events.add(moved("p" + round, 20L * round + 9, "dock"));
            events.add(merged("h", 20L * round + 10, "p" + round));
        }
        Life life = lives(events.toArray(StockEvent[]::new)).get("h");
        assertThat(life.strands()).hasSizeLessThanOrEqualTo(64);
        assertThat(life.contradictions()).extracting(Contradiction::kind).contains(Kind.TOO_MANY_PASTS);
        assertThat(life.strands()).allSatisfy(strand -> {
            assertThat(strand.fromMicros()).isEqualTo(10);
            assertThat(strand.sojourns().getFirst().place()).as("unknown").isNull();
        });
    }

    @Test
    void aContainerCannotBeInWhatItContains() {
        Found lives = lives(
                received("h", 10, 5, "dock"),
                new StockEvent.Packed("1", 20, "h", "box"),
                new StockEvent.Packed("2", 30, "box", "h"));
        assertThat(lives.get("box").contradictions()).containsExactly(new Contradiction("2", Kind.PACKED_IN_ITSELF));
    }

    @Test
    void whatDoesNotFitIsSaidAndCountsAsFarAsItCan() {
        assertThat(lives(moved("h", 10, "locker")).get("h").contradictions())
                .containsExactly(new Contradiction("moved h 10", Kind.NO_RECEIPT));
        assertThat(lives(moved("h", 10, "locker")).get("h").quantity()).isNull();
        Life twice = lives(received("h", 10, 5, "dock"), received("h", 20, 7, "locker"))
                .get("h");
        assertThat(twice.contradictions()).containsExactly(new Contradiction("received h 20", Kind.RECEIVED_TWICE));
        assertThat(twice.place()).isEqualTo("locker");
        assertThat(twice.quantity()).isEqualByComparingTo("5");
        Found tooMuch = lives(received("h", 10, 5, "dock"), split("h", 20, "p", 9));
        assertThat(tooMuch.get("h").contradictions())
                .containsExactly(new Contradiction("split h 20", Kind.MORE_THAN_THERE_IS));
        assertThat(tooMuch.get("p").quantity()).isEqualByComparingTo("5");
        Life back = lives(received("h", 10, 5, "dock"), removed("h", 20), moved("h", 30, "locker"))
                .get("h");
        assertThat(back.contradictions()).containsExactly(new Contradiction("moved h 30", Kind.GONE_ALREADY));
        assertThat(back.place()).isEqualTo("locker");
        Life apart = lives(received("a", 10, 5, "dock"), received("b", 10, 3, "locker"), merged("a", 30, "b"))
                .get("a");
        assertThat(apart.contradictions()).containsExactly(new Contradiction("merged a 30", Kind.ANOTHER_PLACE));
    }

    @Test
    void twoEventsOfOneIdAreNoTwins() {
        assertThatThrownBy(() -> Lives.of(List.of(new Moved("x", 1, "h", "a"), new Moved("x", 2, "h", "a"))))
                .hasMessageContaining("stock event id x names two");
    }

    @Test
    void theOrderOfArrivalAndRepeatsMakeNoDifference() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            List<StockEvent> events = RandomStock.wild(random, 1 + random.nextInt(25));
            Map<String, Life> ordered = Lives.of(events);
            var shuffled = new ArrayList<>(events);
            shuffled.addAll(events.subList(0, events.size() / 2));
            Collections.shuffle(shuffled, random);
            assertThat(Lives.of(shuffled)).as("seed %d round %d", seed, round).isEqualTo(ordered);
        }
    }

    @Test
    void everyInstantIsInOnePlaceThatTheLastMoveSays() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<StockEvent> events = RandomStock.sound(random, 4, 60, 1, 600);
            Map<String, Life> lives = Lives.of(events);
            for (Life life : lives.values()) {
                assertThat(life.contradictions())
                        .as("seed %d round %d %s", seed, round, life.handlingUnit())
                        .allMatch(one -> one.kind() == Kind.LOTS_MIXED);
            }
            for (int probe = 0; probe < 20; probe++) {
                long time = random.nextInt(700);
                var walk = new StockWalk(events, time);
                for (Life life : lives.values()) {
                    assertThat(placeAt(life, time))
                            .as("seed %d round %d %s at %d", seed, round, life.handlingUnit(), time)
                            .isEqualTo(walk.place(life.handlingUnit()));
                }
            }
            var end = new StockWalk(events, Long.MAX_VALUE);
            lives.forEach((id, life) -> {
                if (!id.startsWith("c")) {
                    assertThat(life.quantity()).isEqualByComparingTo(end.quantity(id));
                }
            });
        }
    }

    /** Where all strands say that it was under its own name; they may not differ. */
    private static @Nullable String placeAt(Life life, long time) {
        List<String> places = life.strands().stream()
                .flatMap(strand -> strand.sojourns().stream())
                .filter(one -> one.handlingUnit().equals(life.handlingUnit()))
                .filter(one -> one.fromMicros() <= time && (one.toMicros() == null || time < one.toMicros()))
                .map(Sojourn::place)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        assertThat(places).hasSizeLessThanOrEqualTo(1);
        return places.isEmpty() ? null : places.getFirst();
    }

    private static Found lives(StockEvent... events) {
        return new Found(Lives.of(List.of(events)));
    }

    private record Found(Map<String, Life> lives) {
        Life get(String handlingUnit) {
            return Objects.requireNonNull(lives.get(handlingUnit));
        }
    }

    private static Strand strand(Sojourn... sojourns) {
        return new Strand(List.of(sojourns));
    }

    private static Sojourn in(String handlingUnit, @Nullable String place, long from, @Nullable Long to) {
        return new Sojourn(handlingUnit, place, from, to);
    }

    private static Received received(String handlingUnit, long time, long quantity, String place) {
        return new Received(
                "received " + handlingUnit + " " + time,
                time,
                handlingUnit,
                "lot",
                BigDecimal.valueOf(quantity),
                place);
    }

    private static Moved moved(String handlingUnit, long time, String place) {
        return new Moved("moved " + handlingUnit + " " + time, time, handlingUnit, place);
    }

    private static Split split(String handlingUnit, long time, String part, long quantity) {
        return new Split("split " + handlingUnit + " " + time, time, handlingUnit, part, BigDecimal.valueOf(quantity));
    }

    private static Merged merged(String handlingUnit, long time, String from) {
        return new Merged("merged " + handlingUnit + " " + time, time, handlingUnit, from);
    }

    private static Removed removed(String handlingUnit, long time) {
        return new Removed("removed " + handlingUnit + " " + time, time, handlingUnit, null, StockEvent.Reason.SHIPPED);
    }
}
