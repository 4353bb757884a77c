package io.frostproof.simulator.sensing;

import io.frostproof.protocol.Unit;
import io.frostproof.simulator.Seeds;
import java.util.SplittableRandom;

/** The probe of one channel: follows the truth with its time constant, adds noise, shows steps, and comes off, sticks or drifts. */
final class Probe {

    private static final double ZERO_CELSIUS_KELVIN = 273.15;
    /** One tenth of a Fahrenheit degree or a kelvin: converted values are shown with so many decimals. */
    private static final double CONVERTED_PER_UNIT = 100;

    final ChannelDesign design;
    private final SplittableRandom random;
    /** Steps in a unit, when that is a whole number; multiplying by a step of 0.1 would leave binary dust. */
    private final double stepsPerUnit;

    private boolean began;
    private boolean wasDetached;
    private double felt;
    private double truthBefore;
    private long beforeMillis;
    private double cachedSeconds = -1;
    private double cachedDecay;
    private double shown;
    private boolean fault;
    /** What it sends in, when it was told another unit than its own. */
    private Unit unit;

    Probe(ChannelDesign design, SplittableRandom random) {
        this.design = design;
        this.random = random;
        this.unit = design.quantity().unit();
        double per = Math.rint(1 / design.probe().step());
        stepsPerUnit = per >= 1 && Math.abs(per * design.probe().step() - 1) < 1e-9 ? per : 0;
    }

    /** Measures. What it shows is in {@link #shown}, in the quantity's own unit, and whether that means anything in {@link #fault}. */
    void measure(Surroundings world, String node, double batteryPercent, long nowMillis, ChannelTroubles troubles) {
        boolean keeps = troubles.stuck() && began;
        switch (design.quantity().nature()) {
            case ANALOG -> {
                double seen = analog(world, node, nowMillis, troubles);
                shown = keeps ? shown : seen;
            }
            case STATE -> shown = keeps ? shown : state(world, troubles);
            case OWN -> shown = keeps ? shown : Math.rint(batteryPercent);
        }
        fault = troubles.detached()
                && design.quantity().nature() != SimulatedQuantity.Nature.OWN
                && design.probe().whenDetached() == ProbeDesign.WhenDetached.SAYS_FAULT;
        began = true;
    }

    /** Of a state: whether it is another one than the last that was measured. Never before the first. */
    boolean changed(Surroundings world, ChannelTroubles troubles) {
        return design.quantity().isState()
                && began
                && !troubles.stuck()
                && !(troubles.detached() && design.probe().whenDetached() == ProbeDesign.WhenDetached.SAYS_FAULT)
                && state(world, troubles) != shown;
    }

    boolean fault() {
        return fault;
    }

    /** In the unit that it sends in; 0 with a fault. */
    double value() {
        if (fault) {
            return 0;
        }
        return switch (unit) {
            case FAHRENHEIT -> rounded(shown * 9 / 5 + 32);
            case KELVIN -> rounded(shown + ZERO_CELSIUS_KELVIN);
            default -> shown;
        };
    }

    private static double rounded(double value) {
        return Math.rint(value * CONVERTED_PER_UNIT) / CONVERTED_PER_UNIT;
    }

    /** The unit that its values are in. */
    Unit unit() {
        return unit;
    }

    /** Whether its values can be sent in that unit. */
    boolean speaks(Unit wanted) {
        Unit own = design.quantity().unit();
        return wanted == own || (own == Unit.CELSIUS && (wanted == Unit.FAHRENHEIT || wanted == Unit.KELVIN));
    }

    void speak(Unit wanted) {
        unit = wanted;
    }

    private double state(Surroundings world, ChannelTroubles troubles) {
        if (troubles.detached()) {
            return design.quantity() == SimulatedQuantity.DOOR ? 1 : 0; // an open circuit
        }
        return world.value(design.unit(), design.quantity()) >= 0.5 ? 1 : 0;
    }

    private double analog(Surroundings world, String node, long nowMillis, ChannelTroubles troubles) {
        boolean inRoom = troubles.detached() && temperature();
        double truth = inRoom ? world.ambientCelsius(node) : world.value(design.unit(), design.quantity());
        follow(truth, nowMillis, inRoom);
        // Always drawn, so that a fault shifts nobody's later noise.
        double noise = design.probe().noise() * Seeds.normal(random);
        double seen = quantised(felt + troubles.driftKelvin() + noise);
        return design.quantity().unit() == Unit.PERCENT ? Math.clamp(seen, 0, 100) : seen;
    }

    private boolean temperature() {
        return design.quantity().unit() == Unit.CELSIUS;
    }

    private double quantised(double value) {
        double step = design.probe().step();
        double steps =
                stepsPerUnit > 0 ? Math.rint(value * stepsPerUnit) / stepsPerUnit : Math.rint(value / step) * step;
        return steps + 0.0; // no minus zero
    }

    /** First order, exact for a truth that went in a straight line since the last look. */
    private void follow(double truth, long nowMillis, boolean inRoom) {
        double tau = design.probe().timeConstantSeconds();
        if (!began || tau == 0) {
            felt = truth;
        } else if (nowMillis > beforeMillis) {
            if (inRoom != wasDetached) {
                truthBefore = truth; // it was moved, the air was not
            }
            double seconds = (nowMillis - beforeMillis) / 1000.0;
            if (seconds != cachedSeconds) {
                cachedSeconds = seconds;
                cachedDecay = StrictMath.exp(-seconds / tau);
            }
            double lag = (truth - truthBefore) / seconds * tau;
            felt = truth - lag + (felt - truthBefore + lag) * cachedDecay;
        }
        truthBefore = truth;
        beforeMillis = nowMillis;
        wasDetached = inRoom;
    }
}
