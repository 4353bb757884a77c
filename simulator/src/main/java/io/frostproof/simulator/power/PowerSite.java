package io.frostproof.simulator.power;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A site's power over time: mains only, or mains with a transfer switch and a standby generator, as {@link PowerState states}. Every change of
 * state happens at its exact time within a call of {@link #advance}, so it does not matter how calls cut the time. Chance decides only whether a
 * crank succeeds, and when in the week the exercise is. Confined to one thread.
 */
public final class PowerSite {

    private static final long WEEK_MILLIS = 7L * 24 * 3600 * 1000;
    /** 1970-01-01 was a Thursday: the first Monday of the epoch is day 4. */
    private static final long FIRST_MONDAY_MILLIS = 4L * 24 * 3600 * 1000;

    private static final long DAY_MILLIS = 24L * 3600 * 1000;
    private static final long QUARTER_HOUR_MILLIS = 15L * 60 * 1000;
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double SECONDS_PER_DAY = 86_400;
    /** Without a run for longer than this, a start becomes less likely. */
    private static final double FRESH_DAYS = 7.5;

    private static final double REACHED_SECONDS = 1e-6;
    private static final double HUNDRED_PERCENT = 100;
    /** A thimble: what rounding may leave in a tank that has run dry. */
    private static final double EMPTY_LITERS = 1e-6;

    private final @Nullable GeneratorDesign generator;
    private final SplittableRandom random;
    private final long exerciseMillis;

    private PowerState state = PowerState.MAINS;
    /** Until the state's timer runs out. */
    private double remainingSeconds = Double.MAX_VALUE;

    private int cranksLeft;
    private boolean lockedByFault;
    private double fuelLiters;
    private double runSeconds;
    private double sinceRunSeconds;
    private double loadWatts;
    private GridState grid = GridState.NORMAL;

    /**
     * @param seed decides about starts, and when the weekly exercise is: Monday to Friday at a quarter hour from 8 to before 16 o'clock UTC
     * @param fuelPercent of the tank, 0 to 100
     */
    public PowerSite(PowerDesign design, long seed, double fuelPercent) {
        Check.between("fuelPercent", fuelPercent, 0, HUNDRED_PERCENT);
        this.generator = design.generator();
        this.random = new SplittableRandom(seed);
        this.loadWatts = design.usualLoadWatts();
        this.fuelLiters = generator == null ? 0 : generator.tankLiters() * fuelPercent / HUNDRED_PERCENT;
        this.exerciseMillis = FIRST_MONDAY_MILLIS
                + random.nextInt(5) * DAY_MILLIS
                + 8 * 4 * QUARTER_HOUR_MILLIS
                + random.nextInt(8 * 4) * QUARTER_HOUR_MILLIS;
    }

    /**
     * Lets time pass under the same mains and faults.
     *
     * @param nowMillis when it begins
     */
    public void advance(long nowMillis, double seconds, GridState mainsNow, GeneratorFaults faults) {
        Check.notNegative("seconds", seconds);
        grid = mainsNow;
        if (generator == null) {
            return;
        }
        double passed = 0;
        decide(generator, faults);
        while (seconds - passed > REACHED_SECONDS) {
            double untilExercise = untilExercise(nowMillis, passed);
            double h = Math.min(Math.min(seconds - passed, untilExercise), remainingSeconds);
            h = Math.min(h, untilDry(generator));
            pass(generator, h);
            passed += h;
            if (untilExercise - h <= REACHED_SECONDS
                    && state == PowerState.MAINS
                    && !faults.skipsExercise()
                    && gridGood()) {
                beginCranks(generator, PowerState.EXERCISE_CRANKING);
            }
            decide(generator, faults);
        }
    }

    private double untilExercise(long nowMillis, double passed) {
        long since = Math.floorMod(nowMillis - exerciseMillis, WEEK_MILLIS);
        double until = (WEEK_MILLIS - since) / 1000.0 - passed;
        // A call may be longer than a week.
        while (until <= REACHED_SECONDS) {
            until += WEEK_MILLIS / 1000.0;
        }
        return until;
    }

    private double untilDry(GeneratorDesign engine) {
        double perHour = litersPerHour(engine);
        return perHour > 0 ? Math.max(REACHED_SECONDS, fuelLiters / perHour * SECONDS_PER_HOUR) : Double.MAX_VALUE;
    }

    private double litersPerHour(GeneratorDesign engine) {
        if (!generatorRunning()) {
            return 0;
        }
        double watts = carriesLoad() ? Math.min(loadWatts, engine.ratedWatts()) : 0;
        return engine.idleLitersPerHour() + engine.litersPerKilowattHour() * watts / 1000;
    }

    private void pass(GeneratorDesign engine, double seconds) {
        fuelLiters = Math.max(0, fuelLiters - litersPerHour(engine) * seconds / SECONDS_PER_HOUR);
        if (generatorRunning()) {
            runSeconds += seconds;
            sinceRunSeconds = 0;
        } else {
            sinceRunSeconds += seconds;
        }
        remainingSeconds -= seconds;
    }

    /** Follows the arrows between states until none is due; every round goes on, so it ends. */
    private void decide(GeneratorDesign engine, GeneratorFaults faults) {
        PowerState before;
        do {
            before = state;
            step(engine, faults);
        } while (state != before);
    }

    private void step(GeneratorDesign engine, GeneratorFaults faults) {
        boolean due = remainingSeconds <= REACHED_SECONDS;
        if (generatorRunning() && (faults.stops() || !hasFuel())) {
            boolean needed = state == PowerState.WARMING || carriesLoad();
            lockedByFault = true;
            enter(needed ? PowerState.STOPPED : PowerState.MAINS, Double.MAX_VALUE);
            return;
        }
        switch (state) {
            case MAINS -> {
                if (!gridGood()) {
                    enter(PowerState.WAITING, engine.startDelaySeconds());
                }
            }
            case WAITING -> {
                if (gridGood()) {
                    enter(PowerState.MAINS, Double.MAX_VALUE);
                } else if (due) {
                    beginCranks(engine, PowerState.CRANKING);
                }
            }
            case CRANKING -> {
                if (due) {
                    if (started(engine, faults)) {
                        enter(PowerState.WARMING, engine.warmUpSeconds());
                    } else if (cranksLeft > 0) {
                        enter(PowerState.RESTING, engine.crankRestSeconds());
                    } else {
                        lockedByFault = faults.cannotStart() || faults.stops() || !hasFuel();
                        enter(PowerState.START_FAILED, Double.MAX_VALUE);
                    }
                }
            }
            case RESTING -> {
                if (gridGood()) {
                    enter(PowerState.MAINS, Double.MAX_VALUE);
                } else if (due) {
                    crank(engine, PowerState.CRANKING);
                }
            }
            case WARMING -> {
                if (gridGood()) {
                    enter(PowerState.COOLING, engine.coolDownSeconds());
                } else if (due) {
                    enter(PowerState.GENERATOR, Double.MAX_VALUE);
                }
            }
            case GENERATOR -> {
                if (gridBack(engine)) {
                    enter(PowerState.RETURNING, engine.returnDelaySeconds());
                }
            }
            case RETURNING -> {
                if (!gridBack(engine)) {
                    enter(PowerState.GENERATOR, Double.MAX_VALUE);
                } else if (due) {
                    enter(PowerState.COOLING, engine.coolDownSeconds());
                }
            }
            case COOLING, EXERCISING -> {
                if (!gridGood()) {
                    // The engine runs already.
                    enter(PowerState.WARMING, engine.startDelaySeconds());
                } else if (due) {
                    enter(PowerState.MAINS, Double.MAX_VALUE);
                }
            }
            case START_FAILED, STOPPED -> {
                if (gridGood()) {
                    enter(PowerState.MAINS, Double.MAX_VALUE);
                } else if (lockedByFault && !faults.cannotStart() && !faults.stops() && hasFuel()) {
                    beginCranks(engine, PowerState.CRANKING);
                }
            }
            case EXERCISE_CRANKING -> {
                if (due) {
                    if (started(engine, faults)) {
                        enter(PowerState.EXERCISING, engine.exerciseSeconds());
                    } else if (cranksLeft > 0) {
                        enter(PowerState.EXERCISE_RESTING, engine.crankRestSeconds());
                    } else {
                        enter(PowerState.MAINS, Double.MAX_VALUE);
                    }
                }
            }
            case EXERCISE_RESTING -> {
                if (due) {
                    crank(engine, PowerState.EXERCISE_CRANKING);
                }
            }
        }
    }

    private void enter(PowerState next, double seconds) {
        state = next;
        remainingSeconds = seconds;
    }

    private void beginCranks(GeneratorDesign engine, PowerState cranking) {
        lockedByFault = false;
        cranksLeft = engine.crankAttempts();
        crank(engine, cranking);
    }

    private void crank(GeneratorDesign engine, PowerState cranking) {
        cranksLeft--;
        enter(cranking, engine.crankSeconds());
    }

    /** Draws once for each crank, also where a fault decides, so that a fault does not move later draws. */
    private boolean started(GeneratorDesign engine, GeneratorFaults faults) {
        double draw = random.nextDouble();
        return !faults.cannotStart() && !faults.stops() && hasFuel() && draw < startProbability(engine);
    }

    private double startProbability(GeneratorDesign engine) {
        double staleDays = Math.max(0, sinceRunSeconds / SECONDS_PER_DAY - FRESH_DAYS);
        return engine.startProbability()
                * StrictMath.exp(-runHours() / engine.wearHours() - staleDays / engine.staleDays());
    }

    private boolean hasFuel() {
        return fuelLiters > EMPTY_LITERS;
    }

    private boolean gridGood() {
        return grid.present() && (generator == null || grid.voltageFraction() >= generator.dropOutVoltageFraction());
    }

    private boolean gridBack(GeneratorDesign engine) {
        return grid.present() && grid.voltageFraction() >= engine.pickUpVoltageFraction();
    }

    private boolean carriesLoad() {
        return state == PowerState.GENERATOR || state == PowerState.RETURNING;
    }

    /** What hangs on the site draws now; decides how much fuel is burnt. */
    public void loadWatts(double watts) {
        Check.notNegative("watts", watts);
        loadWatts = watts;
    }

    /** Somebody fills up, to at most a full tank. */
    public void refuel(double percent) {
        Check.between("percent", percent, 0, HUNDRED_PERCENT);
        if (generator != null) {
            fuelLiters =
                    Math.min(generator.tankLiters(), fuelLiters + generator.tankLiters() * percent / HUNDRED_PERCENT);
        }
    }

    /** The tank leaks or is robbed until no more than this is in it. */
    public void drainTo(double percent) {
        Check.between("percent", percent, 0, HUNDRED_PERCENT);
        if (generator != null) {
            fuelLiters = Math.min(fuelLiters, generator.tankLiters() * percent / HUNDRED_PERCENT);
        }
    }

    public PowerState state() {
        return state;
    }

    /** Whether the mains are present, good or bad, as a mains sensor sees them. */
    public boolean mains() {
        return grid.present();
    }

    /** Whether what hangs on the site has electricity, from wherever. */
    public boolean loadPowered() {
        return carriesLoad() || grid.present();
    }

    /** Of the nominal voltage, at what hangs on the site; 0 without power. */
    public double voltageFraction() {
        if (carriesLoad()) {
            return 1;
        }
        return grid.present() ? grid.voltageFraction() : 0;
    }

    /** Whether the engine turns by itself, with load or without. */
    public boolean generatorRunning() {
        return switch (state) {
            case WARMING, GENERATOR, RETURNING, COOLING, EXERCISING -> true;
            case MAINS, WAITING, CRANKING, RESTING, START_FAILED, STOPPED, EXERCISE_CRANKING, EXERCISE_RESTING -> false;
        };
    }

    /** Of the tank; 0 where there is no generator. */
    public double fuelPercent() {
        return generator == null ? 0 : HUNDRED_PERCENT * fuelLiters / generator.tankLiters();
    }

    public double runHours() {
        return runSeconds / SECONDS_PER_HOUR;
    }

    /** Whether the weekly run is under way. */
    public boolean exercising() {
        return state == PowerState.EXERCISING;
    }

    /** Whether in the present outage every crank failed and it gave up. */
    public boolean startFailed() {
        return state == PowerState.START_FAILED;
    }
}
