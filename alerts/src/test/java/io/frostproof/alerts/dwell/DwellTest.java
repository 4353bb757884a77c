package io.frostproof.alerts.dwell;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.excursion.Excursion;
import io.frostproof.alerts.network.DwellLimit;
import io.frostproof.alerts.network.DwellRules;
import io.frostproof.alerts.network.DwellRules.Scope;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.Stage;
import io.frostproof.alerts.notify.Notice;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a handling unit was for longer than it may be. */
class DwellTest {

    private static final long MINUTE = MinuteByMinute.MINUTE;
    private static final List<Sojourn> PLACES = List.of(
            place("dock-1", "n1", Stage.DOCK),
            place("dock-2", "n1", Stage.DOCK),
            place("dock-3", "n2", Stage.DOCK),
            place("room-1", "n1", Stage.STORAGE),
            place("room-2", "n2", Stage.STORAGE),
            place("van", "n2", Stage.VEHICLE));

    private static Sojourn place(String unit, String node, Stage stage) {
        return new Sojourn(unit, node, "north", stage, 0, null);
    }

    private static Sojourn stay(int place, int from, @Nullable Integer to) {
        Sojourn of = PLACES.get(place);
        return new Sojourn(
                of.unit(), of.node(), of.region(), of.stage(), from * MINUTE, to == null ? null : to * MINUTE);
    }

    private static Held held(List<Sojourn> stays) {
        return new Held(new Notice.Stock("h1", "lot", "milk", BigDecimal.ONE, "crate"), "chilled", stays);
    }

    private static DwellLimit limit(Stage stage, boolean inAll, Level level, int minutes) {
        return new DwellLimit(stage, inAll, level, Duration.ofMinutes(minutes));
    }

    private static DwellRules rules(Scope scope, String of, long fromMicros, DwellLimit... limits) {
        return new DwellRules(1, scope, of, fromMicros, List.of(limits), "test");
    }

    private static String text(Excursion breach) {
        Long ended = breach.endedMicros();
        Long critical = breach.criticalMicros();
        return breach.unit() + " " + breach.slot() + " " + breach.level().id() + " "
                + MinuteByMinute.minute(breach.startedMicros()) + "-"
                + (ended == null ? "" : MinuteByMinute.minute(ended))
                + (critical == null ? "" : " " + MinuteByMinute.minute(critical));
    }

    private static Set<String> texts(List<Excursion> breaches) {
        return breaches.stream().map(DwellTest::text).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void breachesAreThoseOfLookingAtEachMinute() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("DwellTest -Dseed=" + seed);
        var random = new Random(seed);
        int found = 0;
        for (int i = 0; i < 4_000; i++) {
            Held held = held(randomStays(random));
            List<DwellRules> rules = randomRules(random);
            int now = 200 + random.nextInt(100);
            Dwell.Standing standing = Dwell.of(held, new DwellPolicy(rules), now * MINUTE);

            assertThat(texts(standing.breaches())).as("case " + i).isEqualTo(MinuteByMinute.of(held, rules, now));
            found += standing.breaches().size();
        }
        assertThat(found).isGreaterThan(2_000); // or it would prove nothing
    }

    @Test
    void lookingWhenSomethingIsDueMissesNothing() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("DwellTest -Dseed=" + seed);
        var random = new Random(seed);
        int changed = 0;
        for (int i = 0; i < 500; i++) {
            Held held = held(randomStays(random));
            var policy = new DwellPolicy(randomRules(random));
            int now = 200;
            Dwell.Standing looked = Dwell.of(held, policy, now * MINUTE);
            for (; now < 400; now++) {
                Dwell.Standing standing = Dwell.of(held, policy, now * MINUTE);
                long at = now * MINUTE;
                if (looked.due().stream().anyMatch(due -> due.micros() <= at)) {
                    looked = standing;
                    changed++;
                }
                assertThat(texts(standing.breaches()))
                        .as("case " + i + " minute " + now)
                        .isEqualTo(texts(looked.breaches()));
            }
        }
        assertThat(changed).isGreaterThan(100);
    }

    @Test
    void aMoveWithinOneStageOfANodeGoesOnCountingAndTheNextUnitHasABreachOfItsOwn() {
        var policy = new DwellPolicy(List.of(rules(
                Scope.NETWORK,
                DwellRules.EVERYTHING,
                RuleVersion.FROM_THE_BEGINNING,
                limit(Stage.DOCK, false, Level.WARNING, 30),
                limit(Stage.DOCK, false, Level.CRITICAL, 60))));
        Held shuffled = held(List.of(stay(0, 0, 40), stay(1, 40, 50), stay(3, 50, 60), stay(0, 60, null)));

        assertThat(texts(Dwell.of(shuffled, policy, 100 * MINUTE).breaches()))
                .containsExactly(
                        "dock-1 dwell_dock warning 30-40",
                        "dock-1 dwell_dock warning 90-",
                        "dock-2 dwell_dock warning 40-50");
        assertThat(Dwell.of(shuffled, policy, 100 * MINUTE).due())
                .containsExactly(new Dwell.Due("north", 120 * MINUTE));
    }

    private static Held held(List<Sojourn> stays, List<List<Sojourn>> pasts) {
        return new Held(
                new Notice.Stock("h1", "lot", "milk", BigDecimal.ONE, "crate"), "chilled", stays, pasts, Set.of());
    }

    private static final DwellPolicy DOCK_AND_STORAGE = new DwellPolicy(List.of(rules(
            Scope.NETWORK,
            DwellRules.EVERYTHING,
            RuleVersion.FROM_THE_BEGINNING,
            limit(Stage.DOCK, false, Level.WARNING, 30),
            limit(Stage.STORAGE, true, Level.CRITICAL, 100))));

    @Test
    void aPartHasTheTimeOfItsWholeWhereItStays() {
        // Split off on the dock after 20 min, brought to the next dock of the node, and away.
        List<Sojourn> own = List.of(stay(0, 20, 25), stay(1, 25, 50), stay(3, 50, null));
        var past = new ArrayList<>(List.of(stay(3, -90, 0), stay(0, 0, 20)));
        past.addAll(own);
        Held part = held(own, List.of(past));

        assertThat(texts(Dwell.of(part, DOCK_AND_STORAGE, 55 * MINUTE).breaches()))
                .containsExactly("dock-2 dwell_dock warning 30-50");
        assertThat(Dwell.of(part, DOCK_AND_STORAGE, 55 * MINUTE).due())
                .containsExactly(new Dwell.Due("north", 60 * MINUTE)); // 90 min in storage before
        assertThat(Dwell.timers(
                        held(List.of(stay(0, 20, null)), List.of(List.of(stay(0, 0, 20), stay(0, 20, null)))),
                        DOCK_AND_STORAGE,
                        22 * MINUTE))
                .extracting(Dwell.Timer::sinceMicros)
                .containsExactly(0L);
        // One that comes from elsewhere begins anew.
        assertThat(Dwell.timers(
                        held(List.of(stay(0, 20, null)), List.of(List.of(stay(3, 0, 20), stay(0, 20, null)))),
                        DOCK_AND_STORAGE,
                        22 * MINUTE))
                .extracting(Dwell.Timer::sinceMicros)
                .containsExactly(20 * MINUTE);
    }

    @Test
    void goodsThatWereThereForLongerBringTheirTimeAlong() {
        List<Sojourn> own = List.of(stay(0, 0, null));
        Held whole = held(own, List.of(own, List.of(stay(1, -25, 10), stay(0, 10, null))));

        assertThat(texts(Dwell.of(whole, DOCK_AND_STORAGE, 12 * MINUTE).breaches()))
                .containsExactly("dock-1 dwell_dock warning 10-");
        assertThat(texts(Dwell.of(whole, DOCK_AND_STORAGE, 9 * MINUTE).breaches()))
                .isEmpty();
    }

    /** Cutting a life into names, as splitting does, changes no breach but which name has it. */
    @Test
    void splittingResetsNothing() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("DwellTest -Dseed=" + seed);
        var random = new Random(seed);
        int found = 0;
        for (int i = 0; i < 2_000; i++) {
            List<Sojourn> life = randomStays(random);
            var policy = new DwellPolicy(randomRules(random));
            long now = (200 + random.nextInt(100)) * MINUTE;
            long cut = random.nextInt(200) * MINUTE + MINUTE / 2;
            var whole = new ArrayList<Sojourn>();
            var part = new ArrayList<Sojourn>();
            for (Sojourn one : life) {
                if (one.fromMicros() < cut) {
                    Long to = one.endMicros() > cut ? Long.valueOf(cut) : one.toMicros();
                    whole.add(new Sojourn(one.unit(), one.node(), one.region(), one.stage(), one.fromMicros(), to));
                }
                if (one.endMicros() > cut) {
                    long from = Math.max(one.fromMicros(), cut);
                    part.add(new Sojourn(one.unit(), one.node(), one.region(), one.stage(), from, one.toMicros()));
                }
            }
            var past = new ArrayList<>(whole);
            past.addAll(part);
            List<Excursion> expected = Dwell.of(held(life), policy, now).breaches();
            List<Excursion> ofWhole = Dwell.of(held(whole), policy, now).breaches();
            List<Excursion> ofPart =
                    Dwell.of(held(part, List.of(past)), policy, now).breaches();

            for (long t = MINUTE / 4; t < now; t += MINUTE / 2) {
                assertThat(at(t < cut ? ofWhole : ofPart, t))
                        .as("seed %d case %d at %d", seed, i, t)
                        .isEqualTo(at(expected, t));
            }
            found += expected.size();
        }
        assertThat(found).isGreaterThan(1_000);
    }

    private static Set<String> at(List<Excursion> breaches, long micros) {
        return breaches.stream()
                .filter(one ->
                        one.startedMicros() <= micros && (one.endedMicros() == null || micros < one.endedMicros()))
                .map(one -> one.unit() + " " + one.slot())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void timeInAllCountsOverPlacesAndOtherNodes() {
        var policy = new DwellPolicy(List.of(rules(
                Scope.NETWORK,
                DwellRules.EVERYTHING,
                RuleVersion.FROM_THE_BEGINNING,
                limit(Stage.STORAGE, true, Level.CRITICAL, 100))));
        Held moved = held(List.of(stay(3, 0, 60), stay(5, 60, 90), stay(4, 90, 150), stay(3, 150, null)));

        List<Excursion> breaches = Dwell.of(moved, policy, 200 * MINUTE).breaches();

        assertThat(texts(breaches))
                .containsExactly(
                        "room-1 dwell_storage_in_all critical 150- 150",
                        "room-2 dwell_storage_in_all critical 130-150 130");
        assertThat(breaches.getFirst().worst()).isEqualTo(120); // minutes in all when it left
    }

    private static List<Sojourn> randomStays(Random random) {
        var stays = new ArrayList<Sojourn>();
        int at = random.nextInt(20);
        while (at < 200) {
            int next = at + 1 + random.nextInt(random.nextInt(80) + 1);
            if (random.nextInt(6) != 0) {
                stays.add(stay(random.nextInt(PLACES.size()), at, next < 200 ? (Integer) next : null));
            }
            at = next;
        }
        return stays;
    }

    private static List<DwellRules> randomRules(Random random) {
        var rules = new ArrayList<DwellRules>();
        for (Scope scope : Scope.values()) {
            String of = switch (scope) {
                case NETWORK -> DwellRules.EVERYTHING;
                case PROFILE -> "chilled";
                case PRODUCT -> random.nextInt(3) == 0 ? "berries" : "milk";
                case UNIT -> PLACES.get(random.nextInt(PLACES.size())).unit();
            };
            long from = RuleVersion.FROM_THE_BEGINNING;
            for (int n = random.nextInt(3); n > 0; n--) {
                var limits = new ArrayList<DwellLimit>();
                for (int l = random.nextInt(5); l > 0; l--) {
                    limits.add(limit(
                            List.of(Stage.values()).get(random.nextInt(Stage.values().length)),
                            random.nextInt(3) == 0,
                            random.nextBoolean() ? Level.WARNING : Level.CRITICAL,
                            1 + random.nextInt(90)));
                }
                rules.add(rules(scope, of, from, limits.toArray(DwellLimit[]::new)));
                from = (from == RuleVersion.FROM_THE_BEGINNING ? 0 : from) + random.nextInt(150) * MINUTE;
            }
        }
        return rules;
    }
}
