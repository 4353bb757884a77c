package io.frostproof.alerts.drill;

import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Rundown;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The facts once a scenario has come true.
 *
 * @param goods what the goods are planned by
 * @param orders what orders are planned by: the same, but who can wait for a lane to open again goes by it then
 * @param dark nodes that the scenario took
 */
record Disrupted(Situation goods, Situation orders, Set<String> dark) {

    static Disrupted of(DrillFacts facts, Scenario scenario) {
        Situation present = facts.present();
        Set<String> dark = switch (scenario.kind()) {
            case NODE_LOST -> Set.of(scenario.about());
            case LANE_CLOSED -> Set.of();
            case REGION_DARK ->
                present.sites().stream()
                        .filter(site -> site.region().equals(scenario.about()))
                        .map(Site::node)
                        .collect(Collectors.toUnmodifiableSet());
        };
        String closed = scenario.kind() == Scenario.Kind.LANE_CLOSED ? scenario.about() : null;
        Duration lasts = scenario.lasts();

        var units = new ArrayList<AffectedUnit>();
        for (AffectedUnit unit : present.units()) {
            boolean touched = touched(unit.node(), unit.inboundTo(), unit.plannedLane(), dark, closed);
            units.add(touched && unit.rundown().timeToBreach() == null ? lost(unit, lasts) : unit);
        }
        for (WellUnit unit : facts.well()) {
            if (touched(unit.node(), unit.inboundTo(), unit.plannedLane(), dark, closed)) {
                units.add(unit.lost(lasts));
            }
        }
        Situation placed = Changes.units(
                Changes.sites(present, site -> dark.contains(site.node()) ? Changes.dark(site) : site), units);
        Situation goods = Changes.lanes(placed, lane -> lane.id().equals(closed) ? Changes.closed(lane) : lane);
        Situation orders = lasts == null
                ? goods
                : Changes.lanes(
                        placed,
                        lane -> lane.id().equals(closed)
                                ? Changes.open(lane, lane.transitNow().plus(lasts))
                                : lane);
        return new Disrupted(goods, orders, dark);
    }

    /** Stock at rest where it is lost, and what is under way to there, or by a lane that is closed. */
    private static boolean touched(
            String node,
            @Nullable String inboundTo,
            @Nullable String plannedLane,
            Set<String> dark,
            @Nullable String closed) {
        return inboundTo == null
                ? dark.contains(node)
                : dark.contains(inboundTo) || (plannedLane != null && plannedLane.equals(closed));
    }

    /** Something was the matter with it before, but not with its place: how long that would hold is not among its facts, so it does not. */
    private static AffectedUnit lost(AffectedUnit unit, @Nullable Duration lasts) {
        Rundown before = unit.rundown();
        return new AffectedUnit(
                unit.handlingUnit(),
                unit.lot(),
                unit.product(),
                unit.litres(),
                unit.value(),
                unit.node(),
                unit.place(),
                unit.inboundTo(),
                unit.plannedLane(),
                unit.readyMicros(),
                unit.held(),
                unit.judgement(),
                new Rundown(
                        before.budgetLeft(),
                        Duration.ZERO,
                        before.perMinuteHere(),
                        before.perMinuteUnderWay(),
                        lasts == null ? before.meanRepair() : lasts));
    }
}
