package io.frostproof.simulator.people;

import java.time.Duration;

/**
 * How people work. Durations are log-normal, as times of manual tasks are found to be: never negative, mostly short, now and then long.
 *
 * @param putAwayDelay median from a truck's arrival until somebody begins to put its load away
 * @param putAwayDelaySigma of the logarithm
 * @param putAwayEach median between two handling units that are put away
 * @param pickOpen median for which a door is open for a pick or for one handling unit put away
 * @param lookOpen median for which it is open when somebody looks
 * @param openSigma of the logarithm of both
 * @param returnedFraction of what was picked comes back the next day, 0 to 1
 */
public record Habits(
        Duration putAwayDelay,
        double putAwayDelaySigma,
        Duration putAwayEach,
        Duration pickOpen,
        Duration lookOpen,
        double openSigma,
        double returnedFraction) {

    /**
     * Made up, with reasons: half of all loads are begun within 12 min and one in ten waits for more than 33 (sigma 0.8), one in a hundred for more than 77, since
     * a quarter of an hour on the dock is what procedures commonly allow; one handling unit in 90 s by hand; a door is open for
     * 15 s to take a box and 12 s to look, and in one case of a hundred four times as long (sigma 0.6). Opening tests of refrigerators use 6 to 15 s.
     * One box in a hundred comes back.
     */
    public static final Habits USUAL = new Habits(
            Duration.ofMinutes(12),
            0.8,
            Duration.ofSeconds(90),
            Duration.ofSeconds(15),
            Duration.ofSeconds(12),
            0.6,
            0.01);

    public Habits {
        if (!(returnedFraction >= 0 && returnedFraction <= 1)) {
            throw new IllegalArgumentException("returnedFraction " + returnedFraction + ": expected 0 to 1");
        }
        if (!(putAwayDelaySigma >= 0 && putAwayDelaySigma <= 3 && openSigma >= 0 && openSigma <= 3)) {
            throw new IllegalArgumentException(
                    "putAwayDelaySigma " + putAwayDelaySigma + ", openSigma " + openSigma + ": expected 0 to 3");
        }
        if (putAwayDelay.isNegative() || putAwayEach.isNegative() || pickOpen.isNegative() || lookOpen.isNegative()) {
            throw new IllegalArgumentException("putAwayDelay " + putAwayDelay + ", putAwayEach " + putAwayEach
                    + ", pickOpen " + pickOpen + ", lookOpen " + lookOpen + ": expected none to be negative");
        }
    }
}
