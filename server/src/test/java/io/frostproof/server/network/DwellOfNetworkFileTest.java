package io.frostproof.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.frostproof.alerts.condition.Level;
import io.frostproof.alerts.network.DwellConfig;
import io.frostproof.alerts.network.DwellLimit;
import io.frostproof.alerts.network.DwellRules;
import io.frostproof.alerts.network.Stage;
import io.frostproof.yaml.InvalidFileException;
import io.frostproof.yaml.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long handling units may be somewhere, as network files say it, and what goes wrong with it. */
class DwellOfNetworkFileTest {

    private static String file(String stage, String dwell) {
        return """
                frostproof_network: 1
                regions:
                  - {id: north, name: North}
                nodes:
                  - {id: n1, region: north, name: Harbour, kind: dock, time_zone: UTC, hand_off_record: 30m}
                profiles:
                  - {id: mine, name: Mine, source: made up for this test, conditions: []}
                units:
                  - {id: u1, node: n1, name: Corner, kind: cold_room, profile: mine%s}
                products:
                  - {id: milk, name: Milk, profile: mine}
                dwell:
                %s
                """.formatted(stage, dwell);
    }

    private static DwellConfig read(String stage, String dwell) throws InvalidFileException {
        return NetworkFile.readText("mine.yaml", file(stage, dwell)).dwell();
    }

    private static List<String> problems(String stage, String dwell) {
        InvalidFileException wrong = catchThrowableOfType(
                InvalidFileException.class, () -> NetworkFile.readText("mine.yaml", file(stage, dwell)));
        return wrong == null
                ? List.of()
                : wrong.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void limitsAreOfEverythingOfAProfileAProductOrAUnit() throws Exception {
        DwellConfig dwell = read(", stage: staging", """
                  - limits:
                      - {stage: dock, level: warning, limit: 30m}
                      - {stage: dock, level: critical, limit: 1h}
                  - {profile: who-fridge, source: SOP 12, limits: [{stage: storage, in_all: true, level: critical, limit: 30d}]}
                  - {product: milk, limits: []}
                  - {unit: u1, limits: [{stage: staging, level: warning, limit: 15m}]}""");

        assertThat(dwell.stages()).isEqualTo(Map.of("u1", Stage.STAGING));
        assertThat(dwell.handOffRecords()).isEqualTo(Map.of("n1", Duration.ofMinutes(30)));
        assertThat(dwell.rules()).extracting(DwellRules::scope).containsExactly(DwellRules.Scope.values());
        assertThat(dwell.rules()).extracting(DwellRules::of).containsExactly("*", "who-fridge", "milk", "u1");
        assertThat(dwell.rules().get(1).limits())
                .containsExactly(new DwellLimit(Stage.STORAGE, true, Level.CRITICAL, Duration.ofDays(30)));
        assertThat(dwell.rules().get(1).source()).isEqualTo("SOP 12");
    }

    @Test
    void mistakesAreExplained() {
        assertThat(problems("", "  - {limits: [{stage: dok, level: warning, limit: 30m}]}"))
                .singleElement()
                .asString()
                .contains("stage: 'dok'", "dock");
        assertThat(problems("", "  - {product: cheese, limits: []}"))
                .singleElement()
                .asString()
                .contains("'cheese'");
        assertThat(problems("", "  - {product: milk, unit: u1, limits: []}"))
                .singleElement()
                .asString()
                .contains("limits are of one or the other");
        assertThat(problems("", "  - {limits: []}\n  - {limits: []}"))
                .singleElement()
                .asString()
                .contains("are of every product too");
        assertThat(
                        problems(
                                "",
                                "  - {limits: [{stage: dock, level: critical, limit: 30m}, {stage: dock, level: warning, limit: 1h}]}"))
                .singleElement()
                .asString()
                .contains("less than that of the level above it");
        assertThat(
                        problems(
                                "",
                                "  - {limits: [{stage: dock, level: warning, limit: 30m}, {stage: dock, level: warning, limit: 1h}]}"))
                .singleElement()
                .asString()
                .contains("a limit at this level already");
        assertThat(problems("", "  - {limits: [{stage: dock, level: warning, limit: 0s}]}"))
                .singleElement()
                .asString()
                .contains("limit");
        assertThat(problems("", "  - {product: milk}"))
                .singleElement()
                .asString()
                .contains("write [] to end");
    }
}
