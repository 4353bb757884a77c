package io.frostproof.simulator.climate;

/**
 * Where a site is and how its rooms are.
 *
 * @param latitudeDegrees -90 to 90; south of the equator the seasons are turned round
 * @param meanCelsius of the year, outdoors
 * @param seasonalAmplitudeKelvin half of the difference between the mean of the warmest and of the coldest time of the year: about 1 to 3 in the tropics, 10 in
 *     Western Europe, 20 inland in the north
 * @param dailyAmplitudeKelvin half of the difference between night and day under a mean sky: 3 at the sea, 5 to 8 inland, more in deserts
 * @param weatherKelvin standard deviation of what days differ from the season's mean: 1 in the tropics, 3 to 5 in Europe
 * @param indoorFraction how much of the outdoor temperature comes in, 0 for a room kept at {@code indoorCelsius}, 1 for a shed
 * @param indoorCelsius what people heat or cool the rooms to
 */
public record Site(
        double latitudeDegrees,
        double meanCelsius,
        double seasonalAmplitudeKelvin,
        double dailyAmplitudeKelvin,
        double weatherKelvin,
        double indoorFraction,
        double indoorCelsius) {

    public Site {
        between("latitudeDegrees", latitudeDegrees, -90, 90);
        between("meanCelsius", meanCelsius, -30, 40);
        between("seasonalAmplitudeKelvin", seasonalAmplitudeKelvin, 0, 35);
        between("dailyAmplitudeKelvin", dailyAmplitudeKelvin, 0, 20);
        between("weatherKelvin", weatherKelvin, 0, 10);
        between("indoorFraction", indoorFraction, 0, 1);
        between("indoorCelsius", indoorCelsius, -30, 50);
    }

    private static void between(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(name + " " + value + ": expected " + low + " to " + high);
        }
    }
}
