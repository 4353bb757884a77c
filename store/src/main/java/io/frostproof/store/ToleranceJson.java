package io.frostproof.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.alerts.exposure.Allowance;
import io.frostproof.alerts.exposure.ShelfLife;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Stability budgets and shelf lives as {@code jsonb}: the words of the network file, times in seconds, temperatures in °C. */
final class ToleranceJson {

    private static final List<Integer> MONITORS = List.of(30, 14, 7, 2);

    private ToleranceJson() {}

    static Sql.Json budgets(List<Allowance> allowances) {
        ArrayNode array = Sql.JSON.createArrayNode();
        for (Allowance allowance : allowances) {
            boolean warm = allowance.side() == Allowance.Side.WARM;
            ObjectNode node = array.addObject()
                    .put("name", allowance.name())
                    .put(warm ? "above_celsius" : "below_celsius", allowance.beyondCelsius());
            Double until = allowance.untilCelsius();
            if (until != null) {
                node.put(warm ? "up_to_celsius" : "down_to_celsius", until);
            }
            node.put("time_s", allowance.time().toSeconds());
        }
        return new Sql.Json(array.toString());
    }

    static List<Allowance> budgets(String json) {
        var allowances = new ArrayList<Allowance>();
        for (JsonNode node : Sql.fromJson(json, JsonNode.class)) {
            boolean warm = node.has("above_celsius");
            JsonNode until = node.get(warm ? "up_to_celsius" : "down_to_celsius");
            allowances.add(new Allowance(
                    node.get("name").asText(),
                    warm ? Allowance.Side.WARM : Allowance.Side.COLD,
                    node.get(warm ? "above_celsius" : "below_celsius").asDouble(),
                    until == null ? null : until.asDouble(),
                    Duration.ofSeconds(node.get("time_s").asLong())));
        }
        return allowances;
    }

    /** A vaccine vial monitor is kept as one: which one it is says more to people than its energy. */
    static Sql.Json shelfLife(ShelfLife shelfLife) {
        ObjectNode node = Sql.JSON.createObjectNode();
        for (int days : MONITORS) {
            if (shelfLife.equals(ShelfLife.vaccineVialMonitor(days))) {
                return new Sql.Json(node.put("method", "vvm").put("days", days).toString());
            }
        }
        switch (shelfLife) {
            case ShelfLife.Arrhenius law ->
                node.put("method", "arrhenius")
                        .put("life_s", law.life().toSeconds())
                        .put("label_celsius", law.labelCelsius())
                        .put("activation_kj_per_mol", law.activationKilojoulesPerMole());
            case ShelfLife.Q10 law ->
                node.put("method", "q10")
                        .put("life_s", law.life().toSeconds())
                        .put("label_celsius", law.labelCelsius())
                        .put("q10", law.q10());
        }
        return new Sql.Json(node.toString());
    }

    static ShelfLife shelfLife(String json) {
        JsonNode node = Sql.fromJson(json, JsonNode.class);
        String method = node.get("method").asText();
        return switch (method) {
            case "vvm" -> ShelfLife.vaccineVialMonitor(node.get("days").asInt());
            case "arrhenius" ->
                new ShelfLife.Arrhenius(
                        life(node),
                        node.get("label_celsius").asDouble(),
                        node.get("activation_kj_per_mol").asDouble());
            case "q10" ->
                new ShelfLife.Q10(
                        life(node),
                        node.get("label_celsius").asDouble(),
                        node.get("q10").asDouble());
            default -> throw new IllegalStateException("method of shelf life was " + method);
        };
    }

    private static Duration life(JsonNode node) {
        return Duration.ofSeconds(node.get("life_s").asLong());
    }
}
