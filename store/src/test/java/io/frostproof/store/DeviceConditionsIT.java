package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.desk.memory.MemoryDeskStore;
import io.frostproof.alerts.desk.memory.MemoryOutbox;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Movement;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Product;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.device.Heard;
import io.frostproof.ingest.device.Presence;
import io.frostproof.ingest.device.Said;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.intake.SuspectReading;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A room with two devices: one says in its status how its battery is, one has a channel for it. Below 20 % for 30 min; and clocks that are off by
 * more than 5 min for 10 min. Minutes since the beginning.
 */
class DeviceConditionsIT {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final NoticeTargets TARGETS = new NoticeTargets(List.of("webhook"), List.of());

    private final FakeClock clock = FakeClock.at(BEGIN);
    private long batch;

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aRuleAboutBatteriesFindsADeviceThatSaysItsBatteryInItsStatusOnly(PostgresFlavour flavour) {
        try (Database database = opened(flavour)) {
            Desk desk = desk(database);
            status(database, "plain", 0, 1, 50);
            status(database, "metered", 0, 1, 5);
            work(desk, 1);
            status(database, "plain", 10, 1, 15);
            work(desk, 39);
            assertThat(incidents(database)).isEmpty();

            // Another server: what it waits for is on record.
            work(desk(database), 40);
            assertThat(incidents(database)).containsExactly("battery_low warning open");
            assertThat(texts(
                            database,
                            "select c.device_id || ' ' || e.rule || ' ' || e.at_desk from excursion e"
                                    + " join channel c on c.id = e.channel_id"))
                    .singleElement()
                    .asString()
                    .startsWith("plain < 20 % for 30 min")
                    .endsWith(" true");
            assertThat(texts(database, "select key from outbox")).hasSize(1);
            // A battery does nothing to stock, although its excursion is filed with a thermometer.
            assertThat(texts(database, "select id from decision")).isEmpty();

            // The will of an older connection counts for nothing, and what is said again is no news.
            status(database, "plain", 50, 0, 90);
            status(database, "plain", 60, 1, 15);
            work(desk, 70);
            assertThat(incidents(database)).containsExactly("battery_low warning open");
            status(database, "plain", 80, 2, 90);
            work(desk, 81);
            assertThat(incidents(database)).containsExactly("battery_low warning recovered");
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void theDeskInMemoryLeavesWhatIsKnownOfDevicesAsItIs(PostgresFlavour flavour) {
        try (Database database = opened(flavour)) {
            var mirror = new DeskMirror(database, clock);
            var desk = new Desk(new PostgresDeskStore(database, mirror), "north", TARGETS, clock);
            status(database, "plain", 0, 1, 15);
            work(desk, 40);
            read(database, 41, 41);
            mirror.refresh();
            var outbox = new MemoryOutbox();
            var memory = new MemoryDeskStore(outbox, MemoryDeskStore.Limits.USUAL);
            memory.begin(mirror.seed().desk());
            work(new Desk(memory, "north", TARGETS, clock), 45);
            assertThat(outbox.changedSince(0)).isEmpty();
            work(desk, 46);
            assertThat(incidents(database)).containsExactly("battery_low warning open");
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void tellsOfAClockThatIsAheadUntilAReadingShowsThatItIsRight(PostgresFlavour flavour) {
        try (Database database = opened(flavour)) {
            Desk desk = desk(database);
            read(database, 0, 0);
            suspect(database, 1, 61);
            work(desk, 2);
            suspect(database, 6, 66);
            // A backlog from before is no proof that the clock is right.
            read(database, 7, -30);
            work(desk, 10);
            assertThat(incidents(database)).isEmpty();
            work(desk, 11);
            assertThat(incidents(database)).containsExactly("clock_off warning open");
            assertThat(texts(database, "select worst_value::int || ' ' || value_unit from excursion"))
                    .containsExactly("3600 s");

            suspect(database, 12, 72);
            read(database, 20, 20);
            work(desk, 21);
            assertThat(incidents(database)).containsExactly("clock_off warning recovered");
            assertThat(
                            texts(
                                    database,
                                    "select round(extract(epoch from ended_at - started_at) / 60)::int || ' min' from excursion"))
                    .containsExactly("19 min");
            assertThat(texts(database, "select topic || ' ' || value from device_known order by at"))
                    .containsExactly("clock 3600", "clock 0");
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void readingsThatAreOnlyLateAndFailedSensorsAreNoClockThatIsOff(PostgresFlavour flavour) {
        try (Database database = opened(flavour)) {
            read(database, 600, 0);
            commit(
                    database,
                    List.of(),
                    List.of(new SuspectReading(reading(database, 600, 600), SuspectReading.SENSOR_FAULT)));
            work(desk(database), 700);
            assertThat(texts(database, "select topic from device_known")).isEmpty();
            assertThat(incidents(database)).isEmpty();
        }
    }

    private Database opened(PostgresFlavour flavour) {
        Database database = TestStore.open(flavour);
        new NetworkImporter(database).run(network());
        return database;
    }

    private Desk desk(Database database) {
        return new Desk(new PostgresDeskStore(database), "north", TARGETS, clock);
    }

    private void status(Database database, String device, long minute, long conn, int battery) {
        clock.set(BEGIN.plus(Duration.ofMinutes(minute)));
        var said = new Said.Status(
                Presence.ONLINE,
                1,
                conn,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                battery,
                null,
                null,
                List.of());
        KnownDevice known = new PostgresDeviceDirectory(database)
                .all().stream()
                        .filter(each -> each.id().equals(device))
                        .findFirst()
                        .orElseThrow();
        new PostgresDeviceStore(database).take(List.of(Heard.of(known, said, clock.instant())), List.of());
    }

    private Reading reading(Database database, long received, long minute) {
        KnownDevice known = new PostgresDeviceDirectory(database)
                .all().stream()
                        .filter(each -> each.id().equals("plain"))
                        .findFirst()
                        .orElseThrow();
        int channel = Objects.requireNonNull(known.channels().get("t1")).id();
        clock.set(BEGIN.plus(Duration.ofMinutes(received)));
        return new Reading(
                channel,
                Sql.micros(BEGIN.plus(Duration.ofMinutes(minute))),
                5,
                Reading.GOOD,
                Sql.micros(clock.instant()),
                1,
                batch);
    }

    private void read(Database database, long received, long minute) {
        commit(database, List.of(reading(database, received, minute)), List.of());
    }

    private void suspect(Database database, long received, long minute) {
        commit(database, List.of(), List.of(new SuspectReading(reading(database, received, minute), "in_the_future")));
    }

    private void commit(Database database, List<Reading> readings, List<SuspectReading> suspects) {
        new PostgresReadingLog(database)
                .commit(new Batch(
                        ++batch,
                        clock.instant(),
                        1,
                        List.of(),
                        List.of(),
                        readings,
                        suspects,
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        Set.of()));
    }

    private void work(Desk desk, long minute) {
        clock.set(BEGIN.plus(Duration.ofMinutes(minute)));
        while (desk.work()) {
            // until nothing waits
        }
    }

    private static List<String> texts(Database database, String sql) {
        return database.read(connection -> Sql.list(connection, row -> row.getString(1), sql));
    }

    private static List<String> incidents(Database database) {
        return texts(
                database,
                "select slot || ' ' || level || ' ' || state from incident where state <> 'retracted' order by slot");
    }

    private static Network network() {
        var batteryLow = new Condition(
                "battery_low", Level.WARNING, Quantity.BATTERY, Operator.BELOW, 20, Duration.ofMinutes(30), 5);
        var clockOff = new Condition(
                "clock_off",
                Level.WARNING,
                Quantity.TEMPERATURE,
                new Measure.Clock(),
                Operator.ABOVE,
                300,
                Duration.ofMinutes(10),
                0,
                null,
                Schedule.ALWAYS);
        return new Network(
                List.of(new Region("north", "North")),
                List.of(new Node("hub", "north", "Hub", NodeKind.COLD_STORE, ZoneId.of("Europe/Oslo"))),
                List.of(new StorageProfile("room", "Room", null, null, List.of(batteryLow, clockOff), "test")),
                List.of(new Unit("room-1", "hub", "Room 1", UnitKind.COLD_ROOM, "room")),
                List.of(
                        new Device("plain", "hub", Duration.ofMinutes(1), List.of(channel("t1", Quantity.TEMPERATURE))),
                        new Device(
                                "metered",
                                "hub",
                                Duration.ofMinutes(1),
                                List.of(channel("t1", Quantity.TEMPERATURE), channel("b", Quantity.BATTERY)))),
                List.of(new Product("vaccine", "Vaccine", "room")),
                List.of(new Lot("lot-1", "vaccine", null)),
                List.of(new HandlingUnit("hu-1", "lot-1", new BigDecimal("10"), "vials")),
                List.of(new Movement("hu-1", BEGIN, "room-1")));
    }

    private static Channel channel(String id, Quantity quantity) {
        return new Channel(
                id,
                quantity,
                quantity.canonicalUnit(),
                Duration.ofMinutes(2),
                List.of(new Placement("room-1", BEGIN.minus(Duration.ofDays(1)), null)));
    }
}
