package io.frostproof.server.score;

import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Product;
import io.frostproof.simulator.truth.TruthRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What truly became of each handling unit. The simulation says it, which counts at its own resolution how long the product was beyond a temperature that harms it. Of those that go
 * their own way since the server held them back, the true temperatures of the product where they truly are say it from then on, known every five minutes. Nothing of it is the server's.
 */
final class StockTruth {

    /**
     * How a handling unit is.
     *
     * @param harmedMillis since when it is harmed; null: it never was
     * @param onTheWay whether it is harmed, and not without what it bore on the vehicle that brought it, or the heat that goods brought with them into a unit whose probes hang in the air: nobody told the
     *     server anything of either
     */
    record Of(@Nullable Long harmedMillis, boolean onTheWay) {
        static final Of SOUND = new Of(null, false);

        boolean harmedBy(long millis) {
            return harmedMillis != null && harmedMillis <= millis;
        }
    }

    /** The simulation reckons more often than the temperatures that are told, and in means of its steps. */
    private static final Duration COARSE = Duration.ofMinutes(5);

    private static final double COARSE_SHARE = 0.02;

    /** Air that was beyond a temperature for this share of an allowance shows that goods may be. */
    private static final double SHOWN_SHARE = 0.1;

    private final KnownTruth truth;
    private final Whereabouts whereabouts;
    private final long endMillis;
    private final Map<String, List<Allowance>> tolerances = new HashMap<>();
    private final Map<Beyond, List<Interval>> beyond = new HashMap<>();
    private final Unseeable unseeable;

    /** @param seen without what goods brought with them, and no probe could show */
    private record Beyond(String unit, Allowance allowance, boolean seen) {}

    private StockTruth(KnownTruth truth, Whereabouts whereabouts, Network network, long endMillis) {
        this.truth = truth;
        this.whereabouts = whereabouts;
        this.endMillis = endMillis;
        unseeable = new Unseeable(truth, new WatchedNetwork(network));
        Map<String, Product> products =
                network.products().stream().collect(Collectors.toMap(Product::id, product -> product));
        Map<String, String> lots = network.lots().stream().collect(Collectors.toMap(Lot::id, Lot::product));
        for (HandlingUnit it : network.handlingUnits()) {
            Product product = products.get(lots.getOrDefault(it.lot(), ""));
            tolerances.put(
                    it.id(), product == null ? List.of() : product.facts().allowances());
        }
    }

    /** Of all that were in the network at some time. */
    static Map<String, Of> of(KnownTruth truth, Whereabouts whereabouts, Network network, long endMillis) {
        var stock = new StockTruth(truth, whereabouts, network, endMillis);
        var all = new TreeMap<String, Of>();
        for (String handlingUnit : whereabouts.handlingUnits()) {
            all.put(handlingUnit, stock.one(handlingUnit));
        }
        return all;
    }

    private Of one(String handlingUnit) {
        TruthRecord.Harm harm = truth.harm(handlingUnit);
        Long lost = whereabouts.lostMillis(handlingUnit);
        Long harmed = harm != null && (lost == null || harm.atMillis() <= lost)
                ? (Long) harm.atMillis()
                : lost == null ? null : harmedHere(handlingUnit, false, 1, 0);
        return harmed == null
                ? Of.SOUND
                : new Of(harmed, harmedHere(handlingUnit, true, 1 - COARSE_SHARE, COARSE.toMillis()) == null);
    }

    /**
     * When it had borne in the network what harms it, or nearly so: a share of it, less some time.
     *
     * @param seen counting only what probes could show
     */
    private @Nullable Long harmedHere(String handlingUnit, boolean seen, double share, long lessMillis) {
        Long first = null;
        for (Allowance allowance : tolerances.getOrDefault(handlingUnit, List.of())) {
            long enough = Math.round(allowance.time().toMillis() * share) - lessMillis;
            Long harmed = usedUp(handlingUnit, allowance, seen, enough);
            if (harmed != null && (first == null || harmed < first)) {
                first = harmed;
            }
        }
        return first;
    }

    private @Nullable Long usedUp(String handlingUnit, Allowance allowance, boolean seen, long enoughMillis) {
        long used = 0;
        var moves = new ArrayList<>(whereabouts.stays(handlingUnit).entrySet());
        for (int i = 0; i < moves.size(); i++) {
            long from = moves.get(i).getKey();
            long until = i + 1 < moves.size() ? moves.get(i + 1).getKey() : endMillis;
            if (from < until) {
                for (Interval out : Interval.inBoth(
                        List.of(new Interval(from, until)), beyond(moves.get(i).getValue(), allowance, seen))) {
                    if (used + out.lengthMillis() > enoughMillis) {
                        return out.startMillis() + Math.max(0, enoughMillis - used);
                    }
                    used += out.lengthMillis();
                }
            }
        }
        return null;
    }

    private List<Interval> beyond(String unit, Allowance allowance, boolean seen) {
        return beyond.computeIfAbsent(new Beyond(unit, allowance, seen), key -> {
            TemperatureTrace trace = truth.contents(unit);
            Operator operator = allowance.side() == Allowance.Side.WARM ? Operator.ABOVE : Operator.BELOW;
            if (trace == null) {
                return List.of();
            }
            long shown = Math.round(allowance.time().toMillis() * SHOWN_SHARE);
            return trace.beyond(operator, allowance.beyondCelsius()).stream()
                    .filter(state -> !seen
                            || !unseeable.cameLikeThat(
                                    operator,
                                    allowance.beyondCelsius(),
                                    shown,
                                    unit,
                                    state,
                                    TruthRecord.Temperature.EVERY_MILLIS))
                    .toList();
        });
    }
}
