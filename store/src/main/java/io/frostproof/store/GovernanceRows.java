package io.frostproof.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.frostproof.alerts.govern.Governance;
import io.frostproof.alerts.govern.GovernanceRule;
import io.frostproof.alerts.govern.Needs;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of who decides, and what one said at the time of a proposal. */
final class GovernanceRows {

    private GovernanceRows() {}

    /** The rules of the network as they are now, with the built-in ones after them. */
    static Governance read(Connection connection) throws SQLException {
        return new Governance(
                Sql.list(connection, GovernanceRows::rule, "select * from governance_rule order by position"));
    }

    private static GovernanceRule rule(ResultSet row) throws SQLException {
        BigDecimal upTo = row.getBigDecimal("up_to_value");
        Double after = row.getObject("escalate_after_s", Double.class);
        return new GovernanceRule(
                Set.copyOf(texts(row, "dispositions")),
                upTo == null ? null : upTo.doubleValue(),
                Set.copyOf(texts(row, "regions")),
                Set.copyOf(texts(row, "nodes")),
                new Needs(
                        row.getInt("persons"),
                        texts(row, "roles"),
                        row.getString("one_of"),
                        row.getBoolean("reason_required"),
                        duration(after),
                        texts(row, "escalate_to")));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static @Nullable Duration duration(@Nullable Double seconds) {
        return seconds == null ? null : Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
    }

    /** Currency of the values that rules speak of: that of decisions, else the one in which most products are worth something. */
    static String currency(Connection connection) throws SQLException {
        String currency = Sql.first(connection, row -> row.getString(1), """
                select coalesce((select currency from decision_setting),
                                (select value_currency from product where value_currency is not null
                                 group by value_currency order by count(*) desc, value_currency limit 1))
                """);
        return currency == null ? "EUR" : currency;
    }

    /** What is kept in {@code decision.needs}. */
    private record Kept(
            int persons,
            List<String> roles,
            @JsonProperty("one_of") @Nullable String oneOf,
            @JsonProperty("reason_required") boolean reasonRequired,
            @JsonProperty("escalate_after_s") @Nullable Double escalateAfterS,
            @JsonProperty("escalate_to") List<String> escalateTo) {}

    static Sql.Json json(Needs needs) {
        Duration after = needs.escalateAfter();
        return Sql.json(new Kept(
                needs.persons(),
                needs.roles(),
                needs.oneOf(),
                needs.reasonRequired(),
                after == null ? null : after.toMillis() / 1e3,
                needs.escalateTo()));
    }

    static @Nullable Needs needs(@Nullable String json) {
        if (json == null) {
            return null;
        }
        Kept kept = Sql.fromJson(json, Kept.class);
        return new Needs(
                kept.persons(),
                kept.roles(),
                kept.oneOf(),
                kept.reasonRequired(),
                duration(kept.escalateAfterS()),
                kept.escalateTo());
    }
}
