package io.frostproof.server.http;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes on that stock has changed, and says why it may not.
 *
 * @param desks is told each region whose desk has work
 * @param changed is told that there is news for those who watch
 */
record StockNews(Consumer<String> desks, Runnable changed) {

    /** Something was recorded. */
    void tell(List<String> regions) {
        regions.forEach(desks);
        changed.run();
    }

    /**
     * Quarantined stock would leave the network.
     *
     * @param event by which; null: by the one that is refused
     */
    static ProblemException quarantined(String handlingUnit, @Nullable String event, @Nullable UUID decision) {
        return new ProblemException(Problem.conflict(
                "handling unit '" + handlingUnit + "' is quarantined"
                        + (decision == null ? "" : " by decision " + decision)
                        + " and cannot leave the network"
                        + (event == null ? "" : ", as it would by event '" + event + "'"),
                "quarantined"));
    }
}
