package io.frostproof.server.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that happened to stock, as a server is told of it.
 *
 * @param event as {@code POST /api/v1/stock-events} takes it
 */
public record StockMessage(Map<String, Object> event) {

    static final String PATH = "/api/v1/stock-events";

    public StockMessage {
        event = Map.copyOf(event);
    }

    /** It came into the network. */
    public static StockMessage received(
            String id,
            Instant time,
            String handlingUnit,
            String lot,
            double quantity,
            String quantityUnit,
            String unit) {
        Map<String, Object> event = event(id, "received", time, handlingUnit);
        event.put("lot", lot);
        event.put("quantity", quantity);
        event.put("quantity_unit", quantityUnit);
        event.put("place", unit);
        return new StockMessage(event);
    }

    /** All of it went to another unit. */
    public static StockMessage moved(String id, Instant time, String handlingUnit, String unit) {
        Map<String, Object> event = event(id, "moved", time, handlingUnit);
        event.put("place", unit);
        return new StockMessage(event);
    }

    /** A part of it became a handling unit of its own, and went to another unit. */
    public static StockMessage picked(
            String id, Instant time, String handlingUnit, String part, double quantity, String unit) {
        Map<String, Object> event = event(id, "picked", time, handlingUnit);
        event.put("part", part);
        event.put("quantity", quantity);
        event.put("place", unit);
        return new StockMessage(event);
    }

    /**
     * All of it left the network.
     *
     * @param reason shipped, consumed, returned or disposed
     */
    public static StockMessage removed(String id, Instant time, String handlingUnit, String reason) {
        Map<String, Object> event = event(id, "removed", time, handlingUnit);
        event.put("reason", reason);
        return new StockMessage(event);
    }

    private static Map<String, Object> event(String id, String kind, Instant time, String handlingUnit) {
        var event = new LinkedHashMap<String, Object>();
        event.put("id", id);
        event.put("kind", kind);
        event.put("time", time.toString());
        event.put("handling_unit", handlingUnit);
        return event;
    }

    /** The handling unit that it happened to. */
    String handlingUnit() {
        return String.valueOf(event.get("handling_unit"));
    }

    Map<String, Object> body() {
        return Map.of("events", List.of(event));
    }
}
