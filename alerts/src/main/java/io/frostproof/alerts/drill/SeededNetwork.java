package io.frostproof.alerts.drill;

import io.frostproof.alerts.disposition.DispositionPolicy;
import io.frostproof.alerts.disposition.Judgement;
import io.frostproof.alerts.disposition.Soundness;
import io.frostproof.alerts.network.Span;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.OpenOrder;
import io.frostproof.alerts.plan.facts.ProductNeeds;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.facts.Supply;
import io.frostproof.alerts.plan.facts.TemperatureClass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A network to practise on, made from a seed: 25 nodes in five regions, where each region has a hub, two stores, a partner and a pop-up that opens within hours. Goods of twelve
 * products in three classes stand in all but the pop-ups, and nothing is the matter with any of them. The rest of the network has room for about two thirds of what one region has, and
 * each region may send its goods to two others. The same seed is the same network, on every machine.
 */
public final class SeededNetwork {

    /** How many handling units the shipped network has. */
    public static final int HANDLING_UNITS = 10_000;

    /** When it is there. */
    public static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");

    private static final long MINUTE = 60_000_000;
    private static final long NOW_MICROS = NOW.getEpochSecond() * 1_000_000;
    private static final List<String> REGIONS = List.of("centre", "east", "north", "south", "west");
    private static final List<String> KINDS = List.of("hub", "store-1", "store-2", "partner", "pop-up");
    private static final String NARCOTICS = "narcotics";

    /** Share of one region's litres that the rest of the network has room for. */
    private static final double ROOM = 0.65;

    /** How many pieces of its product a handling unit holds. */
    private static final int PIECES = 20;

    private static final List<TemperatureClass> CLASSES = List.of(
            new TemperatureClass("frozen", -25, -15),
            new TemperatureClass("chilled", 2, 8),
            new TemperatureClass("cool", 8, 15));

    /** A product, with how long it may be out of its band and what a litre of it is worth; minutes, money. */
    private record Goods(ProductNeeds needs, int budgetMinutes, double perLitre) {}

    private static final List<Goods> PRODUCTS = List.of(
            goods("cheese", 2, 8, 720, 9),
            goods("chocolate", 8, 18, 1_440, 8),
            goods("fish-frozen", -30, -12, 180, 7),
            goods("ice-cream", -30, -14, 60, 4),
            goods("insulin", 2, 8, 600, 160),
            goods("milk", 1, 8, 240, 2),
            narcotic("morphine", 2, 15, 720, 140),
            goods("plasma", -40, -15, 90, 120),
            goods("salad", 2, 8, 180, 4),
            goods("salmon", 0, 8, 150, 14),
            goods("vaccine", 2, 8, 300, 110),
            goods("wine", 5, 18, 2_880, 11));

    private final Random random;
    private final int handlingUnits;

    /** The shipped one. */
    public SeededNetwork(long seed) {
        this(seed, HANDLING_UNITS);
    }

    /** Of another size. */
    public SeededNetwork(long seed, int handlingUnits) {
        if (handlingUnits < 1) {
            throw new IllegalArgumentException("handlingUnits must be at least 1, was " + handlingUnits);
        }
        random = new Random(seed);
        this.handlingUnits = handlingUnits;
    }

    private static Goods goods(String product, double min, double max, int budgetMinutes, double perLitre) {
        return new Goods(new ProductNeeds(product, min, max, Set.of()), budgetMinutes, perLitre);
    }

    private static Goods narcotic(String product, double min, double max, int budgetMinutes, double perLitre) {
        return new Goods(new ProductNeeds(product, min, max, Set.of(NARCOTICS)), budgetMinutes, perLitre);
    }

    /** Makes it; to be called once. */
    public DrillFacts make() {
        List<WellUnit> units = units();
        List<Site> sites = sites(units);
        List<Lane> lanes = lanes(sites);
        var fallbacks = new HashMap<String, List<String>>();
        for (int i = 0; i < REGIONS.size(); i++) {
            var nodes = new ArrayList<String>();
            for (int next = 1; next <= 2; next++) {
                String region = REGIONS.get((i + next) % REGIONS.size());
                KINDS.forEach(kind -> nodes.add(region + "-" + kind));
            }
            fallbacks.put(REGIONS.get(i), nodes);
        }
        List<Supply> supplies = supplies(units);
        var present = new Situation(
                NOW_MICROS,
                CLASSES,
                sites,
                lanes,
                PRODUCTS.stream().map(Goods::needs).toList(),
                fallbacks,
                List.of(),
                supplies,
                orders(supplies));
        return new DrillFacts(present, units, runbooks(), "EUR", 0);
    }

    private List<WellUnit> units() {
        var holdovers = new HashMap<String, Duration>();
        var units = new ArrayList<WellUnit>();
        String policy = DispositionPolicy.standard().version();
        for (int i = 0; i < handlingUnits; i++) {
            Goods goods = PRODUCTS.get(random.nextInt(PRODUCTS.size()));
            String node = REGIONS.get(random.nextInt(REGIONS.size())) + "-" + KINDS.get(random.nextInt(4));
            String place = node + "-room-" + (1 + random.nextInt(6));
            Duration holdover = holdovers.computeIfAbsent(place, one -> Duration.ofMinutes(random.nextInt(20, 300)));
            int litres = random.nextInt(20, 400);
            Soundness soundness = random.nextInt(30) == 0 ? Soundness.UNKNOWN : Soundness.SOUND;
            units.add(new WellUnit(
                    String.format(Locale.ROOT, "hu-%05d", i),
                    goods.needs().product() + "-" + random.nextInt(30),
                    goods.needs().product(),
                    litres,
                    Math.round(litres * goods.perLitre() * (0.5 + random.nextDouble()) * 100) / 100.0,
                    node,
                    place,
                    null,
                    null,
                    NOW_MICROS + random.nextInt(15, 120) * MINUTE,
                    soundness == Soundness.UNKNOWN,
                    new Judgement(soundness, policy, List.of(), null),
                    Duration.ofMinutes(Math.round(goods.budgetMinutes() * (0.3 + 0.7 * random.nextDouble()))),
                    holdover,
                    1,
                    1,
                    Duration.ofHours(8)));
        }
        return units;
    }

    private List<Site> sites(List<WellUnit> units) {
        long ofOneRegion = units.stream().mapToLong(WellUnit::litres).sum() / REGIONS.size();
        double usual = ofOneRegion * ROOM / ((REGIONS.size() - 1) * KINDS.size() * CLASSES.size());
        var sites = new ArrayList<Site>();
        for (String region : REGIONS) {
            for (int kind = 0; kind < KINDS.size(); kind++) {
                sites.add(site(region, kind, usual));
            }
        }
        return sites;
    }

    private Site site(String region, int kind, double usual) {
        boolean hub = kind == 0;
        boolean partner = kind == 3;
        boolean popUp = kind == 4;
        var capacities = new ArrayList<Capacity>();
        long opens = NOW_MICROS + random.nextInt(60, 240) * MINUTE;
        for (TemperatureClass range : CLASSES) {
            long litres = Math.round(usual * (hub ? 2 : 0.75) * (0.3 + 1.4 * random.nextDouble()));
            // Not every place has all classes.
            if (hub || random.nextInt(4) > 0) {
                capacities.add(
                        popUp
                                ? new Capacity(range.id(), List.of(new Capacity.Step(opens, litres)))
                                : Capacity.always(range.id(), litres));
            }
        }
        return new Site(
                region + "-" + KINDS.get(kind),
                region,
                false,
                capacities,
                hub
                        ? Site.ALWAYS
                        : List.of(
                                new Span(NOW_MICROS - 720 * MINUTE, NOW_MICROS + 300 * MINUTE),
                                new Span(NOW_MICROS + 720 * MINUTE, NOW_MICROS + 1_740 * MINUTE)),
                Duration.ofMinutes(20),
                hub,
                partner ? "partner-" + region : null,
                hub || (partner && random.nextBoolean()) ? Set.of(NARCOTICS) : Set.of(),
                0.02 * random.nextDouble(),
                partner ? 0.08 : 0.02);
    }

    private List<Lane> lanes(List<Site> sites) {
        var lanes = new ArrayList<Lane>();
        for (Site from : sites) {
            for (Site to : sites) {
                boolean near = from.region().equals(to.region());
                if (!from.equals(to) && (near || random.nextInt(10) < 6)) {
                    lanes.add(lane(from.node(), to.node(), near));
                }
            }
        }
        return lanes;
    }

    private Lane lane(String from, String to, boolean near) {
        int minutes = near ? random.nextInt(20, 90) : random.nextInt(60, 420);
        return new Lane(
                from + "." + to,
                from,
                to,
                "carrier-" + (1 + random.nextInt(4)),
                random.nextInt(12) == 0 ? Lane.State.SLOW : Lane.State.OPEN,
                Duration.ofMinutes(minutes),
                1.5,
                0.9 + 0.09 * random.nextDouble(),
                Duration.ofMinutes(20 + minutes / 4),
                random.nextInt(4) == 0 ? Set.of() : Set.of("frozen", "chilled", "cool"),
                2,
                0.0004 * minutes,
                random.nextInt(3) == 0 ? 6_000L : null);
    }

    /** All that is sound. */
    private static List<Supply> supplies(List<WellUnit> units) {
        Map<String, Map<String, Long>> pieces = new TreeMap<>();
        for (WellUnit unit : units) {
            if (unit.judgement().soundness() == Soundness.SOUND) {
                pieces.computeIfAbsent(unit.node(), node -> new TreeMap<>())
                        .merge(unit.product(), (long) PIECES, Long::sum);
            }
        }
        var supplies = new ArrayList<Supply>();
        pieces.forEach((node, byProduct) ->
                byProduct.forEach((product, quantity) -> supplies.add(new Supply(node, product, quantity))));
        return supplies;
    }

    /** Each from where its product is, to some other node. */
    private List<OpenOrder> orders(List<Supply> supplies) {
        var orders = new ArrayList<OpenOrder>();
        for (int i = 0; i < handlingUnits / 40; i++) {
            Supply from = supplies.get(random.nextInt(supplies.size()));
            String to = REGIONS.get(random.nextInt(REGIONS.size())) + "-" + KINDS.get(random.nextInt(KINDS.size()));
            orders.add(new OpenOrder(
                    String.format(Locale.ROOT, "order-%04d", i),
                    from.product(),
                    random.nextInt(1, 60),
                    from.node(),
                    to,
                    NOW_MICROS + random.nextInt(240, 2_880) * MINUTE,
                    NOW_MICROS + random.nextInt(120) * MINUTE,
                    random.nextInt(50, 2_000)));
        }
        return orders;
    }

    private static List<Runbook> runbooks() {
        var runbooks = new ArrayList<Runbook>();
        for (String region : REGIONS) {
            runbooks.add(new Runbook(
                    region + "-grid",
                    "region",
                    region,
                    List.of(
                            "Ask the grid operator how long it will last",
                            "Tell the partner to keep its dock open",
                            "Call drivers of the carriers in",
                            "Close the doors of every cold room and seal them")));
            runbooks.add(new Runbook(
                    region + "-hub-fire",
                    "node",
                    region + "-hub",
                    List.of("Count the people at the meeting point", "Have the fire brigade release the cold rooms")));
        }
        return runbooks;
    }
}
