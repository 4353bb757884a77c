package io.frostproof.simulator.physics;

import java.util.ArrayList;
import java.util.List;
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

    /** Below it a switch may come late; bounds the work where two thresholds are close together. */
    private static final double SHORTEST_STEP_SECONDS = 0.05;

    /** A threshold this close counts as reached. */
    private static final double REACHED_KELVIN = 1e-4;

    private static final double REACHED_PART_OF_LATENT = 1e-7;
    private static final double REACHED_SECONDS = 1e-6;
    private static final int MOST_REFINEMENTS = 6;
    private static final double ZERO_CELSIUS = 273.15;

    /** Lowest and highest coefficients of performance that are believed at any temperatures. */
    private static final double LEAST_PERFORMANCE = 0.2;

    private static final double MOST_PERFORMANCE = 6;

    private enum Phase {
        SOLID,
        MELTING,
        LIQUID
    }

    private enum Threshold {
        NONE,
        COMPRESSOR,
        HEATER,
        FROZEN,
        MELTED
    }

    private final UnitDesign design;
    private final HeatPaths heat;
    private final @Nullable IceBank bank;
    private final @Nullable Compressor compressor;
    private final @Nullable Defrost defrost;
    private final @Nullable Heater heater;
    private final double setpointCelsius;
    private final LumpStep step;
    private final Threshold[] thresholds;

    private double contentsJoulesPerKelvin;
    private double air;
    private double contents;
    private double wall;
    private double ice;
    /** 0 when all is frozen and at the melting point, the latent heat when all is melted. */
    private double iceJoules;

    private Phase phase = Phase.MELTING;
    private boolean running;
    private boolean defrosting;
    private boolean heating;
    /** Since the beginning of the last defrost, without the time that had no power. */
    private double defrostClockSeconds;

    private double pauseSeconds;

    // Of the present step.
    private double ambient;
    private boolean powered;
    private double compressorOn;
    private double compressorOff;
    private boolean compressorMaySwitch;
    private double chargeFactor = 1;
    private double coolingSource;
    private double coolingSlope;
    private double doorConductance;

    private double storedAtStart;
    private double leakJoules;
    private double doorJoules;
    private double loadJoules;
    private double defrostJoules;
    private double internalJoules;
    private double coolingJoules;

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
        this.running = compressor != null && random.nextBoolean();
        if (defrost != null) {
            this.defrostClockSeconds = defrost.durationSeconds()
                    + random.nextDouble() * (defrost.intervalSeconds() - defrost.durationSeconds());
        }
        this.ambient = ambientCelsius;
        settle(place);
        this.storedAtStart = storedJoules();
    }

    private ColdUnit(UnitDesign design, double setpointCelsius) {
        Check.between("setpointCelsius", setpointCelsius, -120, 50);
        this.design = design;
        this.heat = design.heat();
        this.bank = design.ice();
        this.compressor = design.compressor();
        this.defrost = design.defrost();
        this.heater = design.heater();
        this.setpointCelsius = setpointCelsius;
        this.step = new LumpStep(design);
        this.thresholds = thresholds(design);
        this.contentsJoulesPerKelvin = heat.contentsJoulesPerKelvin();
    }

    private static Threshold[] thresholds(UnitDesign design) {
        List<Threshold> all = new ArrayList<>();
        if (design.compressor() != null) {
            all.add(Threshold.COMPRESSOR);
        }
        if (design.heater() != null) {
            all.add(Threshold.HEATER);
        }
        if (design.ice() != null) {
            all.add(Threshold.FROZEN);
            all.add(Threshold.MELTED);
        }
        return all.toArray(new Threshold[0]);
    }

    /** A unit with everything at one temperature, as it is delivered: compressor off, a whole interval to the next defrost. */
    public static ColdUnit uniform(UnitDesign design, double setpointCelsius, double celsius) {
        ColdUnit unit = new ColdUnit(design, setpointCelsius);
        unit.ambient = celsius;
        unit.air = celsius;
        unit.contents = celsius;
        unit.wall = celsius;
        unit.iceAt(celsius);
        if (unit.defrost != null) {
            unit.defrostClockSeconds = unit.defrost.durationSeconds();
        }
        unit.storedAtStart = unit.storedJoules();
        return unit;
    }

    private void settle(double place) {
        double swing = compressor == null ? 0 : place * compressor.hysteresisKelvin();
        if (bank != null) {
            double target = compressor == null
                    ? bank.meltingCelsius()
                    : setpointCelsius + compressor.thermostatOffsetKelvin() + swing;
            iceAt(Math.min(target, bank.meltingCelsius()));
            phase = ice < bank.meltingCelsius() ? Phase.SOLID : Phase.MELTING;
            // Air and wall where nothing changes: two linear equations.
            double wallSum =
                    heat.wallToAmbientWattsPerKelvin() + heat.airToWallWattsPerKelvin() + bank.toWallWattsPerKelvin();
            double wallPart = heat.airToWallWattsPerKelvin() / wallSum;
            double wallWithoutAir =
                    (heat.wallToAmbientWattsPerKelvin() * ambient + bank.toWallWattsPerKelvin() * ice) / wallSum;
            air = (heat.airToWallWattsPerKelvin() * wallWithoutAir
                            + bank.toAirWattsPerKelvin() * ice
                            + design.fanWatts())
                    / (heat.airToWallWattsPerKelvin() * (1 - wallPart) + bank.toAirWattsPerKelvin());
            if (heater != null) {
                air = Math.max(air, setpointCelsius - heater.belowSetpointKelvin());
            }
            contents = air;
            wall = wallWithoutAir + wallPart * air;
        } else {
            contents = setpointCelsius;
            air = setpointCelsius + swing;
            wall = (heat.wallToAmbientWattsPerKelvin() * ambient + heat.airToWallWattsPerKelvin() * setpointCelsius)
                    / (heat.wallToAmbientWattsPerKelvin() + heat.airToWallWattsPerKelvin());
        }
    }

    /** Ice, or water, of one temperature; at the melting point all is frozen. */
    private void iceAt(double celsius) {
        if (bank == null) {
            return;
        }
        double above = celsius - bank.meltingCelsius();
        ice = celsius;
        phase = above > 0 ? Phase.LIQUID : Phase.SOLID;
        iceJoules = above > 0
                ? bank.latentJoules() + above * bank.liquidJoulesPerKelvin()
                : above * bank.solidJoulesPerKelvin();
    }

    /** Lets time pass under the same conditions. */
    public void advance(double seconds, UnitConditions conditions) {
        Check.notNegative("seconds", seconds);
        if (seconds == 0) {
            return;
        }
        ambient = conditions.ambientCelsius();
        powered = conditions.powered();
        chargeFactor = Compressor.chargeFactor(conditions.capacityFraction());
        doorConductance = 0;
        double longest = conditions.doorOpenFraction() > 0 ? LONGEST_DOOR_STEP_SECONDS : LONGEST_STEP_SECONDS;
        double left = seconds;
        do {
            control(conditions);
            double h = Math.min(Math.min(left, longest), untilTimer());
            tryStep(h, conditions);
            h = untilThreshold(h, conditions);
            commit(h);
            left -= h;
        } while (left > REACHED_SECONDS);
    }

    // --- what is switched at the beginning of a step ---

    private void control(UnitConditions conditions) {
        controlDefrost(conditions);
        controlCompressor(conditions);
        controlHeater();
        changePhase();
    }

    private void controlDefrost(UnitConditions conditions) {
        if (defrost == null) {
            return;
        }
        if (defrostClockSeconds >= defrost.intervalSeconds() - REACHED_SECONDS) {
            defrostClockSeconds = 0;
        }
        defrosting = powered
                && (conditions.defrostStuck() || defrostClockSeconds < defrost.durationSeconds() - REACHED_SECONDS);
    }

    private void controlCompressor(UnitConditions conditions) {
        if (compressor == null) {
            return;
        }
        double target = setpointCelsius + conditions.setpointShiftKelvin() + compressor.thermostatOffsetKelvin();
        compressorOn = target + compressor.hysteresisKelvin();
        compressorOff = target - compressor.hysteresisKelvin();
        double voltage = conditions.voltageFraction();
        boolean canRun =
                powered && conditions.compressorWorks() && !defrosting && voltage >= compressor.stallVoltageFraction();
        boolean canStart = canRun && voltage >= compressor.startVoltageFraction() && pauseSeconds <= REACHED_SECONDS;
        double felt = bank == null ? air : ice;
        if (running && (!canRun || felt <= compressorOff + REACHED_KELVIN)) {
            running = false;
            pauseSeconds = compressor.minimumOffSeconds();
        } else if (!running && canStart && felt >= compressorOn - REACHED_KELVIN) {
            running = true;
        }
        compressorMaySwitch = running || canStart;
        prepareCooling();
    }

    /** Heat taken out as {@code coolingSource + coolingSlope * T_cold}; flat where the capacity is at one of its limits. */
    private void prepareCooling() {
        coolingSource = 0;
        coolingSlope = 0;
        if (!running || compressor == null) {
            return;
        }
        double cold = bank == null ? air : ice;
        double atZero = 1
                - compressor.evaporatingPerKelvin() * compressor.ratedColdCelsius()
                - compressor.condensingPerKelvin() * (ambient - compressor.ratedAmbientCelsius());
        double factor = atZero + compressor.evaporatingPerKelvin() * cold;
        double scale = compressor.ratedWatts() * chargeFactor;
        if (factor >= compressor.mostFraction()) {
            coolingSource = scale * compressor.mostFraction();
        } else if (factor > 0) {
            coolingSource = scale * atZero;
            coolingSlope = scale * compressor.evaporatingPerKelvin();
        }
    }

    private void controlHeater() {
        if (heater == null) {
            return;
        }
        double on = heaterOn();
        if (!powered || running || air >= on + heater.hysteresisKelvin() - REACHED_KELVIN) {
            heating = false;
        } else if (air <= on + REACHED_KELVIN) {
            heating = true;
        }
    }

    private double heaterOn() {
        return heater == null ? -1e9 : setpointCelsius - heater.belowSetpointKelvin();
    }

    private void changePhase() {
        if (bank == null) {
            return;
        }
        double reached = REACHED_PART_OF_LATENT * bank.latentJoules();
        double watts = step.intoIce(air, wall, ice) - coolingSource - coolingSlope * ice;
        switch (phase) {
            case SOLID -> {
                if (watts > 0 && iceJoules >= -reached) {
                    phase = Phase.MELTING;
                }
            }
            case MELTING -> {
                if (watts < 0 && iceJoules <= reached) {
                    phase = Phase.SOLID;
                } else if (watts > 0 && iceJoules >= bank.latentJoules() - reached) {
                    phase = Phase.LIQUID;
                }
            }
            case LIQUID -> {
                if (watts < 0 && iceJoules <= bank.latentJoules() + reached) {
                    phase = Phase.MELTING;
                }
            }
        }
        updateIce();
    }

    private void updateIce() {
        if (bank != null) {
            ice = switch (phase) {
                case SOLID -> bank.meltingCelsius() + iceJoules / bank.solidJoulesPerKelvin();
                case MELTING -> bank.meltingCelsius();
                case LIQUID -> bank.meltingCelsius() + (iceJoules - bank.latentJoules()) / bank.liquidJoulesPerKelvin();
            };
        }
    }

    private double untilTimer() {
        double seconds = Double.MAX_VALUE;
        if (pauseSeconds > REACHED_SECONDS) {
            seconds = pauseSeconds;
        }
        if (defrost != null && powered) {
            double next = defrostClockSeconds < defrost.durationSeconds() - REACHED_SECONDS
                    ? defrost.durationSeconds()
                    : defrost.intervalSeconds();
            seconds = Math.min(seconds, next - defrostClockSeconds);
        }
        return seconds;
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
        double given = internalWatts() + defrostWatts();
        boolean cooledIce = bank != null;
        step.run(
                seconds,
                air,
                contents,
                wall,
                ice,
                contentsJoulesPerKelvin,
                iceJoulesPerKelvin(),
                ambient,
                doorConductance,
                cooledIce ? given : given - coolingSource,
                cooledIce ? 0 : coolingSlope,
                cooledIce ? -coolingSource : 0,
                cooledIce ? coolingSlope : 0);
    }

    private double iceJoulesPerKelvin() {
        if (bank == null) {
            return 0;
        }
        return switch (phase) {
            case SOLID -> bank.solidJoulesPerKelvin();
            case MELTING -> 0;
            case LIQUID -> bank.liquidJoulesPerKelvin();
        };
    }

    private double internalWatts() {
        double fans = powered && !defrosting ? design.fanWatts() : 0;
        return heating && heater != null ? fans + heater.watts() : fans;
    }

    private double defrostWatts() {
        return defrosting && defrost != null ? defrost.heaterWatts() * defrost.toAirFraction() : 0;
    }

    /** Mean heat taken out over the step that was tried. */
    private double coolingWatts() {
        return coolingSource + coolingSlope * (bank == null ? step.meanAir : step.meanIce);
    }

    private double iceJoulesAfter(double seconds) {
        return bank == null ? 0 : iceJoules + seconds * (step.meanIntoIce() - coolingWatts());
    }

    /** Shortens the step that was tried to where the first threshold is crossed, if one is; then that step has been tried. */
    private double untilThreshold(double seconds, UnitConditions conditions) {
        Threshold first = Threshold.NONE;
        double part = 1;
        double firstBefore = 0;
        double firstAfter = 0;
        for (Threshold threshold : thresholds) {
            double before = distance(threshold, air, ice, iceJoules);
            if (before > 0) {
                double after = distance(threshold, step.air, step.ice, iceJoulesAfter(seconds));
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
            double now = distance(first, step.air, step.ice, iceJoulesAfter(h));
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
        return bank != null && (threshold == Threshold.FROZEN || threshold == Threshold.MELTED)
                ? REACHED_PART_OF_LATENT * bank.latentJoules()
                : REACHED_KELVIN;
    }

    /** How far it is to the threshold: above 0 while it is ahead, below when it was crossed. 0 where there is none. */
    private double distance(Threshold threshold, double airCelsius, double iceCelsius, double joules) {
        return switch (threshold) {
            case NONE -> 0;
            case COMPRESSOR -> {
                if (!compressorMaySwitch) {
                    yield 0;
                }
                double felt = bank == null ? airCelsius : iceCelsius;
                yield running ? felt - compressorOff : compressorOn - felt;
            }
            case HEATER -> {
                if (heater == null || !powered || running) {
                    yield 0;
                }
                yield heating ? heaterOn() + heater.hysteresisKelvin() - airCelsius : airCelsius - heaterOn();
            }
            case FROZEN -> {
                if (bank == null || phase == Phase.LIQUID) {
                    yield 0;
                }
                yield phase == Phase.SOLID ? -joules : joules;
            }
            case MELTED -> {
                if (bank == null || phase == Phase.SOLID) {
                    yield 0;
                }
                yield phase == Phase.LIQUID ? joules - bank.latentJoules() : bank.latentJoules() - joules;
            }
        };
    }

    private void commit(double seconds) {
        leakJoules += seconds * heat.wallToAmbientWattsPerKelvin() * (ambient - step.meanWall);
        doorJoules += seconds * doorConductance * (ambient - step.meanAir);
        coolingJoules += seconds * coolingWatts();
        internalJoules += seconds * internalWatts();
        defrostJoules += seconds * defrostWatts();
        iceJoules = iceJoulesAfter(seconds);
        air = step.air;
        contents = step.contents;
        wall = step.wall;
        updateIce();
        pauseSeconds = running ? 0 : Math.max(0, pauseSeconds - seconds);
        if (powered) {
            defrostClockSeconds += seconds;
        }
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
        loadJoules += joulesPerKelvin * (celsius - setpointCelsius);
    }

    /** Stock is taken out, at the temperature of the contents. What the design calls empty stays. */
    public void takeOut(double joulesPerKelvin) {
        Check.notNegative("joulesPerKelvin", joulesPerKelvin);
        double taken = Math.min(joulesPerKelvin, Math.max(0, contentsJoulesPerKelvin - heat.emptyJoulesPerKelvin()));
        contentsJoulesPerKelvin -= taken;
        loadJoules -= taken * (contents - setpointCelsius);
    }

    /**
     * Packs are replaced by others at the melting point, as people do with a passive locker. Does nothing in a unit without ice.
     *
     * @param frozenFraction of the new packs, 1 for fresh ones
     */
    public void replacePacks(double frozenFraction) {
        Check.fraction("frozenFraction", frozenFraction);
        if (bank == null) {
            return;
        }
        double before = iceJoules;
        iceJoules = (1 - frozenFraction) * bank.latentJoules();
        phase = Phase.MELTING;
        updateIce();
        loadJoules += iceJoules - before;
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
        return bank == null ? Double.NaN : ice;
    }

    /** Part of the ice that is frozen; 0 where there is none. */
    public double iceFraction() {
        return bank == null ? 0 : Math.max(0, Math.min(1, 1 - iceJoules / bank.latentJoules()));
    }

    /** Heat capacity of what is stored now. */
    public double contentsJoulesPerKelvin() {
        return contentsJoulesPerKelvin;
    }

    public boolean compressorRunning() {
        return running;
    }

    public boolean defrosting() {
        return defrosting;
    }

    /** Electricity drawn now, under the conditions of the last call of {@link #advance}. */
    public double powerWatts() {
        double watts = internalWatts() + (defrosting && defrost != null ? defrost.heaterWatts() : 0);
        if (running && compressor != null) {
            double cold = bank == null ? air : ice;
            double evaporator = cold - compressor.approachKelvin() + ZERO_CELSIUS;
            double condenser = ambient + compressor.approachKelvin() + ZERO_CELSIUS;
            double carnot = condenser > evaporator ? evaporator / (condenser - evaporator) : MOST_PERFORMANCE;
            double performance =
                    Math.max(LEAST_PERFORMANCE, Math.min(MOST_PERFORMANCE, compressor.carnotFraction() * carnot));
            watts += (coolingSource + coolingSlope * cold) / performance;
        }
        return watts;
    }

    private double storedJoules() {
        return heat.airJoulesPerKelvin() * (air - setpointCelsius)
                + contentsJoulesPerKelvin * (contents - setpointCelsius)
                + heat.wallJoulesPerKelvin() * (wall - setpointCelsius)
                + iceJoules;
    }

    public EnergyLedger energy() {
        return new EnergyLedger(
                leakJoules,
                doorJoules,
                loadJoules,
                defrostJoules,
                internalJoules,
                coolingJoules,
                storedJoules() - storedAtStart);
    }
}
