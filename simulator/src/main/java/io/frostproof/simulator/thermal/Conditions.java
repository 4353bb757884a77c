package io.frostproof.simulator.thermal;

/**
 * What a cold unit is exposed to for a while.
 *
 * @param powered whether the compressor has electricity
 * @param compressorWorks false while it is broken
 */
public record Conditions(boolean powered, boolean compressorWorks, boolean doorOpen) {

    /** Power, a sound compressor, a closed door. */
    public static final Conditions NORMAL = new Conditions(true, true, false);
}
