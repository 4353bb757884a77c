package io.frostproof.simulator.physics;

import java.time.Duration;

/**
 * The lumps of a unit without ice, and what conducts heat between them: outside - wall - air - contents.
 *
 * @param airJoulesPerKelvin heat capacity of the air and of what follows it within minutes: shelves, racks, evaporator, inner sheet. This
 *     temperature is what a bare probe feels
 * @param contentsJoulesPerKelvin heat capacity of what is usually stored. Stock that is put in and taken out comes on top or goes off
 * @param emptyJoulesPerKelvin what stays when everything was taken out: trays, boxes, the buffer of the probe
 * @param wallJoulesPerKelvin heat capacity of the insulation and of what is fixed to it
 * @param airToContentsWattsPerKelvin convection between air and contents: surface times 5 to 10 W/(m² K), free to gently forced air
 * @param airToWallWattsPerKelvin the inner half of the insulation
 * @param wallToAmbientWattsPerKelvin the outer half, and gaskets
 */
public record HeatPaths(
        double airJoulesPerKelvin,
        double contentsJoulesPerKelvin,
        double emptyJoulesPerKelvin,
        double wallJoulesPerKelvin,
        double airToContentsWattsPerKelvin,
        double airToWallWattsPerKelvin,
        double wallToAmbientWattsPerKelvin) {

    /** How slowly what is usually stored follows the air: its time constant, the contents' heat over what passes to them. */
    public Duration contentsLag() {
        return Duration.ofSeconds(Math.round(contentsJoulesPerKelvin / airToContentsWattsPerKelvin));
    }

    public HeatPaths {
        Check.positive("airJoulesPerKelvin", airJoulesPerKelvin);
        Check.positive("contentsJoulesPerKelvin", contentsJoulesPerKelvin);
        Check.positive("emptyJoulesPerKelvin", emptyJoulesPerKelvin);
        Check.positive("wallJoulesPerKelvin", wallJoulesPerKelvin);
        Check.positive("airToContentsWattsPerKelvin", airToContentsWattsPerKelvin);
        Check.positive("airToWallWattsPerKelvin", airToWallWattsPerKelvin);
        Check.positive("wallToAmbientWattsPerKelvin", wallToAmbientWattsPerKelvin);
        if (emptyJoulesPerKelvin > contentsJoulesPerKelvin) {
            throw new IllegalArgumentException("emptyJoulesPerKelvin " + emptyJoulesPerKelvin
                    + ": expected at most contentsJoulesPerKelvin " + contentsJoulesPerKelvin);
        }
    }
}
