package io.frostproof.server.score;

import static io.frostproof.simulator.fault.FaultKind.BATTERY_WEAK;
import static io.frostproof.simulator.fault.FaultKind.BROWN_OUT;
import static io.frostproof.simulator.fault.FaultKind.CLOCK_DRIFT;
import static io.frostproof.simulator.fault.FaultKind.CLOCK_STEP;
import static io.frostproof.simulator.fault.FaultKind.COMPRESSOR_FAILURE;
import static io.frostproof.simulator.fault.FaultKind.DEFROST_STUCK;
import static io.frostproof.simulator.fault.FaultKind.DEMAND_SPIKE;
import static io.frostproof.simulator.fault.FaultKind.DEVICE_DEAD;
import static io.frostproof.simulator.fault.FaultKind.DOOR_LEFT_OPEN;
import static io.frostproof.simulator.fault.FaultKind.EXERCISE_MISSED;
import static io.frostproof.simulator.fault.FaultKind.FUEL_LOW;
import static io.frostproof.simulator.fault.FaultKind.GENERATOR_START_FAILURE;
import static io.frostproof.simulator.fault.FaultKind.GENERATOR_STOP;
import static io.frostproof.simulator.fault.FaultKind.GRID_OUTAGE;
import static io.frostproof.simulator.fault.FaultKind.NETWORK_LOSS;
import static io.frostproof.simulator.fault.FaultKind.PARTNER_FAILED;
import static io.frostproof.simulator.fault.FaultKind.PROBE_DETACHED;
import static io.frostproof.simulator.fault.FaultKind.PROBE_DRIFT;
import static io.frostproof.simulator.fault.FaultKind.REFRIGERANT_LEAK;
import static io.frostproof.simulator.fault.FaultKind.THERMOSTAT_SHIFT;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.simulator.fault.FaultKind;
import io.frostproof.simulator.truth.TruthState;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What is scored on its own; the table in docs/scoring.md. */
@SuppressWarnings("ImmutableEnumChecker") // sets and lists that nobody changes
enum ScoredCondition {
    TOO_WARM(
            Place.UNIT,
            Duration.ofMinutes(10),
            EnumSet.of(TruthState.PRODUCT_ABOVE),
            EnumSet.of(Quantity.TEMPERATURE),
            EnumSet.of(
                    DOOR_LEFT_OPEN,
                    COMPRESSOR_FAILURE,
                    REFRIGERANT_LEAK,
                    THERMOSTAT_SHIFT,
                    DEFROST_STUCK,
                    GRID_OUTAGE,
                    BROWN_OUT,
                    GENERATOR_START_FAILURE,
                    GENERATOR_STOP,
                    PARTNER_FAILED,
                    DEMAND_SPIKE),
            List.of("warm", "hot")),
    TOO_COLD(
            Place.UNIT,
            Duration.ofMinutes(10),
            EnumSet.of(TruthState.PRODUCT_BELOW),
            EnumSet.of(Quantity.TEMPERATURE),
            EnumSet.of(THERMOSTAT_SHIFT),
            List.of("cold", "freez")),
    DOOR(
            Place.UNIT,
            Duration.ofMinutes(5),
            EnumSet.of(TruthState.DOOR_OPEN),
            EnumSet.of(Quantity.DOOR),
            EnumSet.of(DOOR_LEFT_OPEN),
            List.of("door")),
    POWER(
            Place.NODE,
            Duration.ofMinutes(1),
            EnumSet.of(TruthState.MAINS_ABSENT),
            EnumSet.of(Quantity.MAINS),
            EnumSet.of(GRID_OUTAGE, BROWN_OUT),
            List.of("mains", "power")),
    GENERATOR(
            Place.NODE,
            Duration.ofMinutes(1),
            EnumSet.of(TruthState.GENERATOR_AT_REST),
            EnumSet.of(Quantity.GENERATOR),
            EnumSet.of(GENERATOR_START_FAILURE, GENERATOR_STOP, EXERCISE_MISSED, FUEL_LOW),
            List.of("generator")),
    GENERATOR_OVER_RUN(
            Place.NODE,
            Duration.ofHours(1),
            EnumSet.of(TruthState.GENERATOR_OVER_RUN),
            EnumSet.of(Quantity.GENERATOR),
            EnumSet.of(BROWN_OUT),
            List.of("over_run")),
    FUEL(
            Place.NODE,
            Duration.ZERO,
            EnumSet.of(TruthState.FUEL_LOW),
            EnumSet.of(Quantity.FUEL),
            EnumSet.of(FUEL_LOW),
            List.of("fuel")),
    BATTERY(
            Place.DEVICE,
            Duration.ZERO,
            EnumSet.of(TruthState.BATTERY_LOW),
            EnumSet.of(Quantity.BATTERY),
            EnumSet.of(BATTERY_WEAK),
            List.of("battery")),
    SILENCE(
            Place.DEVICE,
            Duration.ZERO,
            EnumSet.of(TruthState.DEVICE_SILENT),
            EnumSet.noneOf(Quantity.class),
            // A broken cable, a flat battery and a clock that is off leave a channel without a reading that stands as
            // well.
            EnumSet.of(NETWORK_LOSS, DEVICE_DEAD, BATTERY_WEAK, PROBE_DETACHED, CLOCK_STEP, CLOCK_DRIFT),
            List.of("silen", "data")),
    PROBE_STUCK(
            Place.DEVICE,
            Duration.ofHours(1),
            EnumSet.noneOf(TruthState.class),
            EnumSet.noneOf(Quantity.class),
            EnumSet.of(FaultKind.PROBE_STUCK),
            List.of("stuck", "flat")),
    PROBE(
            Place.DEVICE,
            Duration.ofHours(1),
            EnumSet.of(TruthState.PROBE_WRONG),
            EnumSet.noneOf(Quantity.class),
            EnumSet.of(PROBE_DETACHED, FaultKind.PROBE_STUCK, PROBE_DRIFT),
            List.of("probe", "sensor")),
    CALIBRATION(
            Place.DEVICE,
            Duration.ZERO,
            EnumSet.noneOf(TruthState.class),
            EnumSet.noneOf(Quantity.class),
            EnumSet.noneOf(FaultKind.class),
            List.of("calibration")),
    CLOCK(
            Place.DEVICE,
            Duration.ofMinutes(10),
            EnumSet.of(TruthState.CLOCK_WRONG),
            EnumSet.noneOf(Quantity.class),
            EnumSet.of(CLOCK_STEP, CLOCK_DRIFT),
            List.of("clock")),
    OTHER(
            Place.UNIT,
            Duration.ZERO,
            EnumSet.noneOf(TruthState.class),
            EnumSet.noneOf(Quantity.class),
            EnumSet.noneOf(FaultKind.class),
            List.of());

    /** What a state belongs to, and which units a page about it may name. */
    enum Place {
        UNIT,
        NODE,
        DEVICE
    }

    /** What can make a server say something wrong in good faith. */
    static final Set<FaultKind> MISLEADING = EnumSet.of(
            PROBE_DETACHED,
            FaultKind.PROBE_STUCK,
            PROBE_DRIFT,
            CLOCK_STEP,
            CLOCK_DRIFT,
            BATTERY_WEAK,
            NETWORK_LOSS,
            DEVICE_DEAD);

    private final Place place;
    private final Duration delayWithoutRule;
    private final Set<TruthState> states;
    private final Set<Quantity> measuredBy;
    private final Set<FaultKind> explainedBy;
    private final List<String> slotWords;

    ScoredCondition(
            Place place,
            Duration delayWithoutRule,
            Set<TruthState> states,
            Set<Quantity> measuredBy,
            Set<FaultKind> explainedBy,
            List<String> slotWords) {
        this.place = place;
        this.delayWithoutRule = delayWithoutRule;
        this.states = states;
        this.measuredBy = measuredBy;
        this.explainedBy = explainedBy;
        this.slotWords = slotWords;
    }

    /** The word in the output. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    Place place() {
        return place;
    }

    Duration delayWithoutRule() {
        return delayWithoutRule;
    }

    /** States of the truth that are this condition. */
    Set<TruthState> states() {
        return states;
    }

    /** Quantities one of which has to be measured at a place for its states to count; none: any device will do. */
    Set<Quantity> measuredBy() {
        return measuredBy;
    }

    /** Doors and power, which do nothing to stock by themselves: what of them is over when it is found pages nobody. */
    boolean pagesWhileItLastsOnly() {
        return switch (this) {
            case DOOR, POWER, GENERATOR, GENERATOR_OVER_RUN, FUEL -> true;
            default -> false;
        };
    }

    Set<FaultKind> explainedBy() {
        return explainedBy;
    }

    /** The condition that a rule of a profile watches for. */
    static ScoredCondition of(Condition rule) {
        switch (rule.measure().kind()) {
            case VALUE, PRODUCT -> {}
            case MISSING -> {
                return SILENCE;
            }
            case SPREAD -> {
                return rule.operator().upward() ? ofSlot(rule.slot()) : PROBE_STUCK;
            }
            case DISAGREEMENT -> {
                return PROBE;
            }
            case CALIBRATION -> {
                return CALIBRATION;
            }
            case WHILE -> {
                return ofTwoStates(rule).orElseGet(() -> ofSlot(rule.slot()));
            }
            case RATE_OF_CHANGE, MEAN_KINETIC, DEGREE_MINUTES, CROSSINGS, RUN, CLOCK -> {
                return ofSlot(rule.slot());
            }
        }
        boolean above = rule.operator().upward();
        return switch (rule.quantity()) {
            case TEMPERATURE -> above ? TOO_WARM : TOO_COLD;
            case DOOR -> above ? DOOR : OTHER;
            case MAINS -> above ? OTHER : POWER;
            case FUEL -> above ? OTHER : FUEL;
            case BATTERY -> above ? OTHER : BATTERY;
            // That a generator runs, or does not, is no fault in itself.
            case GENERATOR, COMPRESSOR, DEFROST, HUMIDITY, VOLTAGE -> ofSlot(rule.slot());
        };
    }

    /**
     * Whether a rule promises to find the true states of its condition. Rates, means, sums, and what counts only at some hours or over a day, promise
     * something that the truth has no state for; their pages are judged all the same.
     */
    static boolean promises(Condition rule) {
        boolean atAllTimes = rule.per() == null && rule.schedule().equals(Schedule.ALWAYS);
        return atAllTimes
                && switch (rule.measure().kind()) {
                    // That a generator runs, or does not, is what nobody has a state for: it takes the mains to judge.
                    case VALUE -> rule.quantity() != Quantity.GENERATOR;
                    case PRODUCT, MISSING, DISAGREEMENT, CALIBRATION -> true;
                    case SPREAD -> of(rule) == PROBE_STUCK;
                    case WHILE -> ofTwoStates(rule).isPresent();
                    case RATE_OF_CHANGE, MEAN_KINETIC, DEGREE_MINUTES, CROSSINGS, RUN, CLOCK -> false;
                };
    }

    /** Mains and generator, whichever of the two the rule names first; empty for two states that the truth knows nothing of. */
    private static Optional<ScoredCondition> ofTwoStates(Condition rule) {
        if (!(rule.measure() instanceof Measure.While other)
                || !Set.of(rule.quantity(), other.quantity()).equals(Set.of(Quantity.MAINS, Quantity.GENERATOR))
                || rule.operator().upward() != other.operator().upward()) {
            return Optional.empty();
        }
        return Optional.of(rule.operator().upward() ? GENERATOR_OVER_RUN : GENERATOR);
    }

    /** The condition of a slot that no profile has, by its name; what it lacks comes before what it is about. */
    static ScoredCondition ofSlot(String slot) {
        for (ScoredCondition condition : List.of(
                SILENCE,
                PROBE_STUCK,
                CALIBRATION,
                PROBE,
                CLOCK,
                GENERATOR_OVER_RUN,
                GENERATOR,
                FUEL,
                BATTERY,
                POWER,
                DOOR,
                TOO_WARM,
                TOO_COLD)) {
            if (condition.slotWords.stream().anyMatch(slot::contains)) {
                return condition;
            }
        }
        return OTHER;
    }
}
