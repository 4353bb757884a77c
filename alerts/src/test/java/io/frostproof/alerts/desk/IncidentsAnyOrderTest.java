package io.frostproof.alerts.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.condition.Tries;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.incident.Told;
import io.frostproof.alerts.network.StorageProfile;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever order readings came in, and whatever people were told meanwhile: in the end the incidents are those of the excursions. */
class IncidentsAnyOrderTest {

    private static final int CASES = 400;
    private static final long MINUTE = Tries.MINUTE;
    private static final List<Condition> CONDITIONS =
            List.of(Tries.above8(Level.WARNING, 60), Tries.condition(Level.CRITICAL, Operator.ABOVE, 20, 0, 0));

    /** One reading of a channel of the unit. */
    private record Reading(int channel, long minute, double celsius) {}

    static Stream<Long> seeds() {
        long first = Long.getLong("seed", System.nanoTime());
        return Stream.iterate(first, seed -> seed + 1).limit(CASES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endInTheSameIncidents(long seed) {
        var random = new Random(seed);
        List<Reading> readings = readings(random);
        var inOrder = new Unit();
        inOrder.know(readings);
        inOrder.work();

        var shuffled = new ArrayList<>(readings);
        Collections.shuffle(shuffled, random);
        var late = new Unit();
        int portion = 1 + random.nextInt(shuffled.size());
        for (int from = 0; from < shuffled.size(); from += portion) {
            late.know(shuffled.subList(from, Math.min(shuffled.size(), from + portion)));
            late.work();
        }

        assertThat(late.incidents()).as("seed " + seed).isEqualTo(inOrder.incidents());
        assertThat(late.alone()).as("an incident is one group; seed " + seed).isTrue();
        assertThat(late.lost())
                .as("people find whatever they were told of; seed " + seed)
                .isEmpty();
    }

    /** Two probes, warm and cold spells of some minutes to hours, gaps. */
    private static List<Reading> readings(Random random) {
        var readings = new ArrayList<Reading>();
        for (int channel = 1; channel <= 2; channel++) {
            long minute = random.nextInt(60);
            int spells = 1 + random.nextInt(8);
            for (int spell = 0; spell < spells; spell++) {
                double celsius = List.of(5.0, 5.0, 9.0, 25.0).get(random.nextInt(4));
                int count = 1 + random.nextInt(8);
                for (int i = 0; i < count; i++) {
                    readings.add(new Reading(channel, minute, celsius));
                    minute += random.nextInt(12) == 0 ? 20 + random.nextInt(60) : 5;
                }
            }
        }
        return readings;
    }

    /** A unit with two probes and the desk of its region. */
    private static final class Unit {
        private final MemoryDesk store =
                new MemoryDesk(new StorageProfile("fridge", "Fridge", 2.0, 8.0, CONDITIONS, "invented"));
        private final Desk desk = new Desk(
                store,
                "north",
                new NoticeTargets(List.of("webhook"), List.of("email")),
                InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z")));
        private final TreeMap<Integer, TreeMap<Long, Double>> known = new TreeMap<>();

        /** As lanes do: what the readings known by now conclude, and work for the desk from where that is different. */
        void know(List<Reading> more) {
            more.forEach(reading -> known.computeIfAbsent(reading.channel(), channel -> new TreeMap<>())
                    .put(reading.minute(), reading.celsius()));
            more.stream().map(Reading::channel).distinct().forEach(this::conclude);
        }

        private void conclude(int channel) {
            var all = new ArrayList<Transition>();
            var monitor = new ChannelMonitor(Tries.plan(600, CONDITIONS.toArray(Condition[]::new)));
            known.getOrDefault(channel, new TreeMap<>())
                    .forEach((minute, celsius) -> monitor.accept(minute * MINUTE, celsius, all::add));
            all.removeIf(transition -> transition.slot().equals(Transition.DATA));
            List<Transition> before = store.transitions.getOrDefault(channel, List.of());
            int same = 0;
            while (same < Math.min(all.size(), before.size()) && all.get(same).equals(before.get(same))) {
                same++;
            }
            var differing = new ArrayList<>(all.subList(same, all.size()));
            differing.addAll(before.subList(same, before.size()));
            store.transitions.put(channel, all);
            differing.stream()
                    .mapToLong(Transition::timeMicros)
                    .min()
                    .ifPresent(from -> store.queue.add(new DeskTransaction.Work(channel, from)));
        }

        void work() {
            while (desk.work()) {
                assertThat(store.queue).isNotNull();
            }
        }

        /** Each with its interval in minutes and its excursions; not those that turned out to be nothing. */
        List<String> incidents() {
            return store.incidents.values().stream()
                    .filter(incident -> incident.state() != IncidentState.RETRACTED)
                    .sorted(Comparator.comparingLong(Incident::startedMicros))
                    .map(incident -> incident.state() + " " + incident.level() + " " + incident.startedMicros() / MINUTE
                            + ".." + incident.recoveredMicros() + " known again " + incident.unknownUntilMicros()
                            + " x" + incident.timesOpened() + " "
                            + store.excursions(incident.id()).stream()
                                    .map(excursion -> excursion.channelId() + " " + Tries.say(excursion))
                                    .toList())
                    .toList();
        }

        /** Incidents that people were told of, that are gone, and of which nothing says where. */
        List<Incident> lost() {
            return store.outbox.entrySet().stream()
                    .filter(sent -> sent.getKey().endsWith(" -> email"))
                    .map(sent -> Objects.requireNonNull(
                            store.incidents.get(sent.getValue().incidentId())))
                    .filter(told -> told.told() != Told.RETRACTED && !found(told, new HashSet<>()))
                    .toList();
        }

        private boolean found(Incident told, Set<UUID> seen) {
            UUID into = store.mergedInto.get(told.id());
            return told.state() != IncidentState.RETRACTED
                    || (into != null
                            && seen.add(into)
                            && found(Objects.requireNonNull(store.incidents.get(into)), seen));
        }

        /** Whether no two incidents are near enough to be one. */
        boolean alone() {
            List<Incident> all = store.incidents.values().stream()
                    .filter(incident -> incident.state() != IncidentState.RETRACTED)
                    .sorted(Comparator.comparingLong(Incident::startedMicros))
                    .toList();
            for (int i = 1; i < all.size(); i++) {
                Long until = all.get(i - 1).unknownUntilMicros();
                Long over = until == null ? all.get(i - 1).recoveredMicros() : until;
                if (over == null || all.get(i).startedMicros() - over <= Incident.REGROUP.toNanos() / 1000) {
                    return false;
                }
            }
            return true;
        }
    }
}
