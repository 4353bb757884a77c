package io.frostproof.alerts.action;

import io.frostproof.alerts.action.DecisionFacts.Goods;
import io.frostproof.alerts.action.DecisionFacts.Lane;
import io.frostproof.alerts.action.DecisionFacts.Place;
import io.frostproof.alerts.notify.OneLine;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A decision in English words, for people who carry it out. Names of others cannot forge a line of it. Pure. */
public final class ActionText {

    /** Goods that a mail names; more are counted. The API has all. */
    static final int NAMED = 50;

    private ActionText() {}

    /** One line. */
    public static String subject(DecisionFacts decision) {
        boolean reverted = decision.change() == DecisionFacts.Change.REVERTED;
        return OneLine.of((reverted ? "REVERTED: " : "") + instruction(decision));
    }

    /** Lines, each ended by a line break. */
    public static String body(DecisionFacts decision) {
        var text = new StringBuilder();
        if (decision.change() == DecisionFacts.Change.REVERTED) {
            line(text, "This decision is no longer in force. What it asked for must not be done, or has to be undone.");
        }
        line(text, instruction(decision) + ".");
        if (decision.departsAt() != null) {
            line(
                    text,
                    "Leaves: " + decision.departsAt()
                            + (decision.arrivesAt() == null ? "" : ", expected: " + decision.arrivesAt()));
        }
        if (decision.temperatureClass() != null) {
            line(text, "Keep as: " + decision.temperatureClass());
        }
        line(
                text,
                (decision.change() == DecisionFacts.Change.REVERTED ? "Reverted by " : "Decided by ") + decision.by()
                        + ", " + decision.at());
        if (decision.reason() != null) {
            line(text, "Reason: " + decision.reason());
        }
        text.append('\n');
        decision.goods().stream().limit(NAMED).forEach(goods -> line(text, "- " + named(goods)));
        if (decision.goods().size() > NAMED) {
            line(text, "- and " + (decision.goods().size() - NAMED) + " more");
        }
        text.append('\n');
        line(text, "Decision " + decision.id());
        return text.toString();
    }

    /** What to do, without a full stop. */
    private static String instruction(DecisionFacts decision) {
        String goods = decision.goods().size() == 1
                ? "1 handling unit"
                : decision.goods().size() + " handling units";
        String where = where(decision);
        return switch (decision.disposition()) {
            case QUARANTINE -> "Quarantine " + goods + where;
            case HOLD -> "Hold " + goods + where;
            case RELEASE -> "Release " + goods + where;
            case DISCARD -> "Discard " + goods + where;
            case TRANSFER -> "Transfer " + goods + where + to(decision);
            case REROUTE -> "Reroute " + goods + to(decision);
            case NO_ACTION -> "Do nothing with " + goods + where;
        };
    }

    private static String where(DecisionFacts decision) {
        Set<String> units = decision.goods().stream()
                .map(Goods::unit)
                .map(unit -> unit == null ? "" : unit.name())
                .collect(Collectors.toSet());
        List<String> unit = units.stream()
                .filter(name -> units.size() == 1 && !name.isEmpty())
                .toList();
        Place from = decision.from();
        return (unit.isEmpty() ? "" : " in " + unit.getFirst()) + (from == null ? "" : ", " + from.name());
    }

    private static String to(DecisionFacts decision) {
        @Nullable Place to = decision.to();
        @Nullable Lane lane = decision.lane();
        return (to == null ? "" : " to " + to.name()) + (lane == null ? "" : " by " + lane.carrier());
    }

    private static String named(Goods goods) {
        return String.format(
                Locale.ROOT,
                "%s: %s %s %s, lot %s%s%s",
                goods.handlingUnit(),
                goods.quantity().toPlainString(),
                goods.quantityUnit(),
                goods.productName(),
                goods.lot(),
                goods.unit() == null ? "" : ", " + goods.unit().name(),
                goods.uris().isEmpty() ? "" : " (" + goods.uris().getFirst() + ")");
    }

    private static void line(StringBuilder text, String line) {
        text.append(OneLine.of(line)).append('\n');
    }
}
