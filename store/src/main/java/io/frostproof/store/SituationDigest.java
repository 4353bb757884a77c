package io.frostproof.store;

import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.OpenOrder;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.facts.Supply;
import io.frostproof.store.SituationSource.Unplannable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All that a plan of a situation depends on, without the clock, as one SHA-256. Lanes and nodes count that affected goods or orders can go by and to; stock that moves somewhere else changes
 * nothing.
 */
final class SituationDigest {

    private final Situation situation;
    private final PlanPlaces places;
    private final List<String> units;
    private final List<Unplannable> unplannable;
    private final Instant now;

    /** @param units what is foreseen of each affected handling unit, without the clock */
    SituationDigest(
            Situation situation, PlanPlaces places, List<String> units, List<Unplannable> unplannable, Instant now) {
        this.situation = situation;
        this.places = places;
        this.units = units;
        this.unplannable = unplannable;
        this.now = now;
    }

    String hex() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", lines()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private List<String> lines() {
        var lines = new ArrayList<String>();
        Set<String> from = new TreeSet<>();
        situation.units().forEach(unit -> from.add(unit.node()));
        Set<String> origins = situation.supplies().stream().map(Supply::node).collect(Collectors.toSet());
        Set<String> destinations =
                situation.orders().stream().map(OpenOrder::destination).collect(Collectors.toSet());
        Set<String> nodes = new TreeSet<>(from);
        situation.units().forEach(unit -> {
            if (unit.inboundTo() != null) {
                nodes.add(unit.inboundTo());
            }
        });
        nodes.addAll(origins);
        nodes.addAll(destinations);
        for (Lane lane : situation.lanes()) {
            if (from.contains(lane.from()) || (origins.contains(lane.from()) && destinations.contains(lane.to()))) {
                lines.add("lane " + lane.id() + ' ' + lane.from() + ' ' + lane.to() + ' ' + lane.carrier() + ' '
                        + lane.state() + ' ' + lane.transit() + ' ' + lane.slowFactor() + ' ' + lane.reliability() + ' '
                        + lane.meanDelay() + ' ' + new TreeSet<>(lane.keeps()) + ' ' + lane.costPerUnit() + ' '
                        + lane.costPerLitre() + ' ' + lane.litres());
                nodes.add(lane.to());
            }
        }
        if (!situation.units().isEmpty() || !situation.orders().isEmpty()) {
            situation.classes().forEach(range -> lines.add(range.toString()));
            situation
                    .products()
                    .forEach(product -> lines.add("product " + product.product() + ' ' + product.minCelsius() + ' '
                            + product.maxCelsius() + ' ' + new TreeSet<>(product.authorisations())));
            lines.add("fallbacks " + new TreeMap<>(situation.fallbacks()));
            lines.add(places.currency());
        }
        for (Site site : situation.sites()) {
            if (nodes.contains(site.node())) {
                lines.add(site(site, !situation.units().isEmpty()));
            }
        }
        lines.addAll(units);
        situation.supplies().forEach(supply -> lines.add(supply.toString()));
        for (OpenOrder order : situation.orders()) {
            lines.add(order.toString() + (order.readyMicros() > Sql.micros(now)));
        }
        unplannable.forEach(one -> lines.add("unplannable " + one.handlingUnit() + ' ' + one.missing()));
        return lines;
    }

    /** Hours as they are told, since the shifts that follow from them begin with the clock. */
    private String site(Site site, boolean room) {
        PlanPlaces.Node node = places.nodes().get(site.node());
        return "node " + site.node() + ' ' + site.region() + ' ' + site.dark() + ' ' + (room ? site.capacities() : "")
                + ' ' + (node == null ? "" : ConditionJson.windows(node.dockHours()) + " " + node.zone()) + ' '
                + site.unloading() + ' ' + site.backupPower() + ' ' + site.partner() + ' '
                + new TreeSet<>(site.authorisations()) + ' ' + site.lossLikelihood() + ' ' + site.costPerLitre();
    }
}
