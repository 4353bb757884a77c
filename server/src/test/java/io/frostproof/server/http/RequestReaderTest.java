package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a request is told by field, value and what was expected. */
final class RequestReaderTest {

    private static final String CONTRACT = """
            openapi: 3.1.0
            paths:
              /list:
                get:
                  operationId: list
                  parameters:
                    - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 1000, default: 100}}
                    - {name: from, in: query, required: true, schema: {type: string, format: date-time}}
                    - {name: states, in: query, style: form, explode: false,
                       schema: {type: array, uniqueItems: true, items: {enum: [open, done]}}}
                    - {name: flag, in: query, schema: {type: boolean}}
                    - {name: share, in: query, schema: {type: number, minimum: 0, maximum: 1}}
                    - {name: channel, in: query, schema: {$ref: "#/components/schemas/Channel"}}
                    - {name: name, in: query, schema: {type: string, minLength: 2, maxLength: 5}}
                    - {name: X-Trace, in: header, schema: {type: string, maxLength: 3}}
              /none:
                get: {operationId: none}
              /things/{id}:
                parameters: [{name: id, in: path, required: true, schema: {type: string, format: uuid}}]
                get: {operationId: thing}
              /numbered/{id}:
                parameters: [{name: id, in: path, required: true, schema: {type: integer, format: int64, minimum: 1}}]
                get: {operationId: numbered}
              /bodies:
                post:
                  operationId: body
                  requestBody:
                    content:
                      application/json:
                        schema:
                          type: object
                          additionalProperties: false
                          required: [text]
                          properties:
                            text: {type: string, minLength: 1, maxLength: 2000, pattern: "\\\\S"}
                            secret: {type: string, minLength: 12, maxLength: 200, writeOnly: true}
                            kind: {enum: [a, b], default: b}
                            who: {type: [string, "null"], minLength: 1, maxLength: 64}
                            count: {type: integer, minimum: 0}
                            readings:
                              type: array
                              minItems: 1
                              items:
                                type: object
                                required: [t]
                                additionalProperties: false
                                properties: {t: {type: string, format: date-time}, v: {type: number}}
            components:
              schemas:
                Channel: {type: string, pattern: "^[^/]+/[^/]+$", x-expected: DEVICE/CHANNEL}
            """;

    private static @Nullable DoorFixture fixture;

    @BeforeAll
    static void open() throws Exception {
        fixture = new DoorFixture(
                CONTRACT,
                new Operations()
                        .on("list", RequestReaderTest::list)
                        .on("none", request -> Reply.noContent())
                        .on("thing", request -> Reply.json(Map.of("id", request.uuid())))
                        .on("numbered", request -> Reply.json(Map.of("id", request.serial())))
                        .on("body", request -> Reply.json(request.body())));
    }

    private static Reply list(Request request) {
        Query query = request.query();
        return Reply.json(Map.of(
                "limit",
                query.integer("limit"),
                "from",
                query.givenInstant("from"),
                "states",
                query.texts("states"),
                "trace",
                request.header("X-Trace").orElse("")));
    }

    @AfterAll
    static void close() {
        door().close();
    }

    private static DoorFixture door() {
        if (fixture == null) {
            throw new IllegalStateException("not open");
        }
        return fixture;
    }

    private static void assertOneError(HttpResponse<String> response, String field, String value, String expected)
            throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode errors = ApiJson.MAPPER.readTree(response.body()).get("errors");
        assertThat(errors).as(errors.toString()).hasSize(1);
        assertThat(errors.get(0).get("field").asText()).isEqualTo(field);
        assertThat(errors.get(0).get("value").asText()).isEqualTo(value);
        assertThat(errors.get(0).get("expected").asText()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "limit=0 | limit | 0 | a whole number from 1 to 1000",
                "limit=1e3 | limit | 1e3 | a whole number from 1 to 1000",
                "limit= | limit | `` | a whole number from 1 to 1000",
                "limit=99999999999999999999 | limit | 99999999999999999999 | a whole number from 1 to 1000",
                "limit=1&limit=2 | limit | 1, 2 | to be given once",
                "from=yesterday | from | yesterday | an ISO 8601 time with offset in the years 1 to 9999, such as 2026-11-21T02:00:00Z",
                "from=2026-11-21T02:00:00 | from | 2026-11-21T02:00:00 | an ISO 8601 time with offset in the years 1 to 9999, such as 2026-11-21T02:00:00Z",
                "from=%2B99999-01-01T00:00:00Z | from | +99999-01-01T00:00:00Z | an ISO 8601 time with offset in the years 1 to 9999, such as 2026-11-21T02:00:00Z",
                "states=open,lost | states | open,lost | one or several, separated by commas, each once and one of open, done",
                "states=open,open | states | open,open | one or several, separated by commas, each once and one of open, done",
                "states= | states | `` | one or several, separated by commas, each once and one of open, done",
                "flag=yes | flag | yes | true or false",
                "share=1.5 | share | 1.5 | a number from 0 to 1",
                "share=NaN | share | NaN | a number from 0 to 1",
                "channel=t1 | channel | t1 | DEVICE/CHANNEL",
                "name=x | name | x | a string of 2 to 5 characters",
                "name=a%00b | name | a\0b | text in Unicode without NUL",
                "colour=red | colour | red | one of channel, flag, from, limit, name, share, states",
            })
    void aWrongParameterIsToldInWords(String query, String field, String value, String expected) throws Exception {
        String from = query.startsWith("from=") ? "" : "&from=2026-11-21T02:00:00Z";
        assertOneError(door().send("GET", "/list?" + query + from, null), field, value, expected);
    }

    @Test
    void parametersComeWithTheContractsTypesAndDefaults() throws Exception {
        HttpResponse<String> response = door().send(
                        "GET",
                        "/list?from=2026-11-21T02:00:00%2B02:00&states=open,done&share=0.5&flag=true&channel=a/b",
                        null,
                        "X-Trace",
                        "abc");
        assertThat(ApiJson.MAPPER.readTree(response.body()))
                .isEqualTo(ApiJson.MAPPER.readTree("{\"limit\": 100, \"from\": \"2026-11-21T00:00:00Z\","
                        + " \"states\": [\"open\", \"done\"], \"trace\": \"abc\"}"));
    }

    @Test
    void aMissingParameterAndAWrongHeaderAreToldTogetherWithTheRest() throws Exception {
        HttpResponse<String> response = door().send("GET", "/list?limit=x&y=1", null, "X-Trace", "abcd");
        JsonNode problem = ApiJson.MAPPER.readTree(response.body());
        assertThat(problem.get("errors").findValuesAsText("field"))
                .containsExactlyInAnyOrder("limit", "y", "from", "X-Trace");
        assertThat(problem.get("detail").asText()).isEqualTo("4 things are wrong with the request; see errors");
        assertOneError(door().send("GET", "/none?x=1", null), "x", "1", "no parameter");
    }

    @ParameterizedTest
    @CsvSource({"/things/1", "/things/a%00b", "/numbered/0", "/numbered/x", "/numbered/9999999999999999999", "/things/"
    })
    void whatCannotExistIsNotFound(String path) throws Exception {
        assertThat(door().send("GET", path, null).statusCode()).isEqualTo(404);
    }

    @Test
    void idsAreReadAsTheContractSays() throws Exception {
        assertThat(door().send("GET", "/numbered/123456789012345678", null).body())
                .isEqualTo("{\"id\":123456789012345678}");
        assertThat(door().send("GET", "/things/00000000-0000-0000-0000-0000000000A1", null)
                        .body())
                .isEqualTo("{\"id\":\"00000000-0000-0000-0000-0000000000a1\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | text | null | to be there",
                "{\"text\": \"x\", \"y\": 1} | y | null | no field of this name",
                "{\"text\": \" \"} | text | \" \" | a string of 1 to 2000 characters, not blank",
                "{\"text\": 7} | text | 7 | a string of 1 to 2000 characters, not blank",
                "{\"text\": null} | text | null | a string of 1 to 2000 characters, not blank",
                "{\"text\": \"a\\u0000b\"} | text | \"a\\u0000b\" | text in Unicode without NUL",
                "{\"text\": \"a\\ud800\"} | text | \"a?\" | text in Unicode without NUL",
                "{\"text\": \"x\", \"secret\": \"s3cret\"} | secret | (hidden) | a string of 12 to 200 characters",
                "{\"text\": \"x\", \"secret\": [\"s3cret\"]} | secret | (hidden) | a string of 12 to 200 characters",
                "{\"text\": \"x\", \"kind\": \"c\"} | kind | \"c\" | one of a, b",
                "{\"text\": \"x\", \"who\": \"\"} | who | \"\" | a string of 1 to 64 characters or null",
                "{\"text\": \"x\", \"count\": -1} | count | -1 | a whole number from 0 on",
                "{\"text\": \"x\", \"count\": 1.5} | count | 1.5 | a whole number from 0 on",
                "{\"text\": \"x\", \"readings\": []} | readings | [] | a list of at least 1 entries, each a JSON object",
                "{\"text\": \"x\", \"readings\": [{\"t\": \"2026-11-21T02:00:00Z\"}, {\"t\": \"now\"}]} | readings[1].t | \"now\" | an ISO 8601 time with offset in the years 1 to 9999, such as 2026-11-21T02:00:00Z",
                "{\"text\": \"x\", \"readings\": [{}]} | readings[0].t | null | to be there",
                "[] | body | null | a JSON object",
                "{\"text\" s3cret} | body | null | JSON; it breaks off at line 1, column 9",
                "{\"text\": \"x\", \"text\": \"y\"} | body | null | JSON; it breaks off at line 1, column 21",
            })
    void aWrongFieldIsToldInWords(String body, String field, String value, String expected) throws Exception {
        HttpResponse<String> response = door().send("POST", "/bodies", body);
        assertOneError(response, field, value, expected);
        assertThat(response.body()).doesNotContain("s3cret");
    }

    @Test
    void aBodyComesWithTheContractsDefaults() throws Exception {
        HttpResponse<String> response = door().send("POST", "/bodies", "{\"text\": \"x\", \"who\": null}");
        assertThat(response.body()).isEqualTo("{\"text\":\"x\",\"who\":null,\"kind\":\"b\"}");
        assertOneError(door().send("POST", "/bodies", null), "text", "null", "to be there");
    }

    @Test
    void aLongValueIsShortened() throws Exception {
        HttpResponse<String> response =
                door().send("POST", "/bodies", "{\"text\": \"x\", \"kind\": \"" + "k".repeat(5000) + "\"}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).hasSizeLessThan(600);
    }
}
