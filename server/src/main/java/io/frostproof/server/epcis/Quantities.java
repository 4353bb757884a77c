package io.frostproof.server.epcis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Units of quantity: UN/CEFACT codes of events, and the words of handling units. */
public final class Quantities {

    /** What a class without unit, and one item, is counted in. */
    public static final String PIECES = "pieces";

    private record Unit(String word, String kind, BigDecimal factor) {}

    private static final Map<String, Unit> BY_CODE = Map.ofEntries(
            Map.entry("KGM", unit("kg", "mass", "1")),
            Map.entry("GRM", unit("g", "mass", "0.001")),
            Map.entry("TNE", unit("t", "mass", "1000")),
            // The international pound and ounce, exact by definition.
            Map.entry("LBR", unit("lb", "mass", "0.45359237")),
            Map.entry("ONZ", unit("oz", "mass", "0.028349523125")),
            Map.entry("LTR", unit("l", "volume", "1")),
            Map.entry("MLT", unit("ml", "volume", "0.001")),
            Map.entry("EA", unit(PIECES, "number", "1")),
            Map.entry("H87", unit(PIECES, "number", "1")),
            Map.entry("C62", unit(PIECES, "number", "1")));

    private Quantities() {}

    private static Unit unit(String word, String kind, String factor) {
        return new Unit(word, kind, new BigDecimal(factor));
    }

    /** The word for a code; the code itself when it is none of ours, pieces when there is none. */
    public static String word(@Nullable String uom) {
        Unit unit = uom == null ? null : BY_CODE.get(uom);
        return uom == null ? PIECES : unit == null ? uom : unit.word();
    }

    /** The code for a word; empty for a word that has none. */
    public static Optional<String> code(String word) {
        return BY_CODE.entrySet().stream()
                .filter(entry -> entry.getValue().word().equals(word))
                .map(Map.Entry::getKey)
                .min(String::compareTo);
    }

    /** A quantity in another unit; empty when the two do not go together. To 9 decimals. */
    static Optional<BigDecimal> converted(BigDecimal quantity, @Nullable String uom, String word) {
        if (word(uom).equals(word)) {
            return Optional.of(quantity);
        }
        Unit from = uom == null ? BY_CODE.get("EA") : BY_CODE.get(uom);
        Unit to = BY_CODE.values().stream()
                .filter(unit -> unit.word().equals(word))
                .findAny()
                .orElse(null);
        if (from == null || to == null || !from.kind().equals(to.kind())) {
            return Optional.empty();
        }
        BigDecimal converted = quantity.multiply(from.factor()).divide(to.factor(), MathContext.DECIMAL128);
        converted = converted.setScale(Math.min(9, Math.max(0, converted.scale())), RoundingMode.HALF_EVEN);
        return converted.signum() > 0 ? Optional.of(converted.stripTrailingZeros()) : Optional.empty();
    }

    /** What a sensor reports, in a channel's unit; empty when the two do not go together. */
    static Optional<BigDecimal> measured(BigDecimal value, @Nullable String uom, String unit) {
        String told = uom == null ? "" : uom;
        boolean same = switch (told) {
            case "CEL" -> unit.equals("Cel");
            case "FAH" -> unit.equals("[degF]");
            case "KEL" -> unit.equals("K");
            case "P1" -> unit.equals("%");
            case "VLT" -> unit.equals("V");
            case "2Z" -> unit.equals("mV");
            default -> false;
        };
        if (same) {
            return Optional.of(value);
        }
        if (told.equals("VLT") && unit.equals("mV")) {
            return Optional.of(value.movePointRight(3));
        }
        if (told.equals("2Z") && unit.equals("V")) {
            return Optional.of(value.movePointLeft(3));
        }
        BigDecimal celsius = switch (told) {
            case "CEL" -> value;
            case "FAH" ->
                value.subtract(BigDecimal.valueOf(32))
                        .multiply(BigDecimal.valueOf(5))
                        .divide(BigDecimal.valueOf(9), MathContext.DECIMAL64);
            case "KEL" -> value.subtract(new BigDecimal("273.15"));
            default -> null;
        };
        if (celsius == null) {
            return Optional.empty();
        }
        return switch (unit) {
            case "Cel" -> Optional.of(celsius);
            case "K" -> Optional.of(celsius.add(new BigDecimal("273.15")));
            case "[degF]" -> Optional.of(celsius.multiply(new BigDecimal("1.8")).add(BigDecimal.valueOf(32)));
            default -> Optional.empty();
        };
    }
}
