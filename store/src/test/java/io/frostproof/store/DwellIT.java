package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.desk.memory.MemoryDeskStore;
import io.frostproof.alerts.desk.memory.MemoryOutbox;
import io.frostproof.alerts.network.DwellConfig;
import io.frostproof.alerts.network.DwellLimit;
import io.frostproof.alerts.network.DwellRules;
import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.RuleVersion;
import io.frostproof.alerts.network.Stage;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handling units that stay somewhere for too long, from movements in the database to incidents. */
class DwellIT {

    private static final Instant BEGIN = Instant.parse("2026-11-21T08:00:00Z");
    private static final NoticeTargets TARGETS = new NoticeTargets(List.of("webhook"), List.of("email"));
    private static final int HANDLING_UNITS = 50;

    private final FakeClock clock = FakeClock.at(BEGIN);

    private static Network network(DwellRules... rules) {
        return network(Map.of(), rules);
    }

    private static Network network(Map<String, Duration> handOffRecords, DwellRules... rules) {
        return new Network(
                List.of(new Region("north", "North"), new Region("south", "South")),
                List.of(
                        new Node("n1", "north", "Harbour", NodeKind.DOCK, ZoneId.of("UTC")),
                        new Node("n2", "south", "Mill", NodeKind.COLD_STORE, ZoneId.of("UTC"))),
                List.of(new StorageProfile("chilled", "Chilled", 2.0, 8.0, List.of(), "test")),
                List.of(
                        new Unit("dock-1", "n1", "Dock 1", UnitKind.DOCK_ZONE, "chilled"),
                        new Unit("dock-2", "n1", "Dock 2", UnitKind.DOCK_ZONE, "chilled"),
                        new Unit("room", "n1", "Room", UnitKind.COLD_ROOM, "chilled"),
                        new Unit("far-room", "n2", "Far room", UnitKind.COLD_ROOM, "chilled")),
                List.of(),
                List.of(new Product("milk", "Milk", "chilled"), new Product("ice", "Ice", "chilled")),
                List.of(new Lot("lot-1", "milk", null), new Lot("lot-2", "ice", null)),
                IntStream.rangeClosed(1, HANDLING_UNITS)
                        .mapToObj(i -> new HandlingUnit(
                                "h" + i, i == HANDLING_UNITS ? "lot-2" : "lot-1", BigDecimal.TEN, "crates"))
                        .toList(),
                List.of(),
                List.of(),
                null,
                List.of(),
                new DwellConfig(Map.of(), List.of(rules), handOffRecords));
    }

    private static DwellRules rules(DwellRules.Scope scope, String of, DwellLimit... limits) {
        return new DwellRules(0, scope, of, RuleVersion.FROM_THE_BEGINNING, List.of(limits), "test");
    }

    private static DwellLimit limit(Stage stage, Level level, int minutes) {
        return new DwellLimit(stage, false, level, Duration.ofMinutes(minutes));
    }

    private static final DwellRules DOCKS = rules(
            DwellRules.Scope.NETWORK,
            DwellRules.EVERYTHING,
            limit(Stage.DOCK, Level.WARNING, 30),
            limit(Stage.DOCK, Level.CRITICAL, 60));

    private void run(Database database, Network network) {
        new NetworkImporter(database, clock).run(network);
    }

    private void move(Database database, String handlingUnit, String unit, int minute) {
        var outcome = new MovementLog(database)
                .record(handlingUnit, unit, BEGIN.plus(Duration.ofMinutes(minute)), clock.instant());
        assertThat(outcome).isInstanceOf(MovementLog.Outcome.Recorded.class);
    }

    private void work(Database database) {
        var store = new PostgresDeskStore(database);
        for (String region : List.of("north", "south")) {
            var desk = new Desk(store, region, TARGETS, clock);
            while (desk.work()) {
                // until nothing waits
            }
        }
    }

    private void at(int minute) {
        clock.set(BEGIN.plus(Duration.ofMinutes(minute)));
    }

    private static List<String> texts(Database database, String sql) {
        return database.read(connection -> Sql.list(connection, row -> row.getString(1), sql));
    }

    private static List<String> incidents(Database database) {
        return texts(database, """
                select unit_id || ' ' || slot || ' ' || level || ' ' || state || ' '
                       || (select count(*) from excursion e where e.incident_id = i.id) || ' of which last '
                       || (select count(*) from excursion e where e.incident_id = i.id and e.ended_at is null)
                from incident i order by 1
                """);
    }

    private static List<String> told(Database database, String target) {
        return texts(
                database,
                "select notice ->> 'kind' || ' ' || jsonb_array_length(notice -> 'stock') || case when (notice ->> 'quiet')::boolean"
                        + " then ' quiet' else '' end from outbox where target = '" + target + "' order by id");
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void fiftyThatOverstayAreOneIncidentThatIsToldOnceAndAgainWhenGraverAndRecoversWithTheLast(
            PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            run(database, network(DOCKS));
            for (int i = 1; i <= HANDLING_UNITS; i++) {
                move(database, "h" + i, "dock-1", 0);
            }
            at(29);
            work(database);
            assertThat(incidents(database)).isEmpty();
            assertThat(texts(database, "select distinct due_at = timestamptz '2026-11-21T08:30:00Z' from dwell_look"))
                    .containsExactly("t");

            at(30);
            work(database);
            assertThat(incidents(database)).containsExactly("dock-1 dwell_dock warning open 50 of which last 50");
            assertThat(told(database, "email")).containsExactly("INCIDENT_OPENED 50");
            assertThat(texts(database, "select rule from excursion limit 1"))
                    .containsExactly("at most 30 min on the dock (every product)");
            assertThat(texts(database, "select count(*) from exposure")).containsExactly("50");
            assertThat(texts(database, "select count(*) from decision")).containsExactly("0");

            at(60);
            work(database);
            assertThat(incidents(database)).containsExactly("dock-1 dwell_dock critical open 50 of which last 50");
            assertThat(told(database, "email")).containsExactly("INCIDENT_OPENED 50", "INCIDENT_WORSENED 50");
            assertThat(texts(database, "select count(*) from dwell_look")).containsExactly("0");

            at(70);
            for (int i = 1; i < HANDLING_UNITS; i++) {
                move(database, "h" + i, "room", 65);
            }
            work(database);
            assertThat(incidents(database)).containsExactly("dock-1 dwell_dock critical open 50 of which last 1");
            move(database, "h50", "far-room", 70);
            work(database);
            assertThat(incidents(database)).containsExactly("dock-1 dwell_dock critical recovered 50 of which last 0");
            assertThat(told(database, "email"))
                    .containsExactly("INCIDENT_OPENED 50", "INCIDENT_WORSENED 50", "INCIDENT_RECOVERED 50");
            assertThat(texts(
                            database,
                            "select worst_value::int || value_unit from excursion where handling_unit_id = 'h50'"))
                    .containsExactly("70min");
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aMovementThatIsToldLateTakesItBackOrMovesIt(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            run(database, network(DOCKS));
            move(database, "h1", "dock-1", 0);
            move(database, "h2", "dock-2", 0);
            at(45);
            work(database);
            assertThat(incidents(database))
                    .containsExactly(
                            "dock-1 dwell_dock warning open 1 of which last 1",
                            "dock-2 dwell_dock warning open 1 of which last 1");
            move(database, "h1", "room", 20);
            move(database, "h2", "room", 10);
            move(database, "h2", "dock-2", 12);
            work(database);
            assertThat(incidents(database))
                    .containsExactly(
                            "dock-1 dwell_dock warning retracted 0 of which last 0",
                            "dock-2 dwell_dock warning open 1 of which last 1");
            assertThat(texts(database, "select to_char(started_at at time zone 'UTC', 'HH24:MI') from excursion"))
                    .containsExactly("08:42");
            assertThat(told(database, "email"))
                    .containsExactly("INCIDENT_OPENED 1", "INCIDENT_OPENED 1", "INCIDENT_RETRACTED 0");
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aProductHasLimitsOfItsOwnAndLimitsThatChangeHoldFromThenOn(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            DwellRules ice = rules(DwellRules.Scope.PRODUCT, "ice", limit(Stage.DOCK, Level.CRITICAL, 10));
            run(database, network(DOCKS, ice));
            move(database, "h1", "dock-1", 0);
            move(database, "h50", "dock-1", 0);
            at(12);
            work(database);
            assertThat(texts(database, "select handling_unit_id || ' ' || rule from excursion"))
                    .containsExactly("h50 at most 10 min on the dock (product ice)");
            at(20);
            run(
                    database,
                    network(
                            rules(DwellRules.Scope.NETWORK, DwellRules.EVERYTHING, limit(Stage.DOCK, Level.WARNING, 5)),
                            ice));
            work(database);
            assertThat(
                            texts(
                                    database,
                                    "select handling_unit_id || ' ' || to_char(started_at at time zone 'UTC', 'HH24:MI') from excursion order by 1"))
                    .containsExactly("h1 08:20", "h50 08:10");
            run(database, network(DOCKS, ice));
            work(database);
            assertThat(texts(database, "select count(*) from dwell_rule where scope = 'network'"))
                    .containsExactly("3");
        }
    }

    /** What movements leave behind does not depend on the order in which they were told, nor on when desks looked. */
    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void theOrderInWhichMovementsAreToldDoesNotMatter(PostgresFlavour flavour) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("DwellIT -Dseed=" + seed);
        var random = new Random(seed);
        var moves = new ArrayList<Object[]>();
        for (int i = 0; i < 60; i++) {
            moves.add(new Object[] {
                "h" + (1 + random.nextInt(6)),
                List.of("dock-1", "dock-2", "room", "far-room").get(random.nextInt(4)),
                i * 7 + random.nextInt(6)
            });
        }
        DwellRules storage = rules(
                DwellRules.Scope.PROFILE,
                "chilled",
                new DwellLimit(Stage.STORAGE, true, Level.CRITICAL, Duration.ofMinutes(60)));
        List<List<String>> results = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (Database database = TestStore.open(flavour)) {
                run(database, network(DOCKS, storage));
                if (run == 1) {
                    java.util.Collections.shuffle(moves, random);
                }
                for (Object[] move : moves) {
                    at(run == 0 ? (Integer) move[2] : 600);
                    move(database, (String) move[0], (String) move[1], (Integer) move[2]);
                    if (random.nextInt(3) == 0) {
                        work(database);
                    }
                }
                at(600);
                work(database);
                results.add(texts(database, """
                        select concat_ws(' ', handling_unit_id, unit_id, slot, level, started_at, critical_at, ended_at, worst_value)
                        from excursion order by 1
                        """));
            }
        }
        assertThat(results.get(1)).isEqualTo(results.get(0));
        assertThat(results.get(0)).hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aHandOffWithoutARecordShowsAndIsAnIncidentWhenItIsOverdue(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            run(database, network(Map.of("n1", Duration.ofMinutes(30))));
            var log = new HandOffLog(database);
            move(database, "h1", "dock-1", 0);
            move(database, "h2", "dock-1", 0);
            move(database, "h3", "far-room", 0);
            at(5);
            work(database);
            assertThat(log.missing("n1", null, null, new PageRequest(10, null), clock.instant())
                            .items())
                    .extracting(HandOffLog.Missing::handlingUnit)
                    .containsExactly("h1", "h2");
            assertThat(incidents(database)).isEmpty();
            var told = new HandOffLog.Told(
                    List.of("h1"), BEGIN.plusSeconds(60), null, "dock-1", "Carrier", "Ana", 4.2, null);
            assertThat(log.record(told, "ana", clock.instant()))
                    .isInstanceOfSatisfying(
                            HandOffLog.Outcome.Recorded.class,
                            recorded -> assertThat(recorded.fresh()).isTrue());
            assertThat(log.record(told, "ana", clock.instant().plusSeconds(60)))
                    .isInstanceOfSatisfying(
                            HandOffLog.Outcome.Recorded.class,
                            recorded -> assertThat(recorded.fresh()).isFalse());

            at(30);
            work(database);
            assertThat(log.missing(null, null, null, new PageRequest(10, null), clock.instant())
                            .items())
                    .extracting(one -> one.handlingUnit() + " " + one.overdue() + " " + one.missingS())
                    .containsExactly("h2 true 1800");
            assertThat(incidents(database)).containsExactly("dock-1 hand_off_missing warning open 1 of which last 1");

            at(40);
            log.record(
                    new HandOffLog.Told(List.of("h2"), BEGIN, null, null, "Carrier", "Ana", null, "nobody measured"),
                    "ana",
                    clock.instant());
            work(database);
            assertThat(incidents(database))
                    .containsExactly("dock-1 hand_off_missing warning recovered 1 of which last 0");
            assertThat(log.missing(null, null, null, new PageRequest(10, null), clock.instant())
                            .items())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aDeskInMemoryTellsWhatGetsDueAndNobodyIsToldTwice(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            run(database, network(DOCKS));
            move(database, "h1", "dock-1", 0);
            move(database, "h2", "dock-2", 5);
            move(database, "h3", "dock-2", 25);
            at(31);
            work(database);
            var mirror = new DeskMirror(database, clock);
            mirror.refresh();
            var outbox = new MemoryOutbox();
            var memory = new MemoryDeskStore(outbox, MemoryDeskStore.Limits.USUAL);
            memory.begin(mirror.seed().desk());
            var memoryDesk = new Desk(memory, "north", TARGETS, clock);

            at(70);
            assertThat(memory.regionsWithLooks(clock.instant())).containsExactly("north");
            while (memoryDesk.work()) {
                // until nothing is due
            }
            assertThat(memory.regionsWithLooks(clock.instant())).isEmpty();
            List<String> fromMemory = outbox.changedSince(0).stream()
                    .filter(kept -> kept.target().equals("email"))
                    .map(kept -> kept.notice().key())
                    .sorted()
                    .toList();
            List<String> before = texts(database, "select key from outbox where target = 'email' order by key");

            work(database);
            List<String> after = texts(database, "select key from outbox where target = 'email' order by key");
            var all = new java.util.TreeSet<>(before);
            all.addAll(fromMemory);
            assertThat(after).containsExactlyElementsOf(all);
            assertThat(fromMemory).hasSizeGreaterThan(1);
        }
    }
}
