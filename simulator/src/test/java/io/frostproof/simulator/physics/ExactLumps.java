package io.frostproof.simulator.physics;

import java.util.Arrays;

/**
 * The exact solution of a unit's linear equations while nothing switches, by the exponential of their matrix (scaling, a Taylor series and
 * squaring). Written apart from the model, from the equations in the documentation.
 *
 * <p>The state is air, contents, wall, ice and 1; ice is its temperature, or its heat in joules while it melts.
 */
final class ExactLumps {

    /** Which equation the ice follows. */
    enum Ice {
        NONE,
        SOLID,
        MELTING,
        LIQUID
    }

    private static final int AIR = 0;
    private static final int CONTENTS = 1;
    private static final int WALL = 2;
    private static final int ICE = 3;
    private static final int ONE = 4;
    private static final int SIZE = 5;

    private final double[][] perSecond = new double[SIZE][SIZE];

    /**
     * @param coolingSource heat taken out is this plus {@code coolingSlope} times the temperature of the air, or of the ice in a unit with ice
     * @param internalWatts heat given to the air
     */
    ExactLumps(
            UnitDesign design,
            Ice ice,
            double ambient,
            double internalWatts,
            double coolingSource,
            double coolingSlope) {
        HeatPaths heat = design.heat();
        IceBank bank = design.ice();
        double[] air = perSecond[AIR];
        double[] contents = perSecond[CONTENTS];
        double[] wall = perSecond[WALL];
        double[] frozen = perSecond[ICE];
        flow(air, AIR, CONTENTS, heat.airToContentsWattsPerKelvin());
        flow(air, AIR, WALL, heat.airToWallWattsPerKelvin());
        air[ONE] += internalWatts;
        flow(contents, CONTENTS, AIR, heat.airToContentsWattsPerKelvin());
        flow(wall, WALL, AIR, heat.airToWallWattsPerKelvin());
        wall[WALL] -= heat.wallToAmbientWattsPerKelvin();
        wall[ONE] += heat.wallToAmbientWattsPerKelvin() * ambient;
        if (bank == null) {
            air[AIR] -= coolingSlope;
            air[ONE] -= coolingSource;
        } else if (ice == Ice.MELTING) {
            double melting = bank.meltingCelsius();
            toFixed(air, AIR, bank.toAirWattsPerKelvin(), melting);
            toFixed(wall, WALL, bank.toWallWattsPerKelvin(), melting);
            frozen[AIR] += bank.toAirWattsPerKelvin();
            frozen[WALL] += bank.toWallWattsPerKelvin();
            frozen[ONE] -= (bank.toAirWattsPerKelvin() + bank.toWallWattsPerKelvin()) * melting
                    + coolingSource
                    + coolingSlope * melting;
        } else {
            flow(air, AIR, ICE, bank.toAirWattsPerKelvin());
            flow(wall, WALL, ICE, bank.toWallWattsPerKelvin());
            flow(frozen, ICE, AIR, bank.toAirWattsPerKelvin());
            flow(frozen, ICE, WALL, bank.toWallWattsPerKelvin());
            frozen[ICE] -= coolingSlope;
            frozen[ONE] -= coolingSource;
            divide(frozen, ice == Ice.SOLID ? bank.solidJoulesPerKelvin() : bank.liquidJoulesPerKelvin());
        }
        divide(air, heat.airJoulesPerKelvin());
        divide(contents, heat.contentsJoulesPerKelvin());
        divide(wall, heat.wallJoulesPerKelvin());
    }

    private static void flow(double[] row, int self, int other, double conductance) {
        row[self] -= conductance;
        row[other] += conductance;
    }

    private static void toFixed(double[] row, int self, double conductance, double celsius) {
        row[self] -= conductance;
        row[ONE] += conductance * celsius;
    }

    private static void divide(double[] row, double by) {
        for (int i = 0; i < SIZE; i++) {
            row[i] /= by;
        }
    }

    static double[] state(double air, double contents, double wall, double ice) {
        return new double[] {air, contents, wall, ice, 1};
    }

    /** The state after a while. */
    double[] after(double seconds, double[] start) {
        double[][] exponential = exponential(seconds);
        double[] end = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                end[i] += exponential[i][j] * start[j];
            }
        }
        return end;
    }

    /** When an entry of the state reaches a value on its way up, by bisection between 0 and {@code latest}. */
    double whenReaches(int entry, double value, double[] start, double latest) {
        double low = 0;
        double high = latest;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (after(middle, start)[entry] < value) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private double[][] exponential(double seconds) {
        double norm = 0;
        for (double[] row : perSecond) {
            norm = Math.max(norm, Arrays.stream(row).map(Math::abs).sum() * seconds);
        }
        int squarings = Math.max(0, 4 + (int) Math.ceil(Math.log(norm + 1) / Math.log(2)));
        double h = seconds / Math.pow(2, squarings);
        double[][] sum = identity();
        double[][] term = identity();
        for (int k = 1; k <= 14; k++) {
            term = times(term, perSecond, h / k);
            for (int i = 0; i < SIZE; i++) {
                for (int j = 0; j < SIZE; j++) {
                    sum[i][j] += term[i][j];
                }
            }
        }
        for (int i = 0; i < squarings; i++) {
            sum = times(sum, sum, 1);
        }
        return sum;
    }

    private static double[][] identity() {
        double[][] one = new double[SIZE][SIZE];
        for (int i = 0; i < SIZE; i++) {
            one[i][i] = 1;
        }
        return one;
    }

    private static double[][] times(double[][] a, double[][] b, double factor) {
        double[][] product = new double[SIZE][SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                for (int k = 0; k < SIZE; k++) {
                    product[i][j] += factor * a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }
}
