package io.frostproof.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.frostproof.alerts.condition.Schedule;
import io.frostproof.alerts.network.ApprovalRule;
import io.frostproof.alerts.network.DecisionConfig;
import io.frostproof.alerts.network.Disruption;
import io.frostproof.alerts.network.NetworkLane;
import io.frostproof.alerts.network.NodeCapability;
import io.frostproof.alerts.network.ProductRoom;
import io.frostproof.alerts.network.TemperatureRange;
import io.frostproof.yaml.InvalidFileException;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where goods can go and who decides, as network files say it, and what goes wrong with it. */
class DecisionsOfNetworkFileTest {

    private static final String WHOLE = """
            frostproof_network: 1
            temperature_classes:
              - {id: chilled, name: Chilled, band: {min: 2, max: 8}}
              - {id: frozen, band: {min: -25, max: -15}}
            regions:
              - {id: north, name: North, fallback: [n2, n1]}
              - {id: south, name: South}
            nodes:
              - id: n1
                region: north
                name: Harbour
                kind: cold_store
                time_zone: Europe/Lisbon
                capability:
                  capacity: {chilled: 4000, frozen: 0}
                  opens: 2026-06-01T00:00:00Z
                  closes: 2026-09-01T00:00:00Z
                  dock_hours: [{days: working_days, from: "06:00", to: "22:00"}]
                  unloading: 20m
                  backup_power: true
                  partner: Hill & Sons
                  authorisations: [narcotics]
                  loss_likelihood: 0.05
                  cost_per_litre: 0.125
                  mean_repair: 6h
              - {id: n2, region: south, name: Hill, kind: cold_store, time_zone: UTC, capability: {capacity: {chilled: 100}}}
              - {id: n3, region: south, name: Field, kind: office, time_zone: UTC}
            profiles:
              - {id: mine, name: Mine, source: made up for this test, band: {min: 2, max: 8}, conditions: []}
            units:
              - {id: u1, node: n1, name: Room, kind: cold_room, profile: mine, temperature_class: chilled}
              - {id: u2, node: n2, name: Room, kind: cold_room, profile: mine, temperature_class: chilled}
            products:
              - {id: milk, name: Milk, profile: mine, litres_per: {amount: 0.5, per: bottles}, authorisations: [narcotics]}
            lanes:
              - {id: n1-n2, from: n1, to: n2, carrier: Own lorry, transit: 2h, slow_factor: 1.5, reliability: 0.9, mean_delay: 30m, keeps: [chilled],
                 cost_per_unit: 12.5, cost_per_litre: 0.01, litres: 900}
              - {id: n2-n1, from: n2, to: n1, carrier: Post, transit: 1d}
            disruptions:
              - {id: mains-n1, node: n1, failure: Mains fail, likelihood: twice a year, detection: power device, backup: generator, decides: shift lead,
                 executes: night watch, runbook: [Start the generator, Call the grid]}
            decisions:
              currency: CHF
              rules:
                - {dispositions: [hold, quarantine], persons: 0}
                - {dispositions: [discard], up_to_value: 100, regions: [north], nodes: [n1], persons: 2, roles: [qa, operator], one_of: qa, reason_required: true,
                   escalate_after: 30m, escalate_to: [administrator]}
            """;

    private static List<String> problems(String file) {
        InvalidFileException wrong =
                catchThrowableOfType(InvalidFileException.class, () -> NetworkFile.readText("mine.yaml", file));
        return wrong == null
                ? List.of()
                : wrong.problems().stream().map(Object::toString).toList();
    }

    @Test
    void allOfItIsRead() throws Exception {
        DecisionConfig read = NetworkFile.readText("mine.yaml", WHOLE).decisions();
        assertThat(read)
                .isEqualTo(new DecisionConfig(
                        List.of(
                                new TemperatureRange("chilled", "Chilled", 2, 8),
                                new TemperatureRange("frozen", "frozen", -25, -15)),
                        Map.of("u1", "chilled", "u2", "chilled"),
                        List.of(
                                new NodeCapability(
                                        "n1",
                                        Map.of("chilled", 4000L, "frozen", 0L),
                                        Instant.parse("2026-06-01T00:00:00Z"),
                                        Instant.parse("2026-09-01T00:00:00Z"),
                                        new Schedule(List.of(new Schedule.Window(
                                                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), 360, 1320))),
                                        Duration.ofMinutes(20),
                                        true,
                                        "Hill & Sons",
                                        Set.of("narcotics"),
                                        0.05,
                                        new BigDecimal("0.125"),
                                        Duration.ofHours(6)),
                                new NodeCapability(
                                        "n2",
                                        Map.of("chilled", 100L),
                                        null,
                                        null,
                                        Schedule.ALWAYS,
                                        Duration.ZERO,
                                        false,
                                        null,
                                        Set.of(),
                                        0,
                                        BigDecimal.ZERO,
                                        null)),
                        List.of(
                                new NetworkLane(
                                        "n1-n2",
                                        "n1",
                                        "n2",
                                        "Own lorry",
                                        Duration.ofHours(2),
                                        1.5,
                                        0.9,
                                        Duration.ofMinutes(30),
                                        Set.of("chilled"),
                                        new BigDecimal("12.5"),
                                        new BigDecimal("0.01"),
                                        900L),
                                new NetworkLane(
                                        "n2-n1",
                                        "n2",
                                        "n1",
                                        "Post",
                                        Duration.ofDays(1),
                                        1,
                                        1,
                                        Duration.ofHours(1),
                                        Set.of(),
                                        BigDecimal.ZERO,
                                        BigDecimal.ZERO,
                                        null)),
                        Map.of("north", List.of("n2", "n1")),
                        List.of(new Disruption(
                                "mains-n1",
                                Disruption.Kind.NODE,
                                "n1",
                                "Mains fail",
                                "twice a year",
                                "power device",
                                "generator",
                                "shift lead",
                                "night watch",
                                List.of("Start the generator", "Call the grid"))),
                        Map.of("milk", new ProductRoom(new BigDecimal("0.5"), "bottles")),
                        Map.of("milk", Set.of("narcotics")),
                        "CHF",
                        List.of(
                                new ApprovalRule(
                                        List.of("hold", "quarantine"),
                                        null,
                                        List.of(),
                                        List.of(),
                                        0,
                                        List.of(),
                                        null,
                                        false,
                                        null,
                                        List.of()),
                                new ApprovalRule(
                                        List.of("discard"),
                                        new BigDecimal("100"),
                                        List.of("north"),
                                        List.of("n1"),
                                        2,
                                        List.of("qa", "operator"),
                                        "qa",
                                        true,
                                        Duration.ofMinutes(30),
                                        List.of("administrator")))));
    }

    @Test
    void allOfItMayBeLeftOut() throws Exception {
        assertThat(NetworkFile.readText("mine.yaml", "frostproof_network: 1\n").decisions())
                .isEqualTo(DecisionConfig.NONE);
    }

    /** Each replaces a piece of the file that is right, and is told of with the field, the value and what was expected. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "band: {min: 2, max: 8}}|band: {min: 8, max: 2}}|temperature_classes[chilled].band.min: '8' is not below max (2.0 Cel)",
                "band: {min: -25, max: -15}|band: {max: -15}|temperature_classes[frozen].band.min: missing, expected a temperature in Cel; a temperature class has both ends",
                "fallback: [n2, n1]|fallback: [n2, nx]|regions[north].fallback: '[...]' is not a list whose 'nx' is the id of a node in this file (did you mean 'n1'?)",
                "fallback: [n2, n1]|fallback: [n2, n2]|regions[north].fallback: '[...]' is not a list in which each node comes once: 'n2' comes twice",
                "{chilled: 4000, frozen: 0}|{chiled: 4000}|nodes[n1].capability.capacity.chiled: 'chiled' is not a key here, which are chilled, frozen (did you mean 'chilled'?)",
                "{chilled: 4000, frozen: 0}|{chilled: -1}|nodes[n1].capability.capacity.chilled: '-1' is not a whole number from 0 to 1000000000000",
                "closes: 2026-09-01T00:00:00Z|closes: 2026-05-01T00:00:00Z|nodes[n1].capability.closes: '2026-05-01T00:00:00Z' is not after opens (2026-06-01T00:00:00Z)",
                "loss_likelihood: 0.05|loss_likelihood: 5|nodes[n1].capability.loss_likelihood: '5' is not a probability from 0 to 1",
                "cost_per_litre: 0.125|cost_per_litre: -2|nodes[n1].capability.cost_per_litre: '-2' is not from 0 to 1000000000",
                "temperature_class: chilled}|temperature_class: cold}|units[u1].temperature_class: 'cold' is not the id of a temperature class in this file",
                "amount: 0.5|amount: 0|products[milk].litres_per.amount: '0' is not litres, above 0 and at most 1000000000000",
                "to: n2, carrier|to: n1, carrier|lanes[n1-n2].to: 'n1' is not another node than from",
                "slow_factor: 1.5|slow_factor: 0.5|lanes[n1-n2].slow_factor: '0.5' is not a number from 1 to 100, how many times as long it takes when it is slow",
                "reliability: 0.9|reliability: 90|lanes[n1-n2].reliability: '90' is not a probability from 0 to 1",
                "keeps: [chilled]|keeps: [cool]|lanes[n1-n2].keeps: '[cool]' is not a list whose 'cool' is the id of a temperature class in this file",
                "node: n1, failure|node: n1, region: north, failure|disruptions[mains-n1].node: 'n1' is not left out, since region is there: one thing fails",
                "node: n1, failure|failure|disruptions[mains-n1].unit: missing, expected the id of what fails: region, node, unit or lane is required",
                "runbook: [Start the generator, Call the grid]|runbook: []|disruptions[mains-n1].runbook: '[...]' is not a list of steps",
                "currency: CHF|currency: franc|decisions.currency: 'franc' is not an ISO 4217 code such as EUR",
                "dispositions: [discard]|dispositions: [burn]|decisions.rules[1].dispositions: '[burn]' is not a list of quarantine, hold, release, discard, transfer, reroute; it has 'burn'",
                "persons: 2|persons: 3|decisions.rules[1].persons: '3' is not a whole number from 0 to 2",
                "roles: [qa, operator]|roles: [viewer]|decisions.rules[1].roles: '[viewer]' is not a list of operator, qa, administrator; it has 'viewer'",
                "one_of: qa|one_of: administrator|decisions.rules[1].one_of: 'administrator' is not one of its roles, which are qa, operator",
                "escalate_after: 30m, |~~|decisions.rules[1].escalate_after: missing, expected how long it may wait before escalate_to is told",
            })
    void whatIsWrongIsSaidWithFieldValueAndExpectation(String right, String wrong, String problem) {
        assertThat(WHOLE).contains(right);
        int at = WHOLE.indexOf(right);
        String file = WHOLE.substring(0, at) + wrong + WHOLE.substring(at + right.length());
        assertThat(problems(file)).singleElement().asString().endsWith(problem);
    }

    @Test
    void whatIsHardlyMeantIsWarnedOf() throws Exception {
        assertThat(NetworkWarnings.of(NetworkFile.readText("mine.yaml", WHOLE)))
                .containsExactly(
                        "lane n2-n1: its vehicles keep no temperature class, so goods use up their budget on it",
                        "product milk: it has no value, so no plan can be made for it");
        String other = WHOLE.replace("from: n1, to: n2, carrier: Own lorry", "from: n1, to: n3, carrier: Own lorry")
                .replace("fallback: [n2, n1]", "fallback: [n3]")
                .replace("node: n1, failure", "node: n3, failure")
                .replace("litres_per: {amount: 0.5, per: bottles}", "value: {amount: 1, currency: EUR, per: bottles}");
        assertThat(NetworkWarnings.of(NetworkFile.readText("mine.yaml", other)))
                .containsExactly(
                        "lane n1-n2: it keeps chilled, of which node n3 has no room",
                        "lane n2-n1: its vehicles keep no temperature class, so goods use up their budget on it",
                        "region north: none of its fallbacks (n3) has room of class chilled, which is kept there",
                        "disruption mains-n1: node n3 has no units, so no incident will ever show its runbook",
                        "product milk: it has no litres_per, so no plan can be made for it");
    }

    @Test
    void theDemoCanBePlannedForWithoutAWarning() {
        assertThat(NetworkWarnings.of(NetworkFile.readResource(NetworkFile.DEMO)))
                .isEmpty();
    }
}
