package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The contract is an OpenAPI document that tools can read, and that says all that a client needs. */
final class ContractTest {

    private static final Contract CONTRACT = Contract.load();

    private static final String SMALL = """
            openapi: 3.1.0
            paths:
              /a: {get: {operationId: a}}
              /b: {get: {operationId: b}}
            """;

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(CONTRACT.document().findValuesAsText("$ref")).hasSizeGreaterThan(100);
        assertThat(CONTRACT.resolved(CONTRACT.document()).findValues("$ref")).isEmpty();
    }

    @Test
    void everyComponentIsUsed() {
        Set<String> used = new HashSet<>(CONTRACT.document().findValuesAsText("$ref"));
        for (String kind : List.of("parameters", "responses", "schemas")) {
            CONTRACT.document()
                    .at("/components/" + kind)
                    .fieldNames()
                    .forEachRemaining(name -> assertThat(used).contains("#/components/" + kind + "/" + name));
        }
    }

    @Test
    void everyOperationSaysWhatItIsAndHowItFails() {
        var ids = new HashSet<String>();
        for (Operation operation : CONTRACT.operations()) {
            JsonNode part = part(operation);
            assertThat(operation.id()).matches("[a-z][A-Za-z]+");
            assertThat(ids.add(operation.id())).as(operation.id()).isTrue();
            assertThat(part.path("summary").asText()).as(operation.id()).isNotBlank();
            assertThat(part.path("tags").size()).as(operation.id()).isEqualTo(1);
            JsonNode responses = part.path("responses");
            assertThat(responses.at("/default/$ref").asText())
                    .as(operation.id())
                    .isEqualTo("#/components/responses/Problem");
            assertThat(responses.size()).as(operation.id()).isGreaterThan(1);
        }
        assertThat(ids).hasSizeGreaterThan(50);
    }

    @Test
    void everyTagIsDeclared() {
        var tags = new ArrayList<String>();
        CONTRACT.document()
                .path("tags")
                .forEach(tag -> tags.add(tag.path("name").asText()));
        for (Operation operation : CONTRACT.operations()) {
            assertThat(tags).contains(part(operation).at("/tags/0").asText());
        }
    }

    @Test
    void everyParameterOfAPathIsDeclaredAndNoOther() {
        for (Operation operation : CONTRACT.operations()) {
            var inPath = Pattern.compile("\\{([a-z]+)}")
                    .matcher(operation.path())
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            assertThat(operation.parameters().stream()
                            .filter(parameter -> parameter.place() == Parameter.Place.PATH)
                            .map(Parameter::name))
                    .as(operation.id())
                    .containsExactlyElementsOf(inPath);
            assertThat(operation.parameters().stream().filter(parameter -> parameter.place() == Parameter.Place.PATH))
                    .allSatisfy(parameter -> assertThat(parameter.required()).isTrue());
        }
    }

    @Test
    void everyParameterAndFieldCanBeToldInWords() {
        for (Operation operation : CONTRACT.operations()) {
            for (Parameter parameter : operation.parameters()) {
                if (parameter.place() == Parameter.Place.PATH) {
                    // What cannot exist is not found, and that is all that is told.
                    continue;
                }
                assertThat(parameter.expected())
                        .as(operation.id() + " " + parameter.name())
                        .isNotBlank()
                        .doesNotContain("another value")
                        .doesNotContain("matches");
                JsonNode otherwise = parameter.otherwise();
                if (otherwise != null) {
                    assertThat(parameter.read(otherwise.asText()).map(JsonNode::asText))
                            .contains(otherwise.asText());
                }
            }
            operation
                    .body()
                    .ifPresent(body -> body.schema()
                            .path("properties")
                            .forEach(property -> assertThat(Words.of(property))
                                    .as(operation.id())
                                    .isNotBlank()
                                    .doesNotContain("another value")));
        }
    }

    /** In flow style, a comma in a text ends it, and what follows becomes a key. */
    @Test
    void noTextWasCutAtAComma() {
        assertThat(nulls(CONTRACT.document(), "")).isEmpty();
    }

    private static List<String> nulls(JsonNode node, String path) {
        var found = new ArrayList<String>();
        node.properties().forEach(property -> {
            if (property.getValue().isNull()) {
                found.add(path + "/" + property.getKey());
            }
            found.addAll(nulls(property.getValue(), path + "/" + property.getKey()));
        });
        if (node.isArray()) {
            node.forEach(item -> found.addAll(nulls(item, path + "/-")));
        }
        return found;
    }

    @Test
    void everyBodyNamesItsFieldsAndRefusesOthers() {
        for (Operation operation : CONTRACT.operations()) {
            operation.body().ifPresent(body -> {
                assertThat(body.schema().path("additionalProperties").asBoolean(true))
                        .as(operation.id())
                        .isFalse();
                body.schema()
                        .path("required")
                        .forEach(name -> assertThat(
                                        body.schema().path("properties").has(name.asText()))
                                .as(operation.id())
                                .isTrue());
            });
        }
    }

    @Test
    void anOperationWithoutActionIsRefused() {
        Contract contract = Contract.of(SMALL);
        var operations = new Operations().on("a", request -> Reply.noContent());
        assertThatThrownBy(() -> operations.of(contract)).hasMessageContaining("nobody answers: [b]");
    }

    @Test
    void anActionWithoutOperationIsRefused() {
        var operations = new Operations()
                .on("a", request -> Reply.noContent())
                .on("b", request -> Reply.noContent())
                .on("c", request -> Reply.noContent());
        assertThatThrownBy(() -> operations.of(Contract.of(SMALL))).hasMessageContaining("not in the contract: [c]");
    }

    @Test
    void twoActionsForOneOperationAreRefused() {
        var operations = new Operations().on("a", request -> Reply.noContent());
        assertThatThrownBy(() -> operations.on("a", request -> Reply.noContent()))
                .hasMessageContaining("operation a: two actions");
    }

    private static JsonNode part(Operation operation) {
        return CONTRACT.document()
                .path("paths")
                .path(operation.path())
                .path(operation.method().toLowerCase(Locale.ROOT));
    }
}
