package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
import io.frostproof.alerts.desk.memory.MemoryDeskStore;
import io.frostproof.alerts.desk.memory.MemoryOutbox;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Node;
import io.frostproof.alerts.network.NodeKind;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Region;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.network.StorageProfile;
import io.frostproof.alerts.network.Unit;
import io.frostproof.alerts.network.UnitKind;
import io.frostproof.alerts.notify.KeptNotice;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Mains in a cold room and a generator of another device, in one node: a warning when it has not started after 30 s, critical after 5 min.
 * In the database and in memory.
 */
class CrossConditionsIT {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final NoticeTargets TARGETS = new NoticeTargets(List.of("webhook"), List.of());

    private final FakeClock clock = FakeClock.at(BEGIN);
    private final Map<String, KnownChannel> channels = new HashMap<>();
    private final Map<String, ChannelMonitor> monitors = new HashMap<>();
    private long batch;

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void tellsOfAGeneratorThatDoesNotStartWhenNothingMoreIsHeard(PostgresFlavour flavour) {
        try (Database database = opened(flavour, null)) {
            var desk = new Desk(new PostgresDeskStore(database), "north", TARGETS, clock);
            read(database, "generator", 0, 0);
            read(database, "mains", 0, 1);
            read(database, "generator", 60, 0);
            read(database, "mains", 70, 0);
            work(desk, 71);
            assertThat(incidents(database)).isEmpty();
            work(desk, 99);
            assertThat(incidents(database)).isEmpty();

            work(desk, 100);
            assertThat(incidents(database)).containsExactly("generator_not_started warning open");
            assertThat(keys(database)).hasSize(1);
            // The generator's reading has stood until second 180, as the lane tells when it is silent.
            silent(database, "generator", 220);
            work(desk, 3_600);
            assertThat(incidents(database)).containsExactly("generator_not_started warning open");
            read(database, "generator", 200, 0);
            read(database, "mains", 190, 0);
            read(database, "generator", 300, 0);
            read(database, "mains", 305, 0);
            work(desk, 3_601);
            read(database, "generator", 400, 0);
            work(desk, 3_700);
            assertThat(incidents(database)).containsExactly("generator_not_started critical open");

            read(database, "generator", 410, 1);
            work(desk, 3_701);
            assertThat(incidents(database)).containsExactly("generator_not_started critical recovered");
            assertThat(looks(database)).isEmpty();
            assertThat(texts(database, "select rule from excursion where at_desk"))
                    .singleElement()
                    .asString()
                    .startsWith("mains < 1 while generator < 1 for 5 min");
            // Whatever else happens to the channel, the desk's excursion is none of its own transitions'.
            read(database, "generator", 500, 0);
            read(database, "generator", 520, 1);
            work(desk, 3_800);
            assertThat(incidents(database)).containsExactly("generator_not_started critical recovered");
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void saysNothingOfAGeneratorThatStarts(PostgresFlavour flavour) {
        try (Database database = opened(flavour, null)) {
            var desk = new Desk(new PostgresDeskStore(database), "north", TARGETS, clock);
            read(database, "generator", 0, 0);
            read(database, "mains", 0, 1);
            read(database, "mains", 70, 0);
            work(desk, 71);
            assertThat(looks(database)).hasSize(1);
            read(database, "generator", 95, 1);
            work(desk, 96);
            work(desk, 1_000);
            assertThat(incidents(database)).isEmpty();
            assertThat(looks(database)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void theDeskInMemoryGoesOnWhenTheDatabaseGoesAwayBeforeTheDelayRanOut(PostgresFlavour flavour) {
        try (Database database = opened(flavour, null)) {
            var mirror = new DeskMirror(database, clock);
            var desk = new Desk(new PostgresDeskStore(database, mirror), "north", TARGETS, clock);
            read(database, "generator", 0, 0);
            read(database, "mains", 0, 1);
            read(database, "mains", 70, 0);
            work(desk, 71);
            mirror.refresh();
            var outbox = new MemoryOutbox();
            var memory = new MemoryDeskStore(outbox, MemoryDeskStore.Limits.USUAL);
            memory.begin(mirror.seed().desk());
            var memoryDesk = new Desk(memory, "north", TARGETS, clock);
            work(memoryDesk, 90);
            assertThat(outbox.changedSince(0)).isEmpty();
            // It does not know the newest readings: it waits for as long as silence may take to be told.
            work(memoryDesk, 140);
            assertThat(memory.regionsWithLooks(clock.instant().plusSeconds(3_600)))
                    .containsExactly("north");
            assertThat(outbox.changedSince(0))
                    .extracting(kept -> kept.notice().slot())
                    .containsExactly("generator_not_started");

            // The same incident and notice that the database's desk makes of it.
            work(desk, 141);
            assertThat(outbox.changedSince(0).stream().map(CrossConditionsIT::key))
                    .isEqualTo(keys(database));
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void tellsOfACalibrationByItsDateAndEndsWithTheNextOne(PostgresFlavour flavour) {
        try (Database database = opened(flavour, LocalDate.parse("2026-01-20"))) {
            var desk = new Desk(new PostgresDeskStore(database), "north", TARGETS, clock);
            work(desk, 0);
            assertThat(incidents(database)).isEmpty();
            work(desk, Duration.ofDays(6).plusHours(9).toSeconds()); // 7 January, 10:00 in Oslo
            assertThat(incidents(database)).containsExactly("calibration_due warning open");
            assertThat(looks(database)).hasSize(1);
            work(desk, Duration.ofDays(20).plusHours(7).toSeconds());
            assertThat(incidents(database)).containsExactly("calibration_due warning open");
            work(desk, Duration.ofDays(20).plusHours(8).toSeconds()); // 21 January, 09:00
            assertThat(incidents(database)).containsExactly("calibration_due critical open");

            new NetworkImporter(database).run(network(LocalDate.parse("2027-01-20")));
            work(desk, Duration.ofDays(21).toSeconds());
            assertThat(incidents(database)).containsExactly("calibration_due critical recovered");
        }
    }

    private Database opened(PostgresFlavour flavour, @Nullable LocalDate calibrated) {
        Database database = TestStore.open(flavour);
        new NetworkImporter(database).run(network(calibrated));
        for (KnownDevice device : new PostgresDeviceDirectory(database).all()) {
            device.channels().forEach((name, channel) -> {
                channels.put(name, channel);
                monitors.put(name, new ChannelMonitor(channel.plan()));
            });
        }
        return database;
    }

    /** A reading on its way through a lane. */
    private void read(Database database, String name, long second, double value) {
        KnownChannel channel = Objects.requireNonNull(channels.get(name));
        long micros = Sql.micros(BEGIN.plusSeconds(second));
        var out = new ArrayList<Transition>();
        Objects.requireNonNull(monitors.get(name)).accept(micros, value, out::add);
        commit(
                database,
                channel,
                List.of(new Reading(channel.id(), micros, value, Reading.GOOD, micros, 1, batch)),
                out);
    }

    private void silent(Database database, String name, long second) {
        var out = new ArrayList<Transition>();
        Objects.requireNonNull(monitors.get(name)).silence(Sql.micros(BEGIN.plusSeconds(second)), out::add);
        commit(database, Objects.requireNonNull(channels.get(name)), List.of(), out);
    }

    private void commit(Database database, KnownChannel channel, List<Reading> readings, List<Transition> out) {
        new PostgresReadingLog(database)
                .commit(new Batch(
                        ++batch,
                        clock.instant(),
                        readings.size(),
                        readings,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        out.isEmpty() ? List.of() : List.of(new Batch.ChannelTransitions(channel.id(), "north", out)),
                        List.of(),
                        Map.of(),
                        Set.of()));
    }

    private void work(Desk desk, long second) {
        clock.set(BEGIN.plusSeconds(second));
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

    private static List<String> looks(Database database) {
        return texts(database, "select unit_id from desk_look");
    }

    private static List<String> keys(Database database) {
        return texts(database, "select key from outbox order by id");
    }

    private static String key(KeptNotice kept) {
        return kept.notice().key();
    }

    private static Condition notStarted(Level level, Duration delay) {
        return new Condition(
                "generator_not_started",
                level,
                Quantity.MAINS,
                new Measure.While(Quantity.GENERATOR, Operator.BELOW, 1),
                Operator.BELOW,
                1,
                delay,
                0,
                null,
                Schedule.ALWAYS);
    }

    private static Condition calibration(Level level, double days) {
        return new Condition(
                "calibration_due",
                level,
                Quantity.TEMPERATURE,
                new Measure.Calibration(),
                Operator.AT_OR_ABOVE,
                days,
                Duration.ZERO,
                0,
                null,
                Schedule.ALWAYS);
    }

    private static Network network(@Nullable LocalDate calibrated) {
        return new Network(
                List.of(new Region("north", "North")),
                List.of(new Node("hub", "north", "Hub", NodeKind.COLD_STORE, ZoneId.of("Europe/Oslo"))),
                List.of(
                        new StorageProfile(
                                "site",
                                "Site",
                                null,
                                null,
                                List.of(
                                        notStarted(Level.WARNING, Duration.ofSeconds(30)),
                                        notStarted(Level.CRITICAL, Duration.ofMinutes(5))),
                                "test"),
                        new StorageProfile(
                                "room",
                                "Room",
                                null,
                                null,
                                List.of(calibration(Level.WARNING, -14), calibration(Level.CRITICAL, 0)),
                                "test")),
                List.of(
                        new Unit("room-1", "hub", "Room 1", UnitKind.COLD_ROOM, "room"),
                        new Unit("generator-1", "hub", "Generator", UnitKind.GENERATOR, "site")),
                List.of(
                        new Device(
                                "room-1-s",
                                "hub",
                                Duration.ofMinutes(1),
                                List.of(
                                        channel("mains", Quantity.MAINS, "room-1", null),
                                        channel("t1", Quantity.TEMPERATURE, "room-1", calibrated))),
                        new Device(
                                "generator-1-s",
                                "hub",
                                Duration.ofMinutes(1),
                                List.of(channel("generator", Quantity.GENERATOR, "generator-1", null)))),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Channel channel(String id, Quantity quantity, String unit, @Nullable LocalDate calibrated) {
        return new Channel(
                id,
                quantity,
                quantity == Quantity.TEMPERATURE ? MeasureUnit.CELSIUS : MeasureUnit.ONE,
                Duration.ofMinutes(2),
                Sense.AIR,
                calibrated,
                List.of(new Placement(unit, BEGIN, null)));
    }
}
