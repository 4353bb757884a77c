package io.frostproof.store;

import io.frostproof.alerts.disposition.DispositionPolicy;
import io.frostproof.alerts.disposition.Judgement;
import io.frostproof.alerts.disposition.Soundness;
import io.frostproof.alerts.exposure.Tolerance;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.OpenOrder;
import io.frostproof.alerts.plan.facts.ProductNeeds;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.facts.Supply;
import io.frostproof.alerts.plan.facts.TemperatureClass;
import io.frostproof.store.ExposureQueries.Ledger;
import io.frostproof.store.SituationSource.Read;
import io.frostproof.store.SituationSource.Unplannable;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One situation on its way out of the database. For one transaction with one view. */
final class SituationWork {

    private static final double COLDEST = -273.15;
    private static final double WARMEST = 1000;

    private final Connection connection;
    private final ExposureCache cache;
    private final Instant now;
    private final DispositionPolicy policy;
    private final Set<String> usedUp;
    private final boolean weighedOnly;
    private final PlanPlaces places;
    private final PlanTrouble trouble;
    private final Map<String, PlanWays> ways;
    private final Map<String, Tolerance> tolerances = new HashMap<>();
    private final List<AffectedUnit> units = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<Unplannable> unplannable = new ArrayList<>();

    /** @param usedUp goods that are to be judged although nothing need be the matter where they are */
    SituationWork(Connection connection, ExposureCache cache, Instant now, DispositionPolicy policy, Set<String> usedUp)
            throws SQLException {
        this(connection, cache, now, policy, usedUp, false, false);
    }

    /**
     * For a drill, which is about what could be moved: goods of which no move can be weighed are left out.
     *
     * @param asIfDark whether no node at all can be counted on, whatever is known of it
     */
    static SituationWork ofDrill(
            Connection connection, ExposureCache cache, Instant now, DispositionPolicy policy, boolean asIfDark)
            throws SQLException {
        return new SituationWork(connection, cache, now, policy, Set.of(), asIfDark, true);
    }

    private SituationWork(
            Connection connection,
            ExposureCache cache,
            Instant now,
            DispositionPolicy policy,
            Set<String> usedUp,
            boolean asIfDark,
            boolean weighedOnly)
            throws SQLException {
        this.connection = connection;
        this.cache = cache;
        this.now = now;
        this.policy = policy;
        this.usedUp = Set.copyOf(usedUp);
        this.weighedOnly = weighedOnly;
        places = PlanPlaces.read(connection, now);
        PlanTrouble known = PlanTrouble.read(connection, places.nodes(), now);
        trouble = asIfDark ? known.everywhere(places.nodes().keySet()) : known;
        ways = PlanWays.read(connection, now);
    }

    Read read() throws SQLException {
        Set<String> turned = new TreeSet<>();
        ways.values().stream().filter(way -> !stands(way)).forEach(way -> turned.add(way.handlingUnit()));
        var asked = new TreeSet<>(turned);
        asked.addAll(trouble.handlingUnits());
        asked.addAll(usedUp);
        var where = new TreeSet<>(trouble.units());
        where.addAll(trouble.silent().keySet());
        Map<String, PlanGoods> affected =
                PlanGoods.of(connection, List.copyOf(where), List.copyOf(trouble.darkNodes()), List.copyOf(asked), now);
        affected.values().removeIf(goods -> goods.discarded() || !isAffected(goods));
        List<OpenOrder> orders = PlanOrders.read(connection, now);
        Map<String, PlanGoods> stock = orders.isEmpty()
                ? Map.of()
                : PlanGoods.ofProducts(
                        connection,
                        orders.stream().map(OpenOrder::product).distinct().toList(),
                        now);
        units(affected, asked);
        List<Supply> supplies = supplies(stock, affected.keySet());
        Set<String> products = new TreeSet<>();
        units.forEach(unit -> products.add(unit.product()));
        supplies.forEach(supply -> products.add(supply.product()));
        orders.forEach(order -> products.add(order.product()));
        Map<String, Map<String, Long>> taken = taken(affected.keySet());
        List<Site> sites = places.nodes().values().stream()
                .map(node -> node.site(
                        trouble.darkNodes().contains(node.id()), taken.getOrDefault(node.id(), Map.of()), now))
                .toList();
        var situation = new Situation(
                Sql.micros(now),
                places.classes(),
                sites,
                places.lanes(),
                needs(products),
                places.fallbacks(),
                units,
                supplies,
                orders);
        unplannable.sort(Comparator.comparing(Unplannable::handlingUnit));
        return new Read(situation, new SituationDigest(situation, places, keys, unplannable, now).hex(), unplannable);
    }

    /** Whether where it is going can be gone to. */
    private boolean stands(PlanWays way) {
        return !trouble.darkNodes().contains(way.to()) && !closed(way.lane());
    }

    private boolean closed(@Nullable String lane) {
        return lane != null
                && places.lanes().stream().anyMatch(one -> one.id().equals(lane) && one.state() == Lane.State.CLOSED);
    }

    /** What is decided on and can go there needs no plan, whatever is the matter where it still is. */
    private boolean isAffected(PlanGoods goods) {
        PlanWays way = ways.get(goods.id());
        return way == null || !way.approved() || !stands(way);
    }

    /**
     * Makes the affected units of goods, and leaves out those that are where nobody knows how warm it is, and sound all the same: what is known of them leaves no doubt yet; or
     * somebody who knew of the silence let them go.
     *
     * @param asked handling units that are affected wherever they are
     */
    private void units(Map<String, PlanGoods> affected, Set<String> asked) throws SQLException {
        Map<String, Ledger> ledgers =
                ExposureQueries.of(connection, cache, affected.keySet(), now).byHandlingUnit();
        Map<String, Instant> letGo = UsedUpGoods.letGo(connection, affected.keySet());
        affected.values()
                .removeIf(goods -> isSilentAlone(goods, asked)
                        && (judge(ledgers.get(goods.id())) == Soundness.SOUND
                                || trouble.letGoInSilence(goods.unit(), letGo.get(goods.id()))));
        Set<String> where = new HashSet<>();
        affected.values().forEach(goods -> {
            if (goods.unit() != null) {
                where.add(goods.unit());
            }
        });
        Map<String, PlanWarmth> warmth = PlanWarmth.of(connection, where, now);
        for (PlanGoods goods : affected.values()) {
            Ledger ledger = ledgers.get(goods.id());
            if (ledger == null) {
                missing(goods, "ledger", "no life of it is on record");
            } else {
                tolerances.put(goods.product(), ledger.tolerance());
                unit(goods, ledger, warmth);
            }
        }
    }

    /** Whether nothing else is the matter with goods than that their thermometer is silent. */
    private boolean isSilentAlone(PlanGoods goods, Set<String> asked) {
        String unit = goods.unit();
        return unit != null
                && trouble.silentAlone(unit, Objects.requireNonNull(goods.node()))
                && !goods.held()
                && !asked.contains(goods.id());
    }

    private Soundness judge(@Nullable Ledger ledger) {
        return ledger == null
                ? Soundness.UNKNOWN
                : policy.judge(ledger.exposure(), ledger.tolerance()).soundness();
    }

    private void unit(PlanGoods goods, Ledger ledger, Map<String, PlanWarmth> warmth) {
        PlanWays way = ways.get(goods.id());
        String node = way == null ? goods.node() : way.from();
        Tolerance tolerance = ledger.tolerance();
        Unplannable unweighed = node == null ? null : unweighed(goods);
        if (unweighed != null) {
            unplannable.add(unweighed);
        }
        if (node == null) {
            missing(goods, "place", "it is in no unit of the network, and no shipment that is under way has it");
        } else if (unweighed != null && weighedOnly) {
            return;
        } else if (tolerance.minCelsius() == null && tolerance.maxCelsius() == null) {
            missing(
                    goods,
                    "band",
                    "neither product " + goods.product() + " nor its storage profile has a band of temperature");
        } else {
            Judgement judgement = policy.judge(ledger.exposure(), tolerance);
            PlanRundown rundown = rundown(goods, ledger, judgement.soundness(), way, node, warmth);
            if (rundown == null) {
                missing(
                        goods,
                        "budgets",
                        "product " + goods.product()
                                + " has neither budgets nor a shelf life, so nobody knows how long it may be out of its band");
            } else {
                add(goods, unweighed != null, judgement, rundown, way, node);
            }
        }
    }

    /** Why no move of goods can be weighed, null if one can. What they lived through is known all the same, and so is whether they may be used. */
    private @Nullable Unplannable unweighed(PlanGoods goods) {
        if (!goods.roomKnown()) {
            return new Unplannable(
                    goods.id(),
                    "litres",
                    "product " + goods.product() + " has no litres_per of " + goods.quantityUnit()
                            + ", in which this is counted");
        }
        return goods.worth(places.currency()) != null
                ? null
                : new Unplannable(
                        goods.id(),
                        "value",
                        "product " + goods.product() + " has no value per " + goods.quantityUnit() + " in "
                                + places.currency());
    }

    private @Nullable PlanRundown rundown(
            PlanGoods goods,
            Ledger ledger,
            Soundness soundness,
            @Nullable PlanWays way,
            String node,
            Map<String, PlanWarmth> warmth) {
        String unit = goods.unit();
        if (way != null && !stands(way) && (unit == null || !trouble.at(unit, Objects.requireNonNull(goods.node())))) {
            return PlanRundown.from(
                    ledger.exposure(), ledger.tolerance(), soundness, way.arrives(), repair(way.to()), now);
        }
        boolean matter = unit != null && trouble.at(unit, Objects.requireNonNull(goods.node()));
        return PlanRundown.of(
                ledger.exposure(),
                ledger.tolerance(),
                soundness,
                unit == null ? null : warmth.get(unit),
                matter,
                unit != null && matter && trouble.withoutPower(unit, Objects.requireNonNull(goods.node())),
                repair(node),
                now);
    }

    private @Nullable Duration repair(String node) {
        PlanPlaces.Node there = places.nodes().get(node);
        return there == null ? null : there.meanRepair();
    }

    /** @param unweighed whether no move of them can be weighed: they are worth nothing to the plan, so it moves them nowhere, and take no room */
    private void add(
            PlanGoods goods,
            boolean unweighed,
            Judgement judgement,
            PlanRundown rundown,
            @Nullable PlanWays way,
            String node) {
        long ready = way == null || way.departs().isBefore(now) ? Sql.micros(now) : Sql.micros(way.departs());
        String unit = goods.unit();
        double worth = unweighed ? 0 : Objects.requireNonNull(goods.worth(places.currency()));
        var affected = new AffectedUnit(
                goods.id(),
                goods.lot(),
                goods.product(),
                unweighed ? 1 : goods.room(),
                worth,
                node,
                unit == null ? Objects.requireNonNull(way).vehicle() : unit,
                way == null ? null : way.to(),
                way == null ? null : way.lane(),
                ready,
                goods.held(),
                judgement,
                rundown.rundown());
        units.add(affected);
        keys.add(String.join(
                "|",
                goods.id(),
                goods.lot(),
                goods.product(),
                Long.toString(affected.litres()),
                Double.toString(worth),
                node,
                affected.place(),
                String.valueOf(affected.inboundTo()),
                String.valueOf(affected.plannedLane()),
                way != null && way.departs().isAfter(now) ? way.departs().toString() : "now",
                Boolean.toString(goods.held()),
                judgement.soundness().id(),
                judgement.reasons().stream()
                        .map(reason -> reason.code() + ' ' + reason.about())
                        .toList()
                        .toString(),
                judgement.policyVersion(),
                rundown.key()));
    }

    private void missing(PlanGoods goods, String field, String detail) {
        unplannable.add(new Unplannable(goods.id(), field, detail));
    }

    /** What orders can be served from: free, sound, neither affected nor expired nor going elsewhere, and counted as orders of its product are. */
    private List<Supply> supplies(Map<String, PlanGoods> stock, Set<String> affected) throws SQLException {
        Map<String, String> counted = new HashMap<>();
        Sql.list(
                connection,
                row -> counted.put(row.getString("product_id"), row.getString("quantity_unit")),
                "select product_id, min(quantity_unit) as quantity_unit from customer_order where state = 'open' group by product_id");
        List<PlanGoods> free = stock.values().stream()
                .filter(goods -> !affected.contains(goods.id())
                        && !goods.held()
                        && !goods.discarded()
                        && !goods.expired()
                        && goods.quantityKnown()
                        && !ways.containsKey(goods.id())
                        && goods.quantityUnit().equals(counted.get(goods.product())))
                .toList();
        Map<String, Ledger> ledgers = ExposureQueries.of(
                        connection, cache, free.stream().map(PlanGoods::id).toList(), now)
                .byHandlingUnit();
        var sums = new TreeMap<String, Supply>();
        for (PlanGoods goods : free) {
            Ledger ledger = ledgers.get(goods.id());
            String node = goods.node();
            if (ledger != null && node != null && judge(ledger) == Soundness.SOUND) {
                long whole = goods.quantity().setScale(0, RoundingMode.FLOOR).longValueExact();
                sums.merge(
                        node + '|' + goods.product(),
                        new Supply(node, goods.product(), whole),
                        (one, other) -> new Supply(node, goods.product(), one.quantity() + other.quantity()));
            }
        }
        return List.copyOf(sums.values());
    }

    private List<ProductNeeds> needs(Set<String> products) throws SQLException {
        Map<String, Tolerance> all = ToleranceRows.of(connection, products);
        return Sql.list(
                connection,
                row -> {
                    String id = row.getString("id");
                    Tolerance tolerance = Objects.requireNonNull(all.get(id));
                    Double min = tolerance.minCelsius();
                    Double max = tolerance.maxCelsius();
                    return new ProductNeeds(
                            id,
                            min == null ? COLDEST : min,
                            max == null ? WARMEST : max,
                            PlanPlaces.words(row, "authorisations"));
                },
                "select id, authorisations from product where id = any (?)",
                Sql.texts(List.copyOf(products)));
    }

    /** Room that is not there for the plan: what is in it, and what is on its way to it and needs no plan. */
    private Map<String, Map<String, Long>> taken(Set<String> affected) throws SQLException {
        Map<String, Map<String, Long>> taken = PlanGoods.taken(connection, now);
        List<String> coming =
                ways.keySet().stream().filter(id -> !affected.contains(id)).toList();
        if (coming.isEmpty()) {
            return taken;
        }
        Map<String, PlanGoods> goods = PlanGoods.of(connection, List.of(), List.of(), coming, now);
        Map<String, Tolerance> all = ToleranceRows.of(
                connection, goods.values().stream().map(PlanGoods::product).toList());
        for (String id : coming) {
            PlanGoods one = goods.get(id);
            PlanWays way = Objects.requireNonNull(ways.get(id));
            if (one == null || !one.roomKnown() || way.to().equals(one.node())) {
                continue;
            }
            String range = way.temperatureClass() != null
                    ? way.temperatureClass()
                    : fitting(all.get(one.product()), places.nodes().get(way.to()));
            if (range != null) {
                taken.computeIfAbsent(way.to(), node -> new HashMap<>()).merge(range, one.room(), Long::sum);
            }
        }
        return taken;
    }

    /** The first class of room there that keeps the product. */
    private @Nullable String fitting(@Nullable Tolerance tolerance, PlanPlaces.@Nullable Node node) {
        if (tolerance == null || node == null) {
            return null;
        }
        Double min = tolerance.minCelsius();
        Double max = tolerance.maxCelsius();
        return places.classes().stream()
                .filter(range -> node.litres().containsKey(range.id())
                        && (min == null || range.minCelsius() >= min)
                        && (max == null || range.maxCelsius() <= max))
                .map(TemperatureClass::id)
                .sorted()
                .findFirst()
                .orElse(null);
    }
}
