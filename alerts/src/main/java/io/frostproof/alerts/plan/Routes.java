package io.frostproof.alerts.plan;

import io.frostproof.alerts.disposition.Soundness;
import io.frostproof.alerts.network.Span;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.ProductNeeds;
import io.frostproof.alerts.plan.facts.Rundown;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.facts.TemperatureClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every way that a handling unit may go in one situation, each for itself: rooms are not yet shared among them. Not thread-safe. */
final class Routes {

    private static final double MICROS_PER_MINUTE = 60e6;

    private final Situation situation;
    private final PlanPolicy policy;
    private final Map<String, Site> sites = new HashMap<>();
    private final Map<String, List<Lane>> lanesFrom;
    private final Map<String, ProductNeeds> products = new HashMap<>();
    private final Map<String, Set<String>> fitting = new HashMap<>();

    /** By product: ids of the lanes whose vehicles keep it. */
    private final Map<String, Set<String>> keepers = new HashMap<>();

    Routes(Situation situation, PlanPolicy policy) {
        this.situation = situation;
        this.policy = policy;
        situation.sites().forEach(site -> sites.put(site.node(), site));
        lanesFrom = situation.lanes().stream().collect(Collectors.groupingBy(Lane::from));
        for (ProductNeeds product : situation.products()) {
            products.put(product.product(), product);
            fitting.put(
                    product.product(),
                    situation.classes().stream()
                            .filter(product::fits)
                            .map(TemperatureClass::id)
                            .collect(Collectors.toUnmodifiableSet()));
            Set<String> classes = Objects.requireNonNull(fitting.get(product.product()));
            keepers.put(
                    product.product(),
                    situation.lanes().stream()
                            .filter(lane -> lane.keeps().stream().anyMatch(classes::contains))
                            .map(Lane::id)
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }

    /** What a unit is saved for: its value, less of it when nobody knows whether it is sound; money. */
    double worth(AffectedUnit unit) {
        return unit.judgement().soundness() == Soundness.UNKNOWN
                ? unit.value() * policy.worthOfUnknown()
                : unit.value();
    }

    /** What is lost on average when it is left as it is; money. */
    double lossIfLeft(AffectedUnit unit) {
        return worth(unit) * unit.rundown().spoilsIfLeft();
    }

    List<Lane> lanesFrom(AffectedUnit unit) {
        return lanesFrom.getOrDefault(unit.node(), List.of());
    }

    Site site(Lane lane) {
        return Objects.requireNonNull(sites.get(lane.to()));
    }

    /** Ways that nothing but want of room bars, by lane, class and time. */
    List<Route> open(AffectedUnit unit) {
        var open = new ArrayList<Route>();
        for (Lane lane : lanesFrom(unit)) {
            Site site = site(lane);
            if (bars(unit, lane, site).isEmpty()) {
                each(unit, lane, site, open::add);
            }
        }
        return open;
    }

    /** How much room there is in all where and when a route ends, litres. */
    static long room(Route route) {
        return route.site().capacities().stream()
                .filter(capacity -> capacity.temperatureClass().equals(route.temperatureClass()))
                .findFirst()
                .orElseThrow()
                .steps()
                .get(route.step())
                .litres();
    }

    /** Every way by one lane that comes in time, whatever else bars it, room included. */
    void each(AffectedUnit unit, Lane lane, Site site, Consumer<Route> out) {
        Set<String> classes = fits(unit);
        for (Capacity capacity : site.capacities()) {
            if (classes.contains(capacity.temperatureClass())) {
                for (int step = 0; step < capacity.steps().size(); step++) {
                    Route route = route(unit, lane, site, capacity, step);
                    if (route != null && route.budgetLeftMinutes() > 0) {
                        out.accept(route);
                    }
                }
            }
        }
    }

    Set<String> fits(AffectedUnit unit) {
        return Objects.requireNonNull(fitting.get(unit.product()));
    }

    /** What bars a lane for a unit, other than time and room. */
    Set<Bar> bars(AffectedUnit unit, Lane lane, Site site) {
        var bars = EnumSet.noneOf(Bar.class);
        if (site.dark()) {
            bars.add(Bar.NODE_DARK);
        }
        if (lane.state() == Lane.State.CLOSED) {
            bars.add(Bar.LANE_CLOSED);
        }
        if (!site.authorisations().containsAll(authorisations(unit))) {
            bars.add(Bar.NOT_AUTHORISED);
        }
        if (!fallback(unit, site)) {
            bars.add(Bar.NO_FALLBACK);
        }
        return bars;
    }

    Set<String> authorisations(AffectedUnit unit) {
        return Objects.requireNonNull(products.get(unit.product())).authorisations();
    }

    /** Whether goods of the unit's region may go there: within it, or where its fallbacks say. */
    private boolean fallback(AffectedUnit unit, Site site) {
        String region = Objects.requireNonNull(sites.get(unit.node())).region();
        List<String> nodes = situation.fallbacks().get(region);
        return nodes == null || site.region().equals(region) || nodes.contains(site.node());
    }

    /**
     * The earliest way into a room within one step of its capacity.
     *
     * @return null when the dock lets nothing in within that step; with a budget of 0 or less left when it comes too late
     */
    @Nullable
    Route route(AffectedUnit unit, Lane lane, Site site, Capacity capacity, int step) {
        long transit = lane.transitNow().toNanos() / 1000;
        long unloading = site.unloading().toNanos() / 1000;
        long ready = Math.max(unit.readyMicros(), situation.nowMicros());
        long atGate = ready + transit;
        long stored = stored(
                site.dockHours(),
                Math.max(atGate + unloading, capacity.steps().get(step).fromMicros()) - unloading,
                unloading);
        if (stored >= capacity.endMicros(step)) {
            return null;
        }
        long wait = stored - unloading - atGate;
        boolean keeps = Objects.requireNonNull(keepers.get(unit.product())).contains(lane.id());
        Rundown rundown = unit.rundown();
        double underWay = keeps ? 0 : rundown.perMinuteUnderWay();
        long departs = departs(rundown, ready, wait, underWay);
        double used = used(rundown, departs, ready + wait - departs + transit + unloading, underWay);
        double left = rundown.budgetLeft().toNanos() / 60e9 - used;
        double late = rundown.perMinuteUnderWay() == 0
                ? 0
                : (1 - lane.reliability())
                        * Math.exp(-left
                                / (rundown.perMinuteUnderWay()
                                        * lane.meanDelay().toNanos()
                                        / 60e9));
        double there = site.lossLikelihood() * (site.backupPower() ? policy.backupPowerFactor() : 1);
        double spoils = 1 - (1 - late) * (1 - there);
        double cost = lane.costPerUnit() + unit.litres() * (lane.costPerLitre() + site.costPerLitre());
        return new Route(
                lane,
                site,
                capacity.temperatureClass(),
                step,
                departs,
                stored,
                left,
                spoils,
                cost,
                cost + worth(unit) * spoils);
    }

    /**
     * When to leave if there is time to wait, here or in the vehicle. The budget that is used falls until they leave their band here, and from then on rises if a minute here
     * costs more than one under way: so it is least at once, at that moment, or at the end. Of equals the earliest.
     */
    private long departs(Rundown rundown, long ready, long wait, double underWay) {
        if (underWay == 0 || wait == 0) {
            return ready;
        }
        Duration toBreach = rundown.timeToBreach();
        if (toBreach == null || rundown.perMinuteHere() < underWay) {
            return ready + wait;
        }
        long breach = situation.nowMicros() + toBreach.toNanos() / 1000;
        return Math.clamp(breach, ready, ready + wait);
    }

    /** Minutes of budget that are used up when it leaves then and is that long under way. */
    private double used(Rundown rundown, long departsMicros, long underWayMicros, double perMinute) {
        return rundown.usedHere((departsMicros - situation.nowMicros()) / MICROS_PER_MINUTE)
                + perMinute * underWayMicros / MICROS_PER_MINUTE;
    }

    /** When unloading that begins no earlier than {@code fromMicros} can have ended within one shift; never: {@link Long#MAX_VALUE}. */
    static long stored(List<Span> shifts, long fromMicros, long unloadingMicros) {
        long earliest = Long.MAX_VALUE;
        for (Span shift : shifts) {
            long begin = Math.max(fromMicros, shift.fromMicros());
            if (begin <= shift.toMicros() - unloadingMicros) {
                earliest = Math.min(earliest, begin + unloadingMicros);
            }
        }
        return earliest;
    }

    /** What bars a way for good, whenever it is gone. */
    enum Bar {
        NODE_DARK("node-dark"),
        LANE_CLOSED("lane-closed"),
        NOT_AUTHORISED("not-authorised"),
        NO_FALLBACK("no-fallback");

        private final String code;

        Bar(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }
}
