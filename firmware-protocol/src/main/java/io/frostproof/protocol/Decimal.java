package io.frostproof.protocol;

/** Reads decimal numbers as {@link Double#parseDouble} does, without a string for those that devices send. */
final class Decimal {

    /** 10^22 is the largest power of ten that a double holds exactly. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** Any number of so many digits is below 2^53, so a double holds it exactly. */
    private static final int EXACT_DIGITS = 15;

    private Decimal() {}

    /** 10 to the power of {@code exponent}, 0 to 22, exactly. */
    static double power(int exponent) {
        return POWERS[exponent];
    }

    /**
     * The nearest double of a number in JSON's notation. Digits and power are exact when there are few, and the
     * one division between them rounds once (Clinger 1990); everything else takes the long way.
     */
    static double parse(char[] text, int offset, int length) {
        int end = offset + length;
        int at = offset;
        boolean negative = at < end && text[at] == '-';
        if (negative) {
            at++;
        }
        long digits = 0;
        int count = 0;
        int behindPoint = 0;
        boolean point = false;
        for (; at < end; at++) {
            char c = text[at];
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
                count++;
                behindPoint += point ? 1 : 0;
                if (count > EXACT_DIGITS) {
                    break;
                }
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (at < end || count == 0) {
            return Double.parseDouble(new String(text, offset, length));
        }
        double magnitude = digits / POWERS[behindPoint];
        return negative ? -magnitude : magnitude;
    }
}
