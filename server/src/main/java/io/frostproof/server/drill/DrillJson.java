package io.frostproof.server.drill;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.alerts.drill.DrillReport;
import io.frostproof.alerts.drill.DrillReport.MissingFallback;
import io.frostproof.alerts.drill.DrillReport.Tally;
import io.frostproof.alerts.drill.Runbook;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** A report as one JSON object, the same for command and API; docs/drills.md says what each field is. */
public final class DrillJson {

    private DrillJson() {}

    public static ObjectNode of(DrillReport report) {
        String currency = report.currency();
        ObjectNode top = JsonNodeFactory.instance.objectNode();
        top.put("scenario", report.scenario().name());
        Duration lasts = report.scenario().lasts();
        if (lasts == null) {
            top.putNull("lasts_s");
        } else {
            top.put("lasts_s", lasts.toSeconds());
        }
        top.put("plan_s", Math.round(report.planSeconds() * 1_000) / 1_000.0);

        ObjectNode goods = top.putObject("goods");
        tally(goods, "affected", report.goods().affected(), currency);
        tally(goods, "at_risk", report.goods().atRisk(), currency);
        tally(goods, "moved", report.goods().moved(), currency);
        tally(goods, "held", report.goods().held(), currency);
        tally(goods, "lost", report.goods().lost(), currency);
        tally(goods, "harmed", report.goods().harmed(), currency);
        tally(goods, "untouched", report.goods().untouched(), currency);

        money(top, "cost", report.cost(), currency);
        money(top, "expected_loss", report.expectedLoss(), currency);
        money(top, "expected_loss_if_left", report.expectedLossIfLeft(), currency);
        money(top, "greedy_loss", report.greedyLoss(), currency);
        money(top, "lower_bound", report.lowerBound(), currency);
        Double saved = report.savedShare();
        if (saved == null) {
            top.putNull("saved_pct");
        } else {
            top.put("saved_pct", Math.round(saved * 10_000) / 100.0);
        }
        steps(top.putObject("manual_steps"), report.steps());
        orders(top.putObject("orders"), report.orders(), currency);
        top.put("unplannable", report.unplannable());
        ArrayNode missing = top.putArray("missing_fallbacks");
        report.missing().forEach(one -> missing(missing.addObject(), one, currency));
        ArrayNode full = top.putArray("full_rooms");
        report.full()
                .forEach(room -> full.addObject()
                        .put("node", room.node())
                        .put("temperature_class", room.temperatureClass())
                        .put("litres", room.litres())
                        .put("left_litres", room.left()));
        return top;
    }

    private static void steps(ObjectNode into, DrillReport.Steps steps) {
        into.put("count", steps.count());
        into.put("approvals", steps.approvals());
        ArrayNode decisions = into.putArray("decisions");
        steps.decisions()
                .forEach(one -> decisions
                        .addObject()
                        .put("disposition", one.disposition())
                        .put("decisions", one.decisions())
                        .put("handling_units", one.handlingUnits())
                        .put("approvals", one.approvals()));
        ArrayNode runbooks = into.putArray("runbooks");
        for (Runbook book : steps.runbook()) {
            ArrayNode texts = runbooks.addObject()
                    .put("disruption", book.id())
                    .put("kind", book.kind())
                    .put("thing", book.thing())
                    .putArray("steps");
            book.steps().forEach(texts::add);
        }
    }

    private static void orders(ObjectNode into, DrillReport.Orders orders, String currency) {
        into.put("open", orders.open())
                .put("as_before", orders.asBefore())
                .put("re_sourced", orders.reSourced())
                .put("missed", orders.missed())
                .put("missed_before", orders.missedBefore());
        money(into, "expected_loss", orders.expectedLoss(), currency);
        money(into, "expected_loss_before", orders.expectedLossBefore(), currency);
    }

    private static void missing(ObjectNode into, MissingFallback one, String currency) {
        into.put("kind", one.kind().id())
                .put("about", one.about())
                .put("detail", one.detail())
                .put("amount", one.amount())
                .put("unit", one.kind().unit())
                .put("handling_units", one.handlingUnits())
                .put("litres", one.litres());
        money(into, "saves", one.saves(), currency);
        into.put("text", text(one));
    }

    /** What was not there, in words. */
    private static String text(MissingFallback one) {
        String amount = String.format(Locale.ROOT, "%,.0f", one.amount());
        return switch (one.kind()) {
            case ROOM -> amount + " litres more room of " + one.detail() + " at " + one.about();
            case LANE_ROOM -> amount + " litres more room on lane " + one.about();
            case LANE_OPEN -> "lane " + one.about() + " open";
            case LANE -> "a lane from " + one.about() + " to " + one.detail() + ", of " + amount + " min";
            case TRANSIT -> "lane " + one.about() + " faster by " + amount + " min";
            case DOCK_HOURS -> "the dock of " + one.about() + " open at any hour";
            case AUTHORISATION -> one.about() + " authorised for " + one.detail();
            case FALLBACK -> one.about() + " as a fallback of " + one.detail();
        };
    }

    private static void tally(ObjectNode into, String name, Tally tally, String currency) {
        ObjectNode one = into.putObject(name)
                .put("handling_units", tally.handlingUnits())
                .put("litres", tally.litres());
        money(one, "value", tally.value(), currency);
    }

    private static void money(ObjectNode into, String name, double amount, String currency) {
        into.putObject(name)
                .put(
                        "amount",
                        BigDecimal.valueOf(amount)
                                .setScale(2, RoundingMode.HALF_EVEN)
                                .toPlainString())
                .put("currency", currency);
    }
}
