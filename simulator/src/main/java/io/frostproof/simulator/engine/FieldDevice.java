package io.frostproof.simulator.engine;

import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.fault.PlannedFault;
import io.frostproof.simulator.sensing.ChannelTroubles;
import io.frostproof.simulator.sensing.DeviceDesign;
import io.frostproof.simulator.sensing.DeviceTroubles;
import io.frostproof.simulator.sensing.Receipts;
import io.frostproof.simulator.sensing.Remembered;
import io.frostproof.simulator.sensing.SimDevice;
import io.frostproof.simulator.sensing.Surroundings;
import io.frostproof.simulator.sensing.Uplink;
import io.frostproof.simulator.truth.TruthState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A device in the field, what is wrong with it and what was true of it. For one thread. */
final class FieldDevice {

    private static final double LOW_PERCENT = 20;
    private static final long WRONG_CLOCK_MILLIS = 60_000;
    private static final double WRONG_KELVIN = 1;
    private static final double SECOND_MILLIS = 1_000;

    final DeviceDesign design;
    final int actor;
    private final SimDevice device;
    private final List<PlannedFault> faults = new ArrayList<>();
    private final Watch silent;
    private final Watch batteryLow;
    private final Watch probeWrong;
    private final Watch clockWrong;
    private DeviceTroubles troubles = DeviceTroubles.NONE;
    private boolean drifting;

    FieldDevice(
            DeviceDesign design,
            int actor,
            long seed,
            long startMillis,
            Receipts receipts,
            @Nullable Remembered remembered,
            SimulationListener listener) {
        this.design = design;
        this.actor = actor;
        this.device = new SimDevice(design, seed, startMillis, receipts, remembered);
        String unit = design.channels().getFirst().unit();
        silent = new Watch(TruthState.DEVICE_SILENT, unit, design.device(), listener);
        batteryLow = new Watch(TruthState.BATTERY_LOW, unit, design.device(), listener);
        probeWrong = new Watch(TruthState.PROBE_WRONG, unit, design.device(), listener);
        clockWrong = new Watch(TruthState.CLOCK_WRONG, unit, design.device(), listener);
    }

    SimDevice device() {
        return device;
    }

    void begin(PlannedFault fault, long nowMillis) {
        faults.add(fault);
        refresh(nowMillis);
    }

    void end(PlannedFault fault, long nowMillis) {
        faults.remove(fault);
        refresh(nowMillis);
    }

    /** Wakes it and looks at it afterwards. */
    void wake(long nowMillis, Surroundings world, Uplink uplink) {
        if (drifting) {
            refresh(nowMillis);
        }
        device.wake(nowMillis, world, troubles, uplink);
        look(nowMillis, uplink);
    }

    private void look(long nowMillis, Uplink uplink) {
        boolean reachable = !troubles.networkDown() && uplink.reachable(design.node(), design.device());
        silent.is(!device.alive() || !reachable, nowMillis, 0);
        batteryLow.isLow(device.batteryPercent() < LOW_PERCENT, nowMillis, device.batteryPercent());
        long error = device.clockErrorMillis(nowMillis);
        clockWrong.is(Math.abs(error) > WRONG_CLOCK_MILLIS, nowMillis, error / SECOND_MILLIS);
    }

    private void refresh(long nowMillis) {
        boolean networkDown = false;
        boolean dead = false;
        boolean reboot = false;
        boolean weak = false;
        double stepSeconds = 0;
        double driftPpm = 0;
        double duplicates = 0;
        double worstKelvin = 0;
        boolean wrong = false;
        drifting = false;
        Map<String, ChannelTroubles> channels = new HashMap<>();
        for (PlannedFault fault : faults) {
            switch (fault.kind()) {
                case NETWORK_LOSS -> networkDown = true;
                case DEVICE_DEAD -> dead = true;
                case DEVICE_REBOOT -> reboot = true;
                case BATTERY_WEAK -> weak = true;
                case CLOCK_STEP -> stepSeconds += fault.severity();
                case CLOCK_DRIFT -> driftPpm += fault.severity();
                case DUPLICATES -> duplicates = Math.max(duplicates, fault.severity());
                case PROBE_DETACHED, PROBE_STUCK, PROBE_DRIFT -> {
                    ChannelTroubles trouble = trouble(fault, nowMillis);
                    channels.merge(channelOf(fault), trouble, FieldDevice::both);
                    drifting |= fault.kind() == FaultKind.PROBE_DRIFT;
                    wrong |= trouble.detached() || trouble.stuck();
                    worstKelvin = Math.abs(trouble.driftKelvin()) > Math.abs(worstKelvin)
                            ? trouble.driftKelvin()
                            : worstKelvin;
                }
                default -> {}
            }
        }
        troubles = new DeviceTroubles(
                networkDown,
                dead,
                reboot,
                Math.round(stepSeconds * SECOND_MILLIS),
                driftPpm,
                weak,
                duplicates,
                channels);
        boolean off = Math.abs(worstKelvin) > WRONG_KELVIN;
        probeWrong.is(wrong || off, nowMillis, off ? worstKelvin : 0);
    }

    private static String channelOf(PlannedFault fault) {
        return fault.target().substring(fault.target().indexOf('/') + 1);
    }

    private static ChannelTroubles trouble(PlannedFault fault, long nowMillis) {
        return switch (fault.kind()) {
            case PROBE_DETACHED -> ChannelTroubles.DETACHED;
            case PROBE_STUCK -> ChannelTroubles.STUCK;
            default -> ChannelTroubles.drift(fault.severity() * fault.progress(nowMillis));
        };
    }

    private static ChannelTroubles both(ChannelTroubles a, ChannelTroubles b) {
        return new ChannelTroubles(
                a.detached() || b.detached(), a.stuck() || b.stuck(), a.driftKelvin() + b.driftKelvin());
    }

    /** The run is over: what lasts is told. */
    void finish(long endMillis) {
        silent.end(endMillis);
        batteryLow.end(endMillis);
        probeWrong.end(endMillis);
        clockWrong.end(endMillis);
    }
}
