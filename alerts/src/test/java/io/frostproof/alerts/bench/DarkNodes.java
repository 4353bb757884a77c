package io.frostproof.alerts.bench;

import io.frostproof.alerts.disposition.Judgement;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * 25 nodes in 5 regions, the 5 of one region dark, with 10,000 handling units in them: 12 products in three classes of temperature, no two handling units alike. The others have room for about half of it; three are
 * pop-ups that open within hours.
 */
final class DarkNodes {

    private static final long MINUTE = 60_000_000;
    private static final long NOW = 30_000_000 * MINUTE;
    private static final int NODES = 25;
    private static final int DARK = 5;
    private static final int UNITS = 10_000;
    private static final int ROOMS = 8;

    private static final List<TemperatureClass> CLASSES = List.of(
            new TemperatureClass("frozen", -25, -15),
            new TemperatureClass("chilled", 2, 8),
            new TemperatureClass("cool", 8, 15));

    private final Random random;

    DarkNodes(long seed) {
        random = new Random(seed);
    }

    Situation make() {
        List<ProductNeeds> products = products();
        Map<String, Duration> toBreach = new HashMap<>();
        var units = new ArrayList<AffectedUnit>();
        for (int i = 0; i < UNITS; i++) {
            units.add(unit(i, products.get(random.nextInt(products.size())), toBreach));
        }
        long litres = units.stream().mapToLong(AffectedUnit::litres).sum();
        var sites = new ArrayList<Site>();
        var lanes = new ArrayList<Lane>();
        for (int i = 0; i < NODES; i++) {
            sites.add(site(i, i < DARK ? 0 : litres / 2 / (NODES - DARK)));
            for (int from = 0; i >= DARK && from < DARK; from++) {
                lanes.add(lane("node-" + from, "node-" + i));
            }
        }
        return new Situation(NOW, CLASSES, sites, lanes, products, Map.of(), units, List.of(), List.of());
    }

    private static List<ProductNeeds> products() {
        var products = new ArrayList<ProductNeeds>();
        for (int i = 0; i < 12; i++) {
            Set<String> needs = i % 6 == 0 ? Set.of("narcotics") : Set.of();
            products.add(
                    switch (i % 4) {
                        case 0, 1 -> new ProductNeeds("chilled-" + i, 2, 8, needs);
                        case 2 -> new ProductNeeds("frozen-" + i, -30, -10, needs);
                        default -> new ProductNeeds("cool-" + i, 2, 15, needs);
                    });
        }
        return products;
    }

    private AffectedUnit unit(int number, ProductNeeds product, Map<String, Duration> toBreach) {
        String node = "node-" + random.nextInt(DARK);
        String place = node + "-room-" + random.nextInt(ROOMS);
        Duration breach = toBreach.computeIfAbsent(place, one -> Duration.ofMinutes(random.nextInt(10, 300)));
        return new AffectedUnit(
                "hu-" + number,
                "lot-" + number % 300,
                product.product(),
                random.nextInt(20, 400),
                Math.round(Math.exp(4 + 4 * random.nextDouble())),
                node,
                place,
                null,
                null,
                NOW + random.nextInt(15, 90) * MINUTE,
                false,
                new Judgement(
                        random.nextInt(10) == 0 ? Soundness.UNKNOWN : Soundness.SOUND,
                        "disposition-1",
                        List.of(),
                        null),
                new Rundown(
                        Duration.ofSeconds(random.nextInt(30 * 60, 720 * 60)),
                        breach,
                        1 + random.nextInt(3),
                        1,
                        Duration.ofHours(8)));
    }

    private Site site(int number, long litres) {
        boolean popUp = number % 8 == 7;
        var capacities = new ArrayList<Capacity>();
        for (TemperatureClass range : CLASSES) {
            long room = Math.round(
                    litres * (0.2 + random.nextDouble()) * (range.id().equals("chilled") ? 1.4 : 0.6));
            long opens = NOW + random.nextInt(60, 300) * MINUTE;
            capacities.add(
                    popUp
                            ? new Capacity(range.id(), List.of(new Capacity.Step(opens, room)))
                            : new Capacity(
                                    range.id(),
                                    List.of(
                                            new Capacity.Step(Long.MIN_VALUE, room),
                                            new Capacity.Step(NOW + 360 * MINUTE, room + room / 5))));
        }
        return new Site(
                "node-" + number,
                "region-" + number / DARK,
                number < DARK,
                capacities,
                number % 3 == 0
                        ? List.of(
                                new Span(NOW - 60 * MINUTE, NOW + 150 * MINUTE),
                                new Span(NOW + 480 * MINUTE, NOW + 1_200 * MINUTE))
                        : Site.ALWAYS,
                Duration.ofMinutes(20),
                number % 2 == 0,
                number % 5 == 0 ? "partner" : null,
                number % 2 == 0 ? Set.of("narcotics") : Set.of(),
                0.02 * random.nextDouble(),
                number % 5 == 0 ? 0.08 : 0.02);
    }

    private Lane lane(String from, String to) {
        int minutes = random.nextInt(30, 420);
        int state = random.nextInt(10);
        return new Lane(
                from + "." + to,
                from,
                to,
                "carrier-" + random.nextInt(4),
                state == 0 ? Lane.State.CLOSED : state == 1 ? Lane.State.SLOW : Lane.State.OPEN,
                Duration.ofMinutes(minutes),
                1.5,
                0.9 + 0.09 * random.nextDouble(),
                Duration.ofMinutes(20 + minutes / 4),
                random.nextInt(4) == 0 ? Set.of() : Set.of("frozen", "chilled", "cool"),
                2,
                0.0004 * minutes,
                null);
    }
}
