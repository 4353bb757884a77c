package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.decision.Decision;
import io.frostproof.alerts.decision.DecisionState;
import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.DeskStore;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.desk.memory.DeskSeed;
import io.frostproof.alerts.desk.memory.MemoryDeskStore;
import io.frostproof.alerts.desk.memory.MemoryOutbox;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.incident.IncidentState;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A desk in memory finds, settles and tells what the desk in the database does. */
class MemoryDeskContractIT {

    private static final NoticeTargets TARGETS = new NoticeTargets(List.of("webhook"), List.of("email"));

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final FakeClock clock = FakeClock.at(DeskWorld.BEGIN);
    private MemoryOutbox outbox = new MemoryOutbox();
    private MemoryDeskStore memory = new MemoryDeskStore(outbox, MemoryDeskStore.Limits.USUAL);
    private Desk memoryDesk = new Desk(memory, "north", TARGETS, clock);

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void theSameTransitionsEndInTheSameIncidentsDecisionsAndNotices(PostgresFlavour flavour) {
        System.out.println("MemoryDeskContractIT -Dseed=" + seed);
        try (Database database = TestStore.open(flavour)) {
            var world = new DeskWorld(database, random);
            var mirror = new DeskMirror(database, clock);
            var store = new PostgresDeskStore(database, mirror);
            var desk = new Desk(store, "north", TARGETS, clock);
            mirror.refresh();
            memory.begin(mirror.seed().desk());
            var before = new ArrayList<List<Batch.ChannelTransitions>>();
            for (int step = 0; step < 300 || (step < 3_000 && !toldOfEverything(database)); step++) {
                clock.advance(Duration.ofSeconds(10));
                List<Batch.ChannelTransitions> next = world.next();
                if (random.nextInt(20) == 0 && !before.isEmpty()) {
                    next = before.get(random.nextInt(before.size())); // comes again
                }
                if (!next.isEmpty()) {
                    before.add(next);
                    world.commit(next, clock.instant());
                    append(next);
                }
                if (random.nextInt(3) == 0) {
                    work(desk);
                    work(memoryDesk);
                    people(database, List.of(store, memory));
                }
            }
            work(desk);
            work(memoryDesk);

            Map<UUID, Incident> incidents = incidents(database);
            assertThat(memory.counts().incidents()).isEqualTo(incidents.size());
            assertSame(incidents.keySet(), store);
            assertThat(told()).isEqualTo(outbox(database));
            // Or the test would prove nothing.
            assertThat(toldOfEverything(database)).isTrue();
        }
    }

    private boolean toldOfEverything(Database database) {
        Set<IncidentState> states =
                incidents(database).values().stream().map(Incident::state).collect(Collectors.toSet());
        Set<String> keys = told().keySet();
        return states.containsAll(Set.of(IncidentState.RECOVERED, IncidentState.RESOLVED))
                && keys.stream().anyMatch(key -> key.contains(":again:"))
                && keys.stream().anyMatch(key -> key.contains(":level:"));
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aDeskInMemoryGoesOnFromTheMirrorAsTheDatabasesDeskWould(PostgresFlavour flavour) {
        System.out.println("MemoryDeskContractIT -Dseed=" + seed);
        try (Database database = TestStore.open(flavour)) {
            var world = new DeskWorld(database, random);
            var mirror = new DeskMirror(database, clock);
            var store = new PostgresDeskStore(database, mirror);
            var desk = new Desk(store, "north", TARGETS, clock);
            var changes = new ChangeLog(database);
            var movements = new MovementLog(database);
            mirror.refresh();
            for (int round = 0; round < 2; round++) {
                for (int step = 0; step < 60; step++) {
                    clock.advance(Duration.ofSeconds(10));
                    conclude(world, mirror);
                    if (random.nextInt(3) == 0) {
                        work(desk);
                        people(database, List.of(store));
                        move(world, movements);
                    }
                    if (random.nextInt(8) == 0) {
                        refresh(mirror, changes);
                    }
                }
                refresh(mirror, changes);
                assertIsAsIfLoadedAnew(mirror, database);
                // The database goes away, and the mirror has not read this: the desk was as fast as the lanes, or too
                // slow for any of it.
                boolean fast = random.nextBoolean();
                if (fast) {
                    work(desk);
                }
                for (int step = 0; step < random.nextInt(20); step++) {
                    conclude(world, mirror);
                    if (fast) {
                        work(desk);
                    }
                }
                Map<String, Notice> toldBefore = outbox(database);
                outbox = new MemoryOutbox();
                memory = new MemoryDeskStore(outbox, MemoryDeskStore.Limits.USUAL);
                memoryDesk = new Desk(memory, "north", TARGETS, clock);
                DeskMirror.Seed seen = mirror.seed();
                memory.begin(seen.desk());
                long version = outbox.version();
                // What people are told depends on when a desk works, and what an incident goes by on what they were
                // told: both
                // take the same portions.
                if (fast) {
                    work(memoryDesk);
                }
                for (Batch.ChannelTransitions of : seen.since()) {
                    append(List.of(of));
                    if (fast) {
                        work(memoryDesk);
                    }
                }
                work(desk);
                work(memoryDesk);
                for (int step = 0; step < 60; step++) {
                    clock.advance(Duration.ofSeconds(10));
                    List<Batch.ChannelTransitions> next = world.next();
                    world.commit(next, clock.instant());
                    append(next);
                    mirror.committed(next);
                    if (random.nextInt(3) == 0) {
                        work(desk);
                        work(memoryDesk);
                    }
                }
                work(desk);
                work(memoryDesk);

                Map<UUID, Incident> incidents = incidents(database);
                var known = new TreeSet<UUID>();
                memory.inTransaction(transaction -> {
                    incidents.keySet().stream()
                            .filter(id -> transaction.incident(id) != null)
                            .forEach(known::add);
                    return true;
                });
                assertThat(memory.counts().incidents()).isEqualTo(known.size());
                assertThat(known)
                        .containsAll(incidents.values().stream()
                                .filter(incident -> incident.state().open())
                                .map(Incident::id)
                                .toList());
                assertSame(known, store);
                Map<String, Notice> toldNow = outbox(database);
                var fresh = new TreeSet<>(toldNow.keySet());
                fresh.removeAll(toldBefore.keySet());
                var toldFromMemory = new TreeSet<String>();
                outbox.changedSince(version).forEach(kept -> toldFromMemory.add(key(kept)));
                assertThat(toldFromMemory).containsAll(fresh);
                assertThat(toldNow.keySet()).containsAll(toldFromMemory);
            }
        }
    }

    private void conclude(DeskWorld world, DeskMirror mirror) {
        List<Batch.ChannelTransitions> next = world.next();
        world.commit(next, clock.instant());
        mirror.committed(next);
    }

    private static void refresh(DeskMirror mirror, ChangeLog changes) {
        while (!changes.publish(1_000).isEmpty()) {
            // until nothing waits
        }
        mirror.refresh();
    }

    /** What was pieced together from changes is what is there. */
    private void assertIsAsIfLoadedAnew(DeskMirror mirror, Database database) {
        var anew = new DeskMirror(database, clock);
        anew.refresh();
        DeskSeed pieced = mirror.seed().desk();
        DeskSeed whole = anew.seed().desk();
        assertThat(mirror.seed().since()).isEmpty();
        assertThat(pieced.units()).isEqualTo(whole.units());
        assertThat(pieced.work()).isEqualTo(whole.work());
        assertThat(pieced.waiting()).isEqualTo(whole.waiting());
        whole.stays()
                .forEach((unit, stays) -> assertThat(pieced.stays().get(unit)).isEqualTo(stays));
        assertThat(Set.copyOf(pieced.incidents())).isEqualTo(Set.copyOf(whole.incidents()));
        assertThat(pieced.slots()).containsAll(whole.slots());
    }

    private void append(List<Batch.ChannelTransitions> transitions) {
        transitions.forEach(of -> assertThat(memory.append(of.region(), of.channelId(), of.transitions()))
                .isTrue());
    }

    private static void work(Desk desk) {
        while (desk.work()) {
            // until nothing waits
        }
    }

    /** Somebody acknowledges or closes an incident, or decides about stock. */
    private void people(Database database, List<DeskStore> stores) {
        if (random.nextInt(4) != 0) {
            return;
        }
        List<Incident> incidents = incidents(database).values().stream()
                .filter(incident ->
                        incident.state() != IncidentState.RETRACTED && incident.state() != IncidentState.RESOLVED)
                .toList();
        if (incidents.isEmpty()) {
            return;
        }
        Incident one = incidents.get(random.nextInt(incidents.size()));
        IncidentState state = one.state() == IncidentState.OPEN && random.nextBoolean()
                ? IncidentState.ACKNOWLEDGED
                : IncidentState.RESOLVED;
        DecisionState verdict = random.nextBoolean() ? DecisionState.APPROVED : DecisionState.REJECTED;
        boolean decide = random.nextBoolean();
        for (DeskStore store : stores) {
            store.inTransaction(transaction -> {
                if (decide) {
                    for (Decision decision : transaction.decisions(one.id())) {
                        if (decision.state() == DecisionState.PROPOSED) {
                            transaction.save(
                                    decision.with(verdict, decision.handlingUnits()), Map.of(), clock.instant());
                        }
                    }
                } else {
                    transaction.save(one.withState(state), "north", clock.instant());
                }
                return true;
            });
        }
    }

    private void move(DeskWorld world, MovementLog movements) {
        if (random.nextInt(6) == 0) {
            Instant at = world.now().minus(Duration.ofMinutes(random.nextInt(600)));
            movements.record(
                    "hu-" + (1 + random.nextInt(3)),
                    random.nextInt(6) == 0 ? null : "fridge-" + (1 + random.nextInt(2)),
                    at,
                    clock.instant());
        }
    }

    private static Map<UUID, Incident> incidents(Database database) {
        var incidents = new TreeMap<UUID, Incident>();
        database.read(connection ->
                        Sql.list(connection, PostgresDeskTransaction::incident, "select * from incident order by id"))
                .forEach(incident -> incidents.put(incident.id(), incident));
        return incidents;
    }

    private void assertSame(Set<UUID> incidents, DeskStore store) {
        memory.inTransaction(here -> store.inTransaction(there -> {
            for (UUID id : incidents) {
                assertThat(here.incident(id)).isEqualTo(there.incident(id));
                assertThat(here.excursions(id)).isEqualTo(there.excursions(id));
                assertThat(here.decisions(id)).isEqualTo(there.decisions(id));
            }
            return true;
        }));
    }

    private static Map<String, Notice> outbox(Database database) {
        var notices = new TreeMap<String, Notice>();
        database.read(connection -> Sql.list(
                connection,
                row -> notices.put(
                        row.getString("key") + " -> " + row.getString("target"),
                        Sql.fromJson(row.getString("notice"), Notice.class)),
                "select key, target, notice from outbox"));
        return notices;
    }

    private Map<String, Notice> told() {
        var notices = new TreeMap<String, Notice>();
        outbox.changedSince(0)
                .forEach(kept -> notices.put(
                        key(kept), Sql.fromJson(Sql.json(kept.notice()).text(), Notice.class)));
        return notices;
    }

    private static String key(KeptNotice kept) {
        return Objects.requireNonNull(kept.notice().key()) + " -> " + kept.target();
    }
}
