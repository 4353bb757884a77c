package io.frostproof.simulator.physics;

import java.lang.management.ManagementFactory;

/**
 * How fast units are simulated: a month of 60 units, one thread, in calls of 30 s and of 10 s. Prints the thread's CPU time, which other
 * processes hardly disturb. Run by hand; timing is no test.
 *
 * <pre>
 * mvn -q -pl simulator -am test-compile
 * java -cp simulator/target/classes:simulator/target/test-classes io.frostproof.simulator.physics.PhysicsSpeed
 * </pre>
 */
public final class PhysicsSpeed {

    private static final int UNITS = 60;
    private static final int DAYS = 30;
    private static final int DAY_SECONDS = 86_400;
    private static final int ROUNDS = 3;

    private PhysicsSpeed() {}

    public static void main(String[] arguments) {
        for (int round = 1; round <= ROUNDS; round++) {
            for (int call : new int[] {30, 10}) {
                long before = cpuNanos();
                double sum = month(call);
                double seconds = (cpuNanos() - before) / 1e9;
                System.out.printf(
                        "round %d: a month of %d units in calls of %d s: %.2f s of CPU, %.0f ns for 10 s of a unit (check %.6f)%n",
                        round, UNITS, call, seconds, seconds * 1e9 / ((double) UNITS * DAYS * DAY_SECONDS / 10), sum);
            }
        }
    }

    private static double month(int call) {
        UnitDesigns[] kinds = UnitDesigns.values();
        double sum = 0;
        for (int i = 0; i < UNITS; i++) {
            UnitDesigns kind = kinds[i % kinds.length];
            ColdUnit unit = new ColdUnit(kind.design(), kind.setpointCelsius(), 25, i);
            for (int t = 0; t < DAYS * DAY_SECONDS; t += call) {
                // A door for 30 s every half hour, and days that are warmer than nights.
                double ambient = t % DAY_SECONDS < DAY_SECONDS / 2 ? 22 : 28;
                double open = t % 1800 < 30 ? 1 : 0;
                unit.advance(call, new UnitConditions(ambient, true, 1, open, true, 1, 0, false));
            }
            sum += unit.contentsCelsius();
        }
        return sum;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
