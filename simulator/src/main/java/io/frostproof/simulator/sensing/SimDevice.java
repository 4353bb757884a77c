package io.frostproof.simulator.sensing;

import io.frostproof.protocol.Control;
import io.frostproof.protocol.DeviceAnswer;
import io.frostproof.protocol.DeviceCommand;
import io.frostproof.protocol.DeviceConfig;
import io.frostproof.protocol.DeviceStatus;
import io.frostproof.protocol.DeviceTime;
import io.frostproof.protocol.Receipt;
import io.frostproof.simulator.Seeds;
import java.time.Duration;
import java.util.ArrayList;
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

    static final int MAX_READINGS = 8_192;

    /** Devices that are switched on together connect within this time. */
    private static final long BIRTHS_WITHIN_MILLIS = 10_000;

    /** While it does not work, it is looked at that often at least. */
    private static final long LOOK_MILLIS = 60_000;

    /** The contract discards a slower answer. */
    private static final long SLOWEST_TIME_MILLIS = 10_000;

    private static final double OTHER_TIME_MILLIS = 60_000;

    private final DeviceDesign design;
    private final Receipts receipts;
    private final DeviceClock clock;
    private final Cell cell;
    private final Life life;
    private final MessageMemory memory;
    private final Orders orders;
    private final Rhythm rhythm;
    private final Batch batch;
    private final Sampling sampling;
    private final Link link;
    private final Radio radio;
    private final Sender sender;
    private final Controls controls;
    private long nextWakeMillis;

    /**
     * A device that starts now. Its samples and reports fall on moments of its own, which depend on the seed.
     *
     * @param remembered what it kept from earlier runs; null for a device that is started for the first time, whose boot is 1
     */
    public SimDevice(
            DeviceDesign design, long seed, long startMillis, Receipts receipts, @Nullable Remembered remembered) {
        this.design = design;
        this.receipts = receipts;
        Probe[] probes = new Probe[design.channels().size()];
        for (int i = 0; i < probes.length; i++) {
            ChannelDesign channel = design.channels().get(i);
            probes[i] = new Probe(channel, Seeds.random(seed, design.device() + "/" + channel.id()));
        }
        SplittableRandom network = Seeds.random(seed, design.device() + "/network");
        SplittableRandom start = Seeds.random(seed, design.device() + "/start");
        clock = new DeviceClock(startMillis, design.hardware().clockPpm() * (2 * start.nextDouble() - 1));
        cell = new Cell(design.hardware());
        life = new Life(design, cell, startMillis);
        memory = new MessageMemory(design.hardware().keptMessages());
        orders = new Orders(probes);
        rhythm = new Rhythm(design, orders);
        batch = new Batch(design, memory, rhythm);
        sampling = new Sampling(design, probes, clock, cell, rhythm, batch);
        if (remembered != null) {
            takeOver(remembered, startMillis);
        }
        sampling.next(start.nextLong(rhythm.sampleMillis()));
        batch.begin(remembered == null ? 1 : remembered.boot() + 1, start.nextInt(rhythm.samplesPerReport()));
        link = new Link(network, startMillis + start.nextLong(BIRTHS_WITHIN_MILLIS));
        radio = new Radio(design, cell);
        sender = new Sender(design, receipts, memory, clock, radio, network);
        controls = new Controls(design, clock, cell, memory, orders, rhythm, batch, sampling, link, radio);
        nextWakeMillis = startMillis;
    }

    private void takeOver(Remembered remembered, long startMillis) {
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
        if (nowMillis < life.lastLookMillis()) {
            throw new IllegalArgumentException("device " + design.device() + ", now " + nowMillis + ": expected "
                    + life.lastLookMillis() + " or later");
        }
        notice(nowMillis, world, troubles);
        if (!life.working()) {
            nextWakeMillis = nowMillis + Math.min(rhythm.sampleMillis(), LOOK_MILLIS);
            return;
        }
        if (receipts == Receipts.MODELLED) {
            memory.forgetReceipted(nowMillis);
        }
        sampling.measure(nowMillis, world, troubles);
        boolean reachable = !troubles.networkDown() && uplink.reachable(design.node(), design.device());
        if (link.connects(nowMillis, reachable)) {
            controls.statusIsDue();
            memory.allDue(nowMillis);
            sampling.synchronise(nowMillis, nowMillis);
        }
        if (link.connected()) {
            controls.announce(nowMillis, uplink);
            sender.send(nowMillis, troubles.duplicatesFraction(), uplink);
        }
        plan(nowMillis);
    }

    private void notice(long nowMillis, Surroundings world, DeviceTroubles troubles) {
        if (clock.otherFaults(troubles.clockStepMillis(), troubles.clockDriftPpm())) {
            batch.close(nowMillis);
            clock.faults(nowMillis, troubles.clockStepMillis(), troubles.clockDriftPpm());
        }
        Life.Turn turn = life.look(nowMillis, world, troubles);
        if (turn == Life.Turn.STOPS || turn == Life.Turn.RESTARTS) {
            stop(nowMillis);
        }
        if (turn == Life.Turn.STARTS || turn == Life.Turn.RESTARTS) {
            start(nowMillis);
        }
        if (rhythm.saving() != cell.low()) {
            rhythm.save(cell.low());
            controls.statusIsDue();
            sampling.next(clock.up(nowMillis) + (cell.low() ? rhythm.sampleMillis() : 0));
        }
    }

    private void stop(long nowMillis) {
        link.cut();
        if (design.hardware().keepsThroughRestart()) {
            batch.close(nowMillis);
        }
        batch.forget();
    }

    private void start(long nowMillis) {
        memory.restart(design.hardware().keepsThroughRestart());
        clock.restart(nowMillis);
        batch.begin(batch.boot() + 1, 0);
        sampling.restart();
        controls.releaseOutputs();
        link.restart(nowMillis);
    }

    private void plan(long nowMillis) {
        long next = clock.whenUp(sampling.nextUp());
        if (link.connected()) {
            next = Math.min(next, Math.min(sender.nextMillis(), controls.nextStatusMillis()));
        } else {
            next = Math.min(next, link.nextAttemptMillis());
        }
        nextWakeMillis = Math.max(next, nowMillis + 1);
    }

    /** A receipt of a real server. */
    public void receipt(Receipt receipt, long nowMillis) {
        if (life.working()) {
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
        if (!life.working()) {
            return;
        }
        switch (order) {
            case Receipt receipt -> receipt(receipt, nowMillis);
            case DeviceConfig config -> {
                controls.configure(config, nowMillis, uplink);
                nextWakeMillis = nowMillis;
            }
            case DeviceCommand command -> {
                controls.obey(command, nowMillis, uplink);
                nextWakeMillis = nowMillis;
            }
            case DeviceTime time -> setClock(time, nowMillis);
            case DeviceStatus status -> {} // goes the other way
            case DeviceAnswer answer -> {} // goes the other way
        }
    }

    private void setClock(DeviceTime time, long nowMillis) {
        long roundTrip = clock.up(nowMillis) - time.upMillis();
        long middle = time.utcMillis() + roundTrip / 2;
        if (roundTrip >= 0 && roundTrip <= SLOWEST_TIME_MILLIS && Math.abs(middle - nowMillis) <= OTHER_TIME_MILLIS) {
            sampling.synchronise(nowMillis, middle);
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
        return new Remembered(batch.boot(), orders.config(), kept);
    }

    public DeviceDesign design() {
        return design;
    }

    /** Whether it works: not dead, and its battery not empty, at its last wake. */
    public boolean alive() {
        return life.working();
    }

    /** Whether it had a connection at its last wake. */
    public boolean connected() {
        return link.connected();
    }

    /** When it last published anything; {@link Long#MIN_VALUE} when it never did. */
    public long lastSentMillis() {
        return radio.lastSentMillis();
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
        return controls.identifies(nowMillis);
    }

    /** Whether it holds its latch. */
    public boolean locked(long nowMillis) {
        return controls.locked(nowMillis);
    }

    /** Whether its buzzer sounds. */
    public boolean sounds(long nowMillis) {
        return controls.sounds(nowMillis);
    }

    /** How often it carried out a command to its latch. */
    public int locks() {
        return controls.locks();
    }

    public long boot() {
        return batch.boot();
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
        return sampling.readings();
    }

    /** Telemetry messages made, each counted once however often it is sent. */
    public long messages() {
        return batch.messages();
    }

    /** Everything published, repeats, status and answers too. */
    public long publications() {
        return radio.publications();
    }

    /** Telemetry messages sent once more. */
    public long resent() {
        return sender.resent();
    }
}
