package io.frostproof.server.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.alerts.drill.Scenario;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** A report for people, out of what {@link DrillJson} or a server says. */
public final class DrillTable {

    /** With what it is called in the table. */
    private record Row(String field, String name) {}

    private static final List<Row> GOODS = List.of(
            new Row("affected", "affected"),
            new Row("at_risk", "at risk if left"),
            new Row("moved", "moved"),
            new Row("held", "held where it is"),
            new Row("lost", "cannot be saved"),
            new Row("harmed", "harmed before"),
            new Row("untouched", "as it was"));

    private static final String HANDLING_UNIT = "handling unit";

    private final StringBuilder out = new StringBuilder();
    private final Formatter to = new Formatter(out, Locale.ROOT);

    private DrillTable() {}

    public static String of(JsonNode report) {
        var table = new DrillTable();
        table.head(report);
        table.network(report.path("network"));
        long unplannable = report.path("unplannable").asLong();
        boolean any = report.at("/goods/affected/handling_units").asLong() > 0;
        if (any) {
            table.goods(report.path("goods"));
        } else {
            table.nothing(report.path("scenario").asText(), unplannable > 0);
        }
        table.unplannable(unplannable, report.at("/network/missing"));
        if (any) {
            table.money(report);
        }
        table.orders(report.path("orders"));
        table.steps(report.path("manual_steps"));
        if (any) {
            table.missing(report.path("missing_fallbacks"));
        }
        table.full(report.path("full_rooms"));
        return table.out.toString();
    }

    private void head(JsonNode report) {
        JsonNode lasts = report.path("lasts_s");
        to.format(
                "%s%s: planned in %.2f s%n",
                report.path("scenario").asText(),
                lasts.isNumber() ? ", for " + span(lasts.asLong()) : "",
                report.path("plan_s").asDouble());
    }

    /** On what it was played; a report of a network file says it. */
    private void network(JsonNode network) {
        if (network.isObject()) {
            long madeUp = network.path("made_up").asLong();
            to.format(
                    "on %s at %s: %s%s%n",
                    network.path("file").asText(),
                    network.path("at").asText(),
                    count(network.path("handling_units").asLong(), HANDLING_UNIT),
                    madeUp == 0 ? "" : String.format(Locale.ROOT, ", %,d of them made up", madeUp));
            to.format("taken as good as new, and every place as in the middle of its band until then%n");
        }
        to.format("%n");
    }

    private static String span(long seconds) {
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + " h";
        }
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    /** In place of tables of nothing but zeros. */
    private void nothing(String scenario, boolean unplannable) {
        to.format(
                "no goods %sare affected: %s, so nothing has to be moved, held or given up%n",
                unplannable ? "that can be planned for " : "",
                scenario.startsWith(Scenario.Kind.LANE_CLOSED.id() + ":")
                        ? "none are under way by the lane"
                        : "none lie there, and none are under way to it");
    }

    private void goods(JsonNode goods) {
        to.format("%-18s %14s %10s %18s%n", "stock", "handling units", "litres", "value");
        for (Row row : GOODS) {
            JsonNode tally = goods.path(row.field());
            to.format(
                    "%-18s %,14d %,10d %18s%n",
                    row.name(),
                    tally.path("handling_units").asLong(),
                    tally.path("litres").asLong(),
                    money(tally, "value"));
        }
    }

    private void unplannable(long unplannable, JsonNode missing) {
        if (unplannable > 0) {
            to.format("not in it: %s of which something is not known%n", count(unplannable, HANDLING_UNIT));
            for (JsonNode one : missing) {
                to.format(
                        "  %s (%,d): %s%n",
                        one.path("missing").asText(),
                        one.path("handling_units").asLong(),
                        one.path("detail").asText());
            }
        }
        to.format("%n");
    }

    private void money(JsonNode report) {
        to.format("expected loss%n");
        to.format(
                "%-18s %18s  of it %s for transport and room%n",
                "  of the plan", money(report, "expected_loss"), money(report, "cost"));
        to.format("%-18s %18s%n", "  if left", money(report, "expected_loss_if_left"));
        to.format("%-18s %18s  the dearest first%n", "  of a greedy plan", money(report, "greedy_loss"));
        to.format("%-18s %18s%n", "  at least", money(report, "lower_bound"));
        to.format("%n");
    }

    private void orders(JsonNode orders) {
        to.format(
                "orders: %,d open, %,d as before, %,d from elsewhere, %,d missed (%,d without the drill); expected loss %s (%s)%n",
                orders.path("open").asLong(),
                orders.path("as_before").asLong(),
                orders.path("re_sourced").asLong(),
                orders.path("missed").asLong(),
                orders.path("missed_before").asLong(),
                money(orders, "expected_loss"),
                money(orders, "expected_loss_before"));
    }

    private void steps(JsonNode steps) {
        var kinds = new StringJoiner(", ");
        steps.path("decisions")
                .forEach(one -> kinds.add(String.format(
                        Locale.ROOT,
                        "%,d %s of %s",
                        one.path("decisions").asLong(),
                        one.path("disposition").asText(),
                        count(one.path("handling_units").asLong(), HANDLING_UNIT))));
        to.format(
                "by hand: %s, %,d of them approvals%s%n",
                count(steps.path("count").asLong(), "step"),
                steps.path("approvals").asLong(),
                kinds.length() == 0 ? "" : " (" + kinds + ")");
        for (JsonNode book : steps.path("runbooks")) {
            to.format("  %s%n", book.path("disruption").asText());
            int number = 1;
            for (JsonNode step : book.path("steps")) {
                to.format("    %d. %s%n", number++, step.asText());
            }
        }
    }

    private void missing(JsonNode missing) {
        to.format("%n");
        if (missing.isEmpty()) {
            to.format("no fallback that was tried would save more%n");
            return;
        }
        to.format("missing fallbacks, each for itself%n");
        for (JsonNode one : missing) {
            to.format(
                    "  saves %16s %-21s  %s%n",
                    money(one, "saves"),
                    String.format(
                                    Locale.ROOT,
                                    "%,6d",
                                    one.path("handling_units").asLong())
                            + plural(one.path("handling_units").asLong(), HANDLING_UNIT),
                    one.path("text").asText());
        }
    }

    private void full(JsonNode full) {
        if (full.isEmpty()) {
            return;
        }
        var rooms = new StringJoiner(", ");
        full.forEach(room -> rooms.add(room.path("node").asText() + " "
                + room.path("temperature_class").asText()));
        to.format("rooms filled to the brim: %s%n", rooms);
    }

    private static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d", number) + plural(number, noun);
    }

    /** With a space before it. */
    private static String plural(long number, String noun) {
        return " " + (number == 1 ? noun : noun + "s");
    }

    private static String money(JsonNode of, String field) {
        JsonNode money = of.path(field);
        return String.format(
                Locale.ROOT,
                "%s %,.0f",
                money.path("currency").asText(),
                money.path("amount").asDouble());
    }
}
