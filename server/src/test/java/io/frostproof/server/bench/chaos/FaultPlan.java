package io.frostproof.server.bench.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Which faults come when; the same for the same seed and length. Pure.
 *
 * <p>Two minutes hold 5 kills of the server, 22 s or more without database, a kill of the broker, 6 troubles of the network and a full disk; other
 * lengths in proportion, rounded up. No fault begins in the first seconds of a minute, so that there is a time without any, in which the
 * latency of live data is measured. Of the outages of the database one in each two minutes comes alone, so that there are
 * alarms that nothing but the outage could delay; all else overlaps as it may.
 *
 * @param faults by when they begin
 */
record FaultPlan(List<Fault> faults) {

    /**
     * One fault.
     *
     * @param atMillis since the start of the run
     * @param lastsMillis how long until it is healed; of a kill of the server 0, as its supervisor starts it again
     */
    record Fault(long atMillis, FaultKind kind, long lastsMillis) {
        long endMillis() {
            return atMillis + lastsMillis;
        }
    }

    private static final long MINUTE = 60_000;
    private static final double UNIT_MILLIS = 2 * MINUTE;
    private static final int SERVER_KILLS = 5;
    /** More than the 20 s that are asked for: what is drawn may end a little sooner than it was meant to. */
    private static final long DATABASE_AWAY_MILLIS = 22_000;

    private static final long QUIET_MILLIS = 14_000;
    private static final long HEALED_BEFORE_END_MILLIS = 3_000;
    private static final long BETWEEN_MILLIS = 1_500;
    /** A restart takes some seconds, so that some kills meet one and most do not. */
    private static final long BETWEEN_KILLS_MILLIS = 6_000;

    /** Before an outage that comes alone: a server that was killed has to be ready again. */
    private static final long ALONE_AFTER_KILL_MILLIS = 16_000;

    private static final long ALONE_BEFORE_MILLIS = 8_500;
    private static final long ALONE_AFTER_MILLIS = 6_000;
    private static final int TRIES = 4_000;

    FaultPlan {
        faults = faults.stream()
                .sorted(Comparator.comparingLong(Fault::atMillis))
                .toList();
    }

    /** The plan of a full run. */
    static FaultPlan of(long seed, Duration length) {
        var random = new Random(seed);
        double units = length.toMillis() / UNIT_MILLIS;
        var wanted = new ArrayList<Fault>();
        long away = 0;
        var kinds = new ArrayList<FaultKind>();
        while (away < DATABASE_AWAY_MILLIS * units) {
            if (kinds.isEmpty()) {
                kinds.addAll(List.of(FaultKind.DATABASE_STOP, FaultKind.DATABASE_FREEZE, FaultKind.DATABASE_KILL));
                Collections.shuffle(kinds, random);
            }
            long lasts = between(random, 4_000, 9_000);
            away += lasts;
            wanted.add(new Fault(0, kinds.removeLast(), lasts));
        }
        times(SERVER_KILLS * units, () -> wanted.add(new Fault(0, FaultKind.SERVER_KILL, 0)));
        times(units, () -> {
            wanted.add(new Fault(0, FaultKind.BROKER_KILL, between(random, 500, 3_000)));
            wanted.add(new Fault(
                    0,
                    random.nextBoolean() ? FaultKind.DEVICE_LINK_CUT : FaultKind.DEVICE_LINK_HELD,
                    between(random, 1_000, 4_000)));
            wanted.add(new Fault(0, FaultKind.DEVICE_LINK_SLOW, between(random, 3_000, 6_000)));
            wanted.add(new Fault(
                    0,
                    random.nextBoolean() ? FaultKind.BROKER_LINK_CUT : FaultKind.BROKER_LINK_HELD,
                    between(random, 1_000, 4_000)));
            wanted.add(new Fault(0, FaultKind.BROKER_LINK_SLOW, between(random, 3_000, 6_000)));
            wanted.add(new Fault(
                    0,
                    random.nextBoolean() ? FaultKind.DATABASE_LINK_CUT : FaultKind.DATABASE_LINK_HELD,
                    between(random, 2_000, 5_000)));
            wanted.add(new Fault(0, FaultKind.DATABASE_LINK_SLOW, between(random, 3_000, 6_000)));
        });
        var placed = new ArrayList<Fault>();
        var alone = new ArrayList<Fault>();
        for (Fault fault : wanted) {
            Fault at = place(fault, placed, alone, random, length.toMillis());
            placed.add(at);
            if (fault.kind().part() == FaultKind.Part.DATABASE && alone.size() < units) {
                alone.add(at);
            }
        }
        int[] full = {0};
        List<Fault> gone = placed.stream()
                .filter(fault -> !alone.contains(fault) && fault.kind().part() == FaultKind.Part.DATABASE)
                .toList();
        times(units, () -> {
            if (!gone.isEmpty()) {
                Fault outage = gone.get(full[0]++ % gone.size());
                placed.add(new Fault(outage.atMillis() + 1_000, FaultKind.DISK_FULL, outage.lastsMillis() + 1_000));
            }
        });
        return new FaultPlan(placed);
    }

    /** The fixed plan of the short form: of each part what fits into twenty seconds. */
    static FaultPlan brief() {
        return new FaultPlan(List.of(
                new Fault(4_000, FaultKind.SERVER_KILL, 0),
                new Fault(8_000, FaultKind.DATABASE_KILL, 2_500),
                new Fault(9_500, FaultKind.SERVER_KILL, 0),
                new Fault(13_500, FaultKind.BROKER_KILL, 700),
                new Fault(15_500, FaultKind.DATABASE_FREEZE, 3_000),
                new Fault(17_000, FaultKind.BROKER_LINK_CUT, 1_000),
                new Fault(19_000, FaultKind.DATABASE_LINK_CUT, 1_000)));
    }

    List<Fault> of(FaultKind.Part part) {
        return faults.stream().filter(fault -> fault.kind().part() == part).toList();
    }

    private static void times(double often, Runnable what) {
        for (int i = 0; i < Math.ceil(often - 1e-9); i++) {
            what.run();
        }
    }

    private static long between(Random random, long low, long high) {
        return low + random.nextLong(high - low + 1);
    }

    /** A random moment, apart from others of the same part and from outages that come alone, as long as there is room. */
    private static Fault place(Fault fault, List<Fault> placed, List<Fault> alone, Random random, long lengthMillis) {
        long quiet = Math.min(QUIET_MILLIS, lengthMillis / 6);
        long last = Math.max(quiet + 1, lengthMillis - HEALED_BEFORE_END_MILLIS - fault.lastsMillis());
        Fault candidate = fault;
        for (int i = 0; i < TRIES; i++) {
            long at = between(random, quiet, last);
            candidate = new Fault(at, fault.kind(), fault.lastsMillis());
            Fault tried = candidate;
            long between = fault.kind().part() == FaultKind.Part.SERVER ? BETWEEN_KILLS_MILLIS : BETWEEN_MILLIS;
            boolean apart = at % MINUTE >= quiet
                    && placed.stream()
                            .filter(other -> other.kind().part() == tried.kind().part())
                            .allMatch(other -> tried.endMillis() + between < other.atMillis()
                                    || other.endMillis() + between < tried.atMillis());
            if (apart && alone.stream().allMatch(outage -> leaves(outage, tried))) {
                return candidate;
            }
        }
        return candidate;
    }

    private static boolean leaves(Fault outage, Fault other) {
        long before = other.kind().part() == FaultKind.Part.SERVER ? ALONE_AFTER_KILL_MILLIS : ALONE_BEFORE_MILLIS;
        return other.endMillis() + before < outage.atMillis()
                || outage.endMillis() + ALONE_AFTER_MILLIS < other.atMillis();
    }
}
