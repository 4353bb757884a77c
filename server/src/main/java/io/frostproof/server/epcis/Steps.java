package io.frostproof.server.epcis;

import io.frostproof.alerts.life.StockEvent;
import java.util.Set;

/** What bizStep and disposition say about goods coming and going. */
final class Steps {

    private static final Set<String> LEAVING = Set.of("shipping", "departing", "consigning");
    private static final Set<String> ENTERING =
            Set.of("receiving", "accepting", "arriving", "storing", "stocking", "unloading", "void_shipping");
    private static final Set<String> ENDING = Set.of("destroying", "dispensing", "retail_selling");
    private static final Set<String> GONE = Set.of("destroyed", "disposed", "dispensed", "retail_sold");

    private Steps() {}

    /** They are sent away. */
    static boolean leaves(EpcisEvent event) {
        return LEAVING.contains(step(event));
    }

    /** They may come into the network by it. */
    static boolean enters(EpcisEvent event) {
        return ENTERING.contains(step(event));
    }

    /** They are no more. */
    static boolean ends(EpcisEvent event) {
        return ENDING.contains(step(event)) && GONE.contains(disposition(event));
    }

    /** Why they are no longer in the network. */
    static StockEvent.Reason reason(EpcisEvent event) {
        String disposition = disposition(event);
        if (disposition.equals("returned")) {
            return StockEvent.Reason.RETURNED;
        }
        if (disposition.equals("destroyed") || disposition.equals("disposed")) {
            return StockEvent.Reason.DISPOSED;
        }
        if (leaves(event)) {
            return StockEvent.Reason.SHIPPED;
        }
        return switch (step(event)) {
            case "dispensing", "retail_selling", "decommissioning", "assembling", "repackaging" ->
                StockEvent.Reason.CONSUMED;
            default -> StockEvent.Reason.DISPOSED;
        };
    }

    private static String step(EpcisEvent event) {
        String step = event.bizStep();
        return step == null ? "" : step;
    }

    private static String disposition(EpcisEvent event) {
        String disposition = event.disposition();
        return disposition == null ? "" : disposition;
    }
}
