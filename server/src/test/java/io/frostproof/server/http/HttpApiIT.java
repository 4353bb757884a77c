package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.server.access.Permission;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class HttpApiIT {

    private static final String A1 = "/api/v1/incidents/00000000-0000-0000-0000-0000000000a1";
    private static final String D1 = "/api/v1/decisions/00000000-0000-0000-0000-0000000000d1";

    private static @Nullable ApiFixture fixture;

    @BeforeParameterizedClassInvocation
    static void open(PostgresFlavour flavour) throws Exception {
        fixture = ApiFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        api().close();
    }

    private static ApiFixture api() {
        return Objects.requireNonNull(fixture);
    }

    HttpApiIT(PostgresFlavour flavour) {
        assertThat(flavour).isNotNull();
    }

    private static final Contract CONTRACT = Contract.load();

    private static HttpResponse<String> ask(Operation operation, @Nullable String token) throws Exception {
        String path = operation.path().replaceAll("\\{[a-z]+}", "00000000-0000-0000-0000-0000000000a1");
        return api().send(operation.method(), path, token, null);
    }

    @Test
    void everyRouteThatNeedsAPermissionNeedsAToken() throws Exception {
        for (Operation operation : CONTRACT.operations()) {
            for (String token : new String[] {null, "x".repeat(43)}) {
                HttpResponse<String> response = ask(operation, token);
                if (operation.permission().isEmpty()) {
                    assertThat(response.statusCode()).as(operation.id()).isNotEqualTo(401);
                } else {
                    assertThat(response.statusCode()).as(operation.id()).isEqualTo(401);
                    assertThat(response.headers().firstValue("WWW-Authenticate"))
                            .contains("Bearer");
                    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
                }
            }
        }
    }

    @Test
    void aViewerSeesButDoesNotAct() throws Exception {
        for (Operation operation : CONTRACT.operations()) {
            if (operation.permission().isPresent()
                    && !operation.permission().get().equals(Permission.READ)) {
                assertThat(ask(operation, api().viewer).statusCode())
                        .as(operation.id())
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void signInTellsOneThingAboutEveryMistakeAndThenWaits() throws Exception {
        String body = "{\"user\": \"mallory\", \"password\": \"guess\"}";
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> response = api().send("POST", "/api/v1/session", null, body);
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(ApiFixture.json(response).get("detail").asText()).isEqualTo("user or password is wrong");
        }
        HttpResponse<String> response = api().send("POST", "/api/v1/session", null, body);
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("900");
    }

    @Test
    void signInNeverRepeatsThePassword() throws Exception {
        HttpResponse<String> response =
                api().send("POST", "/api/v1/session", null, "{\"user\": 7, \"password\": [\"s3cret\"], \"x\": 1}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(ApiFixture.json(response).get("errors")).hasSize(3);
        assertThat(response.body()).doesNotContain("s3cret");
        response = api().send("POST", "/api/v1/session", null, "{\"password\": s3cret}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).doesNotContain("s3cret");
    }

    @Test
    void readinessNamesThePartThatIsNotReady() throws Exception {
        ApiFixture.CLOCK.advance(HealthRoutes.FRESH);
        assertThat(api().send("GET", "/health/ready", null, null).statusCode()).isEqualTo(200);
        api().mqttTrouble.set(Optional.of("not connected"));
        ApiFixture.CLOCK.advance(HealthRoutes.FRESH);
        HttpResponse<String> response = api().send("GET", "/health/ready", null, null);
        assertThat(response.statusCode()).isEqualTo(503);
        JsonNode parts = ApiFixture.json(response).get("parts");
        assertThat(parts.get(0).get("ready").asBoolean()).isTrue();
        assertThat(parts.get(1).get("name").asText()).isEqualTo("mqtt");
        assertThat(parts.get(1).get("detail").asText()).isEqualTo("not connected");
        assertThat(api().send("GET", "/health/live", null, null).statusCode()).isEqualTo(200);
        api().mqttTrouble.set(Optional.empty());
        ApiFixture.CLOCK.advance(HealthRoutes.FRESH);
    }

    @Test
    void theSystemSaysWhatItIsAndHas() throws Exception {
        JsonNode system = ApiFixture.json(api().get("/api/v1/system"));
        assertThat(system.get("version").asText()).isEqualTo("1.2.3");
        assertThat(system.get("database_flavour").asText())
                .isEqualTo(api().database.flavour().title());
        assertThat(system.get("started_at").asText()).isEqualTo("2026-11-21T11:00:00Z");
        assertThat(system.get("uptime_s").asLong()).isBetween(3600L, 3700L);
        assertThat(system.get("counts").get("units").asLong()).isEqualTo(2);
        assertThat(system.get("ingest").get("readings_stored").isNumber()).isTrue();
    }

    @Test
    void everyMetricHasHelpAndAUnit() throws Exception {
        api().counters.messagesReceived.increment();
        api().counters.readingsReceived.add(3);
        api().counters.commitNanos.add(1_500_000_000L);
        api().counters.deadLetter("malformed");
        HttpResponse<String> response = api().send("GET", "/metrics", api().administrator, null);
        assertThat(response.headers().firstValue("Content-Type")).contains(Metrics.CONTENT_TYPE);
        assertThat(response.body().lines())
                .contains(
                        "frostproof_ingest_received_messages_total 1.0",
                        "frostproof_ingest_received_readings_total 3.0",
                        "frostproof_ingest_commit_seconds_total 1.5",
                        "frostproof_ingest_dead_letters_total{reason=\"malformed\"} 1.0",
                        "frostproof_lanes_queued_messages 17.0",
                        "frostproof_outbox_waiting_notices 1.0",
                        "frostproof_actions_dead 0.0",
                        "frostproof_actions_overdue 0.0")
                .anySatisfy(line -> assertThat(line).startsWith("jvm_memory_used_bytes{"));
        List<String> names = response.body()
                .lines()
                .filter(line -> line.startsWith("# TYPE"))
                .map(line -> line.split(" ", -1)[2])
                .toList();
        for (String name : names) {
            assertThat(response.body()).as(name).containsPattern("# HELP " + name + " \\S+");
            assertThat(name)
                    .matches(
                            ".*_(messages|readings|batches|letters|receipts|refusals|outages|transitions|reevaluations|notices|actions|attempts|decisions"
                                    + "|incidents|requests|clients|connections|collections|threads|fds|seconds|bytes|buffers)(_[a-z]+)?");
        }
    }

    @Test
    void unitsTellTheirPresent() throws Exception {
        JsonNode units = ApiFixture.json(api().get("/api/v1/units")).get("items");
        assertThat(units.findValuesAsText("kind")).containsExactly("locker", "locker");
        JsonNode unit = ApiFixture.json(api().get("/api/v1/units/lk-1"));
        assertThat(unit.get("node").get("name").asText()).isEqualTo("Dock One");
        assertThat(unit.get("profile").get("rules").get(0).get("rule").asText()).isEqualTo("> 8 °C for 10 min");
        JsonNode probe = unit.get("channels").get(1);
        assertThat(probe.get("max_hold_s").asDouble()).isEqualTo(120);
        assertThat(probe.get("probe_lag_s").asDouble()).isZero();
        assertThat(probe.get("state").asText()).isEqualTo("known");
        assertThat(probe.get("newest").get("received_at").asText()).isEqualTo("2026-11-21T11:59:01Z");
        assertThat(unit.get("stock").get(0).get("handling_unit").asText()).isEqualTo("hu-1");
    }

    @Test
    void theLogIsAFileThatNamesUnitAndRange() throws Exception {
        HttpResponse<String> response =
                api().get("/api/v1/units/lk-1/log.csv?from=2026-11-21T11:00:00%2B01:00&to=2026-11-21T12:00:00Z");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
        assertThat(response.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"lk-1_2026-11-21T100000Z_2026-11-21T120000Z.csv\"");
        assertThat(response.body())
                .startsWith("# frostproof_unit_log: 1\n# unit: lk-1\n")
                .contains("# rule: too_warm,critical,temperature,> 8 °C for 10 min,chilled,,,\n")
                .endsWith("# end: rows 92\n");
    }

    /** Of the probe that measured this locker until half past ten: what the clock of the other tests says does not matter to it. */
    @Test
    void daysOfAUnitBeginByTheTimeOfItsNode() throws Exception {
        JsonNode days = ApiFixture.json(api().get("/api/v1/units/lk-1/days?from=2026-11-20&to=2026-11-21"));
        assertThat(days.get("unit").asText()).isEqualTo("lk-1");
        assertThat(days.get("time_zone").asText()).isEqualTo("Europe/Vienna");
        assertThat(days.get("items").findValuesAsText("day"))
                .containsExactly("2026-11-20", "2026-11-20", "2026-11-20", "2026-11-21", "2026-11-21", "2026-11-21");
        assertThat(days.get("items").get(2).get("mean").isNull()).isTrue();
        assertThat(days.get("items").get(2).get("unknown_s").asDouble()).isEqualTo(86_400);
        JsonNode day = days.get("items").get(5);
        assertThat(day.get("device").asText()).isEqualTo("probe-2");
        assertThat(day.get("from").asText()).isEqualTo("2026-11-20T23:00:00Z");
        assertThat(day.get("to").asText()).isEqualTo("2026-11-21T23:00:00Z");
        assertThat(day.get("mean").asDouble()).isEqualTo(5);
        assertThat(day.get("mean_kinetic").asDouble()).isEqualTo(5);
        assertThat(day.get("readings").asInt()).isEqualTo(2);
        assertThat(day.get("known_s").asDouble()).isEqualTo(120);
        assertThat(day.get("unknown_s").asDouble()).isEqualTo(41_280);
        assertThat(day.get("coverage_percent").asDouble()).isEqualTo(0.289);
    }

    @Test
    void daysComeAsCsvToo() throws Exception {
        HttpResponse<String> response = api().get("/api/v1/units/lk-1/days.csv?from=2026-11-20&to=2026-11-21");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8; header=present");
        assertThat(response.body())
                .startsWith("day,from,to,device,channel,quantity,value_unit,min,max,mean,mean_kinetic,readings,known_s,"
                        + "unknown_s,coverage_percent\r\n")
                .contains(
                        "2026-11-20,2026-11-19T23:00:00Z,2026-11-20T23:00:00Z,probe-2,t1,temperature,Cel,,,,,0,0,86400,0\r\n")
                .endsWith(
                        "2026-11-21,2026-11-20T23:00:00Z,2026-11-21T23:00:00Z,probe-2,t1,temperature,Cel,5,5,5,5,2,120,"
                                + "41280,0.289\r\n");
    }

    @Test
    void withoutARangeItIsTheLastSevenDays() throws Exception {
        JsonNode days = ApiFixture.json(api().get("/api/v1/units/lk-2/days")).get("items");
        assertThat(days.findValuesAsText("day")).containsExactly("2026-11-21");
        days = ApiFixture.json(api().get("/api/v1/units/lk-1/days")).get("items");
        assertThat(days).hasSize(7 * 3);
        assertThat(days.get(0).get("day").asText()).isEqualTo("2026-11-15");
        assertThat(days.get(20).get("day").asText()).isEqualTo("2026-11-21");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/units/lk-1/log.csv | from,to",
                "/api/v1/units/lk-1/days?from=yesterday&to=2026-02-30 | from,to",
                "/api/v1/units/lk-1/days?from=2026-11-21&to=2026-11-20 | to",
                "/api/v1/units/lk-1/days.csv?from=2025-11-20&to=2026-11-21 | to",
                "/api/v1/units/lk-1/log.csv?from=yesterday&to=2026-11-21T12:00:00 | from,to",
                "/api/v1/units/lk-1/log.csv?from=2026-11-21T12:00:00Z&to=2026-11-21T12:00:00Z | to",
                "/api/v1/units/lk-1/log.csv?from=%2B99999-01-01T00:00:00Z&to=2026-11-21T12:00:00Z | from",
                "/api/v1/units?limit=0 | limit",
                "/api/v1/units?limit=1001 | limit",
                "/api/v1/units?limit=1e3 | limit",
                "/api/v1/units?limit=1&limit=2 | limit",
                "/api/v1/units?colour=red&size=1 | colour,size",
                "/api/v1/system?x=1 | x",
                "/api/v1/readings | unit",
                "/api/v1/readings?unit=lk-1&channel=probe-1/t1 | unit",
                "/api/v1/readings?channel=t1 | channel",
                "/api/v1/readings?unit=lk%00-1 | unit",
                "/api/v1/readings/checksum | channel",
                "/api/v1/excursions?state=closed | state",
                "/api/v1/incidents?state=all&limit=x | state,limit",
                "/api/v1/decisions?state=maybe | state",
                "/api/v1/notices?state=lost | state",
            })
    void everyWrongParameterIsNamedWithItsValueAndWhatWasExpected(String path, String fields) throws Exception {
        HttpResponse<String> response = api().get(path);
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode problem = ApiFixture.json(response);
        assertThat(problem.get("status").asInt()).isEqualTo(400);
        assertThat(problem.get("errors").findValuesAsText("field")).containsExactlyInAnyOrder(fields.split(",", -1));
        assertThat(problem.get("errors"))
                .allSatisfy(error -> assertThat(error.get("expected").asText()).isNotBlank());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/units/nowhere",
        "/api/v1/units/no%00where",
        "/api/v1/units/nowhere/days",
        "/api/v1/units/nowhere/days.csv?from=2026-11-21",
        "/api/v1/units/nowhere/log.csv?from=2026-11-21T10:00:00Z&to=2026-11-21T12:00:00Z",
        "/api/v1/readings?unit=nowhere",
        "/api/v1/readings?channel=probe-1/nothing",
        "/api/v1/readings/checksum?channel=probe-1/nothing",
        "/api/v1/incidents?unit=nowhere",
        "/api/v1/incidents/00000000-0000-0000-0000-0000000000ff",
        "/api/v1/incidents/1",
        "/api/v1/decisions/x",
        "/api/v1/nothing",
        "/nothing"
    })
    void whatIsNotThereIsNotFound(String path) throws Exception {
        HttpResponse<String> response = api().get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("Content-Disposition")).isEmpty();
        assertThat(ApiFixture.json(response).get("request_id").asText()).isNotBlank();
    }

    @Test
    void readingsAndTheirChecksumCanBeFetched() throws Exception {
        JsonNode readings = ApiFixture.json(api().get("/api/v1/readings?channel=probe-1/t1&limit=2"))
                .get("items");
        assertThat(readings.findValuesAsText("time")).containsExactly("2026-11-21T11:59:00Z", "2026-11-21T11:58:00Z");
        assertThat(readings.get(0).get("value_unit").asText()).isEqualTo("Cel");
        JsonNode none = ApiFixture.json(api().get("/api/v1/readings?unit=lk-1&to=2000-01-01T00:00:00Z"));
        assertThat(none.get("items")).isEmpty();
        JsonNode checksum = ApiFixture.json(api().get("/api/v1/readings/checksum?channel=probe-1/t1"));
        assertThat(checksum.get("readings").asInt()).isEqualTo(90);
        assertThat(checksum.get("readings_sha256").asText()).hasSize(64);
    }

    @Test
    void listsAnswerWithItems() throws Exception {
        assertThat(ApiFixture.json(api().get("/api/v1/excursions?state=open")).get("items"))
                .hasSize(1);
        assertThat(ApiFixture.json(api().get("/api/v1/excursions")).get("items"))
                .hasSize(2);
        assertThat(ApiFixture.json(api().get("/api/v1/dead-letters?state=pending"))
                        .get("items"))
                .hasSize(1);
        assertThat(ApiFixture.json(api().get("/api/v1/suspect-readings")).get("items"))
                .hasSize(1);
        JsonNode notice =
                ApiFixture.json(api().get("/api/v1/notices")).get("items").get(0);
        assertThat(notice.get("attempts").get(0).get("detail").asText()).isEqualTo("HTTP 503");
    }

    @Test
    void anIncidentIsWorkedOnStepByStep() throws Exception {
        HttpResponse<String> early = api().post(A1 + "/resolve", "{\"cause\": \"door\"}");
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(ApiFixture.json(early).get("state").asText()).isEqualTo("open");

        JsonNode acknowledged = ApiFixture.json(api().post(A1 + "/acknowledge", null));
        assertThat(acknowledged.get("state").asText()).isEqualTo("acknowledged");
        assertThat(acknowledged.get("acknowledged_by").asText()).isEqualTo("ann");
        assertThat(acknowledged.get("excursions").get(0).get("unknown_s").asDouble())
                .isEqualTo(90);
        assertThat(api().post(A1 + "/acknowledge", "{}").statusCode()).isEqualTo(409);

        assertThat(api().post(A1 + "/resolve", null).statusCode()).isEqualTo(400);
        assertThat(api().post(A1 + "/resolve", "{\"cause\": \" \"}").statusCode())
                .isEqualTo(400);
        assertThat(api().post(A1 + "/resolve", "{\"cause\": \"a\\u0000b\"}").statusCode())
                .isEqualTo(400);
        assertThat(api().post(A1 + "/resolve", "[]").statusCode()).isEqualTo(400);
        JsonNode resolved = ApiFixture.json(api().post(A1 + "/resolve", "{\"cause\": \"door left open\"}"));
        assertThat(resolved.get("state").asText()).isEqualTo("resolved");
        assertThat(resolved.get("history").findValuesAsText("event"))
                .containsSubsequence("opened", "acknowledged", "resolved");
    }

    @Test
    void aDecisionTakesItsStockWithIt() throws Exception {
        assertThat(api().post(D1 + "/reject", "{}").statusCode()).isEqualTo(400);
        JsonNode approved = ApiFixture.json(api().post(D1 + "/approve", "{\"reason\": \"seen\"}"));
        assertThat(approved.get("state").asText()).isEqualTo("approved");
        assertThat(approved.get("items").findValuesAsText("disposition")).containsOnly("quarantined");
        assertThat(approved.get("evidence").get("unit").asText()).isEqualTo("lk-1");
        HttpResponse<String> late = api().post(D1 + "/reject", "{\"reason\": \"no\"}");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(ApiFixture.json(late).get("state").asText()).isEqualTo("approved");
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() throws Exception {
        HttpResponse<String> response = api().send("DELETE", A1, api().operator, null);
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void aMoveOfAnIncidentTakesTheStateThatWasSeenAndAKey() throws Exception {
        String seen = api().get(A1).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> late = api().send("POST", A1 + "/acknowledge", api().operator, null, "If-Match", "\"0\"");
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.headers().firstValue("ETag")).contains(seen);
        assertThat(ApiFixture.json(late).get("state").asText()).isNotBlank();
        assertThat(api().send("GET", A1, api().viewer, null, "If-None-Match", seen)
                        .statusCode())
                .isEqualTo(304);
        String[] keyed = {"Idempotency-Key", "reject-1"};
        String nowhere = "/api/v1/decisions/00000000-0000-0000-0000-0000000000ff/reject";
        HttpResponse<String> refused = api().send("POST", nowhere, api().operator, "{\"reason\": \"no\"}", keyed);
        HttpResponse<String> again = api().send("POST", nowhere, api().operator, "{\"reason\": \"no\"}", keyed);
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(again.statusCode()).isEqualTo(refused.statusCode());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    }

    @Test
    void theContractIsServed() throws Exception {
        HttpResponse<String> response = api().send("GET", "/api/v1/openapi.yaml", null, null);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Contract.of(response.body()).operations()).hasSameSizeAs(CONTRACT.operations());
    }

    @Test
    void aBodyOverAMebibyteIsRefused() throws Exception {
        HttpResponse<String> response = api().post(A1 + "/resolve", "{\"cause\": \"" + "x".repeat(1024 * 1024) + "\"}");
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void everyAnswerIsMarkedAndGuarded() throws Exception {
        for (String path : List.of("/api/v1/units", "/api/v1/units?limit=0", "/nothing")) {
            HttpResponse<String> response = api().send("GET", path, api().viewer, null, "X-Request-Id", "req-7");
            assertThat(response.headers().map())
                    .as(path)
                    .containsEntry("x-request-id", List.of("req-7"))
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("x-frame-options", List.of("DENY"))
                    .containsEntry("cache-control", List.of("no-store"));
        }
        HttpResponse<String> response = api().send("GET", "/", null, null, "X-Request-Id", "a b");
        assertThat(response.headers().firstValue("X-Request-Id").orElseThrow()).hasSize(36);
    }
}
