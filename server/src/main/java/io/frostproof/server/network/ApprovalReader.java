package io.frostproof.server.network;

import io.frostproof.alerts.network.ApprovalRule;
import io.frostproof.server.access.Permission;
import io.frostproof.server.access.Role;
import io.frostproof.yaml.Fields;
import io.frostproof.yaml.Suggestion;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads who may make which decision, and in which currency they are weighed. */
final class ApprovalReader {

    private static final int MOST_PERSONS = 2;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(31);

    /** Roles of those who may decide at all. */
    private static final List<String> DECIDE = Arrays.stream(Role.values())
            .filter(role -> role.permissions().contains(Permission.DECISIONS))
            .map(Role::id)
            .toList();

    private static final List<String> ALL =
            Arrays.stream(Role.values()).map(Role::id).toList();

    private final Ids regions;
    private final Ids nodes;

    ApprovalReader(Ids regions, Ids nodes) {
        this.regions = regions;
        this.nodes = nodes;
    }

    /** @param rules null: the file does not say */
    record Read(@Nullable String currency, @Nullable List<ApprovalRule> rules) {}

    Optional<Read> read(Fields section) {
        Optional<String> currency = section.optionalText("currency");
        if (currency.isPresent() && !ProductReader.CURRENCIES.contains(currency.get())) {
            section.problem("currency", "an ISO 4217 code such as EUR");
        }
        boolean says = section.mentions("rules");
        List<ApprovalRule> rules = NetworkReader.each(section.rows("rules"), this::rule);
        return section.make(() -> new Read(currency.orElse(null), says ? rules : null));
    }

    private Optional<ApprovalRule> rule(Fields row) {
        List<String> dispositions = words(row, "dispositions", ApprovalRule.DISPOSITIONS);
        if (row.lacksItems("dispositions")) {
            row.problem("dispositions", "a list of " + String.join(", ", ApprovalRule.DISPOSITIONS));
        }
        @Nullable BigDecimal upTo = row.has("up_to_value") ? DecisionReader.money(row, "up_to_value") : null;
        List<String> inRegions = DecisionReader.references(row, "regions", regions, "region");
        List<String> inNodes = DecisionReader.references(row, "nodes", nodes, "node");
        int persons = (int) row.integer("persons", 0, MOST_PERSONS);
        List<String> roles = words(row, "roles", DECIDE);
        if (persons > 0 && row.has("persons") && row.lacksItems("roles")) {
            row.problem("roles", "a list of " + String.join(", ", DECIDE) + "; whoever may approve");
        }
        Optional<String> oneOf = row.optionalText("one_of");
        oneOf.filter(role -> !roles.isEmpty() && !roles.contains(role))
                .ifPresent(role -> row.problem("one_of", "one of its roles, which are " + String.join(", ", roles)));
        if (oneOf.isPresent() && row.lacksItems("roles")) {
            row.problem("one_of", "left out where there are no roles");
        }
        boolean reason = row.flag("reason_required", false);
        @Nullable Duration after = row.has("escalate_after") ? row.duration("escalate_after", SHORTEST, LONGEST) : null;
        List<String> to = words(row, "escalate_to", ALL);
        if (after == null && !to.isEmpty()) {
            row.problem("escalate_after", "how long it may wait before escalate_to is told");
        }
        return row.make(() -> new ApprovalRule(
                dispositions, upTo, inRegions, inNodes, persons, roles, oneOf.orElse(null), reason, after, to));
    }

    private static List<String> words(Fields row, String key, List<String> known) {
        var once = new LinkedHashSet<String>();
        for (String word : row.texts(key)) {
            if (!known.contains(word)) {
                row.problem(
                        key,
                        "a list of " + String.join(", ", known) + "; it has '" + word + "'"
                                + Suggestion.of(word, known));
            } else if (!once.add(word)) {
                row.problem(key, "a list in which each comes once: '" + word + "' comes twice");
            }
        }
        return List.copyOf(once);
    }
}
