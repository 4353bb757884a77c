package io.frostproof.simulator.sensing;

import io.frostproof.protocol.Control;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.DeviceAnswer;
import io.frostproof.protocol.DeviceAnswer.Result;
import io.frostproof.protocol.DeviceCommand;
import io.frostproof.protocol.DeviceConfig;
import io.frostproof.protocol.DeviceStatus;
import io.frostproof.protocol.DeviceTime;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Quality;
import io.frostproof.protocol.Receipt;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryEncoder;
import io.frostproof.protocol.UpTopic;
import io.frostproof.simulator.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One device: samples on its interval by its own clock, gathers samples into messages, numbers and keeps them until a receipt covers them, and
 * sends again with growing waits. Level 3 of the contract, but for the will: simulated devices share connections, and a connection
 * has one will. Confined to one thread.
 *
 * <p>It is to be woken at {@link #nextWakeMillis}, and at once when a state that it watches (door, mains, generator) or what is wrong with
 * it changes; being woken for nothing does no harm. The world has to stand at the time of the wake. A wake that comes late by more than
 * an interval makes up for nothing: what was not measured is not there.
 */
public final class SimDevice {

    /** How long a battery lasts that is weak, by itself: long enough to be seen before it is empty, and short for a month. */
    public static final Duration WEAK_LASTS = Duration.ofDays(3);

    /** While its battery is low it samples and reports that many times more seldom, and says so with {@code next_s}. */
    public static final int SAVING = 4;

    /** The contract's first and last wait for a receipt. */
    static final long FIRST_RESEND_MILLIS = 60_000;

    static final long LAST_RESEND_MILLIS = 900_000;
    static final int MAX_READINGS = 8_192;

    /** The contract: at most 20 publications that the broker has not acknowledged. A round trip of a mobile network between them. */
    private static final int WINDOW = 20;

    private static final long WINDOW_PAUSE_MILLIS = 250;

    private static final long SHORTEST_RECEIPT_MILLIS = 200;
    private static final int RECEIPT_SPREAD_MILLIS = 1_300;
    /** One receipt in so many is lost on its way: a session that was cut just then. */
    private static final int RECEIPT_LOST_OF = 500;

    /** Attempts to connect: 5 s apart at first, then twice as long, at most 5 min; each shorter by up to a half. */
    private static final long FIRST_BACKOFF_MILLIS = 5_000;

    private static final long LAST_BACKOFF_MILLIS = 300_000;

    /** From the start to the first sample. */
    private static final long START_MILLIS = 5_000;

    /** Devices that are switched on together connect within this time. */
    private static final long BIRTHS_WITHIN_MILLIS = 10_000;

    /** A status at least daily, and the time as often. */
    private static final long DAY_MILLIS = 86_400_000;

    /** The contract: above it readings are marked {@code clock}. */
    private static final double DOUBTFUL_CLOCK_MILLIS = 60_000;

    /** The contract discards a slower answer. */
    private static final long SLOWEST_TIME_MILLIS = 10_000;

    private static final long MICROS = 1_000;
    private static final String MODEL = "simulated";

    private final DeviceDesign design;
    private final Receipts receipts;
    private final String telemetryTopic;
    private final Probe[] probes;
    private final long[] lastMicros;
    private final SplittableRandom network;
    private final DeviceClock clock;
    private final Cell cell;
    private final MessageMemory memory;
    private final Orders orders;

    private long boot;
    private long seq;
    private long connections;
    private List<Sample> pending;
    private int pendingSamplings;

    private boolean working = true;
    private boolean rebooted;
    private boolean weak;
    private boolean saving;
    private boolean connected;
    private boolean statusDue;
    private long backoffMillis = FIRST_BACKOFF_MILLIS;
    private long nextAttemptMillis;
    private long nextStatusMillis;
    private long nextSampleUp;
    private long nextSendMillis = Long.MAX_VALUE;
    private long windowOpensMillis = Long.MIN_VALUE;
    private long lastWakeMillis;
    private long lastSentMillis = Long.MIN_VALUE;
    private long identifiesUntilMillis = Long.MIN_VALUE;
    private long nextWakeMillis;

    private long readings;
    private long messages;
    private long publications;
    private long resent;

    /**
     * A device that starts now. Its samples and reports fall on moments of its own, which depend on the seed.
     *
     * @param remembered what it kept from earlier runs; null for a device that is started for the first time, whose boot is 1
     */
    public SimDevice(
            DeviceDesign design, long seed, long startMillis, Receipts receipts, @Nullable Remembered remembered) {
        this.design = design;
        this.receipts = receipts;
        telemetryTopic = UpTopic.telemetry(design.node(), design.device()).topic();
        probes = new Probe[design.channels().size()];
        for (int i = 0; i < probes.length; i++) {
            ChannelDesign channel = design.channels().get(i);
            probes[i] = new Probe(channel, Seeds.random(seed, design.device() + "/" + channel.id()));
        }
        lastMicros = new long[probes.length];
        Arrays.fill(lastMicros, Long.MIN_VALUE);
        network = Seeds.random(seed, design.device() + "/network");
        SplittableRandom start = Seeds.random(seed, design.device() + "/start");
        clock = new DeviceClock(startMillis, design.hardware().clockPpm() * (2 * start.nextDouble() - 1));
        cell = new Cell(design.hardware());
        memory = new MessageMemory(design.hardware().keptMessages());
        orders = new Orders(probes);
        boot = 1;
        if (remembered != null) {
            takeOver(remembered, startMillis);
        }
        long sampleMillis = sampleMillis();
        nextSampleUp = start.nextLong(sampleMillis);
        pendingSamplings = start.nextInt(samplesPerReport());
        pending = new ArrayList<>();
        nextAttemptMillis = startMillis + start.nextLong(BIRTHS_WITHIN_MILLIS);
        lastWakeMillis = startMillis;
        nextWakeMillis = startMillis;
    }

    private void takeOver(Remembered remembered, long startMillis) {
        boot = remembered.boot() + 1;
        if (remembered.config() != null) {
            orders.apply(remembered.config());
        }
        for (Remembered.Message message : remembered.messages()) {
            memory.keep(new KeptMessage(message.id(), message.payload(), null, startMillis));
        }
    }

    /** When it wants to be woken next. */
    public long nextWakeMillis() {
        return nextWakeMillis;
    }

    /**
     * Does what is due. Time never goes back.
     *
     * @param world stands at {@code nowMillis}
     * @param troubles what is wrong with it now
     */
    public void wake(long nowMillis, Surroundings world, DeviceTroubles troubles, Uplink uplink) {
        if (nowMillis < lastWakeMillis) {
            throw new IllegalArgumentException(
                    "device " + design.device() + ", now " + nowMillis + ": expected " + lastWakeMillis + " or later");
        }
        notice(nowMillis, world, troubles);
        if (!working) {
            nextWakeMillis = nowMillis + Math.min(sampleMillis(), FIRST_RESEND_MILLIS);
            return;
        }
        if (receipts == Receipts.MODELLED) {
            memory.forgetReceipted(nowMillis);
        }
        measure(nowMillis, world, troubles);
        if (connect(nowMillis, troubles, uplink)) {
            if (statusDue || nowMillis >= nextStatusMillis) {
                announce(nowMillis, uplink);
            }
            send(nowMillis, troubles, uplink);
        }
        plan(nowMillis);
    }

    /** Takes note of time that has passed and of what has gone wrong or is well again. */
    private void notice(long nowMillis, Surroundings world, DeviceTroubles troubles) {
        if (clock.otherFaults(troubles.clockStepMillis(), troubles.clockDriftPpm())) {
            close(nowMillis);
            clock.faults(nowMillis, troubles.clockStepMillis(), troubles.clockDriftPpm());
        }
        cell.advance(
                (nowMillis - lastWakeMillis) / 1000.0,
                working,
                world.chargerPowered(design.node()),
                troubles.batteryWeak(),
                world.ambientCelsius(design.node()));
        lastWakeMillis = nowMillis;
        if (weak && !troubles.batteryWeak()) {
            cell.replace();
        }
        weak = troubles.batteryWeak();
        boolean able = !troubles.dead() && (working ? !cell.empty() : cell.percent() >= Cell.STARTS_AT);
        if (working && !able) {
            stop();
        } else if (!working && able) {
            start(nowMillis);
        } else if (working && troubles.rebootNow() && !rebooted) {
            stop();
            start(nowMillis);
        }
        rebooted = troubles.rebootNow();
        if (saving != cell.low()) {
            saving = cell.low();
            statusDue = true;
            nextSampleUp = clock.up(nowMillis) + (saving ? sampleMillis() : 0);
        }
    }

    private void stop() {
        working = false;
        connected = false;
        if (design.hardware().keepsThroughRestart()) {
            close(lastWakeMillis);
        }
        pending = new ArrayList<>();
        pendingSamplings = 0;
    }

    private void start(long nowMillis) {
        working = true;
        memory.restart(design.hardware().keepsThroughRestart());
        clock.restart(nowMillis);
        boot++;
        seq = 0;
        connections = 0;
        Arrays.fill(lastMicros, Long.MIN_VALUE);
        nextSampleUp = START_MILLIS;
        backoffMillis = FIRST_BACKOFF_MILLIS;
        nextAttemptMillis = nowMillis;
    }

    private void measure(long nowMillis, Surroundings world, DeviceTroubles troubles) {
        long up = clock.up(nowMillis);
        if (up >= nextSampleUp) {
            nextSampleUp += (up - nextSampleUp) / sampleMillis() * sampleMillis();
            boolean event = false;
            for (int i = 0; i < probes.length; i++) {
                event |= sample(i, nextSampleUp, nowMillis, world, troubles);
            }
            nextSampleUp += sampleMillis();
            if (++pendingSamplings >= samplesPerReport() || event) {
                pendingSamplings = pendingSamplings >= samplesPerReport() ? 0 : pendingSamplings;
                close(nowMillis);
            }
            return;
        }
        boolean event = false;
        for (int i = 0; i < probes.length; i++) {
            if (probes[i].changed(world, troubles.of(probes[i].design.id()))) {
                event |= sample(i, up, nowMillis, world, troubles);
            }
        }
        if (event) {
            close(nowMillis);
        }
    }

    /** Takes one reading; whether it is an event. */
    private boolean sample(int index, long up, long nowMillis, Surroundings world, DeviceTroubles troubles) {
        Probe probe = probes[index];
        ChannelTroubles wrong = troubles.of(probe.design.id());
        boolean event = probe.changed(world, wrong);
        probe.measure(world, design.node(), cell.percent(), nowMillis, wrong);
        boolean undated = design.hardware().clock() == Hardware.Clock.NONE;
        long micros = (undated ? up : clock.ofUp(up)) * MICROS;
        if (micros == lastMicros[index]) {
            micros += MICROS; // an event in the millisecond of a sample; two values must not claim one time
        }
        lastMicros[index] = micros;
        int quality = (event ? Quality.EDGE : 0)
                | (probe.fault() ? Quality.FAULT : 0)
                | (!undated && clockDoubtful(nowMillis) ? Quality.CLOCK : 0);
        boolean declared = probe.unit() == probe.design.quantity().unit();
        pending.add(new Sample(probe.design.id(), micros, probe.value(), quality, declared ? null : probe.unit()));
        readings++;
        return event;
    }

    private boolean clockDoubtful(long nowMillis) {
        return clock.sinceSynchronised(nowMillis) * design.hardware().clockPpm() / 1e6 > DOUBTFUL_CLOCK_MILLIS;
    }

    /** Makes a message of what has been measured. */
    private void close(long nowMillis) {
        if (pending.isEmpty()) {
            return;
        }
        MessageId id = new MessageId(boot, seq++);
        int nextSeconds = saving ? reportSeconds() : 0;
        if (design.hardware().clock() == Hardware.Clock.NONE) {
            memory.keep(new KeptMessage(id, null, new Telemetry(id, pending, 0, nextSeconds), nowMillis));
        } else {
            Telemetry telemetry = new Telemetry(id, pending, Telemetry.NO_UP, nextSeconds);
            memory.keep(new KeptMessage(id, TelemetryEncoder.encode(telemetry, design.form(), null), null, nowMillis));
        }
        pending = new ArrayList<>();
        messages++;
    }

    /** Whether there is a connection; makes one when it is time to try and the network is there. */
    private boolean connect(long nowMillis, DeviceTroubles troubles, Uplink uplink) {
        boolean reachable = !troubles.networkDown() && uplink.reachable(design.node(), design.device());
        if (reachable && !connected && nowMillis >= nextAttemptMillis) {
            connected = true;
            connections++;
            backoffMillis = FIRST_BACKOFF_MILLIS;
            statusDue = true;
            memory.allDue(nowMillis);
            synchronise(nowMillis, nowMillis);
        } else if (!reachable && (connected || nowMillis >= nextAttemptMillis)) {
            connected = false;
            nextAttemptMillis = nowMillis + backoffMillis / 2 + network.nextLong(backoffMillis / 2 + 1);
            backoffMillis = Math.min(2 * backoffMillis, LAST_BACKOFF_MILLIS);
        }
        return connected;
    }

    /** Oldest first, in windows. Where one is too small for all, what was never sent goes before repeats, so that no receipts mean no silence. */
    private void send(long nowMillis, DeviceTroubles troubles, Uplink uplink) {
        if (nowMillis < windowOpensMillis) {
            nextSendMillis = windowOpensMillis;
            return;
        }
        long next = Long.MAX_VALUE;
        int left = WINDOW;
        int repeats = Math.max(0, WINDOW - neverSent());
        boolean waits = false;
        for (KeptMessage message : memory) {
            if (message.receiptMillis != KeptMessage.NEVER) {
                continue;
            }
            if (message.dueMillis <= nowMillis) {
                boolean repeat = message.tries > 0;
                if (left == 0 || (repeat && repeats == 0)) {
                    waits = true;
                    continue;
                }
                transmit(message, nowMillis, troubles, uplink);
                left--;
                repeats -= repeat ? 1 : 0;
            }
            if (message.receiptMillis == KeptMessage.NEVER) {
                next = Math.min(next, message.dueMillis);
            }
        }
        if (waits) {
            windowOpensMillis = nowMillis + WINDOW_PAUSE_MILLIS;
            next = windowOpensMillis;
        }
        nextSendMillis = next;
    }

    /** Over this connection; up to a window of them. */
    private int neverSent() {
        int count = 0;
        for (KeptMessage message : memory) {
            count += message.tries == 0 ? 1 : 0;
            if (count == WINDOW) {
                break;
            }
        }
        return count;
    }

    private void transmit(KeptMessage message, long nowMillis, DeviceTroubles troubles, Uplink uplink) {
        byte[] payload = payload(message, nowMillis);
        publish(nowMillis, telemetryTopic, payload, uplink);
        if (troubles.duplicatesFraction() > 0 && network.nextDouble() < troubles.duplicatesFraction()) {
            publish(nowMillis, telemetryTopic, payload, uplink);
        }
        if (message.tries > 0) {
            resent++;
        }
        message.dueMillis =
                nowMillis + Math.min(FIRST_RESEND_MILLIS << Math.min(message.tries, 10), LAST_RESEND_MILLIS);
        message.tries++;
        if (receipts == Receipts.MODELLED) {
            int drawn = network.nextInt(RECEIPT_SPREAD_MILLIS * RECEIPT_LOST_OF);
            if (drawn >= RECEIPT_SPREAD_MILLIS) {
                message.receiptMillis = nowMillis + SHORTEST_RECEIPT_MILLIS + drawn % RECEIPT_SPREAD_MILLIS;
            }
        }
    }

    private byte[] payload(KeptMessage message, long nowMillis) {
        if (message.payload != null) {
            return message.payload;
        }
        Telemetry undated = message.undated;
        if (undated == null) {
            throw new IllegalStateException("device " + design.device() + ": " + message.id + " has no content");
        }
        return TelemetryEncoder.encode(
                new Telemetry(undated.id(), undated.samples(), clock.up(nowMillis), undated.nextSeconds()),
                design.form(),
                null);
    }

    private void publish(long nowMillis, String topic, byte[] payload, Uplink uplink) {
        uplink.send(new Publication(nowMillis, design.node(), design.device(), topic, payload));
        cell.use(design.hardware().joulesPerMessage());
        lastSentMillis = nowMillis;
        publications++;
    }

    private void announce(long nowMillis, Uplink uplink) {
        statusDue = false;
        nextStatusMillis = nowMillis + DAY_MILLIS;
        if (clock.sinceSynchronised(nowMillis) >= DAY_MILLIS / 2) {
            synchronise(nowMillis, nowMillis); // as the modem or the answer to this status would have it
        }
        KeptMessage oldest = memory.oldest();
        boolean clockless = design.hardware().clock() == Hardware.Clock.NONE;
        DeviceStatus status = DeviceStatus.builder(DeviceStatus.State.ONLINE, boot, connections)
                .seq(seq)
                .upMillis(clock.up(nowMillis))
                .clock(clockless ? DeviceStatus.Clock.NONE : DeviceStatus.Clock.RTC)
                .kept((long) memory.size())
                .oldest(oldest == null ? null : oldest.id)
                .lost(memory.lostOfBoot())
                .configVersion(orders.version())
                .reportSeconds(reportSeconds())
                .sampleSeconds(seconds(sampleMillis()))
                .model(MODEL)
                .batteryPercent((int) Math.rint(cell.percent()))
                .channels(Arrays.stream(probes)
                        .map(probe -> new Control.ChannelUnit(probe.design.id(), probe.unit()))
                        .toList())
                .build();
        say(nowMillis, UpTopic.Kind.STATUS, status, uplink);
    }

    private void say(long nowMillis, UpTopic.Kind kind, Control control, Uplink uplink) {
        publish(
                nowMillis,
                new UpTopic(design.node(), design.device(), kind).topic(),
                ControlCodec.encode(control, design.form(), null),
                uplink);
    }

    private void plan(long nowMillis) {
        long next = clock.whenUp(nextSampleUp);
        if (connected) {
            next = Math.min(next, Math.min(nextSendMillis, nextStatusMillis));
        } else {
            next = Math.min(next, nextAttemptMillis);
        }
        nextWakeMillis = Math.max(next, nowMillis + 1);
    }

    /** A receipt of a real server. */
    public void receipt(Receipt receipt, long nowMillis) {
        if (working) {
            memory.forget(receipt);
        }
    }

    /**
     * What a real server sends besides receipts: a configuration, a command, the time. Answered at once. A device that does not
     * work hears nothing; the server sends it again.
     *
     * <p>The time is taken only when it is within 1 min of the simulation's: a simulation that runs at another pace than the server has a
     * time of its own.
     */
    public void order(Control order, long nowMillis, Uplink uplink) {
        if (!working) {
            return;
        }
        switch (order) {
            case Receipt receipt -> receipt(receipt, nowMillis);
            case DeviceConfig config -> configure(config, nowMillis, uplink);
            case DeviceCommand command -> obey(command, nowMillis, uplink);
            case DeviceTime time -> setClock(time, nowMillis);
            case DeviceStatus status -> {} // goes the other way
            case DeviceAnswer answer -> {} // goes the other way
        }
    }

    private void configure(DeviceConfig config, long nowMillis, Uplink uplink) {
        long before = orders.version();
        DeviceAnswer answer = orders.judge(config, configuredReportMillis() / 1000, configuredSampleMillis() / 1000);
        if (answer == null) {
            return;
        }
        if (orders.version() != before) {
            close(nowMillis); // a message has one unit and one interval
            pendingSamplings = 0;
            nextSampleUp = Math.min(nextSampleUp, clock.up(nowMillis) + sampleMillis());
            statusDue = true;
        }
        say(nowMillis, UpTopic.Kind.ANSWER, answer, uplink);
        nextWakeMillis = nowMillis;
    }

    private void obey(DeviceCommand command, long nowMillis, Uplink uplink) {
        DeviceAnswer answer = orders.answered(command.id());
        if (answer == null) {
            answer = switch (command) {
                case DeviceCommand.Identify it -> {
                    identifiesUntilMillis = nowMillis + it.forSeconds() * 1000L;
                    yield DeviceAnswer.toCommand(it.id(), Result.DONE);
                }
                case DeviceCommand.Backlog it ->
                    new DeviceAnswer(null, it.id(), Result.DONE, null, null, sendAgain(it, nowMillis));
                case DeviceCommand.Report it -> {
                    statusDue = true;
                    yield DeviceAnswer.toCommand(it.id(), Result.DONE);
                }
            };
            orders.remember(command.id(), answer);
        }
        say(nowMillis, UpTopic.Kind.ANSWER, answer, uplink);
        nextWakeMillis = nowMillis;
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

    private void setClock(DeviceTime time, long nowMillis) {
        long roundTrip = clock.up(nowMillis) - time.upMillis();
        long middle = time.utcMillis() + roundTrip / 2;
        if (roundTrip >= 0
                && roundTrip <= SLOWEST_TIME_MILLIS
                && Math.abs(middle - nowMillis) <= DOUBTFUL_CLOCK_MILLIS) {
            synchronise(nowMillis, middle);
        }
    }

    /** Sets the clock, unless it is a faulty one; between readings and never within a message. */
    private void synchronise(long nowMillis, long clockMillis) {
        if (!clock.faulty()) {
            close(nowMillis);
            clock.set(nowMillis, clockMillis);
        }
    }

    /** What is to be kept for the next run of the program. The boot count is that of now, so it is to be written before a device sends. */
    public Remembered remember() {
        List<Remembered.Message> kept = new ArrayList<>();
        for (KeptMessage message : memory) {
            if (message.payload != null) {
                kept.add(new Remembered.Message(message.id, message.payload));
            }
        }
        return new Remembered(boot, orders.config(), kept);
    }

    private long sampleMillis() {
        return configuredSampleMillis() * (saving ? SAVING : 1);
    }

    /** From one report to the next, as things stand. */
    private int reportSeconds() {
        return seconds(sampleMillis() * samplesPerReport());
    }

    private static int seconds(long millis) {
        return (int) Math.min(Math.ceilDiv(millis, 1000L), Telemetry.MAX_NEXT_SECONDS);
    }

    /** How many samplings a message has. */
    private int samplesPerReport() {
        return (int) Math.max(1, configuredReportMillis() / configuredSampleMillis());
    }

    private long configuredSampleMillis() {
        DeviceConfig config = orders.config();
        return config == null || config.sampleSeconds() == 0
                ? design.sampleEvery().toMillis()
                : config.sampleSeconds() * 1000L;
    }

    private long configuredReportMillis() {
        DeviceConfig config = orders.config();
        return config == null || config.reportSeconds() == 0
                ? design.reportEvery().toMillis()
                : config.reportSeconds() * 1000L;
    }

    public DeviceDesign design() {
        return design;
    }

    /** Whether it works: not dead, and its battery not empty, at its last wake. */
    public boolean alive() {
        return working;
    }

    /** Whether it had a connection at its last wake. */
    public boolean connected() {
        return connected;
    }

    /** When it last published anything; {@link Long#MIN_VALUE} when it never did. */
    public long lastSentMillis() {
        return lastSentMillis;
    }

    /** How far its clock is ahead of the truth; 0 for a device without clock. */
    public long clockErrorMillis(long nowMillis) {
        return design.hardware().clock() == Hardware.Clock.NONE ? 0 : clock.clock(nowMillis) - nowMillis;
    }

    public double batteryPercent() {
        return cell.percent();
    }

    /** Whether it blinks, since somebody asked it to. */
    public boolean identifies(long nowMillis) {
        return nowMillis < identifiesUntilMillis;
    }

    public long boot() {
        return boot;
    }

    /** Version of the configuration in force; 0: none. */
    public long configVersion() {
        return orders.version();
    }

    /** Messages that wait for their receipt. */
    public int kept() {
        return memory.size();
    }

    /** Messages that were forgotten without a receipt since the beginning of the simulation. */
    public long lost() {
        return memory.lost();
    }

    /** Readings taken. */
    public long readings() {
        return readings;
    }

    /** Telemetry messages made, each counted once however often it is sent. */
    public long messages() {
        return messages;
    }

    /** Everything published, repeats, status and answers too. */
    public long publications() {
        return publications;
    }

    /** Telemetry messages sent once more. */
    public long resent() {
        return resent;
    }
}
