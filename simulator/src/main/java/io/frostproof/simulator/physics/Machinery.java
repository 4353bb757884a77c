package io.frostproof.simulator.physics;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What is built into a unit and switches: compressor, defrost, the heater against freezing, fans. Nothing where the design has none. For one thread. */
final class Machinery {

    private final @Nullable Cooling cooling;
    private final @Nullable DefrostTimer defrost;
    private final @Nullable FrostGuard guard;
    private final double setpointCelsius;
    private final double fanWatts;
    private boolean powered;

    Machinery(UnitDesign design, double setpointCelsius) {
        this.cooling = design.compressor() == null ? null : new Cooling(design.compressor());
        this.defrost = design.defrost() == null ? null : new DefrostTimer(design.defrost());
        this.guard = design.heater() == null ? null : new FrostGuard(design.heater(), setpointCelsius);
        this.setpointCelsius = setpointCelsius;
        this.fanWatts = design.fanWatts();
    }

    /** As if it had run for long: chance says whether the compressor runs, and where between two defrosts it is. */
    void runForLong(SplittableRandom random) {
        if (cooling != null) {
            cooling.start(random.nextBoolean());
        }
        if (defrost != null) {
            defrost.runFor(random.nextDouble());
        }
    }

    /** Switches what is to be switched at the beginning of a step; {@code cold} is what the compressor cools. */
    void control(UnitConditions conditions, double air, double cold) {
        powered = conditions.powered();
        if (defrost != null) {
            defrost.control(powered, conditions.defrostStuck());
        }
        if (cooling != null) {
            cooling.control(setpointCelsius, cold, powered && !defrosting(), conditions);
        }
        if (guard != null) {
            guard.control(powered && !compressorRunning(), air);
        }
    }

    /** Until a pause or a defrost is over, or a defrost is due. */
    double untilTimerSeconds() {
        double seconds = cooling == null ? Double.MAX_VALUE : cooling.pauseSeconds();
        return defrost == null || !powered ? seconds : Math.min(seconds, defrost.untilSwitchSeconds());
    }

    void pass(double seconds) {
        if (cooling != null) {
            cooling.pass(seconds);
        }
        if (defrost != null && powered) {
            defrost.pass(seconds);
        }
    }

    /** How far it is to where the compressor's thermostat switches; 0 where it cannot. */
    double toCompressorSwitch(double cold) {
        return cooling == null ? 0 : cooling.toSwitch(cold);
    }

    /** Likewise for that of the heater. */
    double toHeaterSwitch(double air) {
        return guard == null || !powered || compressorRunning() ? 0 : guard.toSwitch(air);
    }

    /** Heat taken out is {@code source + slope * T_cold}. */
    double coolingSource() {
        return cooling == null ? 0 : cooling.source();
    }

    double coolingSlope() {
        return cooling == null ? 0 : cooling.slope();
    }

    double coolingWatts(double cold) {
        return cooling == null ? 0 : cooling.watts(cold);
    }

    /** Heat of fans and heater. */
    double internalWatts() {
        double fans = powered && !defrosting() ? fanWatts : 0;
        return guard != null && guard.on() ? fans + guard.watts() : fans;
    }

    /** What of the defrost's heat ends in the air. */
    double defrostWatts() {
        return defrost == null ? 0 : defrost.toAirWatts();
    }

    /** Electricity drawn. */
    double powerWatts(double cold, double ambientCelsius) {
        double watts = internalWatts() + (defrost == null ? 0 : defrost.watts());
        return cooling == null ? watts : watts + cooling.powerWatts(cold, ambientCelsius);
    }

    boolean compressorRunning() {
        return cooling != null && cooling.running();
    }

    boolean defrosting() {
        return defrost != null && defrost.on();
    }
}
