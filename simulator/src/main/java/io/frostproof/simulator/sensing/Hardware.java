package io.frostproof.simulator.sensing;

import io.frostproof.simulator.power.BatteryDesign;

/**
 * What a device is built of.
 *
 * @param keptMessages how many messages its memory holds until their receipts, 1 to {@value #MAX_KEPT}; the oldest is dropped when full
 * @param keepsThroughRestart whether messages, and readings not yet in a message, survive a restart (flash), or not (RAM)
 * @param clockPpm each device's oscillator is wrong by a rate of its own within plus and minus this, millionths
 * @param idleWatts what it draws all the time
 * @param joulesPerMessage what it takes to send one
 * @param charger whether its battery is charged while the sockets have electricity; if not, it has cells that people replace
 */
public record Hardware(
        int keptMessages,
        boolean keepsThroughRestart,
        Clock clock,
        double clockPpm,
        double idleWatts,
        double joulesPerMessage,
        BatteryDesign battery,
        boolean charger) {

    /** How it knows the time. */
    public enum Clock {
        /** A clock that runs without power, set once a day by the network. */
        RTC,
        /** None: readings carry the time since the start. Only for memory that does not survive one: nobody could date what it kept. */
        NONE
    }

    public static final int MAX_KEPT = 100_000;

    /** Two lithium cells of size AA, 1.5 V and 3 Ah each, which lose 1 % a year by themselves (data sheets). They are never charged. */
    private static final BatteryDesign LITHIUM_CELLS = new BatteryDesign(9, 1, 0.3, 0.01 / 365, 1);

    /**
     * A probe with two lithium cells (9 Wh) in a cold unit. 0.1 mW asleep and 0.12 J for a radio burst are of the order of today's wide-area
     * radios; at one message in 5 min they last for two years. 4,000 messages are two weeks of them. 20 millionths is what a watch
     * crystal is sold with.
     */
    public static final Hardware PROBE = new Hardware(4_000, true, Clock.RTC, 20, 0.1e-3, 0.12, LITHIUM_CELLS, false);

    /**
     * A logger on the wall with a charger and a cell of 9.6 Wh, always connected: 0.15 W for a modem that is idle and 0.5 J for a message give
     * it two and a half days without electricity.
     */
    public static final Hardware LOGGER =
            new Hardware(4_000, true, Clock.RTC, 20, 0.15, 0.5, BatteryDesign.CELL_18650, true);

    /** The cheapest there is: no clock, and what it measured is gone when it starts again. */
    public static final Hardware CLOCKLESS =
            new Hardware(500, false, Clock.NONE, 50, 0.15, 0.5, BatteryDesign.CELL_18650, true);

    public Hardware {
        if (keptMessages < 1 || keptMessages > MAX_KEPT) {
            throw new IllegalArgumentException("keptMessages " + keptMessages + ": expected 1 to " + MAX_KEPT);
        }
        if (clock == Clock.NONE && keepsThroughRestart) {
            throw new IllegalArgumentException("clock NONE: expected keepsThroughRestart to be false with it");
        }
        notNegative("clockPpm", clockPpm);
        notNegative("idleWatts", idleWatts);
        notNegative("joulesPerMessage", joulesPerMessage);
    }

    private static void notNegative(String field, double value) {
        if (!(value >= 0) || !Double.isFinite(value)) {
            throw new IllegalArgumentException(field + " " + value + ": expected 0 or more");
        }
    }
}
