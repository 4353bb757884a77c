package io.frostproof.simulator.physics;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One cold unit over time: the temperatures of air, contents and wall, and of ice where the design has it.
 *
 * <pre>
 * C_air      dT_air/dt      = G_ap (T_contents - T_air) + G_aw (T_wall - T_air) + G_ai (T_ice - T_air) + G_door (T_ambient - T_air) + P_in - Q
 * C_contents dT_contents/dt = G_ap (T_air - T_contents)
 * C_wall     dT_wall/dt     = G_wo (T_ambient - T_wall) + G_aw (T_air - T_wall) + G_wi (T_ice - T_wall)
 * dH_ice/dt                 = G_ai (T_air - T_ice) + G_wi (T_wall - T_ice) - Q      T_ice is flat while it melts or freezes
 * </pre>
 *
 * <p>Q, the heat that the running compressor takes out, comes from the ice if there is ice and from the air otherwise; P_in is what fans,
 * defrost and heater give. Steps are at most {@value #LONGEST_STEP_SECONDS} s, {@value #LONGEST_DOOR_STEP_SECONDS} s with an open door, and
 * end where a thermostat switches, a timer runs out, or the ice begins or ends to melt; so it hardly matters how calls cut the time.
 * A call of 30 s costs about 0.6 µs and allocates nothing. The same calls give the same temperatures on every JVM. Confined to one thread.
 */
public final class ColdUnit {

    static final int LONGEST_STEP_SECONDS = 30;
    static final int LONGEST_DOOR_STEP_SECONDS = 10;

    /** A threshold, or the end of a time, this close counts as reached. */
    static final double REACHED_KELVIN = 1e-4;

    static final double REACHED_SECONDS = 1e-6;

    /** Below it a switch may come late; bounds the work where two thresholds are close together. */
    private static final double SHORTEST_STEP_SECONDS = 0.05;

    private static final int MOST_REFINEMENTS = 6;

    /** Where a step has to end, since something switches there. */
    private enum Threshold {
        NONE,
        COMPRESSOR,
        HEATER,
        FROZEN,
        MELTED
    }

    private static final Threshold[] THRESHOLDS = {
        Threshold.COMPRESSOR, Threshold.HEATER, Threshold.FROZEN, Threshold.MELTED
    };

    private final UnitDesign design;
    private final HeatPaths heat;
    private final @Nullable Ice ice;
    private final Machinery machinery;
    private final double setpointCelsius;
    private final LumpStep step;
    private final Books books = new Books();

    private double contentsJoulesPerKelvin;
    private double air;
    private double contents;
    private double wall;
    private double storedAtStart;

    // Of the present step.
    private double ambient;
    private double doorConductance;

    /**
     * A unit that has run for long. The air is somewhere in the thermostat's range and the next defrost somewhere in its interval, so that
     * units do not move in step; ice is frozen.
     *
     * @param seedForDefrostPhase decides where
     */
    public ColdUnit(UnitDesign design, double setpointCelsius, double ambientCelsius, long seedForDefrostPhase) {
        this(design, setpointCelsius);
        SplittableRandom random = new SplittableRandom(seedForDefrostPhase);
        double place = 2 * random.nextDouble() - 1;
        machinery.runForLong(random);
        this.ambient = ambientCelsius;
        settle(place);
        this.storedAtStart = storedJoules();
    }

    private ColdUnit(UnitDesign design, double setpointCelsius) {
        Check.between("setpointCelsius", setpointCelsius, -120, 50);
        this.design = design;
        this.heat = design.heat();
        this.ice = design.ice() == null ? null : new Ice(design.ice());
        this.machinery = new Machinery(design, setpointCelsius);
        this.setpointCelsius = setpointCelsius;
        this.step = new LumpStep(design);
        this.contentsJoulesPerKelvin = heat.contentsJoulesPerKelvin();
    }

    /** A unit with everything at one temperature, as it is delivered: compressor off, a whole interval to the next defrost. */
    public static ColdUnit uniform(UnitDesign design, double setpointCelsius, double celsius) {
        ColdUnit unit = new ColdUnit(design, setpointCelsius);
        unit.ambient = celsius;
        unit.air = celsius;
        unit.contents = celsius;
        unit.wall = celsius;
        if (unit.ice != null) {
            unit.ice.setTo(celsius);
        }
        unit.storedAtStart = unit.storedJoules();
        return unit;
    }

    private void settle(double place) {
        Compressor compressor = design.compressor();
        double swing = compressor == null ? 0 : place * compressor.hysteresisKelvin();
        Settled settled;
        if (ice == null) {
            settled = Settled.aroundSetpoint(heat, setpointCelsius, swing, ambient);
        } else {
            ice.settle(
                    compressor == null
                            ? ice.bank().meltingCelsius()
                            : setpointCelsius + compressor.thermostatOffsetKelvin() + swing);
            settled = Settled.aroundIce(design, ice.bank(), ice.celsius(), setpointCelsius, ambient);
        }
        air = settled.air();
        contents = settled.contents();
        wall = settled.wall();
    }

    /** Lets time pass under the same conditions. */
    public void advance(double seconds, UnitConditions conditions) {
        Check.notNegative("seconds", seconds);
        if (seconds == 0) {
            return;
        }
        ambient = conditions.ambientCelsius();
        doorConductance = 0;
        double longest = conditions.doorOpenFraction() > 0 ? LONGEST_DOOR_STEP_SECONDS : LONGEST_STEP_SECONDS;
        double left = seconds;
        do {
            control(conditions);
            double h = Math.min(Math.min(left, longest), machinery.untilTimerSeconds());
            tryStep(h, conditions);
            h = untilThreshold(h, conditions);
            commit(h);
            left -= h;
        } while (left > REACHED_SECONDS);
    }

    private void control(UnitConditions conditions) {
        machinery.control(conditions, air, coldCelsius());
        if (ice != null) {
            double celsius = ice.celsius();
            double cooling = machinery.coolingSlope() * celsius;
            ice.changePhase(step.intoIce(air, wall, celsius) - machinery.coolingSource() - cooling);
        }
    }

    // --- one step ---

    private void tryStep(double seconds, UnitConditions conditions) {
        double open = conditions.doorOpenFraction();
        if (open == 0) {
            run(seconds);
            return;
        }
        // The flow through the door depends on the air, so the step is repeated with the mean of its conductances at
        // both ends.
        double before = design.door().wattsPerKelvin(open, air, ambient);
        doorConductance = before;
        run(seconds);
        doorConductance = (before + design.door().wattsPerKelvin(open, step.air, ambient)) / 2;
        run(seconds);
    }

    private void run(double seconds) {
        double given = machinery.internalWatts() + machinery.defrostWatts();
        boolean coolsIce = ice != null;
        step.run(
                seconds,
                air,
                contents,
                wall,
                ice == null ? 0 : ice.celsius(),
                contentsJoulesPerKelvin,
                ice == null ? 0 : ice.joulesPerKelvin(),
                ambient,
                doorConductance,
                coolsIce ? given : given - machinery.coolingSource(),
                coolsIce ? 0 : machinery.coolingSlope(),
                coolsIce ? -machinery.coolingSource() : 0,
                coolsIce ? machinery.coolingSlope() : 0);
    }

    /** Mean heat taken out over the step that was tried. */
    private double coolingWatts() {
        return machinery.coolingWatts(ice == null ? step.meanAir : step.meanIce);
    }

    private double iceJoulesAfter(double seconds) {
        return ice == null ? 0 : ice.joules() + seconds * (step.meanIntoIce() - coolingWatts());
    }

    /** Shortens the step that was tried to where the first threshold is crossed, if one is; then that step has been tried. */
    private double untilThreshold(double seconds, UnitConditions conditions) {
        Threshold first = Threshold.NONE;
        double part = 1;
        double firstBefore = 0;
        double firstAfter = 0;
        for (Threshold threshold : THRESHOLDS) {
            double before = distanceNow(threshold);
            if (before > 0) {
                double after = distanceAfter(threshold, seconds);
                if (after < 0 && before / (before - after) < part) {
                    first = threshold;
                    part = before / (before - after);
                    firstBefore = before;
                    firstAfter = after;
                }
            }
        }
        if (first == Threshold.NONE || seconds <= SHORTEST_STEP_SECONDS) {
            return seconds;
        }
        double reached = reached(first);
        double low = 0;
        double high = seconds;
        double lowDistance = firstBefore;
        double highDistance = firstAfter;
        double h = seconds;
        for (int i = 0; i < MOST_REFINEMENTS && Math.abs(highDistance) > 0; i++) {
            h = Math.max(SHORTEST_STEP_SECONDS, low + (high - low) * lowDistance / (lowDistance - highDistance));
            tryStep(h, conditions);
            double now = distanceAfter(first, h);
            if (Math.abs(now) <= reached || h <= SHORTEST_STEP_SECONDS) {
                break;
            }
            if (now > 0) {
                low = h;
                lowDistance = now;
            } else {
                high = h;
                highDistance = now;
            }
        }
        return h;
    }

    private double reached(Threshold threshold) {
        boolean ofIce = threshold == Threshold.FROZEN || threshold == Threshold.MELTED;
        return ice != null && ofIce ? ice.reachedJoules() : REACHED_KELVIN;
    }

    private double distanceNow(Threshold threshold) {
        return distance(threshold, air, ice == null ? 0 : ice.celsius(), ice == null ? 0 : ice.joules());
    }

    /** At the end of the step that was tried. */
    private double distanceAfter(Threshold threshold, double seconds) {
        return distance(threshold, step.air, step.ice, iceJoulesAfter(seconds));
    }

    /** How far it is to the threshold: above 0 while it is ahead, below when it was crossed. 0 where there is none. */
    private double distance(Threshold threshold, double airCelsius, double iceCelsius, double joules) {
        return switch (threshold) {
            case NONE -> 0;
            case COMPRESSOR -> machinery.toCompressorSwitch(ice == null ? airCelsius : iceCelsius);
            case HEATER -> machinery.toHeaterSwitch(airCelsius);
            case FROZEN -> ice == null ? 0 : ice.toFrozen(joules);
            case MELTED -> ice == null ? 0 : ice.toMelted(joules);
        };
    }

    private void commit(double seconds) {
        books.leak += seconds * heat.wallToAmbientWattsPerKelvin() * (ambient - step.meanWall);
        books.door += seconds * doorConductance * (ambient - step.meanAir);
        books.cooling += seconds * coolingWatts();
        books.internal += seconds * machinery.internalWatts();
        books.defrost += seconds * machinery.defrostWatts();
        double joules = iceJoulesAfter(seconds);
        air = step.air;
        contents = step.contents;
        wall = step.wall;
        if (ice != null) {
            ice.joules(joules);
        }
        machinery.pass(seconds);
    }

    // --- what people do ---

    /**
     * Stock is put in and takes on, with what is there, one temperature.
     *
     * @param joulesPerKelvin its heat capacity: mass times about 3,500 J/(kg K) for what is mostly water, 1,900 when frozen
     */
    public void putIn(double joulesPerKelvin, double celsius) {
        Check.notNegative("joulesPerKelvin", joulesPerKelvin);
        Check.between("celsius", celsius, -120, 70);
        double together = contentsJoulesPerKelvin + joulesPerKelvin;
        contents = (contentsJoulesPerKelvin * contents + joulesPerKelvin * celsius) / together;
        contentsJoulesPerKelvin = together;
        books.load += joulesPerKelvin * (celsius - setpointCelsius);
    }

    /** Stock is taken out, at the temperature of the contents. What the design calls empty stays. */
    public void takeOut(double joulesPerKelvin) {
        Check.notNegative("joulesPerKelvin", joulesPerKelvin);
        double taken = Math.min(joulesPerKelvin, Math.max(0, contentsJoulesPerKelvin - heat.emptyJoulesPerKelvin()));
        contentsJoulesPerKelvin -= taken;
        books.load -= taken * (contents - setpointCelsius);
    }

    /**
     * Packs are replaced by others at the melting point, as people do with a passive locker. Does nothing in a unit without ice.
     *
     * @param frozenFraction of the new packs, 1 for fresh ones
     */
    public void replacePacks(double frozenFraction) {
        Check.fraction("frozenFraction", frozenFraction);
        if (ice != null) {
            double before = ice.joules();
            ice.replace(frozenFraction);
            books.load += ice.joules() - before;
        }
    }

    // --- what can be seen ---

    /** What a bare probe in the air feels. */
    public double airCelsius() {
        return air;
    }

    /** The product's true temperature. */
    public double contentsCelsius() {
        return contents;
    }

    /** The middle of the insulation. */
    public double wallCelsius() {
        return wall;
    }

    /** Of the ice or water; NaN where there is none. */
    public double iceCelsius() {
        return ice == null ? Double.NaN : ice.celsius();
    }

    /** Part of the ice that is frozen; 0 where there is none. */
    public double iceFraction() {
        return ice == null ? 0 : ice.frozenFraction();
    }

    /** Heat capacity of what is stored now. */
    public double contentsJoulesPerKelvin() {
        return contentsJoulesPerKelvin;
    }

    public boolean compressorRunning() {
        return machinery.compressorRunning();
    }

    public boolean defrosting() {
        return machinery.defrosting();
    }

    /** What the compressor cools, and its thermostat feels. */
    private double coldCelsius() {
        return ice == null ? air : ice.celsius();
    }

    /** Electricity drawn now, under the conditions of the last call of {@link #advance}. */
    public double powerWatts() {
        return machinery.powerWatts(coldCelsius(), ambient);
    }

    private double storedJoules() {
        return heat.airJoulesPerKelvin() * (air - setpointCelsius)
                + contentsJoulesPerKelvin * (contents - setpointCelsius)
                + heat.wallJoulesPerKelvin() * (wall - setpointCelsius)
                + (ice == null ? 0 : ice.joules());
    }

    public EnergyLedger energy() {
        return books.ledger(storedJoules() - storedAtStart);
    }
}
