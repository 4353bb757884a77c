package io.frostproof.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.alerts.network.Identifiers;
import io.frostproof.yaml.Problems;
import io.frostproof.yaml.YamlFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two rooms that may not use each other hold the rule for identifiers: files and networks must agree. */
final class IdentifierRuleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "nh-locker-01",
                "A.b_c-9",
                "9",
                "-a",
                ".a",
                "_a",
                "a b",
                "a/b",
                "é",
                "a+",
                "a#",
                "a123456789012345678901234567890123456789012345678901234567890123",
                "a1234567890123456789012345678901234567890123456789012345678901234"
            })
    void filesAcceptWhatNetworksAccept(String id) throws Exception {
        var problems = new Problems("test.yaml");
        var text = "id: \"" + id + "\"\n";
        YamlFile.open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), problems)
                .identifier("id");

        if (Identifiers.valid(id)) {
            assertThat(problems.all()).isEmpty();
        } else {
            assertThat(problems.all())
                    .singleElement()
                    .satisfies(
                            problem -> assertThat(problem.expected()).isEqualTo("an identifier: " + Identifiers.RULE));
        }
    }
}
