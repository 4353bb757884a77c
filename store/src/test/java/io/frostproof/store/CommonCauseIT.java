package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.desk.memory.MemoryDeskStore;
import io.frostproof.alerts.desk.memory.MemoryOutbox;
import io.frostproof.alerts.incident.Incident;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.notify.Notice;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Power cuts of a region of nine units at three nodes, in the database and in memory. */
class CommonCauseIT {

    private static final int UNITS = 9;
    private static final NoticeTargets TARGETS = new NoticeTargets(List.of("webhook"), List.of("email"));
    private static final long MINUTE = 60_000_000L;

    private final FakeClock clock = FakeClock.at(DeskWorld.BEGIN);
    private final MemoryOutbox outbox = new MemoryOutbox();
    private final MemoryDeskStore memory = new MemoryDeskStore(outbox, MemoryDeskStore.Limits.USUAL);
    private final Desk memoryDesk = new Desk(memory, "north", TARGETS, clock);
    private final Map<String, Integer> channels = new TreeMap<>();
    private long batch;

    private static Network network() {
        var nodes = new ArrayList<Node>();
        var units = new ArrayList<Unit>();
        var devices = new ArrayList<Device>();
        for (int n = 0; n < UNITS; n++) {
            String node = "node-" + n / 3;
            if (n % 3 == 0) {
                nodes.add(new Node(node, "north", "Node " + n / 3, NodeKind.COLD_STORE, ZoneId.of("Europe/Oslo")));
            }
            units.add(new Unit("fridge-" + n, node, "Fridge " + n, UnitKind.FRIDGE, "fridge"));
            devices.add(new Device(
                    "meter-" + n,
                    node,
                    Duration.ofMinutes(1),
                    List.of(new Channel(
                            "mains",
                            Quantity.MAINS,
                            MeasureUnit.ONE,
                            Duration.ofMinutes(2),
                            List.of(new Placement("fridge-" + n, DeskWorld.BEGIN, null))))));
        }
        return new Network(
                List.of(new Region("north", "North")),
                nodes,
                List.of(new StorageProfile(
                        "fridge",
                        "Fridge",
                        2.0,
                        8.0,
                        List.of(new Condition(
                                "mains_lost", Level.WARNING, Quantity.MAINS, Operator.BELOW, 1, Duration.ZERO, 0)),
                        "test")),
                units,
                devices,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private PostgresReadingLog open(Database database, DeskMirror mirror) {
        new NetworkImporter(database).run(network());
        for (KnownDevice device : new PostgresDeviceDirectory(database).all()) {
            device.channels().values().forEach(channel -> channels.put(device.id(), channel.id()));
        }
        mirror.refresh();
        memory.begin(mirror.seed().desk());
        return new PostgresReadingLog(database);
    }

    private void conclude(PostgresReadingLog log, int unit, Transition.Kind kind, long micros) {
        int channel = Objects.requireNonNull(channels.get("meter-" + unit));
        var transition = new Transition(
                "mains_lost",
                "fridge-" + unit,
                kind,
                kind == Transition.Kind.STARTED ? Level.WARNING : null,
                micros,
                micros,
                0);
        var of = new Batch.ChannelTransitions(channel, "north", List.of(transition));
        log.commit(new Batch(
                ++batch,
                clock.instant(),
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(of),
                List.of(),
                Map.of(),
                Set.of()));
        assertThat(memory.append("north", channel, List.of(transition))).isTrue();
    }

    private static void work(Desk desk) {
        while (desk.work()) {
            // until nothing waits
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void bothDesksEndInTheSameGroupsAndNotices(PostgresFlavour flavour) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("CommonCauseIT -Dseed=" + seed);
        var random = new Random(seed);
        try (Database database = TestStore.open(flavour)) {
            var mirror = new DeskMirror(database, clock);
            PostgresReadingLog log = open(database, mirror);
            var desk = new Desk(new PostgresDeskStore(database, mirror), "north", TARGETS, clock);
            long time = Sql.micros(DeskWorld.BEGIN);
            var away = new boolean[UNITS];
            var last = new long[UNITS];
            for (int step = 0; step < 250; step++) {
                int unit = random.nextInt(UNITS);
                time += random.nextInt(12) == 0 ? 20 * MINUTE : random.nextInt(3) * MINUTE / 2;
                // Some know later what happened earlier.
                long at = Math.max(last[unit] + MINUTE, time - random.nextInt(6) * MINUTE);
                last[unit] = at;
                away[unit] = !away[unit];
                clock.set(Sql.instant(Math.max(time, at)));
                conclude(log, unit, away[unit] ? Transition.Kind.STARTED : Transition.Kind.ENDED, at);
                if (random.nextInt(3) == 0) {
                    work(desk);
                    work(memoryDesk);
                }
            }
            work(desk);
            work(memoryDesk);
            List<Incident> incidents = database.read(connection ->
                    Sql.list(connection, PostgresDeskTransaction::incident, "select * from incident order by id"));
            assertThat(memory.counts().incidents()).isEqualTo(incidents.size());
            memory.inTransaction(transaction -> {
                incidents.forEach(
                        one -> assertThat(transaction.incident(one.id())).isEqualTo(one));
                return true;
            });
            assertThat(told()).isEqualTo(outbox(database));
            assertThat(incidents).anyMatch(one -> one.memberOf() != null).anyMatch(one -> one.timesOpened() > 1);
            assertThat(told().values())
                    .extracting(notice -> notice.kind())
                    .contains(Notice.Kind.INCIDENT_WIDENED, Notice.Kind.INCIDENT_RECOVERED);
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void whoSeesToTheLeadSeesToItsMembers(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            var mirror = new DeskMirror(database, clock);
            PostgresReadingLog log = open(database, mirror);
            var desk = new Desk(new PostgresDeskStore(database, mirror), "north", TARGETS, clock);
            var queries = new IncidentQueries(database);
            long begin = Sql.micros(DeskWorld.BEGIN);
            for (int unit = 0; unit < 4; unit++) {
                conclude(log, unit, Transition.Kind.STARTED, begin + unit * MINUTE);
            }
            work(desk);
            IncidentQueries.Summary lead =
                    queries.list(IncidentQueries.Wanted.ALL, PageRequest.first(10)).items().stream()
                            .filter(one -> one.memberOf() == null)
                            .findFirst()
                            .orElseThrow();
            assertThat(lead.unit()).isEqualTo("fridge-0");
            assertThat(lead.memberCount()).isEqualTo(3);
            assertThat(lead.commonCause()).isEqualTo("power");
            IncidentQueries.Detail detail = queries.find(lead.id()).orElseThrow();
            assertThat(detail.members())
                    .extracting(IncidentQueries.Other::unitName)
                    .containsExactly("Fridge 1", "Fridge 2", "Fridge 3");
            assertThat(detail.power()).isEmpty();

            Instant now = DeskWorld.BEGIN.plusSeconds(600);
            assertThat(queries.acknowledge(lead.id(), "ana", now)).isEqualTo(new Move.Made());
            for (IncidentQueries.Other member : detail.members()) {
                IncidentQueries.Detail one = queries.find(member.id()).orElseThrow();
                assertThat(one.incident().state()).isEqualTo("acknowledged");
                assertThat(one.incident().assignee()).isEqualTo("ana");
                assertThat(Objects.requireNonNull(one.lead()).id()).isEqualTo(lead.id());
                assertThat(one.history().getLast().detail().get("lead").asText())
                        .isEqualTo(lead.id().toString());
            }
            // One that joins now is seen to as well, and one that has recovered is closed with the others.
            conclude(log, 4, Transition.Kind.STARTED, begin + 5 * MINUTE);
            conclude(log, 1, Transition.Kind.ENDED, begin + 6 * MINUTE);
            work(desk);
            assertThat(states(database))
                    .containsOnlyOnce("recovered")
                    .contains("acknowledged")
                    .hasSize(5);
            assertThat(queries.resolve(lead.id(), "ana", "grid", now)).isEqualTo(new Move.Made());
            assertThat(states(database)).containsOnly("resolved");
        }
    }

    private static List<String> states(Database database) {
        return database.read(
                connection -> Sql.list(connection, row -> row.getString(1), "select state from incident order by id"));
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
                        kept.notice().key() + " -> " + kept.target(),
                        Sql.fromJson(Sql.json(kept.notice()).text(), Notice.class)));
        return notices;
    }
}
