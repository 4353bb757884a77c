package io.frostproof.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.FakeServer;
import io.frostproof.simulator.device.BrokerAddress;
import io.frostproof.testing.MosquittoBroker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Load through a real broker to somebody who decodes every message by the contract. */
class LoadPublisherIT {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final long BOOT = 1_767_225_600;

    private static MosquittoBroker broker;

    @BeforeAll
    static void start() {
        broker = MosquittoBroker.start(List.of("set_tcp_nodelay true"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static LoadOptions options(
            int devices, int connections, int window, int readings, Form form, String... channels) {
        return new LoadOptions(
                BrokerAddress.anonymous(URI.create(broker.uri())),
                "load",
                connections,
                window,
                IntStream.range(0, devices)
                        .mapToObj(n -> UpTopic.telemetry("n-" + n % 3, "d-" + n))
                        .toList(),
                List.of(channels),
                readings,
                form,
                BOOT,
                BEGIN,
                INTERVAL,
                10);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void everythingPublishedArrivesAndNoReadingHasTheKeyOfAnother(Form form) throws Exception {
        LoadOptions options = options(70, 4, 50, 7, form, "t1", "t2");
        try (var server = FakeServer.at(broker.uri());
                var load = LoadPublisher.connect(options)) {
            LoadReport first = load.run(LoadRun.of(2_000));
            LoadReport second = load.run(LoadRun.of(1_000));

            assertThat(first.published()).isEqualTo(2_000);
            assertThat(first.acknowledged()).isEqualTo(2_000);
            assertThat(load.published()).isEqualTo(3_000);
            assertThat(load.acknowledged()).isEqualTo(3_000);
            assertThat(second.samples()).hasSize(100);
            var keys = new HashSet<String>();
            var next = new HashMap<String, Long>();
            for (FakeServer.Arrival arrival : server.take(3_000)) {
                String device = arrival.topic().device();
                Telemetry telemetry = arrival.telemetry();
                long expected = next.merge(device, 1L, Long::sum) - 1;
                assertThat(telemetry.id()).isEqualTo(new MessageId(BOOT, expected));
                assertThat(telemetry.samples()).hasSize(7);
                for (Sample sample : telemetry.samples()) {
                    assertThat(keys.add(device + "/" + sample.channel() + "@" + sample.timeMicros()))
                            .isTrue();
                    assertThat(sample.value()).isBetween(4.0, 10.0);
                }
                long earliest = telemetry.samples().stream()
                        .mapToLong(Sample::timeMicros)
                        .min()
                        .orElseThrow();
                // Four of t1 and three of t2 in each message; so each message is four intervals after the one before.
                assertThat(earliest)
                        .isEqualTo(
                                BEGIN.plus(INTERVAL.multipliedBy(4 * expected)).toEpochMilli() * 1_000);
            }
            assertThat(next).hasSize(70);
            for (int connection = 0; connection < 4; connection++) {
                long[] counts = IntStream.iterate(connection, n -> n < 70, n -> n + 4)
                        .mapToLong(n -> Objects.requireNonNull(next.get("d-" + n)))
                        .sorted()
                        .toArray();
                assertThat(counts[counts.length - 1] - counts[0])
                        .as("devices of a connection publish in turn")
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void noMoreThanWhatIsAllowedIsOnItsWay() throws Exception {
        LoadOptions options = options(10, 2, 100, 1, Form.BINARY, "t1");
        try (var load = LoadPublisher.connect(options)) {
            List<Long> asked = new ArrayList<>();
            LoadReport report = load.run(new LoadRun(500, Duration.ofMinutes(1), 0, () -> {
                asked.add(load.published());
                return 5L * asked.size();
            }));

            assertThat(report.published()).isEqualTo(500);
            assertThat(asked).hasSizeGreaterThanOrEqualTo(100);
            for (int i = 0; i < asked.size(); i++) {
                assertThat(asked.get(i)).isLessThanOrEqualTo(5L * i);
            }
        }
    }

    @Test
    void aPaceIsKeptAndSaysWhenEachMessageWasDue() throws Exception {
        LoadOptions options = options(10, 2, 100, 1, Form.BINARY, "t1");
        try (var load = LoadPublisher.connect(options)) {
            LoadReport report = load.run(new LoadRun(101, Duration.ofMinutes(1), 200, () -> Long.MAX_VALUE));

            assertThat(report.published()).isEqualTo(101);
            List<LoadReport.Sampled> samples = report.samples();
            assertThat(samples).hasSize(11);
            assertThat(samples.getLast().dueNanos() - samples.getFirst().dueNanos())
                    .isEqualTo(500_000_000L);
            assertThat(report.endedNanos()) // nothing is published before it is due; a microsecond of rounding
                    .isGreaterThan(samples.getLast().dueNanos() - 1_000);
            assertThat(samples.stream().map(sample -> sample.device() + "/" + sample.seq()))
                    .doesNotHaveDuplicates();
            assertThat(report.peakPerSecond()).isBetween(1L, 101L);
        }
    }

    @Test
    void eventTimesDoNotPassTheClock() throws Exception {
        LoadOptions soon = new LoadOptions(
                BrokerAddress.anonymous(URI.create(broker.uri())),
                "load",
                1,
                100,
                List.of(UpTopic.telemetry("n-1", "d-1")),
                List.of("t1"),
                1,
                Form.BINARY,
                BOOT,
                Instant.now().minus(INTERVAL.multipliedBy(5)),
                INTERVAL,
                0);
        try (var load = LoadPublisher.connect(soon)) {
            assertThatThrownBy(() -> load.run(LoadRun.of(10)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("device 0 would be in the future");
            assertThat(load.published()).isLessThanOrEqualTo(6);
        }
    }

    @Test
    void aBrokerThatGoesAwayEndsTheRun() throws Exception {
        try (var own = MosquittoBroker.start()) {
            LoadOptions options = options(10, 2, 100, 1, Form.BINARY, "t1");
            var there = new LoadOptions(
                    BrokerAddress.anonymous(URI.create(own.uri())),
                    options.clientPrefix(),
                    2,
                    100,
                    options.devices(),
                    options.channels(),
                    1,
                    Form.BINARY,
                    BOOT,
                    BEGIN,
                    INTERVAL,
                    0);
            var load = LoadPublisher.connect(there);
            assertThatThrownBy(() -> load.run(new LoadRun(Long.MAX_VALUE, Duration.ofMinutes(1), 0, () -> {
                        if (load.acknowledged() > 100) {
                            own.kill9();
                        }
                        return Objects.requireNonNull(load).published() + 50;
                    })))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aBrokerThatIsNotThereIsNamed() {
        LoadOptions options = options(1, 1, 1, 1, Form.BINARY, "t1");
        var nobody = new LoadOptions(
                BrokerAddress.anonymous(URI.create("tcp://127.0.0.1:1")),
                "load",
                1,
                1,
                options.devices(),
                options.channels(),
                1,
                Form.BINARY,
                BOOT,
                BEGIN,
                INTERVAL,
                0);
        assertThatThrownBy(() -> LoadPublisher.connect(nobody))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tcp://127.0.0.1:1");
    }

    @Test
    void moreThanThePublisherIsMadeForIsRefusedByName() {
        assertThatThrownBy(() -> options(1, 1, 70_000, 1, Form.BINARY, "t1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("window: 70000, expected 1 to 65535");
    }
}
