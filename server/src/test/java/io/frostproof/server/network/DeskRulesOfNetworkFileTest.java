package io.frostproof.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.frostproof.alerts.condition.RuleText;
import io.frostproof.yaml.InvalidFileException;
import io.frostproof.yaml.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Conditions that take more than one channel, or a date, and what goes wrong with them. */
class DeskRulesOfNetworkFileTest {

    private static final String NOT_STARTED =
            "{slot: s, level: critical, quantity: mains, operator: \"<\", threshold: 1,"
                    + " measure: while, while: {quantity: generator, operator: \"<\", threshold: 1}, delay: 30s}";
    private static final String APART =
            "{slot: s, level: warning, measure: disagreement, window: 15m, operator: \">\", threshold: 2, delay: 1h}";
    private static final String DUE = "{slot: s, level: warning, measure: calibration, threshold: -14}";

    private static final String OFF =
            "{slot: s, level: warning, measure: clock, operator: \">\", threshold: 300, delay: 15m, clear_margin: 60}";

    private static String file(String condition) {
        return """
                frostproof_network: 1
                regions: []
                nodes: []
                profiles:
                  - id: mine
                    name: Mine
                    source: made up for this test
                    conditions:
                      - %s
                products:
                  - {id: milk, name: Milk, profile: mine}
                """.formatted(condition);
    }

    @Test
    void saysThemInWords() throws Exception {
        assertThat(words(NOT_STARTED)).isEqualTo("mains < 1 while generator < 1 for 30 s");
        assertThat(words(APART)).isEqualTo("means of 15 min apart by > 2 K for 1 h");
        assertThat(words(DUE)).isEqualTo("calibration due in 14 d");
        assertThat(words(DUE.replace("-14", "0"))).isEqualTo("calibration over for 0 d");
        assertThat(words(OFF)).isEqualTo("clock off by > 300 s for 15 min");
    }

    private static String words(String condition) throws InvalidFileException {
        return RuleText.of(NetworkFile.readText("mine.yaml", file(condition))
                .profiles()
                .getFirst()
                .conditions()
                .getFirst());
    }

    static Stream<Arguments> slips() {
        return Stream.of(
                slip(NOT_STARTED.replace("quantity: mains", "quantity: fuel"), "while goes by states on both sides"),
                slip(
                        NOT_STARTED.replace("quantity: generator", "quantity: fuel"),
                        "while goes by states on both sides"),
                slip(NOT_STARTED.replace("quantity: generator", "quantity: mains"), "another state than mains"),
                slip(
                        NOT_STARTED.replace("\"<\", threshold: 1}", "\"<\", threshold: 0}"),
                        "one that tells 0 from 1, such as 1 with"),
                slip(NOT_STARTED.replace("measure: while, ", ""), "with measure: while it names the other state"),
                slip(NOT_STARTED.replace("threshold: 1}", "threshold: 1, delay: 5s}"), "while.delay"),
                slip(NOT_STARTED.replace("delay: 30s}", "delay: 30s, per: day}"), "while is not added up"),
                slip(APART.replace("window: 15m, ", ""), "window"),
                slip(APART.replace("threshold: 2", "threshold: 900"), "reachable"),
                slip(APART.replace("level: warning,", "level: warning, quantity: door,"), "temperature"),
                slip(OFF.replace("\">\"", "\"<\""), "clock begins at 0"),
                slip(OFF.replace("\">\"", "\">=\"").replace("300", "0"), "a clock that is right breaches it already"),
                slip(OFF.replace("delay: 15m", "unit: s, delay: 15m"), "how far a clock is off is in seconds"),
                slip(OFF.replace("delay: 15m", "per: day, delay: 15m"), "clock is not added up"),
                slip(DUE.replace("-14", "-14.5"), "whole days"),
                slip(DUE.replace("-14}", "-14, delay: 1h}"), "left out: calibration goes by a date"));
    }

    private static Arguments slip(String condition, String problem) {
        return argumentSet(problem + ": " + condition, condition, problem);
    }

    @ParameterizedTest
    @MethodSource("slips")
    void explainsASlip(String condition, String problem) {
        InvalidFileException invalid = catchThrowableOfType(
                InvalidFileException.class, () -> NetworkFile.readText("mine.yaml", file(condition)));
        List<String> problems = invalid == null
                ? List.of()
                : invalid.problems().stream().map(Problem::toString).toList();
        assertThat(problems).isNotEmpty().anyMatch(line -> line.contains(problem));
    }
}
