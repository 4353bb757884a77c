package io.frostproof.simulator.scenario;

import java.time.Duration;

/**
 * What a product bears on one side of a temperature, in all its life.
 *
 * @param above true: time spent above {@code celsius} counts, false: below
 * @param longest it is harmed when the sum of that time is more than this
 */
public record Tolerance(boolean above, double celsius, Duration longest) {

    /** In words, such as {@code above 8 Cel for 10h}. */
    public String words() {
        String number = celsius == Math.rint(celsius) ? Long.toString((long) celsius) : Double.toString(celsius);
        return (above ? "above " : "below ") + number + " Cel for " + Durations.words(longest);
    }

    /** Whether a temperature uses it up. */
    public boolean exceededAt(double contentsCelsius) {
        return above ? contentsCelsius > celsius : contentsCelsius < celsius;
    }
}
