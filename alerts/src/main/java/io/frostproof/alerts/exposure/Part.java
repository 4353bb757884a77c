package io.frostproof.alerts.exposure;

import io.frostproof.alerts.life.Sojourn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time that made a part of a {@link Figure}: at one place, while one kind of probe spoke.
 *
 * @param sojourn during which it was
 * @param fromMicros inclusive
 * @param toMicros exclusive
 * @param coldestCelsius of the stretch; null when unknown, as the next
 * @param lagMicros with which the product was reckoned from the air; 0 when it was not
 * @param added to the figure, in the unit of {@link Figure#of}: the parts of a figure add up to it. Of the coldest and the warmest that value itself
 * @param heard the probes that spoke; of unknown time those that were there and did not
 */
public record Part(
        Sojourn sojourn,
        long fromMicros,
        long toMicros,
        @Nullable Double coldestCelsius,
        @Nullable Double warmestCelsius,
        Voice voice,
        long lagMicros,
        double added,
        List<Heard> heard) {

    public Part {
        heard = List.copyOf(heard);
    }

    /** Who spoke for the goods, or why nobody did. */
    public enum Voice {
        /** Probes in the product. */
        PRODUCT("product"),
        /** Probes in the air, by what the product makes of it. */
        AIR("air"),
        /** Nobody told where the goods were. */
        NO_PLACE("no_place"),
        /** No probe was placed there. */
        NO_PROBE("no_probe"),
        /** Nobody trusts the probes that were there. */
        NOT_TRUSTED("not_trusted"),
        /** No reading stood. */
        SILENT("silent");

        private final String id;

        Voice(String id) {
            this.id = id;
        }

        /** Its word in the API. */
        public String id() {
            return id;
        }
    }

    /**
     * A probe in a part.
     *
     * @param channel {@code device/channel}
     * @param readings how many of its readings spoke: stood in the stretch, and were the worse ones in the direction of the figure
     * @param firstMicros event time of the first of them, which may be before the stretch; null when there is none
     * @param lastMicros of the last of them
     */
    public record Heard(
            String channel,
            int readings,
            @Nullable Long firstMicros,
            @Nullable Long lastMicros) {}
}
