package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.frostproof.alerts.condition.ChannelPlan;
import io.frostproof.alerts.network.Channel;
import io.frostproof.alerts.network.Device;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Placement;
import io.frostproof.alerts.network.Sense;
import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.store.NetworkImporter.Manner;
import io.frostproof.store.NetworkImporter.Report;
import io.frostproof.testing.FakeClock;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How slowly a probe follows is dated as rules are, from the import to the plan of its channel. */
class ProbeLagIT {

    private static final Instant T0 = TestStore.BEGIN;
    private static final Instant T1 = T0.plus(Duration.ofDays(1));
    private static final Instant T2 = T0.plus(Duration.ofDays(2));
    private static final Instant T3 = T0.plus(Duration.ofDays(3));
    private static final Duration BOTTLE = Duration.ofMinutes(5);
    private static final Duration BLOCK = Duration.ofMillis(90_500);
    private static final Manner REWRITING = new Manner(true, "test");

    private final FakeClock clock = FakeClock.at(T1);

    private static Network following(Duration lag, @Nullable Instant effectiveFrom) {
        Network fridge = TestStore.fridge();
        var bottle = new Channel(
                "t1",
                Quantity.TEMPERATURE,
                MeasureUnit.CELSIUS,
                Duration.ofMinutes(2),
                Sense.PRODUCT,
                null,
                lag,
                List.of(new Placement("fridge-1", T0, null)));
        var door = new Channel(
                "door",
                Quantity.DOOR,
                MeasureUnit.ONE,
                Duration.ofMinutes(2),
                List.of(new Placement("fridge-1", T0, null)));
        return new Network(
                fridge.regions(),
                fridge.nodes(),
                fridge.profiles(),
                fridge.units(),
                List.of(new Device("probe-1", "hub", Duration.ofMinutes(1), List.of(bottle, door))),
                fridge.products(),
                fridge.lots(),
                fridge.handlingUnits(),
                fridge.movements(),
                fridge.rules(),
                effectiveFrom);
    }

    private Report importInto(Database database, Instant at, Duration lag) {
        return importInto(database, at, following(lag, null), Manner.USUAL);
    }

    private Report importInto(Database database, Instant at, Network network, Manner manner) {
        clock.set(at);
        return new NetworkImporter(database, clock).run(network, manner);
    }

    /** From when on the plan of a channel has which lag. */
    private static List<Tuple> plan(Database database, String channel) {
        List<ChannelPlan.Segment> segments = Objects.requireNonNull(
                        Objects.requireNonNull(new PostgresDeviceDirectory(database).find("probe-1"))
                                .channels()
                                .get(channel))
                .plan()
                .segments();
        return segments.stream()
                .map(segment -> tuple(
                        Sql.instant(segment.fromMicros()), segment.traits().probeLag()))
                .toList();
    }

    private static List<Tuple> plan(Database database) {
        return plan(database, "t1");
    }

    private static void measure(Database database) {
        database.write(connection -> {
            Sql.first(connection, row -> true, "select make_room_for_readings(?, ?)", T0, T1);
            return Sql.update(connection, "insert into reading select id, ?, 5, 0, ?, 1, 1, 1 from channel", T0, T0);
        });
    }

    /** What is to be evaluated again, and from when on. */
    private static List<Tuple> dirty(Database database) {
        return database.read(
                connection -> Sql.list(
                        connection,
                        row -> tuple(row.getString("name"), Sql.instant(row, "from_time")),
                        "select c.name, d.from_time from channel_dirty d join channel c on c.id = d.channel_id order by c.name"));
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void theLagOfANewChannelHoldsFromTheBeginning(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            Report first = importInto(database, T1, BLOCK);
            assertThat(first.changedRules()).isZero();
            assertThat(plan(database)).containsExactly(tuple(T0, BLOCK));
            assertThat(plan(database, "door")).containsExactly(tuple(T0, Duration.ZERO));
            assertThat(importInto(database, T2, BLOCK)).isEqualTo(new Report(0, 0, first.added()));
            assertThat(plan(database)).containsExactly(tuple(T0, BLOCK));
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aChangedLagHoldsFromTheImportOnAndNothingBeforeIsConcludedAgain(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            importInto(database, T1, Duration.ZERO);
            measure(database);
            assertThat(plan(database)).containsExactly(tuple(T0, Duration.ZERO));

            Report bottled = importInto(database, T2, BOTTLE);
            assertThat(bottled.changedRules()).isEqualTo(1);
            assertThat(bottled.rulesFrom()).isEqualTo(T2);
            assertThat(plan(database)).containsExactly(tuple(T0, Duration.ZERO), tuple(T2, BOTTLE));
            assertThat(dirty(database)).containsExactly(tuple("t1", T2));
            assertThat(importInto(database, T3, BOTTLE).changedRules()).isZero();
            assertThat(plan(database)).hasSize(2);

            importInto(database, T3, Duration.ZERO);
            assertThat(plan(database))
                    .containsExactly(tuple(T0, Duration.ZERO), tuple(T2, BOTTLE), tuple(T3, Duration.ZERO));
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aChangedLagMayBePlannedAndThePastStandsUnlessItIsToBeRewritten(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            importInto(database, T1, BLOCK);
            measure(database);
            Network planned = following(BOTTLE, T3);
            assertThat(importInto(database, T1, planned, Manner.USUAL).rulesFrom())
                    .isEqualTo(T3);
            assertThat(importInto(database, T2, planned, Manner.USUAL).changedRules())
                    .isZero();
            assertThat(plan(database)).containsExactly(tuple(T0, BLOCK), tuple(T3, BOTTLE));
            assertThat(dirty(database)).isEmpty();

            // Sooner than planned: although the file says the same, it holds from another instant on.
            assertThat(importInto(database, T2, BOTTLE).changedRules()).isEqualTo(1);
            assertThat(plan(database)).containsExactly(tuple(T0, BLOCK), tuple(T2, BOTTLE));

            Report rewritten = importInto(database, T3, following(BOTTLE, null), REWRITING);
            assertThat(rewritten.changedRules()).isEqualTo(1);
            assertThat(rewritten.rulesFrom()).isNull();
            assertThat(plan(database)).containsExactly(tuple(T0, BOTTLE));
            assertThat(dirty(database)).containsExactly(tuple("t1", T0));
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void listsTellTheLagAsTheLastImportSaidIt(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            importInto(database, T1, Duration.ZERO);
            importInto(database, T2, BOTTLE);
            assertThat(new DeviceQueries(database)
                            .channels(null, "probe-1", PageRequest.first(10), T3)
                            .items())
                    .extracting(ChannelNow::channel, ChannelNow::probeLagS)
                    .containsExactly(tuple("door", 0.0), tuple("t1", 300.0));
            assertThat(new UnitQueries(database)
                            .find("fridge-1", T3)
                            .orElseThrow()
                            .channels())
                    .extracting(ChannelNow::channel, ChannelNow::probeLagS)
                    .containsExactly(tuple("door", 0.0), tuple("t1", 300.0));
        }
    }

    @ParameterizedTest
    @EnumSource(PostgresFlavour.class)
    void aLagThatNoProbeHasIsRefusedWhoeverWritesIt(PostgresFlavour flavour) {
        try (Database database = TestStore.open(flavour)) {
            importInto(database, T1, BOTTLE);
            for (String wrong : List.of("probe_lag_s = 3601", "probe_lag_s = -1", "quantity = 'humidity'")) {
                assertThatThrownBy(() -> database.write(connection ->
                                Sql.update(connection, "update channel set " + wrong + " where name = 't1'")))
                        .as(wrong)
                        .isInstanceOf(StoreException.class)
                        .hasStackTraceContaining("channel_probe_lag_s_check");
            }
        }
    }
}
