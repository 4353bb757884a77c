package io.frostproof.alerts.plan;

import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.Site;
import java.time.Duration;

/** Facts as they would be if one was otherwise. */
final class Facts {

    private Facts() {}

    static Site alwaysOpen(Site site) {
        return new Site(
                site.node(),
                site.region(),
                site.dark(),
                site.capacities(),
                Site.ALWAYS,
                site.unloading(),
                site.backupPower(),
                site.partner(),
                site.authorisations(),
                site.lossLikelihood(),
                site.costPerLitre());
    }

    /** A lane that takes this long, as it is now. */
    static Lane transit(Lane lane, Duration transit) {
        return new Lane(
                lane.id(),
                lane.from(),
                lane.to(),
                lane.carrier(),
                Lane.State.OPEN,
                transit,
                lane.slowFactor(),
                lane.reliability(),
                lane.meanDelay(),
                lane.keeps(),
                lane.costPerUnit(),
                lane.costPerLitre(),
                lane.litres());
    }
}
