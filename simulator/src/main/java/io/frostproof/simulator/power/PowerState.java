package io.frostproof.simulator.power;

/** Where the transfer switch and the generator of a site are. The load hangs on the mains unless said. */
public enum PowerState {
    /** On the mains, engine off. */
    MAINS,
    /** The mains have failed, the engine is not called yet. */
    WAITING,
    CRANKING,
    /** Between two cranks. */
    RESTING,
    /** The engine runs and does not take the load yet. */
    WARMING,
    /** The generator carries the load. */
    GENERATOR,
    /** The mains are back and watched; the generator carries the load. */
    RETURNING,
    /** The mains carry the load again, the engine runs on. */
    COOLING,
    /** All cranks failed. Locked out until the mains are back, or until what kept it from starting is mended. */
    START_FAILED,
    /** The engine stopped under way: a fault, or no fuel. Locked out likewise. */
    STOPPED,
    /** A crank of the weekly run. */
    EXERCISE_CRANKING,
    EXERCISE_RESTING,
    /** The weekly run, without load. */
    EXERCISING
}
