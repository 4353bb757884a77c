package io.frostproof.simulator.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A week with doors, stock, outages, brown-outs, a broken compressor and defrosts, by seeds. The books are kept a second time outside of the unit, from
 * what can be seen of it: temperatures, and what runs. Bar: 0.5 % of the heat that moved.
 */
class EnergyBalanceTest {

    private static final double STEP_SECONDS = 2;
    private static final int WEEK_STEPS = (int) (7 * 86_400 / STEP_SECONDS);
    private static final double BAR = 0.005;

    @ParameterizedTest
    @EnumSource
    void closesOverAWeekInWhichMuchHappens(UnitDesigns kind) {
        for (long seed = 0; seed < 4; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double ambient = 10 + 30 * random.nextDouble();
            ColdUnit unit = new ColdUnit(kind.design(), kind.setpointCelsius(), ambient, seed);
            Books books = new Books(kind, unit);
            UnitConditions conditions = UnitConditions.normal(ambient);
            double capacity = kind.design().heat().contentsJoulesPerKelvin();
            double defrosted = 0;
            for (int i = 0; i < WEEK_STEPS; i++) {
                if (i % 150 == 0) {
                    conditions = next(random, conditions, ambient);
                }
                if (random.nextInt(3000) == 0) {
                    books.putIn(unit, capacity * 0.3 * random.nextDouble(), ambient);
                }
                if (random.nextInt(3000) == 0) {
                    books.takeOut(unit, capacity * 0.3 * random.nextDouble());
                }
                if (random.nextInt(100_000) == 0) {
                    books.replacePacks(unit, random.nextDouble());
                }
                books.before(unit);
                unit.advance(STEP_SECONDS, conditions);
                books.after(unit, conditions);
                defrosted += unit.defrosting() ? STEP_SECONDS : 0;
            }

            EnergyLedger ledger = unit.energy();
            double moved = ledger.throughputJoules();
            assertThat(ledger.imbalanceJoules())
                    .as("seed %d, the unit's own books", seed)
                    .isCloseTo(0, within(moved * 1e-9));
            assertThat(books.leak).as("leak").isCloseTo(ledger.leakJoules(), within(moved * BAR));
            assertThat(books.door).as("door").isCloseTo(ledger.doorJoules(), within(moved * BAR));
            assertThat(books.load).as("load").isCloseTo(ledger.loadJoules(), within(moved * BAR));
            assertThat(books.defrost).as("defrost").isCloseTo(ledger.defrostJoules(), within(moved * BAR));
            assertThat(books.internal).as("internal").isCloseTo(ledger.internalJoules(), within(moved * BAR));
            assertThat(books.cooling).as("cooling").isCloseTo(ledger.coolingJoules(), within(moved * BAR));
            assertThat(books.stored(unit) - books.storedAtStart)
                    .as("stored")
                    .isCloseTo(ledger.storedChangeJoules(), within(moved * BAR));
            assertThat(books.leak + books.door + books.load + books.defrost + books.internal - books.cooling)
                    .as("seed %d, the books from outside", seed)
                    .isCloseTo(books.stored(unit) - books.storedAtStart, within(moved * BAR));
            assertThat(ledger.doorJoules()).as("doors took part").isNotZero();
            assertThat(ledger.loadJoules()).as("stock took part").isNotZero();
            assertThat(defrosted > 0)
                    .as("defrosts took part")
                    .isEqualTo(kind.design().defrost() != null);
        }
    }

    /** Every five minutes something may change; mostly it goes back to normal. */
    private static UnitConditions next(SplittableRandom random, UnitConditions conditions, double ambient) {
        double now = ambient + 8 * random.nextDouble() - 4;
        UnitConditions normal = UnitConditions.normal(now);
        return switch (random.nextInt(40)) {
            case 0, 1 -> normal.withoutPower();
            case 2 -> normal.withPower(true, 0.6 + 0.3 * random.nextDouble());
            case 3, 4, 5 -> normal.withDoorOpen(random.nextDouble());
            case 6 -> normal.withCompressor(false, 1);
            case 7, 8 -> normal.withCompressor(true, random.nextDouble());
            case 9 -> normal.withSetpointShift(6 * random.nextDouble() - 3);
            case 10 -> normal.withDefrostStuck(true);
            case 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 -> normal;
            default -> conditions;
        };
    }

    /** Kept from outside with the trapezium rule. */
    private static final class Books {

        private final UnitDesign design;
        private final double setpoint;
        private final double storedAtStart;
        private double leak;
        private double door;
        private double load;
        private double defrost;
        private double internal;
        private double cooling;
        private double air;
        private double wall;
        private double ice;

        Books(UnitDesigns kind, ColdUnit unit) {
            this.design = kind.design();
            this.setpoint = kind.setpointCelsius();
            this.storedAtStart = stored(unit);
        }

        double stored(ColdUnit unit) {
            HeatPaths heat = design.heat();
            double sum = heat.airJoulesPerKelvin() * (unit.airCelsius() - setpoint)
                    + unit.contentsJoulesPerKelvin() * (unit.contentsCelsius() - setpoint)
                    + heat.wallJoulesPerKelvin() * (unit.wallCelsius() - setpoint);
            IceBank bank = design.ice();
            if (bank == null) {
                return sum;
            }
            double above = unit.iceCelsius() - bank.meltingCelsius();
            return sum
                    + (1 - unit.iceFraction()) * bank.latentJoules()
                    + above * (above < 0 ? bank.solidJoulesPerKelvin() : bank.liquidJoulesPerKelvin());
        }

        void putIn(ColdUnit unit, double joulesPerKelvin, double celsius) {
            double before = stored(unit);
            unit.putIn(joulesPerKelvin, celsius);
            load += stored(unit) - before;
        }

        void takeOut(ColdUnit unit, double joulesPerKelvin) {
            double before = stored(unit);
            unit.takeOut(joulesPerKelvin);
            load += stored(unit) - before;
        }

        void replacePacks(ColdUnit unit, double frozen) {
            double before = stored(unit);
            unit.replacePacks(frozen);
            load += stored(unit) - before;
        }

        void before(ColdUnit unit) {
            air = unit.airCelsius();
            wall = unit.wallCelsius();
            ice = unit.iceCelsius();
        }

        void after(ColdUnit unit, UnitConditions conditions) {
            double ambient = conditions.ambientCelsius();
            double meanAir = (air + unit.airCelsius()) / 2;
            double meanWall = (wall + unit.wallCelsius()) / 2;
            leak += STEP_SECONDS * design.heat().wallToAmbientWattsPerKelvin() * (ambient - meanWall);
            if (conditions.doorOpenFraction() > 0) {
                door += STEP_SECONDS
                        * design.door().wattsPerKelvin(conditions.doorOpenFraction(), meanAir, ambient)
                        * (ambient - meanAir);
            }
            Defrost heater = design.defrost();
            if (heater != null && unit.defrosting()) {
                defrost += STEP_SECONDS * heater.heaterWatts() * heater.toAirFraction();
            }
            Compressor compressor = design.compressor();
            if (compressor != null && unit.compressorRunning()) {
                double cold = design.ice() == null ? meanAir : (ice + unit.iceCelsius()) / 2;
                double factor = 1
                        + compressor.evaporatingPerKelvin() * (cold - compressor.ratedColdCelsius())
                        - compressor.condensingPerKelvin() * (ambient - compressor.ratedAmbientCelsius());
                cooling += STEP_SECONDS
                        * compressor.ratedWatts()
                        * Compressor.chargeFactor(conditions.capacityFraction())
                        * Math.max(0, Math.min(compressor.mostFraction(), factor));
                internal += STEP_SECONDS * design.fanWatts();
            } else if (conditions.powered()) {
                internal += STEP_SECONDS
                        * (unit.powerWatts() - (heater != null && unit.defrosting() ? heater.heaterWatts() : 0));
            }
        }
    }
}
