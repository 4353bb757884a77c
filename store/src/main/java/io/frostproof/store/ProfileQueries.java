package io.frostproof.store;

import io.frostproof.alerts.condition.Condition;
import io.frostproof.alerts.condition.Measure;
import io.frostproof.alerts.condition.Period;
import io.frostproof.alerts.condition.RuleText;
import io.frostproof.store.PageCursor.Kind;
import io.frostproof.store.PageCursor.Part;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What units are watched for. Thread-safe; calls block. */
public final class ProfileQueries {

    private static final PageCursor BY_ID = PageCursor.of("profiles", Part.ascending("p.id", Kind.TEXT));

    private final Database database;

    public ProfileQueries(Database database) {
        this.database = database;
    }

    /** A storage profile as its file has it now, with what it inherits. */
    public record Profile(
            String id,
            String name,
            @Nullable Double bandMinCelsius,
            @Nullable Double bandMaxCelsius,
            String source,
            List<Rule> rules) {
        public Profile {
            rules = List.copyOf(rules);
        }
    }

    /**
     * One rule, in words and in parts.
     *
     * @param measure what of the readings it compares, a word of the network file
     * @param operator null when only that nothing is measured counts
     * @param threshold in {@code thresholdUnit}; null likewise
     * @param thresholdUnit UCUM code, also of the margin and of an excursion's worst value
     * @param per over what the delay adds up, a word of the network file; null: it counts for one breach
     */
    public record Rule(
            String slot,
            String level,
            String quantity,
            String measure,
            String rule,
            @Nullable String operator,
            @Nullable Double threshold,
            String thresholdUnit,
            double delayS,
            double clearMargin,
            @Nullable String per) {

        static Rule of(Condition condition) {
            boolean missing = condition.measure() instanceof Measure.Missing;
            Period per = condition.measure() instanceof Measure.DegreeMinutes sum ? sum.per() : condition.per();
            return new Rule(
                    condition.slot(),
                    condition.level().id(),
                    condition.quantity().id(),
                    condition.measure().kind().id(),
                    RuleText.of(condition),
                    missing ? null : condition.operator().symbol(),
                    missing ? null : condition.threshold(),
                    RuleText.ucum(condition),
                    condition.delay().toMillis() / 1000.0,
                    condition.clearMargin(),
                    per == null ? null : per.id());
        }
    }

    /** All, by id. */
    public Page<Profile> list(PageRequest request) {
        return database.read(connection -> Pages.of(
                connection,
                request,
                BY_ID,
                ProfileQueries::read,
                profile -> List.of(profile.id()),
                "select p.* from storage_profile p",
                new Filter()));
    }

    /** One. */
    public Optional<Profile> find(String id) {
        return database.read(connection -> Optional.ofNullable(
                Sql.first(connection, ProfileQueries::read, "select p.* from storage_profile p where p.id = ?", id)));
    }

    /** Out of the columns of {@code storage_profile}. */
    static Profile read(ResultSet row) throws SQLException {
        List<Condition> conditions = ConditionJson.read(row.getString("conditions"));
        return new Profile(
                row.getString("id"),
                row.getString("name"),
                row.getObject("band_min_celsius", Double.class),
                row.getObject("band_max_celsius", Double.class),
                row.getString("source"),
                conditions.stream().map(Rule::of).toList());
    }
}
