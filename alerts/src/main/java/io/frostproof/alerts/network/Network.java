package io.frostproof.alerts.network;

import io.frostproof.alerts.condition.Condition;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A whole network, as one file describes it. References between the parts are by id and have been checked by whoever
 * made it; profiles include the built-in ones that the file uses, and hold what they inherit.
 *
 * @param rules at most one for each kind and for each product
 * @param effectiveFrom from when on rules that differ from those on record hold; null: from when they are recorded
 * @param stockLevels at most one for each node and product
 * @param dwell how long handling units may be somewhere
 * @param identifiers what others call its things
 * @param decisions where goods can go, and who decides
 */
public record Network(
        List<Region> regions,
        List<Node> nodes,
        List<StorageProfile> profiles,
        List<Unit> units,
        List<Device> devices,
        List<Product> products,
        List<Lot> lots,
        List<HandlingUnit> handlingUnits,
        List<Movement> movements,
        List<SharedRules> rules,
        @Nullable Instant effectiveFrom,
        List<StockLevel> stockLevels,
        DwellConfig dwell,
        List<Identified> identifiers,
        DecisionConfig decisions) {

    /** Without what decisions need. */
    public Network(
            List<Region> regions,
            List<Node> nodes,
            List<StorageProfile> profiles,
            List<Unit> units,
            List<Device> devices,
            List<Product> products,
            List<Lot> lots,
            List<HandlingUnit> handlingUnits,
            List<Movement> movements,
            List<SharedRules> rules,
            @Nullable Instant effectiveFrom,
            List<StockLevel> stockLevels,
            DwellConfig dwell,
            List<Identified> identifiers) {
        this(
                regions,
                nodes,
                profiles,
                units,
                devices,
                products,
                lots,
                handlingUnits,
                movements,
                rules,
                effectiveFrom,
                stockLevels,
                dwell,
                identifiers,
                DecisionConfig.NONE);
    }

    /** Without identifiers of others and what decisions need. */
    public Network(
            List<Region> regions,
            List<Node> nodes,
            List<StorageProfile> profiles,
            List<Unit> units,
            List<Device> devices,
            List<Product> products,
            List<Lot> lots,
            List<HandlingUnit> handlingUnits,
            List<Movement> movements,
            List<SharedRules> rules,
            @Nullable Instant effectiveFrom,
            List<StockLevel> stockLevels,
            DwellConfig dwell) {
        this(
                regions,
                nodes,
                profiles,
                units,
                devices,
                products,
                lots,
                handlingUnits,
                movements,
                rules,
                effectiveFrom,
                stockLevels,
                dwell,
                List.of());
    }

    /** Without limits of dwell and identifiers of others. */
    public Network(
            List<Region> regions,
            List<Node> nodes,
            List<StorageProfile> profiles,
            List<Unit> units,
            List<Device> devices,
            List<Product> products,
            List<Lot> lots,
            List<HandlingUnit> handlingUnits,
            List<Movement> movements,
            List<SharedRules> rules,
            @Nullable Instant effectiveFrom,
            List<StockLevel> stockLevels) {
        this(
                regions,
                nodes,
                profiles,
                units,
                devices,
                products,
                lots,
                handlingUnits,
                movements,
                rules,
                effectiveFrom,
                stockLevels,
                DwellConfig.NONE);
    }

    /** Without stock levels, limits of dwell and identifiers of others. */
    public Network(
            List<Region> regions,
            List<Node> nodes,
            List<StorageProfile> profiles,
            List<Unit> units,
            List<Device> devices,
            List<Product> products,
            List<Lot> lots,
            List<HandlingUnit> handlingUnits,
            List<Movement> movements,
            List<SharedRules> rules,
            @Nullable Instant effectiveFrom) {
        this(
                regions,
                nodes,
                profiles,
                units,
                devices,
                products,
                lots,
                handlingUnits,
                movements,
                rules,
                effectiveFrom,
                List.of());
    }

    /** Without rules of kinds and products, stock levels, limits of dwell and identifiers of others. */
    public Network(
            List<Region> regions,
            List<Node> nodes,
            List<StorageProfile> profiles,
            List<Unit> units,
            List<Device> devices,
            List<Product> products,
            List<Lot> lots,
            List<HandlingUnit> handlingUnits,
            List<Movement> movements) {
        this(regions, nodes, profiles, units, devices, products, lots, handlingUnits, movements, List.of(), null);
    }

    public Network {
        regions = List.copyOf(regions);
        nodes = List.copyOf(nodes);
        profiles = List.copyOf(profiles);
        units = List.copyOf(units);
        devices = List.copyOf(devices);
        products = List.copyOf(products);
        lots = List.copyOf(lots);
        handlingUnits = List.copyOf(handlingUnits);
        movements = List.copyOf(movements);
        rules = List.copyOf(rules);
        stockLevels = List.copyOf(stockLevels);
        identifiers = List.copyOf(identifiers);
    }

    /** What a unit is watched for by this file alone, whatever was before. */
    public List<Condition> conditionsOf(Unit unit) {
        return RuleLayers.of(List.of(
                rules.stream()
                        .filter(of -> of.isOf(unit.kind()))
                        .flatMap(of -> of.conditions().stream())
                        .toList(),
                profiles.stream()
                        .filter(profile -> profile.id().equals(unit.profile()))
                        .flatMap(profile -> profile.conditions().stream())
                        .toList(),
                ProductLayer.of(conditionsOfProducts(unit), Function.identity()),
                unit.conditions()));
    }

    /** What the products that a unit keeps have it watched for, one after the other, by this file alone. */
    public List<List<Condition>> conditionsOfProducts(Unit unit) {
        return unit.keeps().stream()
                .map(product -> rules.stream()
                        .filter(of -> of.scope() == RuleVersion.Scope.PRODUCT
                                && of.of().equals(product))
                        .flatMap(of -> of.conditions().stream())
                        .toList())
                .toList();
    }
}
