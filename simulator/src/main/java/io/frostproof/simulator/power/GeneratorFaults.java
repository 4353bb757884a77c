package io.frostproof.simulator.power;

/**
 * What is wrong with a generator for a while.
 *
 * @param cannotStart no crank succeeds: flat battery, stuck solenoid, closed fuel valve. A running engine goes on
 * @param skipsExercise the weekly run is switched off
 * @param stops the engine stops and stays off: shut down by low oil pressure, overheating or the emergency stop
 */
public record GeneratorFaults(boolean cannotStart, boolean skipsExercise, boolean stops) {

    public static final GeneratorFaults NONE = new GeneratorFaults(false, false, false);
}
