package io.frostproof.alerts.dwell;

import io.frostproof.alerts.notify.Notice;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A handling unit with all the places where it was.
 *
 * @param profile storage profile of its product; null when it is not known
 * @param sojourns under its own name, in the order of time; no two overlap
 * @param pasts where its goods were under all their names, each past in the order of time; none when they never had another name
 * @param becameMicros instants at which all of it became goods of another handling unit
 */
public record Held(
        Notice.Stock stock,
        @Nullable String profile,
        List<Sojourn> sojourns,
        List<List<Sojourn>> pasts,
        Set<Long> becameMicros) {
    public Held {
        sojourns = List.copyOf(sojourns);
        pasts = pasts.stream().map(List::copyOf).toList();
        becameMicros = Set.copyOf(becameMicros);
    }

    /** One whose goods never had another name. */
    public Held(Notice.Stock stock, @Nullable String profile, List<Sojourn> sojourns) {
        this(stock, profile, sojourns, List.of(), Set.of());
    }

    public String handlingUnit() {
        return stock.handlingUnit();
    }

    public String product() {
        return stock.product();
    }
}
