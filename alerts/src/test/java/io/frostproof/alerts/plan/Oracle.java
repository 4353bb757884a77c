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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The least expected loss of a small situation, the obvious way: minute by minute for when something can be where, and every combination of that. Shares no code with the planner
 * but the facts; the formulas are written again, from docs/decisions.md.
 */
final class Oracle {

    private static final long MINUTE = RandomNetwork.MINUTE;
    private static final int HORIZON = 1_500;

    private record Way(Site site, Lane lane, Capacity capacity, long storedMicros, double loss) {}

    private final Situation situation;
    private final List<AffectedUnit> units;
    private final List<List<Way>> ways = new ArrayList<>();
    private final List<Way> taken = new ArrayList<>();
    private final List<AffectedUnit> takers = new ArrayList<>();
    private double best = Double.POSITIVE_INFINITY;

    private Oracle(Situation situation) {
        this.situation = situation;
        units = situation.units().stream()
                .filter(unit -> unit.judgement().soundness() != Soundness.HARMED)
                .toList();
        for (AffectedUnit unit : units) {
            ways.add(waysOf(unit));
        }
    }

    static double leastLoss(Situation situation) {
        var oracle = new Oracle(situation);
        oracle.tryAll(0, 0);
        return oracle.best;
    }

    private void tryAll(int number, double loss) {
        if (loss >= best) {
            return;
        }
        if (number == units.size()) {
            best = loss;
            return;
        }
        AffectedUnit unit = units.get(number);
        tryAll(number + 1, loss + worth(unit) * spoilsHere(unit.rundown()));
        for (Way way : ways.get(number)) {
            taken.add(way);
            takers.add(unit);
            if (fits(way)) {
                tryAll(number + 1, loss + way.loss());
            }
            taken.removeLast();
            takers.removeLast();
        }
    }

    /** Whether the room and the lane of a way hold what has taken them so far. */
    private boolean fits(Way way) {
        for (int step = 0; step < way.capacity().steps().size(); step++) {
            long there = 0;
            long end = step + 1 < way.capacity().steps().size()
                    ? way.capacity().steps().get(step + 1).fromMicros()
                    : Long.MAX_VALUE;
            for (int i = 0; i < taken.size(); i++) {
                Way other = taken.get(i);
                boolean same = other.site().node().equals(way.site().node())
                        && other.capacity()
                                .temperatureClass()
                                .equals(way.capacity().temperatureClass());
                there += same && other.storedMicros() < end ? takers.get(i).litres() : 0;
            }
            if (there > way.capacity().steps().get(step).litres()) {
                return false;
            }
        }
        Long most = way.lane().litres();
        long carried = 0;
        for (int i = 0; i < taken.size(); i++) {
            carried += taken.get(i).lane().id().equals(way.lane().id())
                    ? takers.get(i).litres()
                    : 0;
        }
        return most == null || carried <= most;
    }

    private List<Way> waysOf(AffectedUnit unit) {
        var found = new ArrayList<Way>();
        ProductNeeds product = situation.products().stream()
                .filter(one -> one.product().equals(unit.product()))
                .findFirst()
                .orElseThrow();
        Site home = site(unit.node());
        List<String> fallbacks = situation.fallbacks().get(home.region());
        for (Lane lane : situation.lanes()) {
            Site site = site(lane.to());
            boolean allowed = lane.from().equals(unit.node())
                    && lane.state() != Lane.State.CLOSED
                    && !site.dark()
                    && site.authorisations().containsAll(product.authorisations())
                    && (site.region().equals(home.region()) || fallbacks == null || fallbacks.contains(site.node()));
            for (Capacity capacity : allowed ? site.capacities() : List.<Capacity>of()) {
                TemperatureClass range = range(capacity.temperatureClass());
                if (range.minCelsius() >= product.minCelsius() && range.maxCelsius() <= product.maxCelsius()) {
                    for (int step = 0; step < capacity.steps().size(); step++) {
                        way(unit, product, lane, site, capacity, step).ifPresent(found::add);
                    }
                }
            }
        }
        return found;
    }

    private Optional<Way> way(
            AffectedUnit unit, ProductNeeds product, Lane lane, Site site, Capacity capacity, int step) {
        long transit = lane.transit().toMinutes();
        if (lane.state() == Lane.State.SLOW) {
            transit = Math.round(transit * lane.slowFactor());
        }
        long unloading = site.unloading().toMinutes();
        long ready = (unit.readyMicros() - situation.nowMicros()) / MINUTE;
        long from = capacity.steps().get(step).fromMicros();
        long end = step + 1 < capacity.steps().size()
                ? capacity.steps().get(step + 1).fromMicros()
                : Long.MAX_VALUE;
        for (long begin = ready + transit; begin < HORIZON; begin++) {
            long micros = situation.nowMicros() + begin * MINUTE;
            long stored = micros + unloading * MINUTE;
            if (stored >= from && stored < end && withinOneShift(site, micros, stored)) {
                boolean keeps = situation.classes().stream()
                        .filter(one -> lane.keeps().contains(one.id()))
                        .anyMatch(one ->
                                one.minCelsius() >= product.minCelsius() && one.maxCelsius() <= product.maxCelsius());
                double used = leastUsed(unit.rundown(), ready, begin - transit, transit + unloading, keeps);
                OptionalDouble loss = loss(unit, lane, site, used);
                return loss.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Way(site, lane, capacity, stored, loss.getAsDouble()));
            }
        }
        return Optional.empty();
    }

    private static boolean withinOneShift(Site site, long begin, long end) {
        for (Span shift : site.dockHours()) {
            if (begin >= shift.fromMicros() && end <= shift.toMicros()) {
                return true;
            }
        }
        return false;
    }

    /** Leaving at any minute between the first and the last that will do. */
    private static double leastUsed(Rundown rundown, long first, long last, long underWay, boolean keeps) {
        double least = Double.POSITIVE_INFINITY;
        for (long leave = first; leave <= last; leave++) {
            double used = 0;
            if (rundown.timeToBreach() != null) {
                used += Math.max(0, leave - rundown.timeToBreach().toMinutes()) * rundown.perMinuteHere();
            }
            used += keeps ? 0 : (last - leave + underWay) * rundown.perMinuteUnderWay();
            least = Math.min(least, used);
        }
        return least;
    }

    private OptionalDouble loss(AffectedUnit unit, Lane lane, Site site, double used) {
        double left = unit.rundown().budgetLeft().toMinutes() - used;
        if (left <= 0) {
            return OptionalDouble.empty();
        }
        double perMinute = unit.rundown().perMinuteUnderWay();
        double late = perMinute == 0
                ? 0
                : (1 - lane.reliability())
                        * Math.exp(-left / perMinute / lane.meanDelay().toMinutes());
        double there = site.backupPower() ? 0.1 * site.lossLikelihood() : site.lossLikelihood();
        double sound = (1 - late) * (1 - there);
        double cost = lane.costPerUnit() + lane.costPerLitre() * unit.litres() + site.costPerLitre() * unit.litres();
        return OptionalDouble.of(cost + worth(unit) * (1 - sound));
    }

    private static double spoilsHere(Rundown rundown) {
        if (rundown.timeToBreach() == null) {
            return 0;
        }
        double minutes =
                rundown.timeToBreach().toMinutes() + rundown.budgetLeft().toMinutes() / rundown.perMinuteHere();
        return rundown.meanRepair() == null
                ? 1
                : Math.exp(-minutes / rundown.meanRepair().toMinutes());
    }

    private static double worth(AffectedUnit unit) {
        return unit.judgement().soundness() == Soundness.UNKNOWN ? unit.value() / 2 : unit.value();
    }

    private Site site(String node) {
        return situation.sites().stream()
                .filter(site -> site.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private TemperatureClass range(String id) {
        return situation.classes().stream()
                .filter(range -> range.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
