package io.frostproof.protocol;

import org.jspecify.annotations.Nullable;

/** The units that a device may send values in. The codes are those of the binary frame and are never used again. */
public enum Unit {
    CELSIUS("Cel", 1),
    FAHRENHEIT("[degF]", 2),
    KELVIN("K", 3),
    PERCENT("%", 4),
    VOLT("V", 5),
    MILLIVOLT("mV", 6),
    /** A number without dimension, such as a count or the state of a door. */
    ONE("1", 7);

    static final String EXPECTED = "one of Cel, [degF], K, %, V, mV, 1";

    private static final Unit[] ALL = values();

    private final String ucum;
    private final int code;

    Unit(String ucum, int code) {
        this.ucum = ucum;
        this.code = code;
    }

    /** The code of UCUM, case sensitive. */
    public String ucum() {
        return ucum;
    }

    /** The code in a frame, 1 to 255. */
    public int code() {
        return code;
    }

    /** The unit with that code of UCUM; null when the contract does not have it. */
    public static @Nullable Unit ofUcum(String ucum) {
        for (Unit unit : ALL) {
            if (unit.ucum.equals(ucum)) {
                return unit;
            }
        }
        return null;
    }

    /** The unit with that code in a frame; null when the contract does not have it. */
    public static @Nullable Unit ofCode(int code) {
        return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
    }
}
