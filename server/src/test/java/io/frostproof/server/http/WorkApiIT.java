package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What people work on, over HTTP. */
@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class WorkApiIT {

    private static @Nullable ApiFixture fixture;

    @BeforeParameterizedClassInvocation
    static void open(PostgresFlavour flavour) throws Exception {
        fixture = ApiFixture.on(flavour);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        api().close();
    }

    WorkApiIT(PostgresFlavour flavour) {
        assertThat(flavour).isNotNull();
    }

    private static ApiFixture api() {
        return Objects.requireNonNull(fixture);
    }

    private static JsonNode get(String path) throws Exception {
        HttpResponse<String> response = api().get(path);
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
        return ApiFixture.json(response);
    }

    /** As an administrator, who may do everything. */
    private static HttpResponse<String> post(String path, @Nullable String body) throws Exception {
        return body == null
                ? api().send("POST", path, api().administrator, null)
                : api().send("POST", path, api().administrator, body, "Content-Type", "application/json");
    }

    /** A new incident of locker 2 in this state; it is no other test's. */
    private static String incident(String id, String state) throws Exception {
        api().execute(
                        "insert into incident (id, region_id, unit_id, slot, level, state, started_at, opened_at) values ('"
                                + id
                                + "', 'north', 'lk-2', 'slot-" + id.substring(34) + "', 'warning', '" + state
                                + "', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')");
        return "/api/v1/incidents/" + id;
    }

    private static long letter(String topic, String payload, String reason) throws Exception {
        api().execute(
                        "insert into dead_letter (source, topic, payload, payload_sha256, payload_bytes, reason, detail, first_received_at,"
                                + " last_received_at) values ('mqtt', '" + topic + "', convert_to('" + payload
                                + "', 'UTF8'), sha256(convert_to('" + payload + "', 'UTF8')), octet_length('" + payload
                                + "'), '" + reason
                                + "', 'test', '2026-11-21T11:00:00Z', '2026-11-21T11:00:00Z')");
        return api().number("select max(id) from dead_letter");
    }

    private static long suspect(String time) throws Exception {
        api().execute("insert into reading_suspect (channel_id, time, value, received_at, boot, seq, reason)"
                + " select id, '" + time + "', 4.5, '2026-11-21T10:07:00Z', 7, 10, 'test' from channel"
                + " where device_id = 'probe-1' and name = 't1'");
        return api().number("select max(id) from reading_suspect");
    }

    private static void assertConflict(HttpResponse<String> response, String state, String detail) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(409);
        assertThat(ApiFixture.json(response).path("state").asText()).isEqualTo(state);
        assertThat(ApiFixture.json(response).path("detail").asText()).contains(detail);
    }

    @Test
    void pagesFollowOneAnotherOverHttp() throws Exception {
        for (int i = 0; i < 5; i++) {
            incident("00000000-0000-0000-0000-0000000000c" + i, "resolved");
        }
        var ids = new ArrayList<String>();
        String next = "";
        do {
            JsonNode page = get("/api/v1/incidents?limit=2&state=resolved,open" + next);
            page.path("items").forEach(item -> ids.add(item.path("id").asText()));
            next = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
        } while (!next.isEmpty());
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(6);
        for (String list :
                List.of("incidents", "excursions", "notices", "decisions", "dead-letters", "suspect-readings")) {
            HttpResponse<String> response = api().get("/api/v1/" + list + "?cursor=bm9uZQ");
            assertThat(response.statusCode()).as(list).isEqualTo(400);
            assertThat(ApiFixture.json(response)
                            .path("errors")
                            .get(0)
                            .path("field")
                            .asText())
                    .isEqualTo("cursor");
        }
    }

    @Test
    void anIncidentHasWhatItsPageShows() throws Exception {
        JsonNode incident = get("/api/v1/incidents/00000000-0000-0000-0000-0000000000a1");
        assertThat(incident.path("node_name").asText()).isEqualTo("Dock One");
        assertThat(incident.path("region_name").asText()).isEqualTo("North");
        assertThat(incident.path("time_zone").asText()).isEqualTo("Europe/Vienna");
        assertThat(incident.path("worst_value").asDouble()).isEqualTo(9.25);
        assertThat(incident.path("value_unit").asText()).isEqualTo("Cel");
        assertThat(incident.path("handling_units").asInt()).isEqualTo(2);
        assertThat(incident.path("decisions").get(0).path("unit_name").asText()).isEqualTo("Locker 1");
    }

    @Test
    void assignsToUsersOnly() throws Exception {
        String path = incident("00000000-0000-0000-0000-0000000000d5", "open");
        HttpResponse<String> response = post(path + "/assign", "{\"assignee\": \"nobody\"}");
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = ApiFixture.json(response).path("errors").get(0);
        assertThat(error.path("field").asText()).isEqualTo("assignee");
        assertThat(error.path("value").asText()).isEqualTo("nobody");
        response = post(path + "/assign", "{\"assignee\": \"vic\"}");
        assertThat(response.statusCode()).isEqualTo(400);
        error = ApiFixture.json(response).path("errors").get(0);
        assertThat(error.path("value").asText()).isEqualTo("vic");
        assertThat(error.path("expected").asText())
                .isEqualTo("a user who may work on incidents (operator, qa, administrator); this one is viewer");
        response = post(path + "/assign", "{\"assignee\": \"ann\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(ApiFixture.json(response).path("assignee").asText()).isEqualTo("ann");
        response = post(path + "/assign", "{\"assignee\": null}");
        assertThat(ApiFixture.json(response).path("assignee").isNull()).isTrue();
        response = post(path + "/acknowledge", null);
        assertThat(ApiFixture.json(response).path("assignee").asText()).isEqualTo("ada");
        assertThat(post(path + "/resolve", "{\"cause\": \"door\"}").statusCode())
                .isEqualTo(200);
        assertConflict(post(path + "/assign", "{\"assignee\": \"ann\"}"), "resolved", "cannot be assigned");
    }

    @Test
    void aLetterThatStillCannotBeUsedStaysAsItIs() throws Exception {
        long id = letter("frostproof/1/n1/stranger/telemetry", "{\"readings\":[]}", "unknown_device");
        HttpResponse<String> response = post("/api/v1/dead-letters/" + id + "/replay", null);
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(ApiFixture.json(response).path("detail").asText())
                .contains("unknown_device")
                .contains("device stranger is not in the network");
        JsonNode after = get("/api/v1/dead-letters/" + id);
        assertThat(after.path("state").asText()).isEqualTo("pending");
        assertThat(after.path("occurrences").asLong()).isEqualTo(1);
        assertThat(after.path("payload_complete").asBoolean()).isTrue();
    }

    @Test
    void aLetterThatCanBeUsedNowIsStoredOnce() throws Exception {
        long id = letter(
                "frostproof/1/n1/probe-2/telemetry",
                "{\"boot\":9,\"seq\":1,\"readings\":[{\"ch\":\"t1\",\"t\":\"2026-11-21T11:11:11Z\",\"v\":41}]}",
                "unknown_device");
        HttpResponse<String> response = post("/api/v1/dead-letters/" + id + "/replay", null);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(ApiFixture.json(response).path("state").asText()).isEqualTo("replayed");
        assertThat(ApiFixture.json(response).path("decided_by").asText()).isEqualTo("ada");
        assertThat(api().number("select count(*) from reading where time = '2026-11-21T11:11:11Z' and value = 5"))
                .isEqualTo(1);
        assertConflict(post("/api/v1/dead-letters/" + id + "/replay", null), "replayed", "only a pending one");
        assertConflict(post("/api/v1/dead-letters/" + id + "/discard", null), "replayed", "cannot be discarded");
    }

    @Test
    void aTimelessReadingIsReplayedWithTheTimeAtWhichItCame() throws Exception {
        long id = letter(
                "frostproof/1/n1/probe-2/telemetry", "{\"readings\":[{\"ch\":\"t1\",\"v\":50}]}", "unknown_channel");
        assertThat(post("/api/v1/dead-letters/" + id + "/replay", null).statusCode())
                .isEqualTo(200);
        assertThat(
                        api().number(
                                        "select count(*) from reading where time = '2026-11-21T11:00:00Z' and value = 10 and quality = 1"))
                .isEqualTo(1);
    }

    @Test
    void aPartThatIsRefusedForAnotherReasonDoesNotKeepTheOthersBack() throws Exception {
        long id = letter(
                "frostproof/1/n1/probe-2/telemetry",
                "{\"boot\":9,\"seq\":2,\"readings\":[{\"ch\":\"t1\",\"t\":\"2026-11-21T11:12:12Z\",\"v\":41},{\"ch\":\"t1\",\"v\":1e9}]}",
                "unknown_device");
        assertThat(post("/api/v1/dead-letters/" + id + "/replay", null).statusCode())
                .isEqualTo(200);
        assertThat(api().number("select count(*) from reading where time = '2026-11-21T11:12:12Z'"))
                .isEqualTo(1);
        assertThat(api().number(
                                "select count(*) from dead_letter where reason = 'implausible_value' and state = 'pending'"
                                        + " and payload_sha256 = (select payload_sha256 from dead_letter where id = "
                                        + id + ")"))
                .isEqualTo(1);
    }

    @Test
    void aLetterWithoutItsWholePayloadCannotBeReplayedButDiscarded() throws Exception {
        long id = letter("frostproof/1/n1/probe-2/telemetry", "cut", "not_json");
        api().execute("update dead_letter set payload_bytes = 2000000 where id = " + id);
        assertConflict(post("/api/v1/dead-letters/" + id + "/replay", null), "pending", "not kept whole");
        api().execute("update dead_letter set payload_bytes = 3, source = 'lane' where id = " + id);
        assertConflict(post("/api/v1/dead-letters/" + id + "/replay", null), "pending", "not kept whole");
        HttpResponse<String> response = post("/api/v1/dead-letters/" + id + "/discard", null);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ApiFixture.json(response).path("state").asText()).isEqualTo("discarded");
        assertThat(post("/api/v1/dead-letters/999999/replay", null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aReadingFromTheFarPastIsPromotedIntoTheLog() throws Exception {
        long id = suspect("1999-12-31T23:59:59Z");
        HttpResponse<String> response = post("/api/v1/suspect-readings/" + id + "/promote", null);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode promoted = ApiFixture.json(response);
        assertThat(promoted.path("state").asText()).isEqualTo("promoted");
        assertThat(promoted.path("decided_by").asText()).isEqualTo("ada");
        assertThat(promoted.path("value_unit").asText()).isEqualTo("Cel");
        assertThat(
                        api().number(
                                        "select count(*) from reading where time = '1999-12-31T23:59:59Z' and value = 4.5 and boot = 7"))
                .isEqualTo(1);
        assertConflict(post("/api/v1/suspect-readings/" + id + "/promote", null), "promoted", "only a pending one");
        assertConflict(post("/api/v1/suspect-readings/" + id + "/discard", null), "promoted", "only a pending one");
    }

    @Test
    void aReadingFromTheFutureCanOnlyBeDiscarded() throws Exception {
        long id = suspect("2198-01-01T00:00:00Z");
        assertConflict(post("/api/v1/suspect-readings/" + id + "/promote", null), "pending", "still to come");
        HttpResponse<String> response = post("/api/v1/suspect-readings/" + id + "/discard", null);
        assertThat(ApiFixture.json(response).path("state").asText()).isEqualTo("discarded");
        assertThat(api().number("select count(*) from reading where time > '2100-01-01Z'"))
                .isZero();
        assertThat(post("/api/v1/suspect-readings/999999/promote", null).statusCode())
                .isEqualTo(404);
    }
}
