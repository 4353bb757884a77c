package io.frostproof.server.epcis;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a document.
 *
 * @param path JSON path, such as {@code $.epcisBody.eventList[3].eventTime}
 * @param value what is there, shortened; null when nothing is
 * @param expected what should be there
 */
public record Mistake(String path, @Nullable String value, String expected) {

    private static final int SHOWN_MOST = 200;

    public Mistake {
        value = value == null || value.length() <= SHOWN_MOST ? value : value.substring(0, SHOWN_MOST) + "...";
    }
}
