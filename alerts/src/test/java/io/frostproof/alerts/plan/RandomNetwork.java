package io.frostproof.alerts.plan;

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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Situations by chance: two dark nodes, some others with little room, lanes of every state, goods of every kind. All times are whole minutes. */
final class RandomNetwork {

    static final long MINUTE = 60_000_000;
    static final long NOW = 30_000_000 * MINUTE;

    private static final List<TemperatureClass> CLASSES = List.of(
            new TemperatureClass("frozen", -25, -15),
            new TemperatureClass("chilled", 2, 8),
            new TemperatureClass("cool", 8, 15));

    private static final List<ProductNeeds> PRODUCTS = List.of(
            new ProductNeeds("ice", -30, -10, Set.of()),
            new ProductNeeds("milk", 2, 8, Set.of()),
            new ProductNeeds("opioid", 2, 8, Set.of("narcotics")),
            new ProductNeeds("tea", 0, 25, Set.of()));

    private final Random random;
    private final int others;
    private final int units;

    /** How much room there is in all, of what all goods together take. */
    private final double room;

    /** Whether all goods want the same few rooms, are worth saving, and differ in what they are worth by the litre. */
    private final boolean contested;

    RandomNetwork(long seed, int others, int units, double room) {
        this(seed, others, units, room, false);
    }

    private RandomNetwork(long seed, int others, int units, double room, boolean contested) {
        this.contested = contested;
        random = new Random(seed);
        this.others = others;
        this.units = units;
        this.room = room;
    }

    static RandomNetwork contested(long seed, int others, int units, double room) {
        return new RandomNetwork(seed, others, units, room, true);
    }

    Situation make() {
        var goods = new ArrayList<AffectedUnit>();
        for (int i = 0; i < units; i++) {
            goods.add(unit(i));
        }
        long litres = goods.stream().mapToLong(AffectedUnit::litres).sum();
        var sites = new ArrayList<Site>(List.of(dark("dark-0"), dark("dark-1")));
        for (int i = 0; i < others; i++) {
            sites.add(site(i, Math.round(litres * room / others)));
        }
        var lanes = new ArrayList<Lane>();
        for (int from = 0; from < 2; from++) {
            for (int to = 0; to < others; to++) {
                if (random.nextInt(5) > 0) {
                    lanes.add(lane("dark-" + from, "node-" + to));
                }
            }
        }
        return new Situation(
                NOW,
                CLASSES,
                sites,
                lanes,
                PRODUCTS,
                Map.of("north", List.of("node-1", "node-3", "node-5")),
                goods,
                List.of(),
                List.of());
    }

    private AffectedUnit unit(int number) {
        Soundness soundness = random.nextInt(12) == 0
                ? Soundness.HARMED
                : random.nextInt(5) == 0 ? Soundness.UNKNOWN : Soundness.SOUND;
        String dark = "dark-" + random.nextInt(2);
        boolean inbound = random.nextInt(6) == 0;
        return new AffectedUnit(
                "hu-" + number,
                "lot-" + number % 3,
                contested
                        ? "milk"
                        : PRODUCTS.get(random.nextInt(PRODUCTS.size())).product(),
                contested ? random.nextInt(10, 100) : random.nextInt(10, 60),
                contested ? random.nextInt(600, 1_800) : random.nextInt(50, 5_000),
                dark,
                dark + "-room-" + random.nextInt(3),
                inbound ? dark : null,
                null,
                NOW + random.nextInt(40) * MINUTE,
                random.nextInt(4) == 0,
                new Judgement(soundness, "test", List.of(), null),
                new Rundown(
                        Duration.ofMinutes(contested ? random.nextInt(200, 600) : random.nextInt(400)),
                        random.nextInt(20) == 0 ? null : Duration.ofMinutes(random.nextInt(180)),
                        random.nextInt(1, 4),
                        random.nextInt(0, 4),
                        random.nextBoolean() ? null : Duration.ofMinutes(random.nextInt(30, 600))));
    }

    private static Site dark(String node) {
        return new Site(
                node,
                "north",
                true,
                List.of(Capacity.always("chilled", 10_000)),
                Site.ALWAYS,
                Duration.ZERO,
                false,
                null,
                Set.of("narcotics"),
                0,
                0);
    }

    private Site site(int number, long litres) {
        var capacities = new ArrayList<Capacity>();
        for (TemperatureClass range : CLASSES) {
            long later = Math.round(litres * random.nextDouble());
            capacities.add(
                    switch (random.nextInt(4)) {
                        case 0 -> Capacity.always(range.id(), litres);
                        case 1 ->
                            new Capacity(
                                    range.id(),
                                    List.of(
                                            new Capacity.Step(Long.MIN_VALUE, litres),
                                            new Capacity.Step(NOW + minutes(30, 300), later)));
                        case 2 -> new Capacity(range.id(), List.of(new Capacity.Step(NOW + minutes(30, 300), litres)));
                        default ->
                            new Capacity(
                                    range.id(),
                                    List.of(
                                            new Capacity.Step(Long.MIN_VALUE, later),
                                            new Capacity.Step(NOW + minutes(30, 300), litres)));
                    });
        }
        long opens = NOW + minutes(0, 200);
        return new Site(
                "node-" + number,
                number % 2 == 0 ? "north" : "south",
                random.nextInt(12) == 0,
                capacities,
                random.nextBoolean()
                        ? Site.ALWAYS
                        : List.of(
                                new Span(opens, opens + minutes(60, 400)),
                                new Span(NOW + minutes(800, 900), NOW + minutes(1_000, 1_300))),
                Duration.ofMinutes(random.nextInt(31)),
                random.nextBoolean(),
                random.nextBoolean() ? null : "partner",
                random.nextBoolean() ? Set.of("narcotics") : Set.of(),
                random.nextInt(3) == 0 ? random.nextDouble() / 10 : 0,
                random.nextInt(5) / 10.0);
    }

    private Lane lane(String from, String to) {
        Lane.State[] states = {
            Lane.State.OPEN, Lane.State.OPEN, Lane.State.OPEN, Lane.State.OPEN, Lane.State.SLOW, Lane.State.CLOSED
        };
        return new Lane(
                from + "." + to,
                from,
                to,
                "carrier",
                contested ? Lane.State.OPEN : states[random.nextInt(states.length)],
                Duration.ofMinutes(random.nextInt(10, 240)),
                random.nextInt(1, 4),
                0.8 + random.nextDouble() / 5,
                Duration.ofMinutes(random.nextInt(10, 120)),
                random.nextInt(3) == 0 ? Set.of() : Set.of("chilled", "frozen", "cool"),
                random.nextInt(30),
                random.nextInt(10) / 10.0,
                random.nextInt(4) == 0 ? (Long) random.nextLong(30, 200) : null);
    }

    private long minutes(int from, int to) {
        return random.nextInt(from, to) * MINUTE;
    }
}
