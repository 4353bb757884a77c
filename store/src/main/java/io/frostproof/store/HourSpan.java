package io.frostproof.store;

/**
 * Hours that follow each other, as {@link Hours} counts them.
 *
 * @param toHour exclusive; {@link Integer#MAX_VALUE}: and all after them
 */
record HourSpan(int fromHour, int toHour) {

    boolean covers(int hour) {
        return hour >= fromHour && hour < toHour;
    }
}
