package io.frostproof.simulator.physics;

/**
 * One step of the linear heat equations of air, contents, wall and ice,
 *
 * <pre>
 * C dT/dt = -K T + s
 * </pre>
 *
 * with the singly diagonally implicit Runge-Kutta method of two stages and order two (Alexander 1977): stable and without ringing for any step, and both
 * stages have the same symmetric matrix C/(gamma h) + K, which is eliminated once. What flows during the step is weighted as the method
 * weights its stages, so heat in the books is heat in the lumps but for rounding. No allocation; one thread.
 */
final class LumpStep {

    /** Alexander's gamma, 1 - 1/sqrt(2), which makes the method L-stable. */
    private static final double GAMMA = 1 - Math.sqrt(0.5);

    private static final double SECOND_STAGE = (1 - GAMMA) / GAMMA;

    private final double airJoulesPerKelvin;
    private final double wallJoulesPerKelvin;
    private final double airToContents;
    private final double airToWall;
    private final double wallToAmbient;
    private final double iceToAir;
    private final double iceToWall;

    /** At the end of the step. */
    double air;

    double contents;
    double wall;
    double ice;

    /** Means over the step. */
    double meanAir;

    double meanWall;
    double meanIce;

    // The eliminated matrix of the step.
    private double contentsPart;
    private double wallPart;
    private double wallIcePart;
    private double iceAir;
    private double icePart;
    private double inverseContents;
    private double inverseWall;
    private double inverseIce;
    private double inverseAir;

    // What one solution found.
    private double foundAir;
    private double foundContents;
    private double foundWall;
    private double foundIce;

    LumpStep(UnitDesign design) {
        HeatPaths heat = design.heat();
        IceBank bank = design.ice();
        this.airJoulesPerKelvin = heat.airJoulesPerKelvin();
        this.wallJoulesPerKelvin = heat.wallJoulesPerKelvin();
        this.airToContents = heat.airToContentsWattsPerKelvin();
        this.airToWall = heat.airToWallWattsPerKelvin();
        this.wallToAmbient = heat.wallToAmbientWattsPerKelvin();
        this.iceToAir = bank == null ? 0 : bank.toAirWattsPerKelvin();
        this.iceToWall = bank == null ? 0 : bank.toWallWattsPerKelvin();
    }

    /** Heat that flows into the ice from air and wall on average over the step, in watts. */
    double meanIntoIce() {
        return intoIce(meanAir, meanWall, meanIce);
    }

    double intoIce(double airCelsius, double wallCelsius, double iceCelsius) {
        return iceToAir * (airCelsius - iceCelsius) + iceToWall * (wallCelsius - iceCelsius);
    }

    /**
     * @param iceJoulesPerKelvin 0 where the ice keeps its temperature because it melts, or because there is none
     * @param door conductance between air and ambient
     * @param airSource heat into the air is {@code airSource - airSlope * air}
     * @param iceSource likewise into the ice, beyond what it takes from air and wall
     */
    void run(
            double seconds,
            double airBefore,
            double contentsBefore,
            double wallBefore,
            double iceBefore,
            double contentsJoulesPerKelvin,
            double iceJoulesPerKelvin,
            double ambient,
            double door,
            double airSource,
            double airSlope,
            double iceSource,
            double iceSlope) {
        double rate = 1 / (GAMMA * seconds);
        double airInertia = airJoulesPerKelvin * rate;
        double contentsInertia = contentsJoulesPerKelvin * rate;
        double wallInertia = wallJoulesPerKelvin * rate;
        double iceInertia = iceJoulesPerKelvin * rate;
        boolean iceMoves = iceJoulesPerKelvin > 0;

        inverseContents = 1 / (contentsInertia + airToContents);
        inverseWall = 1 / (wallInertia + wallToAmbient + airToWall + iceToWall);
        contentsPart = airToContents * inverseContents;
        wallPart = airToWall * inverseWall;
        double airDiagonal = airInertia
                + airToContents
                + airToWall
                + iceToAir
                + door
                + airSlope
                - airToContents * contentsPart
                - airToWall * wallPart;
        if (iceMoves) {
            wallIcePart = iceToWall * inverseWall;
            iceAir = iceToAir + iceToWall * wallPart;
            inverseIce = 1 / (iceInertia + iceToAir + iceToWall + iceSlope - iceToWall * wallIcePart);
            icePart = iceAir * inverseIce;
            airDiagonal -= iceAir * icePart;
        } else {
            wallIcePart = 0;
            iceAir = 0;
            inverseIce = 0;
            icePart = 0;
        }
        inverseAir = 1 / airDiagonal;

        double fixedIce = iceMoves ? 0 : iceBefore;
        double airRight = door * ambient + airSource + iceToAir * fixedIce;
        double wallRight = wallToAmbient * ambient + iceToWall * fixedIce;

        solve(
                airInertia * airBefore + airRight,
                contentsInertia * contentsBefore,
                wallInertia * wallBefore + wallRight,
                iceInertia * iceBefore + iceSource);
        double air1 = foundAir;
        double wall1 = foundWall;
        double ice1 = iceMoves ? foundIce : iceBefore;
        solve(
                airInertia * (airBefore + SECOND_STAGE * (air1 - airBefore)) + airRight,
                contentsInertia * (contentsBefore + SECOND_STAGE * (foundContents - contentsBefore)),
                wallInertia * (wallBefore + SECOND_STAGE * (wall1 - wallBefore)) + wallRight,
                iceInertia * (iceBefore + SECOND_STAGE * (ice1 - iceBefore)) + iceSource);
        air = foundAir;
        contents = foundContents;
        wall = foundWall;
        ice = iceMoves ? foundIce : iceBefore;
        meanAir = (1 - GAMMA) * air1 + GAMMA * air;
        meanWall = (1 - GAMMA) * wall1 + GAMMA * wall;
        meanIce = (1 - GAMMA) * ice1 + GAMMA * ice;
    }

    private void solve(double airRight, double contentsRight, double wallRight, double iceRight) {
        double iceReduced = iceRight + wallIcePart * wallRight;
        double airReduced = airRight + contentsPart * contentsRight + wallPart * wallRight + icePart * iceReduced;
        foundAir = airReduced * inverseAir;
        foundIce = (iceReduced + iceAir * foundAir) * inverseIce;
        foundWall = wallRight * inverseWall + wallPart * foundAir + wallIcePart * foundIce;
        foundContents = contentsRight * inverseContents + contentsPart * foundAir;
    }
}
