package io.frostproof.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Operator;
import io.frostproof.alerts.condition.Period;
import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.quantity.Quantity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Conditions as {@code jsonb}: the words of the network file, values in canonical units, durations in seconds. What has its default is left out,
 * so that the rows of earlier versions read as they did and are what a new one writes.
 */
final class ConditionJson {

    private ConditionJson() {}

    static Sql.Json write(List<Condition> conditions) {
        ArrayNode array = Sql.JSON.createArrayNode();
        for (Condition condition : conditions) {
            ObjectNode node = array.addObject()
                    .put("slot", condition.slot())
                    .put("level", condition.level().id())
                    .put("quantity", condition.quantity().id());
            if (!(condition.measure() instanceof Measure.Missing)) {
                node.put("operator", condition.operator().symbol()).put("threshold", condition.threshold());
            }
            node.put("delay_s", seconds(condition.delay())).put("clear_margin", condition.clearMargin());
            measure(node, condition.measure());
            Period per = condition.per();
            if (per != null) {
                node.put("per", per.id());
            }
            when(node, condition.schedule());
        }
        return new Sql.Json(array.toString());
    }

    private static void measure(ObjectNode node, Measure measure) {
        if (!(measure instanceof Measure.Value)) {
            node.put("measure", measure.kind().id());
        }
        switch (measure) {
            case Measure.Value v -> {}
            case Measure.Product p -> {}
            case Measure.Missing m -> {}
            case Measure.Calibration c -> {}
            case Measure.Clock c -> {}
            case Measure.Disagreement d -> node.put("window_s", seconds(d.window()));
            case Measure.While w ->
                node.putObject("while")
                        .put("quantity", w.quantity().id())
                        .put("operator", w.operator().symbol())
                        .put("threshold", w.threshold());
            case Measure.Change c -> node.put("window_s", seconds(c.window()));
            case Measure.MeanKinetic m -> node.put("window_s", seconds(m.window()));
            case Measure.Spread s -> node.put("window_s", seconds(s.window()));
            case Measure.DegreeMinutes d ->
                node.put(d.above() ? "above" : "below", d.limit())
                        .put("sum_per", d.per().id());
            case Measure.Run r ->
                node.put(r.above() ? "above" : "below", r.limit()).put("window_s", seconds(r.window()));
            case Measure.Crossings c ->
                node.put(c.above() ? "above" : "below", c.limit())
                        .put("back", c.back())
                        .put("window_s", seconds(c.window()));
        }
    }

    private static void when(ObjectNode node, Schedule schedule) {
        if (schedule.always()) {
            return;
        }
        node.set("when", windows(schedule));
    }

    /** Windows of the week. */
    static ArrayNode windows(Schedule schedule) {
        ArrayNode windows = Sql.JSON.createArrayNode();
        for (Schedule.Window window : schedule.windows()) {
            ObjectNode row = windows.addObject();
            ArrayNode days = row.putArray("days");
            window.days().stream().sorted().forEach(day -> days.add(word(day)));
            row.put("from_minute", window.fromMinute()).put("to_minute", window.toMinute());
        }
        return windows;
    }

    static List<Condition> read(String json) {
        var conditions = new ArrayList<Condition>();
        for (JsonNode node : Sql.fromJson(json, JsonNode.class)) {
            Measure measure = measure(node);
            boolean missing = measure instanceof Measure.Missing;
            conditions.add(new Condition(
                    node.get("slot").asText(),
                    known("level", node.get("level").asText(), Level.values(), Level::id),
                    quantity(node.get("quantity").asText()),
                    measure,
                    missing
                            ? Operator.ABOVE
                            : known("operator", node.get("operator").asText(), Operator.values(), Operator::symbol),
                    missing ? 0 : node.get("threshold").asDouble(),
                    duration(node.get("delay_s")),
                    node.get("clear_margin").asDouble(),
                    period(node.get("per")),
                    schedule(node.get("when"))));
        }
        return conditions;
    }

    private static Measure measure(JsonNode node) {
        JsonNode word = node.get("measure");
        Measure.Kind kind = word == null
                ? Measure.Kind.VALUE
                : known("measure", word.asText(), Measure.Kind.values(), Measure.Kind::id);
        boolean above = node.has("above");
        return switch (kind) {
            case VALUE -> Measure.VALUE;
            case PRODUCT -> new Measure.Product();
            case RATE_OF_CHANGE -> new Measure.Change(duration(node.get("window_s")));
            case MEAN_KINETIC -> new Measure.MeanKinetic(duration(node.get("window_s")));
            case SPREAD -> new Measure.Spread(duration(node.get("window_s")));
            case DEGREE_MINUTES ->
                new Measure.DegreeMinutes(
                        node.get(above ? "above" : "below").asDouble(),
                        above,
                        known("period", node.get("sum_per").asText(), Period.values(), Period::id));
            case CROSSINGS ->
                new Measure.Crossings(
                        node.get(above ? "above" : "below").asDouble(),
                        node.get("back").asDouble(),
                        above,
                        duration(node.get("window_s")));
            case RUN ->
                new Measure.Run(node.get(above ? "above" : "below").asDouble(), above, duration(node.get("window_s")));
            case MISSING -> new Measure.Missing();
            case CALIBRATION -> new Measure.Calibration();
            case CLOCK -> new Measure.Clock();
            case DISAGREEMENT -> new Measure.Disagreement(duration(node.get("window_s")));
            case WHILE ->
                new Measure.While(
                        quantity(node.get("while").get("quantity").asText()),
                        known(
                                "operator",
                                node.get("while").get("operator").asText(),
                                Operator.values(),
                                Operator::symbol),
                        node.get("while").get("threshold").asDouble());
        };
    }

    private static @Nullable Period period(@Nullable JsonNode word) {
        return word == null ? null : known("period", word.asText(), Period.values(), Period::id);
    }

    /** Out of {@link #windows}; always when there are none. */
    static Schedule schedule(@Nullable JsonNode windows) {
        if (windows == null) {
            return Schedule.ALWAYS;
        }
        var read = new ArrayList<Schedule.Window>();
        for (JsonNode row : windows) {
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            row.get("days")
                    .forEach(day -> days.add(known("day", day.asText(), DayOfWeek.values(), ConditionJson::word)));
            read.add(new Schedule.Window(
                    days, row.get("from_minute").asInt(), row.get("to_minute").asInt()));
        }
        return new Schedule(read);
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Duration duration(JsonNode seconds) {
        return Duration.ofMillis(Math.round(seconds.asDouble() * 1000));
    }

    static Quantity quantity(String id) {
        return known("quantity", id, Quantity.values(), Quantity::id);
    }

    private static <T> T known(String what, String word, T[] all, Function<T, String> id) {
        return Arrays.stream(all)
                .filter(one -> id.apply(one).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(what + " was " + word));
    }
}
