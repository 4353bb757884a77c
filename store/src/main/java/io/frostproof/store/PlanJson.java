package io.frostproof.store;

import io.frostproof.alerts.disposition.Figure;
import io.frostproof.alerts.disposition.Reason;
import io.frostproof.alerts.plan.Alternative;
import io.frostproof.alerts.plan.Flip;
import io.frostproof.alerts.plan.Proposal;
import io.frostproof.alerts.plan.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a plan says of one handling unit or order beside its numbers, as it is kept and told: with the names of the API. */
final class PlanJson {

    private PlanJson() {}

    static Map<String, @Nullable Object> detail(Proposal proposal) {
        var detail = new LinkedHashMap<String, @Nullable Object>();
        detail.put("node", proposal.unit().node());
        detail.put("unit", proposal.unit().place());
        detail.put("reasons", reasons(proposal.reasons()));
        detail.put(
                "alternatives",
                proposal.alternatives().stream().map(PlanJson::alternative).toList());
        detail.put("nearest_change", proposal.nearest() == null ? null : flip(proposal.nearest()));
        detail.put("policy_versions", proposal.policyVersions());
        return detail;
    }

    static Map<String, @Nullable Object> detail(List<Reason> reasons) {
        var detail = new LinkedHashMap<String, @Nullable Object>();
        detail.put("reasons", reasons(reasons));
        return detail;
    }

    private static List<Map<String, @Nullable Object>> reasons(List<Reason> reasons) {
        var all = new ArrayList<Map<String, @Nullable Object>>();
        for (Reason reason : reasons) {
            var one = new LinkedHashMap<String, @Nullable Object>();
            one.put("code", reason.code());
            one.put("subject", reason.about());
            one.put("text", reason.text());
            var figures = new ArrayList<Map<String, @Nullable Object>>();
            for (Figure figure : reason.figures()) {
                var number = new LinkedHashMap<String, @Nullable Object>();
                number.put("name", figure.name());
                number.put("value", finite(figure.value()));
                figures.add(number);
            }
            one.put("figures", figures);
            all.add(one);
        }
        return all;
    }

    private static Map<String, @Nullable Object> alternative(Alternative alternative) {
        Route route = alternative.route();
        var one = new LinkedHashMap<String, @Nullable Object>();
        one.put("to_node", route == null ? null : route.site().node());
        one.put("lane", route == null ? null : route.lane().id());
        one.put("temperature_class", route == null ? null : route.temperatureClass());
        one.put("departs_at", route == null ? null : Sql.instant(route.departsMicros()));
        one.put("arrives_at", route == null ? null : Sql.instant(route.storedMicros()));
        one.put("spoils_probability", route == null ? null : finite(route.spoils()));
        one.put("landed_cost", route == null ? null : finite(route.landedCost()));
        one.put("expected_loss", finite(alternative.expectedLoss()));
        one.put("room", alternative.room());
        return one;
    }

    private static Map<String, @Nullable Object> flip(Flip flip) {
        var one = new LinkedHashMap<String, @Nullable Object>();
        one.put("kind", flip.kind().id());
        one.put("subject", flip.about());
        one.put("amount", finite(flip.amount()));
        one.put("unit", flip.kind().unit());
        one.put("share", finite(flip.effort()));
        one.put("expected_loss", finite(flip.expectedLoss()));
        return one;
    }

    /** JSON has no word for infinity. */
    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
