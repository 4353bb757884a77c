package io.frostproof.alerts.drill;

import io.frostproof.alerts.network.Span;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Facts with one of them otherwise. */
final class Changes {

    private Changes() {}

    static Site dark(Site site) {
        return site(site, true, site.capacities(), site.dockHours(), site.authorisations());
    }

    static Site capacities(Site site, List<Capacity> capacities) {
        return site(site, site.dark(), capacities, site.dockHours(), site.authorisations());
    }

    static Site authorised(Site site, Set<String> authorisations) {
        return site(site, site.dark(), site.capacities(), site.dockHours(), authorisations);
    }

    static Site alwaysOpen(Site site) {
        return site(site, site.dark(), site.capacities(), Site.ALWAYS, site.authorisations());
    }

    private static Site site(
            Site site, boolean dark, List<Capacity> capacities, List<Span> dockHours, Set<String> authorisations) {
        return new Site(
                site.node(),
                site.region(),
                dark,
                capacities,
                dockHours,
                site.unloading(),
                site.backupPower(),
                site.partner(),
                authorisations,
                site.lossLikelihood(),
                site.costPerLitre());
    }

    static Lane closed(Lane lane) {
        return lane(lane, lane.id(), lane.from(), lane.to(), Lane.State.CLOSED, lane.transit(), lane.litres());
    }

    static Lane open(Lane lane) {
        return open(lane, lane.transit());
    }

    /** Open, and it takes this long. */
    static Lane open(Lane lane, Duration transit) {
        return lane(lane, lane.id(), lane.from(), lane.to(), Lane.State.OPEN, transit, lane.litres());
    }

    static Lane litres(Lane lane, @Nullable Long litres) {
        return lane(lane, lane.id(), lane.from(), lane.to(), lane.state(), lane.transit(), litres);
    }

    /** A lane like this one, between others, that takes as much as there is. */
    static Lane between(Lane like, String id, String from, String to) {
        return lane(like, id, from, to, Lane.State.OPEN, like.transit(), null);
    }

    private static Lane lane(
            Lane lane, String id, String from, String to, Lane.State state, Duration transit, @Nullable Long litres) {
        return new Lane(
                id,
                from,
                to,
                lane.carrier(),
                state,
                transit,
                lane.slowFactor(),
                lane.reliability(),
                lane.meanDelay(),
                lane.keeps(),
                lane.costPerUnit(),
                lane.costPerLitre(),
                litres);
    }

    static Situation sites(Situation in, UnaryOperator<Site> change) {
        return situation(in, in.sites().stream().map(change).toList(), in.lanes(), in.fallbacks(), in.units());
    }

    static Situation lanes(Situation in, UnaryOperator<Lane> change) {
        return lanes(in, in.lanes().stream().map(change).toList());
    }

    static Situation lanes(Situation in, List<Lane> lanes) {
        return situation(in, in.sites(), lanes, in.fallbacks(), in.units());
    }

    static Situation fallbacks(Situation in, Map<String, List<String>> fallbacks) {
        return situation(in, in.sites(), in.lanes(), fallbacks, in.units());
    }

    static Situation units(Situation in, List<AffectedUnit> units) {
        return situation(in, in.sites(), in.lanes(), in.fallbacks(), units);
    }

    private static Situation situation(
            Situation in,
            List<Site> sites,
            List<Lane> lanes,
            Map<String, List<String>> fallbacks,
            List<AffectedUnit> units) {
        return new Situation(
                in.nowMicros(),
                in.classes(),
                sites,
                lanes,
                in.products(),
                fallbacks,
                units,
                in.supplies(),
                in.orders());
    }
}
