package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.ChannelMonitor;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Transition;
import io.frostproof.alerts.desk.Desk;
import io.frostproof.alerts.desk.NoticeTargets;
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
import io.frostproof.alerts.probe.CameOff;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.ingest.directory.KnownChannel;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.ingest.intake.Reading;
import io.frostproof.ingest.lane.Batch;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fridge whose probe comes off, from stored readings to the outbox. It is above 8 °C for 45 minutes. */
class CameOffIT {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int CAME_OFF_AT = 60;

    private final FakeClock clock = FakeClock.at(BEGIN);
    private final Map<String, KnownChannel> channels = new HashMap<>();
    private final Map<String, ChannelMonitor> monitors = new HashMap<>();
    private long batch;

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void tellsOfTheProbeWhenItsDoorWasClosed(PostgresFlavour flavour) {
        Notice told = told(flavour, 0, "fridge-1");

        CameOff off = Objects.requireNonNull(told.cameOff());
        assertThat(off.channel()).isEqualTo("probe/t1");
        assertThat(off.beforeAt()).isEqualTo(BEGIN.plus(Duration.ofMinutes(CAME_OFF_AT)));
        assertThat(off.doorClosed()).isTrue();
        assertThat(off.other()).isBetween(3.0, 5.0);
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void tellsOfTheUnitWhenItsDoorWasOpen(PostgresFlavour flavour) {
        assertThat(told(flavour, 1, "fridge-1").cameOff()).isNull();
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void asksNoDoorOfAnotherUnit(PostgresFlavour flavour) {
        // The other probe is enough, and whose door is open does not matter.
        assertThat(Objects.requireNonNull(told(flavour, 1, "fridge-2").cameOff())
                        .doorClosed())
                .isFalse();
    }

    /** @param door 1 when it is open from the time on at which the probe jumps, in a unit */
    private Notice told(PostgresFlavour flavour, double door, String doorOf) {
        try (Database database = TestStore.open(flavour)) {
            new NetworkImporter(database).run(network(doorOf));
            for (KnownDevice device : new PostgresDeviceDirectory(database).all()) {
                device.channels().forEach((name, channel) -> {
                    channels.put(name, channel);
                    monitors.put(name, new ChannelMonitor(channel.plan()));
                });
            }
            for (int minute = 0; minute <= CAME_OFF_AT + 60; minute += 5) {
                double cold = 4 + Math.sin(minute);
                read(database, "t1", minute, minute <= CAME_OFF_AT ? cold : 20);
                read(database, "t2", minute, cold);
                read(database, "door", minute, minute <= CAME_OFF_AT ? 0 : door);
            }
            clock.set(BEGIN.plus(Duration.ofMinutes(CAME_OFF_AT + 60)));
            new Desk(new PostgresDeskStore(database), "north", new NoticeTargets(List.of(), List.of("email")), clock)
                    .work();
            return database.read(connection -> Sql.list(
                            connection,
                            row -> Sql.fromJson(row.getString("notice"), Notice.class),
                            "select notice from outbox where target = 'email'"))
                    .getFirst();
        }
    }

    private void read(Database database, String name, long minute, double value) {
        KnownChannel channel = Objects.requireNonNull(channels.get(name));
        long micros = Sql.micros(BEGIN.plus(Duration.ofMinutes(minute)));
        var out = new ArrayList<Transition>();
        Objects.requireNonNull(monitors.get(name)).accept(micros, value, out::add);
        new PostgresReadingLog(database)
                .commit(new Batch(
                        ++batch,
                        clock.instant(),
                        1,
                        List.of(new Reading(channel.id(), micros, value, Reading.GOOD, micros, 1, batch)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        out.isEmpty() ? List.of() : List.of(new Batch.ChannelTransitions(channel.id(), "north", out)),
                        List.of(),
                        Map.of(),
                        Set.of()));
    }

    private static Network network(String doorOf) {
        var tooWarm = new Condition(
                "too_warm", Level.WARNING, Quantity.TEMPERATURE, Operator.ABOVE, 8, Duration.ofMinutes(45), 0);
        return new Network(
                List.of(new Region("north", "North")),
                List.of(new Node("hub", "north", "Hub", NodeKind.COLD_STORE, ZoneId.of("Europe/Oslo"))),
                List.of(new StorageProfile("fridge", "Fridge", 2.0, 8.0, List.of(tooWarm), "test")),
                List.of(
                        new Unit("fridge-1", "hub", "Fridge 1", UnitKind.FRIDGE, "fridge"),
                        new Unit("fridge-2", "hub", "Fridge 2", UnitKind.FRIDGE, "fridge")),
                List.of(new Device(
                        "probe",
                        "hub",
                        Duration.ofMinutes(5),
                        List.of(
                                channel("t1", Quantity.TEMPERATURE, "fridge-1"),
                                channel("t2", Quantity.TEMPERATURE, "fridge-1"),
                                channel("door", Quantity.DOOR, doorOf)))),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Channel channel(String id, Quantity quantity, String unit) {
        return new Channel(
                id,
                quantity,
                quantity.canonicalUnit(),
                Duration.ofMinutes(11),
                List.of(new Placement(unit, BEGIN, null)));
    }
}
