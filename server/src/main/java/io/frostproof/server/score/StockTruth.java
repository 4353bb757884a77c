package io.frostproof.server.score;

import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.network.HandlingUnit;
import io.frostproof.alerts.network.Lot;
import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.Product;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What truly became of each handling unit, by the true temperature of its product at full resolution. */
final class StockTruth {

    /** How a handling unit is at the end of the run, or was when it left. */
    enum Of {
        SOUND,
        /** Harmed by what it bore in the network. */
        HARMED,
        /** Harmed, and not without what it bore on the vehicle that brought it, of which nobody told the server anything. */
        HARMED_ON_THE_WAY
    }

    /** The simulation reckons more often than the temperatures that are told, and in means of its steps. */
    private static final Duration COARSE = Duration.ofMinutes(5);

    private static final double COARSE_SHARE = 0.02;

    private final KnownTruth truth;
    private final Map<String, List<Allowance>> tolerances = new HashMap<>();

    private StockTruth(KnownTruth truth, Network network) {
        this.truth = truth;
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
    static Map<String, Of> of(KnownTruth truth, Network network, long endMillis) {
        var stock = new StockTruth(truth, network);
        var all = new TreeMap<String, Of>();
        for (String handlingUnit : truth.handlingUnits()) {
            all.put(handlingUnit, stock.one(handlingUnit, endMillis));
        }
        return all;
    }

    private Of one(String handlingUnit, long endMillis) {
        if (truth.harm(handlingUnit) == null) {
            return Of.SOUND;
        }
        boolean here = tolerances.getOrDefault(handlingUnit, List.of()).stream().anyMatch(allowance -> {
            double enough = allowance.time().toMillis() * (1 - COARSE_SHARE) - COARSE.toMillis();
            return usedHereMillis(handlingUnit, allowance, endMillis) >= enough;
        });
        return here ? Of.HARMED : Of.HARMED_ON_THE_WAY;
    }

    private long usedHereMillis(String handlingUnit, Allowance allowance, long endMillis) {
        Operator beyond = allowance.side() == Allowance.Side.WARM ? Operator.ABOVE : Operator.BELOW;
        long used = 0;
        var moves = new ArrayList<>(truth.stays(handlingUnit).entrySet());
        for (int i = 0; i < moves.size(); i++) {
            TemperatureTrace trace = truth.contents(moves.get(i).getValue());
            long until = i + 1 < moves.size() ? moves.get(i + 1).getKey() : endMillis;
            long from = moves.get(i).getKey();
            if (trace != null && from < until) {
                used +=
                        Interval.inBoth(
                                        List.of(new Interval(from, until)),
                                        trace.beyond(beyond, allowance.beyondCelsius()))
                                .stream()
                                .mapToLong(Interval::lengthMillis)
                                .sum();
            }
        }
        return used;
    }
}
