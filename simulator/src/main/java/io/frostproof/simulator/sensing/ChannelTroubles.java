package io.frostproof.simulator.sensing;

/**
 * What is wrong with a channel now.
 *
 * @param detached its probe has come off, see {@link ProbeDesign.WhenDetached}
 * @param stuck it says again what it said last
 * @param driftKelvin how far it is off at this moment, in the unit of its quantity; a drift that grows is a number that grows from wake to wake
 */
public record ChannelTroubles(boolean detached, boolean stuck, double driftKelvin) {

    public static final ChannelTroubles NONE = new ChannelTroubles(false, false, 0);

    public static final ChannelTroubles DETACHED = new ChannelTroubles(true, false, 0);

    public static final ChannelTroubles STUCK = new ChannelTroubles(false, true, 0);

    public static ChannelTroubles drift(double kelvin) {
        return new ChannelTroubles(false, false, kelvin);
    }

    public ChannelTroubles {
        if (!Double.isFinite(driftKelvin)) {
            throw new IllegalArgumentException("driftKelvin " + driftKelvin + ": expected a finite number");
        }
    }
}
