package io.frostproof.simulator.scenario;

import io.frostproof.simulator.Seeds;
import io.frostproof.simulator.fault.PlannedFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What goes wrong in a run of a scenario. The seed decides, and nothing else: no physics is needed to know it. Stateless. */
public final class FaultPlan {

    private static final double DAYS_PER_MONTH = 30;
    private static final long SECOND_MILLIS = 1_000;
    /** Places that are tried for a fault before it is left out, since one like it is there already. */
    private static final int TRIES = 40;

    private static final double STEPS = 1_000;

    private FaultPlan() {}

    /**
     * All faults in order. Two of one kind never strike one thing at the same time. Some may last beyond the end of the scenario, none
     * begins there.
     */
    public static List<PlannedFault> of(Scenario scenario, long seed) {
        var targets = new Targets(scenario);
        var taken = new HashMap<String, List<PlannedFault>>();
        for (FaultSpec spec : scenario.faults()) {
            long start = scenario.startMillis() + spec.after().toMillis();
            if (start < scenario.endMillis()) {
                add(
                        taken,
                        new PlannedFault(
                                spec.kind(),
                                spec.target(),
                                start,
                                start + spec.lasts().toMillis(),
                                spec.severity()));
            }
        }
        for (int i = 0; i < scenario.randomFaults().size(); i++) {
            RandomFaultSpec spec = scenario.randomFaults().get(i);
            List<String> candidates = targets.random(spec.kind());
            if (!candidates.isEmpty()) {
                draw(
                        scenario,
                        spec,
                        candidates,
                        Seeds.random(seed, "faults/" + spec.kind().word() + "/" + i),
                        taken);
            }
        }
        List<PlannedFault> plan = new ArrayList<>();
        taken.values().forEach(plan::addAll);
        plan.sort(PlannedFault.IN_ORDER);
        return List.copyOf(plan);
    }

    private static void draw(
            Scenario scenario,
            RandomFaultSpec spec,
            List<String> candidates,
            SplittableRandom random,
            Map<String, List<PlannedFault>> taken) {
        double months = scenario.length().toSeconds()
                / (DAYS_PER_MONTH * Duration.ofDays(1).toSeconds());
        double mean = spec.perUnitMonth() * scenario.units().size() * months;
        int count = Math.max(spec.atLeast(), Seeds.poisson(random, mean));
        for (int i = 0; i < count; i++) {
            for (int tries = 0; tries < TRIES; tries++) {
                PlannedFault fault = fault(scenario, spec, candidates, random);
                if (free(taken, fault)) {
                    add(taken, fault);
                    break;
                }
            }
        }
    }

    private static PlannedFault fault(
            Scenario scenario, RandomFaultSpec spec, List<String> candidates, SplittableRandom random) {
        String target = candidates.get(random.nextInt(candidates.size()));
        double ratio = (double) spec.longest().toMillis() / spec.shortest().toMillis();
        long lasts =
                Math.round(spec.shortest().toSeconds() * StrictMath.pow(ratio, random.nextDouble())) * SECOND_MILLIS;
        long length = scenario.length().toMillis();
        // One that lasts long begins early enough to be seen for half of the run.
        long latest = Math.max(SECOND_MILLIS, length - Math.min(lasts, length / 2));
        long start = scenario.startMillis() + random.nextLong(latest / SECOND_MILLIS) * SECOND_MILLIS;
        double severity = spec.mildest() + (spec.worst() - spec.mildest()) * random.nextDouble();
        double rounded = Math.clamp(Math.rint(severity * STEPS) / STEPS, spec.mildest(), spec.worst());
        return new PlannedFault(spec.kind(), target, start, start + Math.max(lasts, SECOND_MILLIS), rounded);
    }

    private static boolean free(Map<String, List<PlannedFault>> taken, PlannedFault fault) {
        return taken.getOrDefault(key(fault), List.of()).stream()
                .allMatch(it -> fault.endMillis() < it.startMillis() || fault.startMillis() > it.endMillis());
    }

    private static void add(Map<String, List<PlannedFault>> taken, PlannedFault fault) {
        taken.computeIfAbsent(key(fault), it -> new ArrayList<>()).add(fault);
    }

    private static String key(PlannedFault fault) {
        return fault.kind().word() + " " + fault.target();
    }
}
