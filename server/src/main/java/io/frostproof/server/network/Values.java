package io.frostproof.server.network;

import io.frostproof.alerts.quantity.MeasureUnit;
import io.frostproof.alerts.quantity.Quantity;
import io.frostproof.yaml.Fields;
import java.util.Arrays;
import java.util.List;

/** Quantities and their units as files write them. */
final class Values {

    private Values() {}

    /** Reads the unit of a quantity, by default the canonical one. */
    static MeasureUnit unit(Fields row, String key, Quantity quantity) {
        List<MeasureUnit> fitting = Arrays.stream(MeasureUnit.values())
                .filter(unit -> unit.canonical() == quantity.canonicalUnit())
                .toList();
        return row.choice(key, fitting, MeasureUnit::ucum, quantity.canonicalUnit());
    }

    /** {@code plausible for temperature (from -200 to 200 Cel)}. */
    static String range(Quantity quantity) {
        String unit = quantity.canonicalUnit() == MeasureUnit.ONE
                ? ""
                : " " + quantity.canonicalUnit().ucum();
        return "plausible for " + quantity.id() + " (from " + plain(quantity.lowest()) + " to "
                + plain(quantity.highest()) + unit + ")";
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
    }
}
