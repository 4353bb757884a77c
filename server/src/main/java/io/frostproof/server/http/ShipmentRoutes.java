package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.store.CustomerOrderLog;
import io.frostproof.store.ShipmentLog;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Shipments that can still be turned, and orders whose promise hangs on stock. */
final class ShipmentRoutes {

    private static final BigDecimal MOST = new BigDecimal("1000000000");

    private final ShipmentLog shipments;
    private final CustomerOrderLog orders;
    private final Runnable changed;
    private final InstantSource clock;

    /** @param changed is told that there is news for those who watch */
    ShipmentRoutes(ShipmentLog shipments, CustomerOrderLog orders, Runnable changed, InstantSource clock) {
        this.shipments = shipments;
        this.orders = orders;
        this.changed = changed;
        this.clock = clock;
    }

    void register(Operations operations) {
        operations
                .on(
                        "listShipments",
                        request -> Reply.page(shipments.list(
                                request.query().text("state"),
                                request.query().text("node"),
                                request.query().page())))
                .on(
                        "getShipment",
                        request -> Reply.json(shipments
                                .find(request.id())
                                .orElseThrow(() -> ProblemException.notFound("shipment", request.id()))))
                .on("putShipment", this::putShipment)
                .on("removeShipment", request -> removed(shipments.remove(request.id()), "shipment", request))
                .on(
                        "listOrders",
                        request -> Reply.page(orders.list(
                                request.query().text("state"),
                                request.query().text("product"),
                                request.query().page())))
                .on(
                        "getOrder",
                        request -> Reply.json(orders.find(request.id())
                                .orElseThrow(() -> ProblemException.notFound("order", request.id()))))
                .on("putOrder", this::putOrder)
                .on("removeOrder", request -> removed(orders.remove(request.id()), "order", request));
    }

    private Reply removed(boolean there, String what, Request request) {
        if (!there) {
            throw ProblemException.notFound(what, request.id());
        }
        changed.run();
        return Reply.noContent();
    }

    private Reply putShipment(Request request) {
        Instant departs = BodyTimes.of(request, "departs_at");
        Instant expected = BodyTimes.of(request, "expected_at");
        if (expected.isBefore(departs)) {
            throw ProblemException.wrong(
                    "expected_at", request.text("expected_at"), "a time that is not before departs_at");
        }
        List<String> handlingUnits = new ArrayList<>();
        request.body().path("handling_units").forEach(id -> {
            if (!handlingUnits.contains(id.asText())) {
                handlingUnits.add(id.asText());
            }
        });
        var told = new ShipmentLog.Told(
                request.text("lane"),
                request.given("from"),
                request.given("to"),
                departs,
                expected,
                request.text("turns_at"),
                request.given("state"),
                handlingUnits);
        return switch (shipments.put(request.id(), told, request.principal().name(), clock.instant())) {
            case ShipmentLog.Outcome.Recorded recorded -> {
                changed.run();
                yield Reply.json(recorded.fresh() ? 201 : 200, recorded.shipment());
            }
            case ShipmentLog.Outcome.Unknown unknown ->
                throw ProblemException.wrong(unknown.field(), unknown.value(), unknown.expected());
        };
    }

    private Reply putOrder(Request request) {
        JsonNode quantity = request.body().path("quantity");
        BigDecimal amount = quantity.decimalValue();
        if (amount.signum() <= 0 || amount.compareTo(MOST) > 0) {
            throw ProblemException.wrong("quantity", quantity.asText(), "above 0 and at most " + MOST);
        }
        JsonNode cost = request.body().path("missed_cost");
        var told = new CustomerOrderLog.Told(
                request.given("product"),
                amount,
                request.given("quantity_unit"),
                request.given("origin"),
                request.given("destination"),
                BodyTimes.of(request, "ready_at"),
                BodyTimes.of(request, "promised_at"),
                new BigDecimal(cost.path("amount").asText()),
                request.given("state"));
        return switch (orders.put(
                request.id(),
                told,
                cost.path("currency").asText(),
                request.principal().name(),
                clock.instant())) {
            case CustomerOrderLog.Outcome.Recorded recorded -> {
                changed.run();
                yield Reply.json(recorded.fresh() ? 201 : 200, recorded.order());
            }
            case CustomerOrderLog.Outcome.Refused refused ->
                throw ProblemException.wrong(refused.field(), refused.value(), refused.expected());
        };
    }
}
