package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.ingest.device.DeviceStore.Taken;
import io.frostproof.ingest.device.Heard;
import io.frostproof.ingest.device.Order;
import io.frostproof.ingest.device.Presence;
import io.frostproof.ingest.device.Said;
import io.frostproof.ingest.device.Said.Result;
import io.frostproof.ingest.device.SentUnit;
import io.frostproof.ingest.directory.KnownDevice;
import io.frostproof.testing.PostgresFlavour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What devices say and are asked for, in the database. */
@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class DeviceStoreIT {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final KnownDevice PROBE = new KnownDevice("probe-1", "n1", "north", Map.of(), 0);
    private static final Duration DAY = Duration.ofDays(1);

    @Parameter
    PostgresFlavour flavour = PostgresFlavour.PLAIN;

    private @Nullable SampleDatabase opened;

    @BeforeEach
    void open() {
        opened = SampleDatabase.open(flavour);
    }

    @AfterEach
    void close() {
        sample().close();
    }

    private SampleDatabase sample() {
        return Objects.requireNonNull(opened);
    }

    private PostgresDeviceStore store() {
        return new PostgresDeviceStore(sample().database());
    }

    private DeviceOrders orders() {
        return new DeviceOrders(sample().database());
    }

    private DeviceQueries.Detail device() {
        return new DeviceQueries(sample().database()).find("probe-1", NOON).orElseThrow();
    }

    private DeviceOrders.Command command(String id) {
        return device().commands().stream()
                .filter(command -> command.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Said.Status status(Presence presence, long boot, long conn, @Nullable Long config) {
        return new Said.Status(
                presence,
                boot,
                conn,
                1043L,
                null,
                "synced",
                12L,
                boot,
                1031L,
                0L,
                config,
                60,
                60,
                900,
                "FP-L2",
                "1.4.2",
                87,
                -71,
                Set.of("lock", "buzzer"),
                List.of(new SentUnit("t1", "[degF]"), new SentUnit("door", null)));
    }

    private Taken hear(Said... said) {
        var heard = new ArrayList<Heard>();
        for (Said each : said) {
            heard.add(Heard.of(PROBE, each, NOON.plusSeconds(heard.size())));
        }
        return store().take(heard, List.of());
    }

    private static Said.Answer answer(long version, Result result) {
        return new Said.Answer(
                version,
                null,
                result,
                result == Result.REFUSED ? "sample_s" : null,
                result == Result.REFUSED ? "10 or more" : null,
                null);
    }

    private static Said.Answer answer(String id, Result result, @Nullable Long count) {
        return new Said.Answer(null, id, result, null, null, count);
    }

    private List<Order> sendAll() {
        List<Order> due = store().due(NOON, 100);
        store().sent(due, NOON.plusSeconds(1));
        return due;
    }

    private DeviceOrders.Config configure(int report, int sample) {
        return orders().configure("probe-1", report, sample, "ada", NOON).orElseThrow();
    }

    private DeviceOrders.Command identify() {
        return orders().command("probe-1", new Order.Task.Identify(30), DAY, "ann", NOON)
                .orElseThrow();
    }

    @Test
    void aStatusIsKeptWholeAndTellsOfItself() {
        hear(status(Presence.ONLINE, 7, 3, 0L));
        DeviceQueries.Status status = Objects.requireNonNull(device().status());
        assertThat(status.presence()).isEqualTo("online");
        assertThat(status.heardAt()).isEqualTo(NOON);
        assertThat(status.nextDueAt()).isEqualTo(NOON.plusSeconds(900));
        assertThat(status.oldestSeq()).isEqualTo(1031);
        assertThat(status.rssiDbm()).isEqualTo(-71);
        assertThat(status.abilities()).containsExactly("buzzer", "lock");
        assertThat(status.channels()).containsExactly(new SentUnit("t1", "[degF]"), new SentUnit("door", null));
        assertThat(device().warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("unit_mismatch");
            assertThat(warning.text()).isEqualTo("the device sends t1 in [degF], the network declares Cel");
        });
        var devices = new DeviceQueries(sample().database());
        assertThat(devices.list(new DeviceQueries.Wanted(null, null, null, "online"), PageRequest.first(10), NOON)
                        .items())
                .extracting(DeviceQueries.Summary::id)
                .containsExactly("probe-1");
    }

    @Test
    void aLateWillChangesNothingInOneTransactionOrInTwo() {
        hear(
                status(Presence.ONLINE, 7, 2, null),
                status(Presence.ONLINE, 7, 3, null),
                status(Presence.LOST, 7, 2, null));
        hear(status(Presence.LOST, 7, 2, null));
        assertThat(Objects.requireNonNull(device().status()).presence()).isEqualTo("online");
        assertThat(orders().connections("probe-1", PageRequest.first(10)).items())
                .extracting(DeviceOrders.Presence::presence, DeviceOrders.Presence::conn)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("online", 3L),
                        org.assertj.core.groups.Tuple.tuple("online", 2L));
        hear(status(Presence.LOST, 7, 3, null));
        assertThat(Objects.requireNonNull(device().status()).presence()).isEqualTo("lost");
    }

    @Test
    void theSameMessagesAgainChangeNothing() {
        hear(status(Presence.ONLINE, 7, 3, null));
        String first = device().toString();
        hear(status(Presence.ONLINE, 7, 3, null));
        assertThat(device()).hasToString(first);
        assertThat(orders().connections("probe-1", PageRequest.first(10)).items())
                .hasSize(1);
    }

    @Test
    void aConfigurationGoesFromPendingToApplied() {
        assertThat(device().config().state()).isEqualTo("none");
        DeviceOrders.Config asked = configure(300, 60);
        assertThat(asked.version()).isEqualTo(1);
        assertThat(asked.state()).isEqualTo("pending");
        assertThat(asked.requestedBy()).isEqualTo("ada");
        assertThat(asked.channels()).containsExactly(new SentUnit("door", "1"), new SentUnit("t1", "Cel"));
        assertThat(configure(300, 60)).as("it is asked for already").isEqualTo(asked);

        assertThat(sendAll())
                .singleElement()
                .satisfies(order -> assertThat(order)
                        .isEqualTo(new Order.Configuration("probe-1", false, 1, 1, 300, 60, asked.channels())));
        assertThat(device().config().state()).isEqualTo("sent");
        assertThat(store().due(NOON, 100)).isEmpty();

        hear(answer(1, Result.DONE));
        assertThat(device().config().state()).isEqualTo("applied");
        assertThat(device().config().answeredAt()).isEqualTo(NOON);
    }

    @Test
    void aRefusalNamesWhatTheDeviceExpects() {
        configure(300, 5);
        sendAll();
        hear(answer(1, Result.REFUSED));
        DeviceOrders.Config config = device().config();
        assertThat(config.state()).isEqualTo("refused");
        assertThat(config.refusedField()).isEqualTo("sample_s");
        assertThat(device().warnings())
                .extracting(DeviceWarnings.Warning::text)
                .contains("the device refused version 1 of its configuration: sample_s, expected 10 or more");
        assertThat(configure(300, 5).version()).as("asked for once more").isEqualTo(2);
    }

    @Test
    void aNewerConfigurationSupersedesTheOneBefore() {
        configure(300, 60);
        sendAll();
        assertThat(configure(600, 60).version()).isEqualTo(2);
        hear(answer(1, Result.DONE));
        assertThat(orders().configs("probe-1", PageRequest.first(10)).items())
                .extracting(DeviceOrders.Config::version, DeviceOrders.Config::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2L, "pending"),
                        org.assertj.core.groups.Tuple.tuple(1L, "superseded"));
        assertThat(sendAll()).hasSize(1);
    }

    @Test
    void aVersionIsHigherThanWhatTheDeviceReports() {
        hear(status(Presence.ONLINE, 7, 3, 41L));
        assertThat(configure(300, 60).version()).isEqualTo(42);
    }

    @Test
    void everyBirthRepeatsWhatIsNotAnswered() {
        configure(300, 60);
        String id = identify().id();
        assertThat(sendAll()).hasSize(2);
        assertThat(hear(status(Presence.ONLINE, 7, 3, 0L)).orders()).isTrue();
        assertThat(sendAll()).hasSize(2);
        assertThat(command(id).sends()).isEqualTo(2);
        assertThat(hear(status(Presence.ONLINE, 7, 3, 0L)).orders())
                .as("no birth")
                .isFalse();
        assertThat(store().due(NOON, 100)).isEmpty();

        hear(answer(id, Result.DONE, null), status(Presence.ONLINE, 7, 4, 1L));
        assertThat(store().due(NOON, 100)).as("both are answered").isEmpty();
        assertThat(device().config().state())
                .as("a status that names the version")
                .isEqualTo("applied");
    }

    @Test
    void aBirthWhileSomethingIsOnItsWayIsNotForgotten() {
        identify();
        List<Order> onItsWay = store().due(NOON, 100);
        hear(status(Presence.ONLINE, 7, 3, null));
        store().sent(onItsWay, NOON);
        assertThat(store().due(NOON, 100)).hasSize(1);
    }

    @Test
    void aNewConnectionOfTheServerRepeatsEverythingThatIsNotAnswered() {
        configure(300, 60);
        identify();
        sendAll();
        store().repeat();
        store().repeat();
        assertThat(sendAll()).hasSize(2);
        assertThat(store().due(NOON, 100)).isEmpty();
    }

    @Test
    void aDeviceThatHasFallenBackGetsItsConfigurationAgain() {
        configure(300, 60);
        sendAll();
        hear(answer(1, Result.DONE));
        assertThat(hear(status(Presence.ONLINE, 8, 0, 0L)).orders()).isTrue();
        assertThat(device().config().state()).isEqualTo("pending");
        assertThat(sendAll()).hasSize(1);
    }

    @Test
    void aCommandIsAnsweredOnceHoweverOftenItIsSaid() {
        String id = orders().command("probe-1", new Order.Task.Backlog(7, 1000, 1042), DAY, "ann", NOON)
                .orElseThrow()
                .id();
        assertThat(sendAll())
                .singleElement()
                .satisfies(order ->
                        assertThat(((Order.Command) order).task()).isEqualTo(new Order.Task.Backlog(7, 1000, 1042)));
        hear(answer(id, Result.ACCEPTED, null));
        assertThat(command(id).state()).isEqualTo("accepted");
        hear(answer(id, Result.DONE, 38L), answer(id, Result.ACCEPTED, null), answer(id, Result.DONE, 38L));
        assertThat(command(id).state()).isEqualTo("done");
        assertThat(command(id).count()).isEqualTo(38);
    }

    @Test
    void aCommandExpiresAndALateAnswerCountsAllTheSame() {
        String id = identify().id();
        assertThat(store().expire(NOON.plus(DAY).minusSeconds(1))).isZero();
        assertThat(store().expire(NOON.plus(DAY))).isEqualTo(1);
        assertThat(command(id).state()).isEqualTo("expired");
        assertThat(store().due(NOON, 100)).isEmpty();
        hear(answer(id, Result.DONE, null));
        assertThat(command(id).state()).isEqualTo("done");
    }

    @Test
    void whatIsOverIsNotSentEvenBeforeItIsNoticed() {
        identify();
        assertThat(store().due(NOON.plus(DAY), 100)).isEmpty();
    }

    @Test
    void anAnswerToNothingIsADeadLetter() {
        configure(300, 60);
        var other = new KnownDevice("probe-2", "n1", "north", Map.of(), 0);
        String id = identify().id();
        Taken taken = store().take(
                        List.of(
                                Heard.of(PROBE, answer(9, Result.DONE), NOON),
                                Heard.of(PROBE, answer("nobody", Result.DONE, null), NOON),
                                Heard.of(other, answer(id, Result.DONE, null), NOON)),
                        List.of());
        assertThat(taken.unknown())
                .extracting(letter -> letter.detail())
                .containsExactly(
                        "version was 9, expected that of a configuration for device probe-1, at most 1",
                        "id was nobody, expected that of a command to device probe-1",
                        "id was " + id + ", expected that of a command to device probe-2");
        assertThat(command(id).state()).isEqualTo("pending");
    }

    @Test
    void messagesThatAreStoredAreNoLongerMissing() {
        hear(status(Presence.ONLINE, 7, 3, null));
        assertThat(device().missing()).isEqualTo(new DeviceQueries.Missing(7, 1031, 1042, 12));
        sample().execute(
                        "insert into reading select c.id, '2026-11-21T11:50:00.5Z'::timestamptz + s * interval '1 second', 4, 0,"
                                + " '2026-11-21T12:00:01Z', 7, 1031 + s, 1 from channel c, generate_series(0, 4) s"
                                + " where c.device_id = 'probe-1' and c.name = 't1'");
        assertThat(device().missing()).isEqualTo(new DeviceQueries.Missing(7, 1031, 1042, 7));
    }

    @Test
    void theFeedTellsOfDevices() {
        var log = new ChangeLog(sample().database());
        while (!log.publish(1000).isEmpty()) {}
        hear(status(Presence.ONLINE, 7, 3, null));
        assertThat(log.publish(1000)).singleElement().satisfies(change -> {
            assertThat(change.type()).isEqualTo("device");
            assertThat(change.ref()).isEqualTo("probe-1");
            assertThat(change.node()).isEqualTo("n1");
            assertThat(change.region()).isEqualTo("north");
        });
        hear(status(Presence.ONLINE, 7, 3, null));
        assertThat(log.publish(1000)).as("nothing is new").isEmpty();
        identify();
        assertThat(log.publish(1000)).hasSize(1);
        sendAll();
        assertThat(log.publish(1000)).hasSize(1);
    }

    @Test
    void listsComePageByPage() {
        for (int i = 0; i < 5; i++) {
            identify();
            configure(300 + i, 60);
        }
        Page<DeviceOrders.Command> first = orders().commands("probe-1", PageRequest.first(3));
        assertThat(first.items()).hasSize(3);
        assertThat(orders().commands("probe-1", new PageRequest(3, first.next()))
                        .items())
                .hasSize(2);
        Page<DeviceOrders.Config> configs = orders().configs("probe-1", PageRequest.first(3));
        assertThat(orders().configs("probe-1", new PageRequest(3, configs.next()))
                        .items())
                .extracting(DeviceOrders.Config::version)
                .containsExactly(2L, 1L);
    }

    @Test
    void aDeviceThatDoesNotExistIsAskedForNothing() {
        assertThat(orders().config("probe-9")).isEmpty();
        assertThat(orders().configure("probe-9", 300, 60, "ada", NOON)).isEmpty();
        assertThat(orders().command("probe-9", new Order.Task.Report(), DAY, "ann", NOON))
                .isEmpty();
    }
}
