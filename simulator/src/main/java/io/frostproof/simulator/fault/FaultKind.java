package io.frostproof.simulator.fault;

import static io.frostproof.simulator.fault.FaultTarget.CHANNEL;
import static io.frostproof.simulator.fault.FaultTarget.DEVICE;
import static io.frostproof.simulator.fault.FaultTarget.NODE;
import static io.frostproof.simulator.fault.FaultTarget.REGION;
import static io.frostproof.simulator.fault.FaultTarget.UNIT;

import java.util.List;
import java.util.Locale;

/** What can go wrong. A fault begins, lasts and is mended at its end; what it does to temperatures goes on longer. */
@SuppressWarnings("ImmutableEnumChecker") // lists made by List.of
public enum FaultKind {
    /** The door does not close. */
    DOOR_LEFT_OPEN(of("how far it stands open", 0.05, 1, 0.5), UNIT),
    /** The compressor stands still. */
    COMPRESSOR_FAILURE(Severity.NONE, UNIT),
    /** Refrigerant is lost steadily, and filled up at the end. */
    REFRIGERANT_LEAK(of("share of the refrigerant lost by the end", 0.05, 1, 0.7), UNIT),
    /** The thermostat controls too warm or too cold. */
    THERMOSTAT_SHIFT(of("K by which it is too warm (too cold when negative)", -15, 15, 5), UNIT),
    /** The defrost heater does not switch off; only in units that defrost. */
    DEFROST_STUCK(Severity.NONE, UNIT),
    /** No mains. */
    GRID_OUTAGE(Severity.NONE, REGION, NODE),
    /** Mains with too low a voltage. */
    BROWN_OUT(of("part of the nominal voltage that is left", 0.5, 0.95, 0.75), REGION, NODE),
    /** The generator cranks and does not start; only at nodes that have one. */
    GENERATOR_START_FAILURE(Severity.NONE, NODE),
    /** The running generator stops, and cannot be started while the fault lasts. */
    GENERATOR_STOP(Severity.NONE, NODE),
    /** The tank leaks or is robbed, and is filled at the end. */
    FUEL_LOW(of("percent that is left in the tank", 0, 30, 8), NODE),
    /** The generator is not exercised. */
    EXERCISE_MISSED(Severity.NONE, NODE),
    /** Devices reach no broker; they keep what they measure. */
    NETWORK_LOSS(Severity.NONE, NODE, DEVICE),
    /** A device starts again at once, and has a new boot. Its end means nothing. */
    DEVICE_REBOOT(Severity.NONE, DEVICE),
    /** A device does nothing at all. */
    DEVICE_DEAD(Severity.NONE, DEVICE),
    /** The battery is not charged and runs down; at the end it is replaced. */
    BATTERY_WEAK(Severity.NONE, DEVICE),
    /** The clock jumps, and is set right at the end. */
    CLOCK_STEP(of("s by which it is ahead (behind when negative)", -86_400, 86_400, -3_600), DEVICE),
    /** The clock runs too fast or too slow, and is set right at the end. */
    CLOCK_DRIFT(of("millionths by which it is too fast (too slow when negative)", -50_000, 50_000, 2_000), DEVICE),
    /** A probe has come off its plug or its place. */
    PROBE_DETACHED(Severity.NONE, CHANNEL),
    /** A probe says the same value all the time. */
    PROBE_STUCK(Severity.NONE, CHANNEL),
    /** A probe goes wrong steadily, and is replaced at the end. */
    PROBE_DRIFT(of("K by which it is off at the end", -10, 10, 3), CHANNEL),
    /** A device sends messages twice. */
    DUPLICATES(of("share of the messages", 0.01, 1, 0.3), DEVICE),
    /** People want more than usual: more picks, more deliveries, more open doors. */
    DEMAND_SPIKE(of("times the usual demand", 1, 20, 4), NODE, REGION),
    /** Nothing arrives in a region from outside; what waited arrives in a heap at the end. */
    LANE_CLOSED(Severity.NONE, REGION, NODE),
    /** A node is shut, by a storm for example: nobody comes, nothing arrives or leaves. */
    NODE_CLOSED(Severity.NONE, NODE),
    /** A partner stops working: nobody comes any more, and some of its units are switched off. */
    PARTNER_FAILED(of("share of its units that are switched off", 0, 1, 0.5), NODE);

    private final Severity severity;
    private final List<FaultTarget> targets;

    FaultKind(Severity severity, FaultTarget... targets) {
        this.severity = severity;
        this.targets = List.of(targets);
    }

    private static Severity of(String meaning, double lowest, double highest, double usual) {
        return new Severity(meaning, lowest, highest, usual);
    }

    /** The word in files, such as {@code door_left_open}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the severity means. */
    public Severity severity() {
        return severity;
    }

    /** What it may strike. The first is what random faults strike. */
    public List<FaultTarget> targets() {
        return targets;
    }
}
