package io.frostproof.server.network;

import io.frostproof.alerts.network.Network;
import io.frostproof.alerts.network.UnitKind;

/** How much of everything a network has, for people. */
public record NetworkSummary(
        int regions,
        int nodes,
        int units,
        int generators,
        int profiles,
        int devices,
        int channels,
        int products,
        int lots,
        int handlingUnits,
        int movements) {

    /** Counts a network; {@code units} counts without its generators. */
    public static NetworkSummary of(Network network) {
        int generators = (int) network.units().stream()
                .filter(unit -> unit.kind() == UnitKind.GENERATOR)
                .count();
        return new NetworkSummary(
                network.regions().size(),
                network.nodes().size(),
                network.units().size() - generators,
                generators,
                network.profiles().size(),
                network.devices().size(),
                network.devices().stream().mapToInt(d -> d.channels().size()).sum(),
                network.products().size(),
                network.lots().size(),
                network.handlingUnits().size(),
                network.movements().size());
    }

    /** One paragraph. */
    public String describe() {
        return count(regions, "region") + " with " + count(nodes, "node") + "; " + count(units, "cold unit") + " and "
                + count(generators, "generator") + ", watched by " + count(devices, "device") + " with "
                + count(channels, "channel") + " after " + count(profiles, "storage profile") + "; "
                + count(products, "product") + " in " + count(lots, "lot") + " and "
                + count(handlingUnits, "handling unit") + ", moved " + count(movements, "time") + ".";
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
