package io.frostproof.simulator.sensing;

import static io.frostproof.simulator.sensing.FakeWorld.DAY;
import static io.frostproof.simulator.sensing.FakeWorld.HOUR;
import static io.frostproof.simulator.sensing.FakeWorld.MINUTE;
import static io.frostproof.simulator.sensing.FakeWorld.SECOND;
import static io.frostproof.simulator.sensing.FakeWorld.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.protocol.DeviceStatus;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Quality;
import io.frostproof.protocol.Receipt;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.simulator.power.BatteryDesign;
import io.frostproof.simulator.sensing.FakeWorld.Arrival;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimDeviceTest {

    private static final ChannelDesign AIR = new ChannelDesign("t1", "fridge", SimulatedQuantity.AIR_TEMPERATURE);
    private static final ChannelDesign DOOR = new ChannelDesign("door", "fridge", SimulatedQuantity.DOOR);
    private static final ChannelDesign MAINS = new ChannelDesign("mains", "site", SimulatedQuantity.MAINS);
    private static final ChannelDesign BATTERY = new ChannelDesign("bat", "fridge", SimulatedQuantity.BATTERY);

    private final FakeWorld world = new FakeWorld();

    private static DeviceDesign design(Hardware hardware, Form form, ChannelDesign... channels) {
        return new DeviceDesign(
                "north", "probe-7", List.of(channels), Duration.ofMinutes(1), Duration.ofMinutes(5), form, hardware);
    }

    private static SimDevice device(long seed, Hardware hardware, ChannelDesign... channels) {
        return new SimDevice(design(hardware, Form.BINARY, channels), seed, START, Receipts.MODELLED, null);
    }

    private static Hardware memory(int messages, boolean keeps) {
        return new Hardware(messages, keeps, Hardware.Clock.RTC, 0, 0.15, 0.5, BatteryDesign.CELL_18650, true);
    }

    private static final Hardware EXACT = memory(4_000, true);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyReadingArrivesWhateverTheNetworkDoesAsLongAsTheMemoryLasts(long seed) {
        SimDevice device = device(seed, Hardware.LOGGER, AIR, DOOR, MAINS, BATTERY);
        SplittableRandom chance = new SplittableRandom(seed);
        world.restless = true;
        for (int i = 0; i < 60; i++) {
            world.doorOpen = chance.nextInt(4) == 0;
            world.troubles = DeviceTroubles.NONE
                    .withNetworkDown(chance.nextInt(3) == 0)
                    .withRebootNow(chance.nextInt(6) == 0)
                    .withDuplicates(chance.nextInt(3) == 0 ? 0.3 : 0);
            world.reachable = chance.nextInt(5) > 0;
            world.wake(device);
            world.run(device, chance.nextLong(8 * HOUR));
        }
        world.reachable = true;
        world.troubles = DeviceTroubles.NONE;
        world.run(device, HOUR);

        assertThat(device.lost()).isZero();
        assertThat(device.boot()).isGreaterThan(3);
        Map<MessageId, byte[]> once = world.payloads();
        assertThat(once.keySet()).as("every message").hasSize((int) device.messages());
        // Numbers of a boot have no gaps, and what was measured is in exactly one message.
        for (long boot = 1; boot <= device.boot(); boot++) {
            long of = boot;
            List<Long> seqs = once.keySet().stream()
                    .filter(id -> id.boot() == of)
                    .map(MessageId::seq)
                    .sorted()
                    .toList();
            assertThat(seqs).isEqualTo(LongStream.range(0, seqs.size()).boxed().toList());
        }
        Set<String> keys = new HashSet<>();
        long readings = 0;
        Set<MessageId> seen = new HashSet<>();
        for (Arrival it : world.telemetry()) {
            if (seen.add(it.id())) {
                for (Sample sample : it.telemetry().samples()) {
                    readings++;
                    keys.add(sample.channel() + sample.timeMicros());
                }
            }
        }
        assertThat(keys).hasSize((int) readings);
        // Four readings each of at most four samplings are not in a message yet.
        assertThat(device.readings() - readings).isBetween(0L, 16L);
    }

    @Test
    void messagesAreFirstSentInTheOrderOfTheirNumbers() {
        SimDevice device = device(3, Hardware.LOGGER, AIR);
        world.run(device, HOUR);
        world.reachable = false;
        world.run(device, 5 * DAY);
        world.reachable = true;
        world.run(device, DAY);

        List<MessageId> first = new ArrayList<>();
        Set<MessageId> seen = new HashSet<>();
        world.telemetry().stream().map(Arrival::id).filter(seen::add).forEach(first::add);
        assertThat(first).isSorted().hasSizeGreaterThan(5 * 288);
        // A backlog goes out in windows and not in one burst.
        Map<Long, Long> atOnce = new java.util.TreeMap<>();
        world.telemetry().forEach(it -> atOnce.merge(it.atMillis(), 1L, Long::sum));
        assertThat(atOnce.values()).allMatch(count -> count <= 20);
    }

    @Test
    void nothingThatHappensMeanwhileWidensTheWindowsOfABacklog() {
        SimDevice device = device(3, Hardware.LOGGER, AIR, DOOR);
        world.reachable = false;
        world.run(device, 5 * DAY);
        world.reachable = true;
        long from = world.now;
        while (world.now < from + 6 * MINUTE) {
            world.run(device, 40);
            world.doorOpen = !world.doorOpen;
            world.wake(device);
        }

        List<Long> times = world.telemetry().stream().map(Arrival::atMillis).toList();
        assertThat(times).hasSizeGreaterThan(5 * 288);
        // Twice a window's 20: the last one may have had room for more.
        for (int i = 40; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 40)).isGreaterThanOrEqualTo(250);
        }
    }

    @Test
    void afterAReconnectOnlyWhatHasNoReceiptIsSentAgainOldestFirst() {
        SimDevice device = new SimDevice(design(EXACT, Form.BINARY, AIR), 1, START, Receipts.REAL, null);
        world.run(device, HOUR);
        device.receipt(new Receipt(new MessageId(1, 4), 2), world.now);
        device.receipt(new Receipt(new MessageId(1, 9), 8), world.now);
        world.reachable = false;
        world.run(device, HOUR);
        List<MessageId> waiting = device.remember().messages().stream()
                .map(Remembered.Message::id)
                .toList();
        world.sent().clear();
        world.reachable = true;
        world.run(device, 6 * MINUTE);

        List<MessageId> sent =
                world.telemetry().stream().map(Arrival::id).distinct().toList();
        assertThat(waiting)
                .extracting(MessageId::seq)
                .startsWith(0L, 1L, 5L, 6L, 7L, 10L)
                .hasSizeGreaterThan(15);
        assertThat(sent).isSorted().startsWith(waiting.toArray(MessageId[]::new));
    }

    /** 6,000 messages take longer to send than the first of them wait for their receipts. */
    @Test
    void repeatsOfALongBacklogDoNotKeepNewMessagesWaiting() {
        var everySecond = new DeviceDesign(
                "north",
                "probe-7",
                List.of(AIR),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Form.BINARY,
                memory(20_000, true));
        SimDevice device = new SimDevice(everySecond, 1, START, Receipts.REAL, null);
        world.reachable = false;
        world.run(device, 6_000 * SECOND);
        world.reachable = true;
        world.run(device, 8 * MINUTE);

        Map<MessageId, Arrival> first = new java.util.TreeMap<>();
        List<MessageId> order = new ArrayList<>();
        for (Arrival it : world.telemetry()) {
            if (first.putIfAbsent(it.id(), it) == null) {
                order.add(it.id());
            }
        }
        assertThat(order).isSorted();
        long through = world.telemetry().getFirst().atMillis() + 90 * SECOND;
        assertThat(first.values())
                .filteredOn(it -> it.atMillis() > through)
                .hasSizeGreaterThan(60)
                .allSatisfy(it -> {
                    long measured = it.telemetry().samples().getLast().timeMicros() / 1_000;
                    assertThat(it.atMillis() - measured).isLessThan(2 * SECOND);
                });
        assertThat(world.telemetry()).as("repeats, too").hasSizeGreaterThan(first.size() + 5_000);
    }

    @Test
    void aFullMemoryForgetsTheOldestAndCountsThem() {
        SimDevice device = device(1, memory(10, true), AIR);
        world.run(device, HOUR); // 12 messages, all received
        world.reachable = false;
        world.run(device, 2 * HOUR); // 24 more
        assertThat(device.kept()).isEqualTo(10);
        assertThat(device.lost()).isBetween(13L, 15L);
        world.reachable = true;
        world.run(device, 10 * MINUTE);

        Set<Long> arrived = new HashSet<>();
        world.telemetry().forEach(it -> arrived.add(it.id().seq()));
        long last = arrived.stream().mapToLong(Long::longValue).max().orElseThrow();
        assertThat(last + 1 - arrived.size()).isEqualTo(device.lost());
        assertThat(world.statuses().getLast().lost()).isEqualTo(device.lost());
    }

    @Test
    void whatHasNoReceiptIsSentAgainAfterGrowingWaits() {
        SimDevice device = new SimDevice(design(EXACT, Form.JSON, AIR), 1, START, Receipts.REAL, null);
        world.run(device, 90 * MINUTE);

        List<Long> sent = world.telemetry().stream()
                .filter(it -> it.id().seq() == 0)
                .map(Arrival::atMillis)
                .toList();
        List<Long> waits = new ArrayList<>();
        for (int i = 1; i < sent.size(); i++) {
            waits.add((sent.get(i) - sent.get(i - 1)) / SECOND);
        }
        assertThat(waits).startsWith(60L, 120L, 240L, 480L, 900L, 900L);
    }

    @Test
    void aRealReceiptLetsItForgetExactlyWhatItCovers() {
        SimDevice device = new SimDevice(design(EXACT, Form.BINARY, AIR), 1, START, Receipts.REAL, null);
        world.run(device, HOUR);
        int kept = device.kept();

        device.receipt(new Receipt(new MessageId(1, 4), 2), world.now);

        assertThat(device.kept()).isEqualTo(kept - 3);
        assertThat(device.remember().messages().stream().map(it -> it.id().seq()))
                .startsWith(0L, 1L, 5L);
    }

    @Test
    void aLostReceiptCostsARepeat() {
        SimDevice device = device(5, Hardware.LOGGER, AIR);
        world.run(device, 30 * DAY);

        // One in 500 of 8,640.
        assertThat(device.resent()).isBetween(5L, 40L);
        assertThat(world.payloads()).hasSize((int) device.messages());
    }

    @Test
    void duplicatesAreAsManyAsTold() {
        SimDevice device = device(5, Hardware.LOGGER, AIR);
        world.troubles = DeviceTroubles.NONE.withDuplicates(0.25);
        world.run(device, 10 * DAY);

        int messages = world.payloads().size();
        assertThat(world.telemetry().size() - messages).isBetween(messages / 5, messages / 3);
    }

    @Test
    void aRestartBeginsABootAndFlashKeepsWhatWasMeasured() {
        SimDevice device = device(1, EXACT, AIR);
        world.run(device, HOUR + 2 * MINUTE);
        world.reachable = false;
        world.run(device, HOUR);
        long readings = device.readings();
        world.troubles = DeviceTroubles.NONE.withRebootNow(true);
        world.wake(device);
        world.run(device, HOUR); // the trouble lasts, but the restart is one
        assertThat(device.boot()).isEqualTo(2);
        world.reachable = true;
        world.run(device, HOUR);

        assertThat(device.lost()).isZero();
        long before = world.telemetry().stream()
                .filter(it -> it.id().boot() == 1)
                .map(Arrival::telemetry)
                .distinct()
                .mapToLong(it -> it.samples().size())
                .sum();
        assertThat(before).isEqualTo(readings);
        assertThat(world.telemetry().stream()
                        .filter(it -> it.id().boot() == 2)
                        .map(it -> it.id().seq()))
                .contains(0L, 1L);
        assertThat(world.statuses().getLast().boot()).isEqualTo(2);
    }

    @Test
    void memoryWithoutFlashIsEmptyAfterARestart() {
        SimDevice device = device(1, memory(100, false), AIR);
        world.run(device, HOUR);
        world.reachable = false;
        world.run(device, HOUR);
        int kept = device.kept();
        assertThat(kept).isGreaterThan(10);

        world.troubles = DeviceTroubles.NONE.withRebootNow(true);
        world.wake(device);

        assertThat(device.kept()).isZero();
        assertThat(device.lost()).isEqualTo(kept);
    }

    @Test
    void aDeadDeviceMeasuresNothingAndStartsAgainAfterwards() {
        SimDevice device = device(1, EXACT, AIR);
        world.run(device, HOUR);
        world.troubles = DeviceTroubles.NONE.withDead(true);
        world.wake(device);
        long readings = device.readings();
        world.run(device, 3 * HOUR);
        assertThat(device.alive()).isFalse();
        assertThat(device.readings()).isEqualTo(readings);
        world.troubles = DeviceTroubles.NONE;
        world.run(device, HOUR);

        assertThat(device.alive()).isTrue();
        assertThat(device.boot()).isEqualTo(2);
        assertThat(device.readings()).isGreaterThan(readings);
    }

    @Test
    void aStepShiftsTimesByWhatItWasAndOnlyWhileItLasts() {
        SimDevice device = device(1, EXACT, AIR);
        world.run(device, 6 * HOUR);
        world.troubles = DeviceTroubles.NONE.withClock(HOUR, 0);
        world.wake(device);
        assertThat(device.clockErrorMillis(world.now)).isEqualTo(HOUR);
        long from = world.now;
        world.run(device, 6 * HOUR);
        world.troubles = DeviceTroubles.NONE;
        world.wake(device);
        assertThat(device.clockErrorMillis(world.now)).isZero();
        long to = world.now;
        world.run(device, 6 * HOUR);

        List<Long> shifted = times().stream()
                .filter(millis -> millis > to && millis <= to + HOUR)
                .toList();
        // Those of the last hour with the wrong clock, and those of the first hour after it was right again.
        assertThat(shifted).hasSizeBetween(118, 122);
        assertThat(times().stream().filter(millis -> millis > from && millis <= from + HOUR))
                .isEmpty();
    }

    private List<Long> times() {
        return world.samples("t1").stream().map(it -> it.timeMicros() / 1_000).toList();
    }

    @Test
    void aDriftGrowsWithTime() {
        SimDevice device = device(1, EXACT, AIR);
        world.troubles = DeviceTroubles.NONE.withClock(0, 1_000);
        world.run(device, 2 * DAY);

        // A thousandth of two days, although every status could set the clock right.
        assertThat(device.clockErrorMillis(world.now)).isBetween(172_790L, 172_810L);
        Arrival last = world.telemetry().getLast();
        long time = last.telemetry().samples().getLast().timeMicros() / 1_000;
        assertThat(time - last.atMillis()).isBetween(172_000L, 172_810L);
        // By its own clock it samples once a minute.
        List<Long> times = times();
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isEqualTo(MINUTE);
        }
        world.troubles = DeviceTroubles.NONE;
        world.wake(device);
        assertThat(device.clockErrorMillis(world.now)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anOrdinaryClockIsNeverOffByMoreThanADayOfItsOwnError(long seed) {
        SimDevice device = device(seed, Hardware.LOGGER, AIR);
        for (int i = 0; i < 100; i++) {
            world.run(device, 7 * HOUR);
            assertThat(Math.abs(device.clockErrorMillis(world.now))).isLessThan(1_740);
        }
    }

    @Test
    void aClockThatNobodySetForWeeksIsMarkedDoubtful() {
        SimDevice device = device(1, Hardware.LOGGER, AIR);
        world.run(device, HOUR);
        world.reachable = false;
        world.run(device, 36 * DAY); // a minute at 20 millionths is 34.7 days
        world.reachable = true;
        world.run(device, DAY);

        List<Sample> samples = world.samples("t1");
        assertThat(samples.stream()
                        .filter(it -> (it.quality() & Quality.CLOCK) != 0)
                        .count())
                .isBetween(1_500L, 2_100L);
        assertThat(samples.getLast().quality()).isZero();
    }

    @Test
    void aStuckProbeRepeatsWhatItSaidLast() {
        world.restless = true;
        SimDevice device = device(1, EXACT, AIR);
        world.run(device, HOUR);
        int before = (int) device.readings();
        world.troubles = DeviceTroubles.NONE.withChannels(Map.of("t1", ChannelTroubles.STUCK));
        world.run(device, HOUR);
        int during = (int) device.readings() - before;
        world.troubles = DeviceTroubles.NONE;
        world.run(device, HOUR);

        List<Double> values = world.values("t1");
        assertThat(new HashSet<>(values.subList(before - 1, before + during))).hasSize(1);
        assertThat(new HashSet<>(values.subList(0, before))).hasSizeGreaterThan(10);
        assertThat(new HashSet<>(values.subList(before + during, values.size())))
                .hasSizeGreaterThan(10);
    }

    @Test
    void aProbeThatFellOffFeelsTheRoomOrSaysFault() {
        ChannelDesign cable =
                new ChannelDesign("t2", "fridge", SimulatedQuantity.AIR_TEMPERATURE, ProbeDesign.PLATINUM);
        SimDevice device = device(1, EXACT, AIR, cable);
        world.run(device, HOUR);
        world.troubles = DeviceTroubles.NONE.withChannels(
                Map.of("t1", ChannelTroubles.DETACHED, "t2", ChannelTroubles.DETACHED));
        world.run(device, HOUR);

        assertThat(world.values("t1").getFirst()).isBetween(4.8, 5.2);
        assertThat(world.values("t1").getLast()).isBetween(20.8, 21.2);
        assertThat(world.samples("t2").getFirst().quality()).isZero();
        assertThat(world.samples("t2").getLast().quality()).isEqualTo(Quality.FAULT);
    }

    @Test
    void aProbeThatDriftsIsOffByWhatItIsTold() {
        SimDevice device = device(1, EXACT, AIR);
        world.troubles = DeviceTroubles.NONE.withChannels(Map.of("t1", ChannelTroubles.drift(1.5)));
        world.run(device, 10 * HOUR);

        assertThat(world.values("t1").stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow())
                .isBetween(6.48, 6.52);
    }

    @Test
    void aProbeShowsItsStepsAndNoMoreThanItsNoise() {
        SimDevice device = device(1, EXACT, AIR);
        world.run(device, 10 * DAY);

        List<Double> values = world.values("t1");
        assertThat(values).allMatch(value -> value * 16 == Math.rint(value * 16));
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double variance = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(4.99, 5.01);
        // Noise of 0.03 and the rounding to 1/16.
        assertThat(Math.sqrt(variance)).isBetween(0.02, 0.05);
    }

    @Test
    void aProbeFollowsASuddenChangeWithItsTimeConstant() {
        ProbeDesign slow = new ProbeDesign(0, 0.001, 300, ProbeDesign.WhenDetached.SAYS_FAULT);
        SimDevice device = device(1, EXACT, new ChannelDesign("t1", "fridge", SimulatedQuantity.AIR_TEMPERATURE, slow));
        world.run(device, HOUR);
        int before = (int) device.readings();
        world.celsius = 15;
        world.run(device, HOUR);

        // The device knows of the change one sample late, as a ramp over a minute; five samples later 300 s have
        // passed.
        double expected = 15 - 10 * 300 / 60.0 * (1 - Math.exp(-60 / 300.0)) * Math.exp(-300 / 300.0);
        assertThat(world.values("t1").get(before + 5)).isBetween(expected - 0.01, expected + 0.01);
        assertThat(world.values("t1").getLast()).isBetween(14.99, 15.0);
    }

    @Test
    void aDoorIsToldAtOnceAndNotTwice() {
        SimDevice device = device(1, EXACT, AIR, DOOR);
        world.run(device, HOUR + 17 * SECOND);
        int before = world.telemetry().size();
        world.doorOpen = true;
        long opened = world.now;
        world.wake(device);
        world.wake(device);

        assertThat(world.telemetry()).hasSize(before + 1);
        Arrival event = world.telemetry().getLast();
        Sample edge = event.telemetry().samples().getLast();
        assertThat(event.atMillis()).isEqualTo(opened);
        assertThat(edge.channel()).isEqualTo("door");
        assertThat(edge.value()).isEqualTo(1);
        assertThat(edge.quality()).isEqualTo(Quality.EDGE);
        assertThat(edge.timeMicros()).isEqualTo(opened * 1_000);
        world.run(device, 10 * MINUTE);
        assertThat(world.samples("door").getLast().quality()).isZero();
        assertThat(world.samples("door").getLast().value()).isEqualTo(1);
    }

    @Test
    void aWeakBatteryMakesItSeldomThenSilentUntilSomebodyReplacesIt() {
        SimDevice device = device(1, Hardware.PROBE, AIR, BATTERY);
        world.run(device, DAY);
        assertThat(device.batteryPercent()).isGreaterThan(99);
        world.troubles = DeviceTroubles.NONE.withBatteryWeak(true);
        world.run(device, 68 * HOUR);
        assertThat(device.batteryPercent()).isBetween(0.1, 15.0);
        Telemetry saving = world.telemetry().getLast().telemetry();
        assertThat(saving.nextSeconds()).isEqualTo(SimDevice.SAVING * 300);
        assertThat(world.values("bat").getLast()).isLessThan(15);
        assertThat(world.statuses().getLast().batteryPercent()).isLessThan(16);
        world.run(device, 10 * HOUR);
        assertThat(device.alive()).isFalse();
        long silent = device.lastSentMillis();
        world.run(device, DAY);
        assertThat(device.lastSentMillis()).isEqualTo(silent);
        world.troubles = DeviceTroubles.NONE;
        world.run(device, HOUR);

        assertThat(device.alive()).isTrue();
        assertThat(device.boot()).isEqualTo(2);
        assertThat(world.telemetry().getLast().telemetry().nextSeconds()).isZero();
    }

    @Test
    void aLoggerLastsTwoDaysWithoutElectricityAndComesBackWithIt() {
        SimDevice device = device(1, Hardware.LOGGER, AIR);
        world.run(device, HOUR);
        world.chargerPowered = false;
        world.run(device, 2 * DAY);
        assertThat(device.alive()).isTrue();
        world.run(device, DAY);
        assertThat(device.alive()).isFalse();
        world.chargerPowered = true;
        world.run(device, 6 * HOUR);

        assertThat(device.alive()).isTrue();
        assertThat(device.boot()).isEqualTo(2);
    }

    @Test
    void devicesReportAtMomentsOfTheirOwn() {
        Set<Long> moments = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            DeviceDesign design = new DeviceDesign(
                    "north",
                    "probe-" + i,
                    List.of(AIR),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Form.BINARY,
                    Hardware.LOGGER);
            FakeWorld one = new FakeWorld();
            one.run(new SimDevice(design, 1, START, Receipts.MODELLED, null), HOUR);
            moments.add(one.telemetry().get(3).atMillis() % (5 * MINUTE) / MINUTE);
        }
        assertThat(moments).hasSize(5);
    }

    @Test
    void itSaysThatItIsThereAtEveryConnectionAndDaily() {
        SimDevice device = device(1, EXACT, AIR, DOOR);
        world.run(device, 3 * DAY + HOUR);
        assertThat(world.statuses()).hasSize(4);
        world.troubles = DeviceTroubles.NONE.withNetworkDown(true);
        world.run(device, HOUR);
        world.troubles = DeviceTroubles.NONE;
        world.run(device, HOUR);

        DeviceStatus last = world.statuses().getLast();
        assertThat(world.statuses()).hasSize(5);
        assertThat(last.conn()).isEqualTo(2);
        assertThat(last.kept()).isBetween(11L, 14L);
        assertThat(last.reportSeconds()).isEqualTo(300);
        assertThat(last.sampleSeconds()).isEqualTo(60);
        assertThat(last.channels()).hasSize(2);
        assertThat(world.sent().getFirst().retained()).isTrue();
    }

    @Test
    void aDeviceWithoutClockSaysHowLongItHasBeenRunning() {
        SimDevice device = device(1, Hardware.CLOCKLESS, AIR);
        world.run(device, HOUR);

        Arrival last = world.telemetry().getLast();
        Telemetry telemetry = last.telemetry();
        assertThat(telemetry.sinceStart()).isTrue();
        long since = last.atMillis() - START;
        assertThat(telemetry.upMillis()).isBetween(since - 200, since + 200);
        assertThat(telemetry.samples().getLast().timeMicros() / 1_000).isBetween(since - MINUTE, since + 200);
        assertThat(device.clockErrorMillis(world.now)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "BINARY, c4343bd0e8f9520ebc0bc66308f5b4efe7db45005f0e6ced25863b938f848ccf",
        "JSON, 5102c5f23d15daa3958f7d9ac9689f39afc71231fc68be36e462bb488ad2e0d0",
    })
    void aMonthOfADeviceIsTheSameBytesEverywhere(Form form, String hash) throws Exception {
        world.restless = true;
        SimDevice device = new SimDevice(
                design(Hardware.LOGGER, form, AIR, DOOR, MAINS, BATTERY), 20261121, START, Receipts.MODELLED, null);
        for (int day = 0; day < 30; day++) {
            world.troubles = DeviceTroubles.NONE
                    .withNetworkDown(day == 7 || day == 8)
                    .withRebootNow(day == 12)
                    .withClock(day == 15 ? 90_000 : 0, day == 16 ? 250 : 0)
                    .withDuplicates(day == 20 ? 0.5 : 0)
                    .withChannels(day == 22 ? Map.of("t1", ChannelTroubles.DETACHED) : Map.of());
            world.doorOpen = day % 3 == 0;
            world.wake(device);
            world.run(device, DAY);
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Publication it : world.sent()) {
            digest.update(Long.toString(it.atMillis()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            digest.update(it.topic().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            digest.update(it.payload());
        }
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(hash);
    }

    @Test
    void anotherSeedIsAnotherMonth() {
        world.run(device(1, Hardware.LOGGER, AIR), DAY);
        FakeWorld other = new FakeWorld();
        other.run(device(2, Hardware.LOGGER, AIR), DAY);

        assertThat(other.values("t1")).isNotEqualTo(world.values("t1"));
        assertThat(other.sent().getLast().atMillis())
                .isNotEqualTo(world.sent().getLast().atMillis());
    }

    @Test
    void whatTheContractForbidsIsRefusedByName() {
        assertThatThrownBy(() -> design(EXACT, Form.JSON)).hasMessage("device probe-7, channels: 0, expected 1 to 64");
        assertThatThrownBy(() -> design(EXACT, Form.JSON, AIR, AIR))
                .hasMessage("device probe-7, channel t1: twice, expected once");
        assertThatThrownBy(() -> new DeviceDesign(
                        "north",
                        "probe-7",
                        List.of(AIR),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(1),
                        Form.JSON,
                        EXACT))
                .hasMessage("device probe-7, reportEvery PT1M: expected PT5M (sampleEvery) to 31 d");
        assertThatThrownBy(() -> new Hardware(10, true, Hardware.Clock.NONE, 0, 0, 0, BatteryDesign.CELL_18650, true))
                .hasMessageContaining("clock NONE");
    }
}
