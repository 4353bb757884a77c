package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.server.access.Permission;
import io.frostproof.server.access.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/api.md says about the API is so. */
final class DocumentedApiTest {

    private static final Contract CONTRACT = Contract.load();

    private static List<MatchResult> found(String pattern) throws Exception {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("..", "docs", "api.md")))
                .results()
                .toList();
    }

    @Test
    void everyExampleAsksForARouteOfTheContractWithItsParameters() throws Exception {
        List<MatchResult> examples = found("curl( .*)?\\$BASE(/[^\\s`\"'?)]*)(?:\\?([^\"]*)\")?(.*)$");
        assertThat(examples).hasSizeGreaterThan(5);
        for (MatchResult example : examples) {
            String method = example.group().matches(".*( -d | -X POST ).*") ? "POST" : "GET";
            String path = example.group(2).replace("$ID", "1");
            assertThat(CONTRACT.operations()).as(example.group()).anySatisfy(operation -> {
                assertThat(operation.method()).isEqualTo(method);
                assertThat(operation.covers(path)).isTrue();
                if (example.group(3) != null) {
                    assertThat(operation.parameters().stream().map(Parameter::name))
                            .containsAll(Arrays.stream(example.group(3).split("&", -1))
                                    .map(pair -> pair.replaceAll("=.*", ""))
                                    .toList());
                }
            });
        }
    }

    @Test
    void everyRouteThatIsNamedExists() throws Exception {
        List<MatchResult> named = found("`(GET|POST|PUT|DELETE) (/[^`. ]*)`");
        assertThat(named).hasSizeGreaterThan(4);
        for (MatchResult route : named) {
            assertThat(CONTRACT.operations())
                    .as(route.group())
                    .anyMatch(operation -> operation.method().equals(route.group(1))
                            && operation.path().equals(route.group(2)));
        }
    }

    @Test
    void theTableOfRolesIsWhatTheServerGoesBy() throws Exception {
        for (Role role : Role.values()) {
            String permissions = role == Role.ADMINISTRATOR
                    ? "all, `accounts` included"
                    : String.join(
                            ", ",
                            role.permissions().stream()
                                    .map(permission -> "`" + permission.id() + "`")
                                    .toList());
            assertThat(found("^\\| `" + role.id() + "` \\| (.*) \\|$"))
                    .singleElement()
                    .extracting(row -> row.group(1))
                    .isEqualTo(permissions);
        }
    }

    @Test
    void theContractKnowsTheServersRolesAndPermissions() {
        assertThat(CONTRACT.document().at("/components/schemas/Role/enum"))
                .extracting(word -> word.asText())
                .containsExactlyElementsOf(
                        Arrays.stream(Role.values()).map(Role::id).toList());
        assertThat(CONTRACT.document().at("/components/schemas/Permission/enum"))
                .extracting(word -> word.asText())
                .containsExactlyElementsOf(
                        Arrays.stream(Permission.values()).map(Permission::id).toList());
    }

    @Test
    void theExampleOfAProblemIsOne() throws Exception {
        String example = found("```json\\n(\\{\"type\"[^`]*)```").getFirst().group(1);
        var shape = new Shape(CONTRACT.resolved(CONTRACT.document().at("/components/schemas/Problem")));
        assertThat(shape.findings(ApiJson.read(example))).isEmpty();
    }
}
