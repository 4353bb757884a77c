package io.frostproof.alerts.action;

import io.frostproof.alerts.action.DecisionFacts.Goods;
import io.frostproof.alerts.action.DecisionFacts.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decision as events of EPCIS 2.0, in the words of CBV 2.0: one for each place that goods are in. The id of an event is a function of the decision
 * and of what is told, so every receiver knows it by the same. Pure.
 */
final class EpcisEvents {

    /** What goods cannot be while they are held or in quarantine: sold. */
    static final String HELD = "non_sellable_other";

    private static final String OWN = "urn:frostproof:";

    private EpcisEvents() {}

    /** Events of a decision that is in force. */
    static List<Map<String, @Nullable Object>> completed(DecisionFacts decision) {
        var places = new TreeMap<String, List<Goods>>();
        for (Goods goods : decision.goods()) {
            Place unit = goods.unit();
            places.computeIfAbsent(unit == null ? "" : unit.id(), id -> new ArrayList<>())
                    .add(goods);
        }
        var events = new ArrayList<Map<String, @Nullable Object>>();
        places.values().forEach(goods -> events.add(event(decision, events.size(), goods)));
        return events;
    }

    private static Map<String, @Nullable Object> event(DecisionFacts decision, int n, List<Goods> goods) {
        Map<String, @Nullable Object> event =
                begun(decision.id(), "completed/" + n, tellsOf(decision), goods, "OBSERVE");
        Place at = goods.getFirst().unit() == null
                ? decision.from()
                : goods.getFirst().unit();
        switch (decision.disposition()) {
            case QUARANTINE, HOLD -> {
                words(event, "holding", HELD);
                event.put("persistentDisposition", Map.of("set", List.of(HELD)));
            }
            case RELEASE -> {
                words(event, "inspecting", "conformant");
                event.put("persistentDisposition", Map.of("unset", List.of(HELD)));
            }
            case DISCARD -> {
                words(event, "inspecting", "non_conformant");
                event.put("persistentDisposition", Map.of("set", List.of("non_conformant")));
            }
            case TRANSFER, REROUTE -> words(event, "shipping", "in_transit");
            case NO_ACTION -> throw new IllegalArgumentException("decision " + decision.id() + " has no disposition");
        }
        if (at != null) {
            event.put("readPoint", Map.of("id", at.uri()));
        }
        Place to = decision.to();
        if (to == null) {
            if (at != null) {
                event.put("bizLocation", Map.of("id", at.uri()));
            }
        } else {
            Place from = decision.from();
            if (from != null) {
                event.put("sourceList", List.of(party("source", from)));
            }
            event.put("destinationList", List.of(party("destination", to)));
        }
        ours(event, decision);
        return event;
    }

    /** When what an event says begins to be so: goods that leave later are not on their way before. */
    static Instant tellsOf(DecisionFacts decision) {
        Instant departs = decision.departsAt();
        return departs != null && departs.isAfter(decision.at()) ? departs : decision.at();
    }

    /** Discarded goods that were taken out and destroyed. */
    static Map<String, @Nullable Object> destroyed(UUID decision, Goods goods, Instant at) {
        Map<String, @Nullable Object> event =
                begun(decision, "destroyed/" + goods.handlingUnit(), at, List.of(goods), "DELETE");
        words(event, "destroying", "destroyed");
        Place unit = goods.unit();
        if (unit != null) {
            event.put("readPoint", Map.of("id", unit.uri()));
        }
        event.put("frostproof:decision", OWN + "decision:" + decision);
        return event;
    }

    /** What takes an event back: the same event with a declaration that it is wrong. */
    static Map<String, @Nullable Object> wrong(Map<String, @Nullable Object> event, Instant at) {
        Map<String, @Nullable Object> declaration = new LinkedHashMap<>();
        declaration.putAll(event);
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("declarationTime", at.toString());
        error.put("reason", "did_not_occur");
        declaration.put("errorDeclaration", error);
        return declaration;
    }

    private static Map<String, @Nullable Object> begun(
            UUID decision, String what, Instant time, List<Goods> goods, String action) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("type", "ObjectEvent");
        event.put("eventID", id(decision, what));
        event.put("eventTime", time.toString());
        event.put("eventTimeZoneOffset", "+00:00");
        var instances = new ArrayList<String>();
        var classes = new ArrayList<Map<String, @Nullable Object>>();
        goods.stream().sorted(Comparator.comparing(Goods::handlingUnit)).forEach(each -> {
            GoodsNames.instance(each).ifPresent(instances::add);
            GoodsNames.lotOf(each)
                    .filter(lot -> each.uris().isEmpty())
                    .ifPresent(lot -> classes.add(amount(lot, each)));
        });
        if (!instances.isEmpty()) {
            event.put("epcList", instances);
        }
        if (!classes.isEmpty()) {
            event.put("quantityList", classes);
        }
        event.put("action", action);
        return event;
    }

    private static Map<String, @Nullable Object> amount(String lot, Goods goods) {
        Map<String, @Nullable Object> amount = new LinkedHashMap<>();
        amount.put("epcClass", lot);
        amount.put("quantity", goods.quantity());
        GoodsNames.code(goods).ifPresent(code -> amount.put("uom", code));
        return amount;
    }

    private static void words(Map<String, @Nullable Object> event, String bizStep, String disposition) {
        event.put("bizStep", bizStep);
        event.put("disposition", disposition);
    }

    private static Map<String, @Nullable Object> party(String name, Place place) {
        Map<String, @Nullable Object> party = new LinkedHashMap<>();
        party.put("type", "location");
        party.put(name, place.uri());
        return party;
    }

    private static void ours(Map<String, @Nullable Object> event, DecisionFacts decision) {
        event.put("frostproof:decision", OWN + "decision:" + decision.id());
        event.put("frostproof:disposition", decision.disposition().id());
        event.put("frostproof:decided_at", decision.at().toString());
        if (decision.arrivesAt() != null) {
            event.put("frostproof:arrives_at", decision.arrivesAt().toString());
        }
        if (decision.incident() != null) {
            event.put("frostproof:incident", OWN + "incident:" + decision.incident());
        }
    }

    private static String id(UUID decision, String what) {
        return "urn:uuid:"
                + UUID.nameUUIDFromBytes(("decision/" + decision + "/epcis/" + what).getBytes(StandardCharsets.UTF_8));
    }
}
