package io.frostproof.alerts.dwell;

import io.frostproof.alerts.notify.Notice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A handling unit with all the places where it was.
 *
 * @param profile storage profile of its product; null when it is not known
 * @param sojourns in the order of time; no two overlap
 */
public record Held(Notice.Stock stock, @Nullable String profile, List<Sojourn> sojourns) {
    public Held {
        sojourns = List.copyOf(sojourns);
    }

    public String handlingUnit() {
        return stock.handlingUnit();
    }

    public String product() {
        return stock.product();
    }
}
