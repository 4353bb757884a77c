package io.frostproof.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.network.ApprovalRule;
import io.frostproof.alerts.network.DecisionConfig;
import io.frostproof.alerts.network.Disruption;
import io.frostproof.alerts.network.NetworkLane;
import io.frostproof.alerts.network.NodeCapability;
import io.frostproof.alerts.network.TemperatureRange;
import io.frostproof.testing.PostgresFlavour;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where goods can go and who decides, as imports leave it. */
class DecisionImportIT {

    private static NodeCapability capability(Map<String, Long> litres, String perLitre) {
        return new NodeCapability(
                "n1",
                litres,
                Instant.parse("2026-06-01T00:00:00Z"),
                null,
                new Schedule(List.of(new Schedule.Window(EnumSet.of(DayOfWeek.MONDAY), 360, 1320))),
                Duration.ofMinutes(20),
                true,
                null,
                Set.of("narcotics", "blood"),
                0.05,
                new BigDecimal(perLitre),
                Duration.ofHours(6));
    }

    private static DecisionConfig config(
            NodeCapability capability, List<String> fallback, @Nullable List<ApprovalRule> rules) {
        return new DecisionConfig(
                List.of(
                        new TemperatureRange("chilled", "Chilled", 2, 8),
                        new TemperatureRange("frozen", "Frozen", -25, -15)),
                Map.of("u1", "chilled"),
                List.of(capability),
                List.of(new NetworkLane(
                        "n1-n2",
                        "n1",
                        "n2",
                        "Own lorry",
                        Duration.ofHours(2),
                        1.5,
                        0.9,
                        Duration.ofMinutes(30),
                        Set.of("chilled"),
                        new BigDecimal("12.50"),
                        BigDecimal.ZERO,
                        null)),
                Map.of("r1", fallback),
                List.of(new Disruption(
                        "mains", Disruption.Kind.NODE, "n1", "f", "l", "d", "b", "d", "e", List.of("one", "two"))),
                Map.of(),
                Map.of(),
                "CHF",
                rules);
    }

    private static ApprovalRule rule(int persons) {
        return new ApprovalRule(
                List.of("hold"),
                null,
                List.of(),
                List.of(),
                persons,
                List.of("qa"),
                null,
                false,
                Duration.ofHours(1),
                List.of());
    }

    private static List<String> texts(Database database, String sql) {
        return database.read(connection -> Sql.list(connection, row -> row.getString(1), sql));
    }

    @Test
    void importingTwiceChangesNothingAndAChangedFileUpdates() {
        try (Database database = TestStore.open(PostgresFlavour.PLAIN)) {
            var importer = new NetworkImporter(database);
            DecisionConfig first = config(
                    capability(Map.of("chilled", 4000L, "frozen", 9L), "0.10"),
                    List.of("n2", "n1"),
                    List.of(rule(1), rule(2)));
            NetworkImporter.Report report = importer.run(SituationWorld.network(first));
            assertThat(report.changed()).isZero();
            assertThat(importer.run(SituationWorld.network(first)))
                    .isEqualTo(new NetworkImporter.Report(0, 0, report.added()));

            // A price that is written otherwise is the same price.
            assertThat(importer.run(SituationWorld.network(config(
                                    capability(Map.of("chilled", 4000L, "frozen", 9L), "0.1"),
                                    List.of("n2", "n1"),
                                    List.of(rule(1), rule(2)))))
                            .unchanged())
                    .isEqualTo(report.added());

            NetworkImporter.Report changed = importer.run(SituationWorld.network(
                    config(capability(Map.of("chilled", 5000L), "0.2"), List.of("n1"), List.of(rule(2)))));
            assertThat(changed.added()).isZero();
            assertThat(changed.changed()).isGreaterThanOrEqualTo(4);
            assertThat(texts(database, "select class || litres from node_capacity"))
                    .containsExactly("chilled5000");
            assertThat(texts(database, "select cost_per_litre from node_capability"))
                    .containsExactly("0.2");
            assertThat(texts(database, "select node_id from region_fallback")).containsExactly("n1");
            assertThat(texts(database, "select persons from governance_rule")).containsExactly("2");
            assertThat(texts(database, "select temperature_class from unit where id = 'u1'"))
                    .containsExactly("chilled");

            // A file that says nothing of it leaves lanes, rules and rooms as they are.
            importer.run(SituationWorld.network(DecisionConfig.NONE));
            assertThat(texts(database, "select id from lane")).containsExactly("n1-n2");
            assertThat(texts(database, "select persons from governance_rule")).containsExactly("2");
            assertThat(texts(database, "select class from node_capacity")).containsExactly("chilled");

            // Rules that a file says to be none are gone.
            importer.run(SituationWorld.network(
                    config(capability(Map.of("chilled", 5000L), "0.2"), List.of("n1"), List.of())));
            assertThat(texts(database, "select persons from governance_rule")).isEmpty();
        }
    }
}
