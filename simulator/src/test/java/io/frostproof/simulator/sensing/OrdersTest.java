package io.frostproof.simulator.sensing;

import static io.frostproof.simulator.sensing.FakeWorld.HOUR;
import static io.frostproof.simulator.sensing.FakeWorld.MINUTE;
import static io.frostproof.simulator.sensing.FakeWorld.SECOND;
import static io.frostproof.simulator.sensing.FakeWorld.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostproof.protocol.Control.ChannelUnit;
import io.frostproof.protocol.DeviceAnswer;
import io.frostproof.protocol.DeviceAnswer.Result;
import io.frostproof.protocol.DeviceCommand;
import io.frostproof.protocol.DeviceConfig;
import io.frostproof.protocol.DeviceStatus.Ability;
import io.frostproof.protocol.DeviceTime;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that hear a server, and remember. */
class OrdersTest {

    private static final DeviceDesign DESIGN = new DeviceDesign(
            "north",
            "probe-7",
            List.of(
                    new ChannelDesign("t1", "fridge", SimulatedQuantity.AIR_TEMPERATURE),
                    new ChannelDesign("door", "fridge", SimulatedQuantity.DOOR)),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Form.JSON,
            Hardware.LOGGER);

    @TempDir
    private Path directory;

    private final FakeWorld world = new FakeWorld();
    private final SimDevice device = new SimDevice(DESIGN, 1, START, Receipts.REAL, null);

    private DeviceAnswer order(io.frostproof.protocol.Control order) {
        world.run(device, MINUTE);
        device.order(order, world.now, world);
        return world.answers().getLast();
    }

    @Test
    void aConfigurationChangesIntervalsAndUnitsAndIsAnswered() {
        DeviceConfig config = new DeviceConfig(
                4, 600, 120, List.of(new ChannelUnit("t1", Unit.FAHRENHEIT), new ChannelUnit("door", null)));
        assertThat(order(config)).isEqualTo(DeviceAnswer.toConfig(4, Result.DONE));
        world.run(device, 2 * HOUR);

        assertThat(world.statuses().getLast().configVersion()).isEqualTo(4);
        assertThat(world.statuses().getLast().reportSeconds()).isEqualTo(600);
        Sample last = world.samples("t1").getLast();
        assertThat(last.unit()).isEqualTo(Unit.FAHRENHEIT);
        assertThat(last.value()).isBetween(40.5, 41.5);
        List<Sample> samples = world.samples("t1");
        assertThat(samples.getLast().timeMicros()
                        - samples.get(samples.size() - 2).timeMicros())
                .isEqualTo(120 * SECOND * 1_000);
        // Two channels at five samplings; the first message is of before.
        assertThat(world.telemetry().stream().filter(it -> it.id().seq() > 0).map(FakeWorld.Arrival::telemetry))
                .isNotEmpty()
                .allMatch(it -> it.samples().size() == 10);
    }

    @Test
    void theSameVersionIsAnsweredAgainALowerOneIsNot() {
        assertThat(order(new DeviceConfig(4, 600, 120, List.of())).result()).isEqualTo(Result.DONE);
        assertThat(order(new DeviceConfig(4, 900, 900, List.of())).result()).isEqualTo(Result.DONE);
        order(new DeviceConfig(3, 900, 900, List.of()));

        assertThat(world.answers()).hasSize(2);
        assertThat(device.configVersion()).isEqualTo(4);
    }

    @Test
    void aConfigurationThatCannotBeIsRefusedWithTheField() {
        DeviceAnswer sample = order(new DeviceConfig(4, 60, 120, List.of()));
        assertThat(sample.result()).isEqualTo(Result.REFUSED);
        assertThat(sample.field()).isEqualTo("sample_s");
        assertThat(sample.expected()).isEqualTo("at most 60, as report_s");
        DeviceAnswer unit = order(new DeviceConfig(5, 0, 0, List.of(new ChannelUnit("t1", Unit.VOLT))));
        assertThat(unit.field()).isEqualTo("channels");
        assertThat(order(new DeviceConfig(6, 0, 0, List.of(new ChannelUnit("t9", Unit.CELSIUS))))
                        .expected())
                .isEqualTo("no t9");
        assertThat(device.configVersion()).isZero();
    }

    @Test
    void aCommandIsDoneOnceAndAnsweredEachTime() {
        assertThat(order(new DeviceCommand.Identify("c1", 60))).isEqualTo(DeviceAnswer.toCommand("c1", Result.DONE));
        assertThat(device.identifies(world.now)).isTrue();
        world.run(device, 2 * MINUTE);
        order(new DeviceCommand.Identify("c1", 60));

        assertThat(world.answers()).hasSize(2);
        assertThat(device.identifies(world.now)).isFalse();
    }

    private static DeviceDesign with(Outputs outputs) {
        return new DeviceDesign(
                DESIGN.node(),
                DESIGN.device(),
                DESIGN.channels(),
                DESIGN.sampleEvery(),
                DESIGN.reportEvery(),
                DESIGN.form(),
                DESIGN.hardware(),
                outputs);
    }

    private void order(SimDevice other, DeviceCommand command) {
        world.run(other, MINUTE);
        other.order(command, world.now, world);
    }

    @Test
    void aLockEndsByItselfAndTheSameCommandMakesItNoLonger() {
        SimDevice locker = new SimDevice(with(new Outputs(Set.of(Ability.LOCK), false)), 1, START, Receipts.REAL, null);
        order(locker, new DeviceCommand.Lock("c1", 150));
        assertThat(locker.locked(world.now)).isTrue();
        assertThat(world.statuses().getLast().abilities()).containsExactly(Ability.LOCK);
        order(locker, new DeviceCommand.Lock("c1", 150));
        assertThat(world.answers())
                .containsExactly(DeviceAnswer.toCommand("c1", Result.DONE), DeviceAnswer.toCommand("c1", Result.DONE));
        assertThat(locker.locks()).isEqualTo(1);
        world.run(locker, 2 * MINUTE);
        assertThat(locker.locked(world.now)).isFalse();

        order(locker, new DeviceCommand.Lock("c2", 86_400));
        order(locker, new DeviceCommand.Lock("c3", 0));
        assertThat(locker.locked(world.now)).isFalse();
        assertThat(locker.locks()).isEqualTo(3);
    }

    @Test
    void aDeviceWithoutALatchSaysNothingAndOneThatIsStuckRefuses() {
        order(device, new DeviceCommand.Lock("c1", 60));
        order(device, new DeviceCommand.Buzzer("c2", 60));
        assertThat(world.answers()).isEmpty();
        assertThat(world.statuses().getLast().abilities()).isNull();

        SimDevice stuck = new SimDevice(with(new Outputs(Set.of(Ability.LOCK), true)), 1, START, Receipts.REAL, null);
        order(stuck, new DeviceCommand.Lock("c1", 60));
        assertThat(world.answers().getLast().result()).isEqualTo(Result.REFUSED);
        assertThat(world.answers().getLast().field()).isEqualTo("do");
        assertThat(stuck.locked(world.now)).isFalse();
    }

    @Test
    void aBacklogSendsWhatIsStillThereAndSaysHowMuch() {
        world.run(device, HOUR);
        device.receipt(new io.frostproof.protocol.Receipt(new MessageId(1, 3)), world.now);
        int before = world.telemetry().size();
        DeviceAnswer answer = order(new DeviceCommand.Backlog("c2", 1, 2, 6));
        world.wake(device);

        assertThat(answer.count()).isEqualTo(3);
        assertThat(world.telemetry().stream().skip(before).map(it -> it.id().seq()))
                .contains(4L, 5L, 6L);
    }

    @Test
    void aStatusIsSentWhenAskedFor() {
        int before = world.statuses().size();
        order(new DeviceCommand.Report("c3"));
        world.wake(device);

        assertThat(world.statuses().size()).isGreaterThan(before);
    }

    @Test
    void theTimeIsTakenFromTheMiddleOfTheRoundTripUnlessItIsFarFromTheSimulations() {
        world.run(device, HOUR);
        long asked = Objects.requireNonNull(world.statuses().getLast().upMillis());
        long up = world.now - START;
        assertThat(asked).isLessThan(up);
        device.order(new DeviceTime(world.now + 500, up - 1_000), world.now, world);
        assertThat(device.clockErrorMillis(world.now)).isBetween(950L, 1_050L);

        device.order(new DeviceTime(world.now + HOUR, up), world.now, world);
        assertThat(device.clockErrorMillis(world.now)).isBetween(950L, 1_050L);
        device.order(new DeviceTime(world.now, up - 20_000), world.now, world);
        assertThat(device.clockErrorMillis(world.now)).isBetween(950L, 1_050L);
    }

    @Test
    void whatIsRememberedSurvivesTheEndOfTheProgram() throws Exception {
        order(new DeviceConfig(4, 600, 120, List.of(new ChannelUnit("t1", Unit.KELVIN))));
        world.run(device, HOUR);
        Map<MessageId, byte[]> before = world.payloads();
        StateFile file = new StateFile(directory.resolve("made").resolve("state"));
        assertThat(file.read()).isEmpty();
        file.write(Map.of("probe-7", device.remember()));

        SimDevice again =
                new SimDevice(DESIGN, 1, world.now, Receipts.REAL, file.read().get("probe-7"));
        FakeWorld later = new FakeWorld();
        later.now = world.now;
        later.run(again, HOUR);

        assertThat(again.boot()).isEqualTo(2);
        assertThat(again.configVersion()).isEqualTo(4);
        assertThat(later.telemetry().getFirst().id()).isEqualTo(new MessageId(1, 0));
        Map<MessageId, byte[]> after = later.payloads();
        before.forEach((id, payload) -> assertThat(after.get(id)).isEqualTo(payload));
        assertThat(after.keySet()).contains(new MessageId(2, 0));
        assertThat(later.samples("t1").getLast().unit()).isEqualTo(Unit.KELVIN);
    }

    @Test
    void aStateFileThatCannotBeReadIsNamedByLine() throws Exception {
        Path file = directory.resolve("state");
        Files.writeString(file, "frostproof-devices 1\ndevice d 3\nmessage d 3 x aa\n");
        assertThatThrownBy(() -> new StateFile(file).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 3 was 'message d 3 x aa'");
        Files.writeString(file, "");
        assertThatThrownBy(() -> new StateFile(file).read()).hasMessageContaining("'frostproof-devices 1'");
    }
}
