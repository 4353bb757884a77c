package io.frostproof.alerts.action;

import io.frostproof.alerts.action.DecisionFacts.Goods;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What others know goods by: what the network declares, else the identifier of GS1 that their own name was made of when they were captured, else our
 * own name of them. Pure.
 */
final class GoodsNames {

    private static final String LINK = "https://id.gs1.org";
    private static final String OWN = "urn:frostproof:handling-unit:";

    private static final Pattern SSCC = Pattern.compile("sscc-([0-9]{18})");
    /** A serial number that could not be part of a name was replaced by a digest, out of which nobody gets it back. */
    private static final Pattern SGTIN = Pattern.compile("sgtin-([0-9]{14})-(?!x[0-9a-f]{12}$)([A-Za-z0-9._-]{1,20})");

    private static final Pattern LGTIN = Pattern.compile("lgtin-([0-9]{14})-(?!x[0-9a-f]{12}$)([A-Za-z0-9._-]{1,20})");

    /** Words of quantities and their codes of UN/CEFACT. */
    private static final Map<String, String> CODES = Map.of(
            "kg", "KGM", "g", "GRM", "t", "TNE", "lb", "LBR", "oz", "ONZ", "l", "LTR", "ml", "MLT", "pieces", "C62");

    private GoodsNames() {}

    /** The goods as one thing; empty for goods of a lot that nobody numbers. */
    static Optional<String> instance(Goods goods) {
        if (!goods.uris().isEmpty()) {
            return Optional.of(goods.uris().getFirst());
        }
        Matcher sscc = SSCC.matcher(goods.handlingUnit());
        if (sscc.matches()) {
            return Optional.of(LINK + "/00/" + sscc.group(1));
        }
        Matcher sgtin = SGTIN.matcher(goods.handlingUnit());
        if (sgtin.matches()) {
            return Optional.of(LINK + "/01/" + sgtin.group(1) + "/21/" + sgtin.group(2));
        }
        return lotOf(goods).isPresent() ? Optional.empty() : Optional.of(OWN + goods.handlingUnit());
    }

    /** The class of goods of a lot that nobody numbers. */
    static Optional<String> lotOf(Goods goods) {
        Matcher lgtin = LGTIN.matcher(goods.handlingUnit());
        return lgtin.matches()
                ? Optional.of(LINK + "/01/" + lgtin.group(1) + "/10/" + lgtin.group(2))
                : Optional.empty();
    }

    /** Code of what goods are counted in; empty when there is none. */
    static Optional<String> code(Goods goods) {
        return Optional.ofNullable(CODES.get(goods.quantityUnit()));
    }
}
