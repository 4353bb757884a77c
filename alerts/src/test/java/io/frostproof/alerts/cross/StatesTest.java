package io.frostproof.alerts.cross;

import static io.frostproof.alerts.cross.Site.GENERATOR;
import static io.frostproof.alerts.cross.Site.MAINS;
import static io.frostproof.alerts.cross.Site.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.excursion.Excursions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A warning when the generator has not started after 30 s, critical after 5 min; a reading stands for 120 s. */
class StatesTest {

    private final Site site = new Site(Site.NOT_STARTED);

    private List<String> excursions(long untilSecond) {
        return say(conclude(untilSecond));
    }

    private Conclusion conclude(long untilSecond) {
        return new States(site.watch(), site.told(untilSecond))
                .conclude(Long.MIN_VALUE, untilSecond * SECOND, untilSecond * SECOND);
    }

    private static List<String> say(Conclusion conclusion) {
        return Excursions.of(GENERATOR, conclusion.transitions()).stream()
                .map(e -> e.level().id() + " " + e.startedMicros() / SECOND + ".."
                        + (e.endedMicros() == null ? "" : e.endedMicros() / SECOND)
                        + " confirmed " + e.confirmedMicros() / SECOND)
                .toList();
    }

    private void every(int channel, long from, long to, double value) {
        for (long second = from; second < to; second += 60) {
            site.read(channel, second, value);
        }
    }

    @Test
    void holdsWhenNothingMoreIsToldAndTheDelayHasRunOut() {
        every(MAINS, 0, 600, 1);
        every(GENERATOR, 0, 601, 0);
        site.read(MAINS, 610, 0);

        assertThat(excursions(639)).isEmpty();
        assertThat(conclude(639).nextMicros()).isEqualTo(640 * SECOND);
        assertThat(excursions(640)).containsExactly("warning 610.. confirmed 640");
    }

    @Test
    void saysNothingOfAGeneratorThatStartsInTime() {
        every(MAINS, 0, 600, 1);
        every(GENERATOR, 0, 601, 0);
        site.read(MAINS, 610, 0);
        site.read(GENERATOR, 635, 1);

        assertThat(excursions(660)).isEmpty();
        assertThat(conclude(660).nextMicros()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void endsWhenItIsStartedByHandOrTheMainsAreBack() {
        every(MAINS, 0, 600, 1);
        every(GENERATOR, 0, 1_500, 0);
        every(MAINS, 610, 1_000, 0);
        site.read(MAINS, 1_000, 1);
        assertThat(excursions(1_100)).containsExactly("critical 610..1000 confirmed 640");

        site.read(GENERATOR, 800, 1);
        site.read(GENERATOR, 840, 1);
        assertThat(excursions(830)).containsExactly("warning 610..800 confirmed 640");
    }

    @Test
    void countsNoTimeInWhichTheGeneratorIsUnknown() {
        every(MAINS, 0, 600, 1);
        site.read(GENERATOR, 500, 0); // stands until 620
        every(MAINS, 610, 2_000, 0);

        assertThat(excursions(900)).isEmpty();
        site.read(GENERATOR, 900, 0);
        assertThat(excursions(919)).isEmpty();
        assertThat(excursions(920)).containsExactly("warning 610.. confirmed 920");
    }

    @Test
    void doesNotGuessWhatAGeneratorDoesThatWasNeverHeard() {
        every(MAINS, 0, 600, 1);
        every(MAINS, 610, 2_000, 0);
        assertThat(excursions(1_900)).isEmpty();
    }

    /** Second by second: known both, breach, delay; a gap of more than half an hour ends it, and what is so after it holds at the level it had. */
    @Test
    void saysWhatAWalkBySecondsSays() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("StatesTest -Dseed=" + seed);
        var random = new Random(seed);
        int found = 0;
        for (int round = 0; round < 120; round++) {
            Site any = any(random);
            long until = 7_200;
            Map<Told, List<Transition>> told = any.told(until);
            List<Excursion> concluded = Excursions.of(
                    GENERATOR,
                    new States(any.watch(), told)
                            .conclude(Long.MIN_VALUE, until * SECOND, until * SECOND)
                            .transitions());
            assertThat(concluded.stream()
                            .map(e -> e.startedMicros() / SECOND + ">" + e.confirmedMicros() / SECOND + ">"
                                    + e.level().id())
                            .toList())
                    .as("seed %s round %s", seed, round)
                    .isEqualTo(walk(any, until));
            found += concluded.size();
        }
        assertThat(found).isGreaterThan(50);
    }

    private static List<String> walk(Site site, long until) {
        var said = new ArrayList<String>();
        long since = -1;
        long counted = 0;
        long confirmed = -1;
        long unknownSince = -1;
        for (long second = 0; second <= until; second++) {
            @Nullable Double mains = site.at(MAINS, second);
            @Nullable Double generator = site.at(GENERATOR, second);
            boolean heldMains = lately(site, MAINS, second, 0);
            boolean heldGenerator = lately(site, GENERATOR, second, 0);
            boolean holds = mains != null && mains == 0 && generator != null && generator == 0;
            boolean over = !heldMains || !heldGenerator;
            if (over) {
                if (confirmed < 0 && unknownSince < 0 && counted >= 30) {
                    confirmed = second; // at the very end
                }
                if (confirmed >= 0) {
                    said.add(since + ">" + confirmed + ">" + (counted >= 300 ? "critical" : "warning"));
                }
                since = -1;
                counted = 0;
                confirmed = -1;
                unknownSince = -1;
            } else if (holds) {
                if (since >= 0 && unknownSince >= 0 && second - unknownSince > 1_800) {
                    if (confirmed >= 0) {
                        said.add(since + ">" + confirmed + ">" + (counted >= 300 ? "critical" : "warning"));
                        since = second;
                        confirmed = second;
                        counted = counted >= 300 ? 300 : 0;
                    } else {
                        since = -1;
                    }
                }
                unknownSince = -1;
                if (since < 0) {
                    since = second;
                    counted = 0;
                    confirmed = -1;
                }
                if (confirmed < 0 && counted >= 30) {
                    confirmed = second;
                }
                counted++;
            } else if (since >= 0 && unknownSince < 0) {
                if (confirmed < 0 && counted >= 30) {
                    confirmed = second;
                }
                unknownSince = second;
            }
        }
        if (confirmed >= 0) {
            // The last second has only begun.
            long known = unknownSince < 0 ? counted - 1 : counted;
            said.add(since + ">" + confirmed + ">" + (known >= 300 ? "critical" : "warning"));
        }
        return said;
    }

    /** Whether the newest reading, however old, had a value. */
    private static boolean lately(Site site, int channel, long second, double value) {
        @Nullable Double last = site.newest(channel, second);
        return last != null && last == value;
    }

    private static Site any(Random random) {
        var site = new Site(Site.NOT_STARTED);
        for (int channel : List.of(MAINS, GENERATOR)) {
            double value = random.nextInt(2);
            for (long second = random.nextInt(30); second < 7_200; ) {
                site.read(channel, second, value);
                if (random.nextInt(6) == 0) {
                    value = 1 - value;
                }
                second += random.nextInt(25) == 0 ? random.nextInt(3_000) + 1 : random.nextInt(100) + 1;
            }
        }
        return site;
    }

    /** What a desk knows: only what came since all was last over. */
    @Test
    void isTheSameFromAMomentOnAtWhichAllWasOver() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("StatesTest -Dseed=" + seed);
        var random = new Random(seed);
        int checked = 0;
        for (int round = 0; round < 120; round++) {
            Site any = any(random);
            Watch watch = any.watch();
            Map<Told, List<Transition>> all = any.told(7_200);
            List<Excursion> whole = Excursions.of(
                    GENERATOR,
                    new States(watch, all)
                            .conclude(Long.MIN_VALUE, 7_200 * SECOND, 7_200 * SECOND)
                            .transitions());
            for (List<Transition> told : all.values()) {
                for (Transition end : told) {
                    if (end.kind() != Transition.Kind.ENDED || startsAgain(told, end)) {
                        continue;
                    }
                    var since = new HashMap<Told, List<Transition>>();
                    all.forEach((of, each) -> since.put(of, sinceLastEnd(each, end.timeMicros() + 1)));
                    List<Excursion> part = Excursions.of(
                            GENERATOR,
                            new States(watch, since)
                                    .conclude(end.timeMicros(), 7_200 * SECOND, 7_200 * SECOND)
                                    .transitions());
                    assertThat(part)
                            .as("seed %s round %s end %s", seed, round, end.timeMicros() / SECOND)
                            .isEqualTo(whole.stream()
                                    .filter(e -> e.confirmedMicros() > end.timeMicros())
                                    .toList());
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(100);
    }

    private static boolean startsAgain(List<Transition> told, Transition end) {
        return told.stream().anyMatch(t -> t.timeMicros() == end.timeMicros() && t.kind() == Transition.Kind.STARTED);
    }

    private static List<Transition> sinceLastEnd(List<Transition> told, long before) {
        int begin = 0;
        for (int i = 0; i < told.size(); i++) {
            Transition each = told.get(i);
            if (each.kind() == Transition.Kind.ENDED && each.timeMicros() < before && !startsAgain(told, each)) {
                begin = i + 1;
            }
        }
        return told.subList(begin, told.size());
    }
}
