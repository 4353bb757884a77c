package io.frostproof.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.quantity.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Conditions as the {@code jsonb} of a storage profile: the words of the network file, values in canonical units. */
final class ConditionJson {

    private ConditionJson() {}

    static Sql.Json write(List<Condition> conditions) {
        ArrayNode array = Sql.JSON.createArrayNode();
        for (Condition condition : conditions) {
            array.addObject()
                    .put("slot", condition.slot())
                    .put("level", condition.level().id())
                    .put("quantity", condition.quantity().id())
                    .put("operator", condition.operator().symbol())
                    .put("threshold", condition.threshold())
                    .put("delay_s", condition.delay().toMillis() / 1000.0)
                    .put("clear_margin", condition.clearMargin());
        }
        return new Sql.Json(array.toString());
    }

    static List<Condition> read(String json) {
        var conditions = new ArrayList<Condition>();
        for (JsonNode node : Sql.fromJson(json, JsonNode.class)) {
            conditions.add(new Condition(
                    node.get("slot").asText(),
                    Objects.requireNonNull(Level.find(node.get("level").asText())),
                    quantity(node.get("quantity").asText()),
                    operator(node.get("operator").asText()),
                    node.get("threshold").asDouble(),
                    Duration.ofMillis(Math.round(node.get("delay_s").asDouble() * 1000)),
                    node.get("clear_margin").asDouble()));
        }
        return conditions;
    }

    static Quantity quantity(String id) {
        return Arrays.stream(Quantity.values())
                .filter(quantity -> quantity.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("quantity was " + id));
    }

    private static Operator operator(String symbol) {
        return Arrays.stream(Operator.values())
                .filter(operator -> operator.symbol().equals(symbol))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("operator was " + symbol));
    }
}
