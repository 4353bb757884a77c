package io.frostproof.server.http;

import java.util.List;
import java.util.function.Consumer;

/**
 * Passes on that stock has changed.
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
}
