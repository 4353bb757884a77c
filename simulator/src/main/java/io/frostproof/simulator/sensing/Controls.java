package io.frostproof.simulator.sensing;

import io.frostproof.protocol.Control;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.DeviceAnswer;
import io.frostproof.protocol.DeviceAnswer.Result;
import io.frostproof.protocol.DeviceCommand;
import io.frostproof.protocol.DeviceConfig;
import io.frostproof.protocol.DeviceStatus;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Receipt;
import io.frostproof.protocol.UpTopic;

/** What a device says besides telemetry: its status, and its answers to configurations and commands, which it carries out. For one thread. */
final class Controls {

    /** A status at least daily, and the time as often. */
    private static final long DAY_MILLIS = 86_400_000;

    private static final String MODEL = "simulated";

    private final DeviceDesign design;
    private final DeviceClock clock;
    private final Cell cell;
    private final MessageMemory memory;
    private final Orders orders;
    private final Rhythm rhythm;
    private final Batch batch;
    private final Sampling sampling;
    private final Link link;
    private final Radio radio;
    private boolean statusDue;
    private long nextStatusMillis;
    private long identifiesUntilMillis = Long.MIN_VALUE;
    private long lockedUntilMillis = Long.MIN_VALUE;
    private long soundsUntilMillis = Long.MIN_VALUE;
    private int locks;

    Controls(
            DeviceDesign design,
            DeviceClock clock,
            Cell cell,
            MessageMemory memory,
            Orders orders,
            Rhythm rhythm,
            Batch batch,
            Sampling sampling,
            Link link,
            Radio radio) {
        this.design = design;
        this.clock = clock;
        this.cell = cell;
        this.memory = memory;
        this.orders = orders;
        this.rhythm = rhythm;
        this.batch = batch;
        this.sampling = sampling;
        this.link = link;
        this.radio = radio;
    }

    /** Something has changed that a status says. */
    void statusIsDue() {
        statusDue = true;
    }

    /** When the next status is due by itself. */
    long nextStatusMillis() {
        return nextStatusMillis;
    }

    /** Says its status when that is due. */
    void announce(long nowMillis, Uplink uplink) {
        if (!statusDue && nowMillis < nextStatusMillis) {
            return;
        }
        statusDue = false;
        nextStatusMillis = nowMillis + DAY_MILLIS;
        if (clock.sinceSynchronised(nowMillis) >= DAY_MILLIS / 2) {
            sampling.synchronise(nowMillis, nowMillis); // as the modem or the answer to this status would have it
        }
        KeptMessage oldest = memory.oldest();
        boolean clockless = design.hardware().clock() == Hardware.Clock.NONE;
        DeviceStatus status = DeviceStatus.builder(DeviceStatus.State.ONLINE, batch.boot(), link.connections())
                .seq(batch.seq())
                .upMillis(clock.up(nowMillis))
                .clock(clockless ? DeviceStatus.Clock.NONE : DeviceStatus.Clock.RTC)
                .kept((long) memory.size())
                .oldest(oldest == null ? null : oldest.id)
                .lost(memory.lostOfBoot())
                .configVersion(orders.version())
                .reportSeconds(rhythm.reportSeconds())
                .sampleSeconds(rhythm.sampleSeconds())
                .model(MODEL)
                .batteryPercent((int) Math.rint(cell.percent()))
                .abilities(
                        design.outputs().abilities().isEmpty()
                                ? null
                                : design.outputs().abilities())
                .channels(orders.channels())
                .build();
        say(nowMillis, UpTopic.Kind.STATUS, status, uplink);
    }

    private void say(long nowMillis, UpTopic.Kind kind, Control control, Uplink uplink) {
        radio.publish(
                nowMillis,
                new UpTopic(design.node(), design.device(), kind).topic(),
                ControlCodec.encode(control, design.form(), null),
                uplink);
    }

    void configure(DeviceConfig config, long nowMillis, Uplink uplink) {
        long before = orders.version();
        DeviceAnswer answer =
                orders.judge(config, rhythm.configuredReportMillis() / 1000, rhythm.configuredSampleMillis() / 1000);
        if (answer == null) {
            return;
        }
        if (orders.version() != before) {
            batch.close(nowMillis); // a message has one unit and one interval
            batch.countAnew();
            sampling.next(Math.min(sampling.nextUp(), clock.up(nowMillis) + rhythm.sampleMillis()));
            statusDue = true;
        }
        say(nowMillis, UpTopic.Kind.ANSWER, answer, uplink);
    }

    void obey(DeviceCommand command, long nowMillis, Uplink uplink) {
        if (unknown(command)) {
            return; // as a device that has never heard of it
        }
        DeviceAnswer answer = orders.answered(command.id());
        if (answer == null) {
            answer = switch (command) {
                case DeviceCommand.Identify it -> {
                    identifiesUntilMillis = nowMillis + it.forSeconds() * 1000L;
                    yield DeviceAnswer.toCommand(it.id(), Result.DONE);
                }
                case DeviceCommand.Backlog it ->
                    new DeviceAnswer(null, it.id(), Result.DONE, null, null, sendAgain(it, nowMillis));
                case DeviceCommand.Lock it -> {
                    if (design.outputs().stuck()) {
                        yield refused(it.id(), "a latch that moves");
                    }
                    lockedUntilMillis = nowMillis + it.forSeconds() * 1000L;
                    locks++;
                    yield DeviceAnswer.toCommand(it.id(), Result.DONE);
                }
                case DeviceCommand.Buzzer it -> {
                    if (design.outputs().stuck()) {
                        yield refused(it.id(), "a buzzer that sounds");
                    }
                    soundsUntilMillis = nowMillis + it.forSeconds() * 1000L;
                    yield DeviceAnswer.toCommand(it.id(), Result.DONE);
                }
                case DeviceCommand.Report it -> {
                    statusDue = true;
                    yield DeviceAnswer.toCommand(it.id(), Result.DONE);
                }
            };
            orders.remember(command.id(), answer);
        }
        say(nowMillis, UpTopic.Kind.ANSWER, answer, uplink);
    }

    /** Messages that a receipt covered are not there any more, so what can be sent again are those that wait. */
    private long sendAgain(DeviceCommand.Backlog backlog, long nowMillis) {
        var range = new Receipt(new MessageId(backlog.boot(), backlog.seq()), backlog.from());
        long count = 0;
        for (KeptMessage message : memory) {
            if (range.covers(message.id)) {
                message.dueMillis = nowMillis;
                message.receiptMillis = KeptMessage.NEVER;
                count++;
            }
        }
        return count;
    }

    private boolean unknown(DeviceCommand command) {
        return switch (command) {
            case DeviceCommand.Lock it -> !design.outputs().abilities().contains(DeviceStatus.Ability.LOCK);
            case DeviceCommand.Buzzer it -> !design.outputs().abilities().contains(DeviceStatus.Ability.BUZZER);
            default -> false;
        };
    }

    private static DeviceAnswer refused(String id, String expected) {
        return new DeviceAnswer(null, id, Result.REFUSED, "do", expected, null);
    }

    /** After a start nobody knows how long there was no electricity, and a latch without it is free. */
    void releaseOutputs() {
        lockedUntilMillis = Long.MIN_VALUE;
        soundsUntilMillis = Long.MIN_VALUE;
    }

    boolean locked(long nowMillis) {
        return nowMillis < lockedUntilMillis;
    }

    boolean sounds(long nowMillis) {
        return nowMillis < soundsUntilMillis;
    }

    /** How often the latch was ordered to move. */
    int locks() {
        return locks;
    }

    boolean identifies(long nowMillis) {
        return nowMillis < identifiesUntilMillis;
    }
}
