package io.frostproof.simulator.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.protocol.DecodeResult.Decoded;
import io.frostproof.protocol.JsonTelemetryDecoder;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.thermal.ColdKind;
import io.frostproof.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Instant START = Instant.parse("2026-11-21T02:00:00Z");

    private record Sent(String device, Telemetry telemetry) {}

    @TempDir
    private Path directory;

    private final FakeClock clock = FakeClock.at(START);
    private final List<Sent> sent = new ArrayList<>();
    private boolean linkFull;

    @Test
    void spreadsTheReportsOverTheirInterval() throws Exception {
        Fleet fleet = fleet(spec(1, List.of()));

        run(fleet, Duration.ofSeconds(9));

        assertThat(sent).extracting(Sent::device).containsExactly("dev-0", "dev-1", "dev-0", "dev-1");
        assertThat(sent.stream()
                        .map(it ->
                                it.telemetry().samples().getFirst().timeMicros() / 1_000_000 - START.getEpochSecond()))
                .containsExactly(0L, 2L, 5L, 7L);
    }

    @Test
    void numbersMessagesWithinABootAndCountsABootAtEveryStart() throws Exception {
        run(fleet(spec(1, List.of())), Duration.ofSeconds(6));
        assertThat(idsOf("dev-0")).containsExactly(new MessageId(1, 0), new MessageId(1, 1));
        sent.clear();

        // Not saved on the way out: the process was killed.
        Fleet second = fleet(spec(1, List.of()));
        run(second, SECOND);

        assertThat(idsOf("dev-0")).contains(new MessageId(2, 0));
    }

    @Test
    void sendsAfterARestartWhatHadNoReceiptAndForgetsWhatHad() throws Exception {
        Fleet first = fleet(spec(1, List.of()));
        run(first, Duration.ofSeconds(6));
        first.received("dev-0", new Receipt(new MessageId(1, 0)));
        first.step();
        first.save();
        Telemetry kept = sent.stream()
                .map(Sent::telemetry)
                .filter(it -> new MessageId(1, 1).equals(it.id()))
                .findFirst()
                .orElseThrow();
        sent.clear();

        fleet(spec(1, List.of())).step();

        assertThat(sent.stream().filter(it -> it.device().equals("dev-0")).map(Sent::telemetry))
                .first()
                .isEqualTo(kept);
        assertThat(idsOf("dev-0")).doesNotContain(new MessageId(1, 0));
    }

    @Test
    void sendsAgainWhatStaysWithoutReceipt() throws Exception {
        Fleet fleet = fleet(spec(1, List.of()));
        run(fleet, Duration.ofSeconds(29));
        assertThat(idsOf("dev-0")).doesNotHaveDuplicates();

        run(fleet, Duration.ofSeconds(2));

        assertThat(idsOf("dev-0").stream().filter(new MessageId(1, 0)::equals)).hasSize(2);
        assertThat(fleet.status().resent()).isPositive();
    }

    @Test
    void doesNotSendAgainWhenReceiptsCome() throws Exception {
        Fleet fleet = fleet(spec(1, List.of()));
        for (int i = 0; i < 120; i++) {
            run(fleet, SECOND);
            sent.forEach(it -> fleet.received(it.device(), new Receipt(id(it))));
        }

        assertThat(fleet.status().resent()).isZero();
        assertThat(fleet.status().withoutReceipt()).isLessThanOrEqualTo(2);
    }

    @Test
    void keepsMeasuringWhileTheLinkIsFullAndSendsLater() throws Exception {
        linkFull = true;
        Fleet fleet = fleet(spec(1, List.of()));
        run(fleet, Duration.ofSeconds(20));
        assertThat(sent).isEmpty();
        linkFull = false;

        run(fleet, Duration.ofSeconds(60));

        assertThat(idsOf("dev-0")).contains(new MessageId(1, 0), new MessageId(1, 1), new MessageId(1, 2));
    }

    @Test
    void dropsTheOldestMessageOfAFullMemoryAndCountsIt() {
        DeviceMemory memory = new DeviceMemory(1, List.of());
        for (int i = 0; i < DeviceMemory.CAPACITY + 3; i++) {
            memory.keep(new StoredMessage(memory.nextId(), "{}"));
        }

        assertThat(memory.dropped()).isEqualTo(3);
        assertThat(memory.oldest(1)).extracting(StoredMessage::id).containsExactly(new MessageId(1, 3));
    }

    @Test
    void measuresTheSameFromTheSameSeedAndSomethingElseFromAnother() throws Exception {
        List<Telemetry> first = measure(42);
        List<Telemetry> again = measure(42);
        List<Telemetry> other = measure(43);

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    private List<Telemetry> measure(long seed) throws Exception {
        clock.set(START);
        sent.clear();
        Files.deleteIfExists(stateFile());
        run(fleet(spec(seed, List.of())), Duration.ofSeconds(30));
        return sent.stream().map(Sent::telemetry).toList();
    }

    @Test
    void pushesALockerOutOfItsBandWithinTenSecondsOfACompressorFailureAtSixtyfoldTime() throws Exception {
        Fault fault =
                new Fault("locker", Fault.Kind.COMPRESSOR_FAILURE, Duration.ofSeconds(60), Duration.ofMinutes(10));
        Fleet fleet = fleet(fast(List.of(fault)));

        run(fleet, Duration.ofSeconds(60));
        assertThat(values("dev", "t1")).allMatch(celsius -> celsius > 2 && celsius < 8);
        sent.clear();
        run(fleet, Duration.ofSeconds(10));

        assertThat(values("dev", "t1").getLast()).isGreaterThan(8);
        // The physics is fast, the clock is not.
        assertThat(lastTime()).isEqualTo(START.plusSeconds(70));
    }

    @Test
    void showsAnInjectedDoorAndALossOfMains() throws Exception {
        Fleet fleet = fleet(fast(List.of()));
        run(fleet, Duration.ofSeconds(2));
        fleet.inject(new Fault("locker", Fault.Kind.DOOR_OPEN, Duration.ofSeconds(3), Duration.ofSeconds(3)));
        fleet.inject(new Fault("site", Fault.Kind.MAINS_LOST, Duration.ofSeconds(3), Duration.ofSeconds(3)));
        sent.clear();

        run(fleet, Duration.ofSeconds(6)); // reports at 3 to 8 s

        assertThat(values("dev", "door")).containsExactly(0.0, 1.0, 1.0, 1.0, 0.0, 0.0);
        assertThat(values("dev", "mains")).containsExactly(1.0, 0.0, 0.0, 0.0, 1.0, 1.0);
        assertThat(values("dev", "gen")).containsExactly(0.0, 1.0, 1.0, 1.0, 0.0, 0.0);
        assertThat(values("dev", "fuel").getLast()).isLessThan(100);
    }

    @Test
    void skipsTheTimeOfASuspensionInsteadOfReportingItInABurst() throws Exception {
        Fleet fleet = fleet(spec(1, List.of()));
        run(fleet, SECOND);
        sent.clear();

        clock.advance(Duration.ofHours(8));
        fleet.step();

        assertThat(idsOf("dev-0").stream().distinct().count()).isBetween(12L, 15L);
    }

    @Test
    void refusesAFleetWhoseKeysLeadNowhere() {
        assertThatThrownBy(() -> new FleetSpec(
                        List.of(device("d", new ChannelSpec("t1", SimulatedQuantity.FUEL, "locker"))),
                        List.of(locker("locker", Optional.empty())),
                        List.of(),
                        1,
                        1))
                .hasMessage("device 'd', channel 't1': unit 'locker' has no FUEL");
        assertThatThrownBy(() ->
                        new FleetSpec(List.of(), List.of(locker("locker", Optional.of("nowhere"))), List.of(), 1, 1))
                .hasMessageContaining("poweredBy 'nowhere'");
        assertThatThrownBy(() -> new FleetSpec(
                        List.of(), List.of(), List.of(new Fault("x", Fault.Kind.DOOR_OPEN, SECOND, SECOND)), 1, 1))
                .hasMessageContaining("DOOR_OPEN of unit 'x'");
    }

    @Test
    void refusesAStateFileItDoesNotUnderstandByLine() throws Exception {
        Files.writeString(stateFile(), "frostproof-fleet 1\ndevice dev-0 x\n");

        assertThatThrownBy(() -> fleet(spec(1, List.of()))).hasMessageContaining("line 2 was 'device dev-0 x'");
    }

    private FleetSpec spec(long seed, List<Fault> faults) {
        return new FleetSpec(
                List.of(
                        device(
                                "dev-0",
                                Duration.ofSeconds(5),
                                new ChannelSpec("t1", SimulatedQuantity.AIR_TEMPERATURE, "locker")),
                        device(
                                "dev-1",
                                Duration.ofSeconds(5),
                                new ChannelSpec("t1", SimulatedQuantity.AIR_TEMPERATURE, "room"))),
                List.of(
                        locker("locker", Optional.empty()),
                        new UnitSpec.Cold("room", ColdKind.COLD_ROOM, 5, 25, Optional.empty())),
                faults,
                1,
                seed);
    }

    private FleetSpec fast(List<Fault> faults) {
        return new FleetSpec(
                List.of(device(
                        "dev",
                        new ChannelSpec("t1", SimulatedQuantity.AIR_TEMPERATURE, "locker"),
                        new ChannelSpec("door", SimulatedQuantity.DOOR, "locker"),
                        new ChannelSpec("mains", SimulatedQuantity.MAINS, "site"),
                        new ChannelSpec("gen", SimulatedQuantity.GENERATOR, "site"),
                        new ChannelSpec("fuel", SimulatedQuantity.FUEL, "site"))),
                List.of(locker("locker", Optional.of("site")), new UnitSpec.Power("site", 100)),
                faults,
                60,
                1);
    }

    private static DeviceSpec device(String id, ChannelSpec... channels) {
        return device(id, SECOND, channels);
    }

    private static DeviceSpec device(String id, Duration interval, ChannelSpec... channels) {
        return new DeviceSpec("hub-1", id, interval, List.of(channels));
    }

    private static UnitSpec locker(String key, Optional<String> poweredBy) {
        return new UnitSpec.Cold(key, ColdKind.LOCKER, 5, 25, poweredBy);
    }

    private Fleet fleet(FleetSpec spec) throws IOException {
        return new Fleet(spec, clock, this::offer, stateFile());
    }

    private Path stateFile() {
        return directory.resolve("state");
    }

    private boolean offer(UpTopic topic, byte[] payload) {
        if (linkFull) {
            return false;
        }
        Decoded decoded = (Decoded) JsonTelemetryDecoder.decode(payload);
        assertThat(decoded.rejections()).as(new String(payload, UTF_8)).isEmpty();
        sent.add(new Sent(topic.device(), decoded.telemetry()));
        return true;
    }

    /** Steps now and then every 100 ms, as the real thread does. */
    private void run(Fleet fleet, Duration duration) throws Exception {
        fleet.step();
        for (long i = 0; i < duration.toMillis() / 100; i++) {
            clock.advance(Duration.ofMillis(100));
            fleet.step();
        }
    }

    private List<MessageId> idsOf(String device) {
        return sent.stream()
                .filter(it -> it.device().equals(device))
                .map(FleetTest::id)
                .toList();
    }

    private static MessageId id(Sent sent) {
        MessageId id = sent.telemetry().id();
        if (id == null) {
            throw new AssertionError("message without id");
        }
        return id;
    }

    private List<Double> values(String device, String channel) {
        return sent.stream()
                .filter(it -> it.device().equals(device))
                .flatMap(it -> it.telemetry().samples().stream())
                .filter(sample -> sample.channel().equals(channel))
                .map(Sample::value)
                .toList();
    }

    private Instant lastTime() {
        return Instant.ofEpochMilli(
                sent.getLast().telemetry().samples().getFirst().timeMicros() / 1000);
    }
}
