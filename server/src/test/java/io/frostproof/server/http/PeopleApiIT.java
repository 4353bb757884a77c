package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do with incidents, over HTTP; the sample's incident rests on probe-1/t1 and lasts. It is noon. */
class PeopleApiIT {

    private static final String INCIDENT = "/api/v1/incidents/00000000-0000-0000-0000-0000000000a1";
    private static final String CHANNEL = "/api/v1/devices/probe-1/channels/t1";

    private ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        api = ApiFixture.on(PostgresFlavour.PLAIN);
    }

    @AfterEach
    void close() {
        api.close();
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        var all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return api.send("POST", path, api.operator, body, all);
    }

    private JsonNode done(String path, String body) throws Exception {
        HttpResponse<String> response = post(path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ApiFixture.json(response);
    }

    private JsonNode error(String path, String body) throws Exception {
        HttpResponse<String> response = post(path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        return ApiFixture.json(response).path("errors").get(0);
    }

    private JsonNode get(String path) throws Exception {
        return ApiFixture.json(api.get(path));
    }

    private static String snooze(String until) {
        return "{\"until\": \"" + until + "\", \"reason\": \"on the way\"}";
    }

    @Test
    void aSnoozeSaysUntilWhenByWhomAndWhyAndMayBeTakenBack() throws Exception {
        JsonNode snoozed = done(INCIDENT + "/snooze", snooze("2026-11-21T14:00:00+01:00"));
        assertThat(snoozed.path("snoozed_until").asText()).isEqualTo("2026-11-21T13:00:00Z");
        assertThat(snoozed.path("snoozed_by").asText()).isEqualTo("ann");
        assertThat(snoozed.path("snooze_reason").asText()).isEqualTo("on the way");
        assertThat(snoozed.path("state").asText()).isEqualTo("open");
        assertThat(get("/api/v1/overview").at("/incidents/0/snoozed_until").asText())
                .isEqualTo("2026-11-21T13:00:00Z");
        HttpResponse<String> awake = api.post(INCIDENT + "/unsnooze", null);
        assertThat(awake.statusCode()).isEqualTo(200);
        assertThat(ApiFixture.json(awake).path("snoozed_until").isNull()).isTrue();
        assertThat(ApiFixture.json(awake).path("history").findValuesAsText("event"))
                .containsExactly("opened", "snoozed", "unsnoozed");
    }

    @Test
    void aSnoozeIsAtMostTwelveHoursAndHasAReason() throws Exception {
        JsonNode tooLong = error(INCIDENT + "/snooze", snooze("2026-11-22T00:00:01Z"));
        assertThat(tooLong.path("field").asText()).isEqualTo("until");
        assertThat(tooLong.path("value").asText()).isEqualTo("2026-11-22T00:00:01Z");
        assertThat(tooLong.path("expected").asText())
                .isEqualTo("a time after now, 2026-11-21T12:00:00Z, and at most 12 h after it");
        assertThat(error(INCIDENT + "/snooze", snooze("2026-11-21T12:00:00Z"))
                        .path("field")
                        .asText())
                .isEqualTo("until");
        assertThat(error(INCIDENT + "/snooze", "{\"until\": \"2026-11-21T13:00:00Z\"}")
                        .path("field")
                        .asText())
                .isEqualTo("reason");
        assertThat(error(INCIDENT + "/snooze", "{\"until\": \"2026-11-21T13:00:00Z\", \"reason\": \" \"}")
                        .path("field")
                        .asText())
                .isEqualTo("reason");
        assertThat(get(INCIDENT).path("snoozed_until").isNull()).isTrue();
    }

    @Test
    void aSnoozeThatIsSentTwiceIsOneAndOneOfAnOlderStateIsRefused() throws Exception {
        String etag = api.get(INCIDENT).headers().firstValue("ETag").orElseThrow();
        String body = snooze("2026-11-21T13:00:00Z");
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> response = post(INCIDENT + "/snooze", body, "Idempotency-Key", "snooze-0001-key");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
        assertThat(api.number("select count(*) from incident_history where event = 'snoozed'"))
                .isEqualTo(1);
        assertThat(post(INCIDENT + "/snooze", body, "If-Match", etag).statusCode())
                .isEqualTo(412);
    }

    @Test
    void whoWorksOnWhatIsAFilterAndThoseWhoMayAreListed() throws Exception {
        done(INCIDENT + "/assign", "{\"assignee\": \"ann\"}");
        assertThat(get("/api/v1/incidents?assignee=ann").path("items")).hasSize(1);
        assertThat(get("/api/v1/incidents?assignee=ada").path("items")).isEmpty();
        HttpResponse<String> people = api.send("GET", "/api/v1/assignees", api.operator, null);
        assertThat(ApiFixture.json(people).path("items").findValuesAsText("name"))
                .containsExactly("ada", "ann");
        assertThat(api.get("/api/v1/assignees").statusCode()).isEqualTo(403);
    }

    @Test
    void anIncidentWhoseSensorDiedIsClosedAndItsChannelIsTrustedNoMore() throws Exception {
        done(INCIDENT + "/snooze", snooze("2026-11-21T13:00:00Z"));
        JsonNode closed = done(INCIDENT + "/sensor-died", "{\"reason\": \"cable cut\"}");
        assertThat(closed.path("state").asText()).isEqualTo("resolved");
        assertThat(closed.path("cause_code").asText()).isEqualTo("sensor_died");
        assertThat(closed.path("cause").asText()).isEqualTo("cable cut");
        assertThat(closed.path("snoozed_until").isNull()).isTrue();
        JsonNode line = closed.path("history").get(closed.path("history").size() - 1);
        assertThat(line.path("event").asText()).isEqualTo("sensor_died");
        assertThat(line.at("/detail/from").asText()).isEqualTo("2026-11-21T10:20:00Z");
        assertThat(line.at("/detail/channel").asText()).isEqualTo("probe-1/t1");
        assertThat(post(INCIDENT + "/sensor-died", "{\"reason\": \"again\"}").statusCode())
                .isEqualTo(409);

        JsonNode channel = channel(get("/api/v1/devices/probe-1"));
        assertThat(channel.path("state").asText()).isEqualTo("unknown");
        assertThat(channel.path("distrusted_since").asText()).isEqualTo("2026-11-21T10:20:00Z");
        assertThat(channel.at("/distrusts/0/incident").asText()).endsWith("a1");
        assertThat(get("/api/v1/units/lk-1/chart?from=2026-11-21T10:00:00Z&to=2026-11-21T12:00:00Z&points=300")
                        .at("/channels")
                        .findValues("distrusted")
                        .stream()
                        .anyMatch(spans -> spans.size() == 1))
                .isTrue();

        JsonNode again = channel(done(CHANNEL + "/trust", "{\"reason\": \"new probe\"}"));
        assertThat(again.path("distrusted_since").isNull()).isTrue();
        assertThat(again.at("/distrusts/0/to").asText()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(again.at("/distrusts/0/trusted_by").asText()).isEqualTo("ann");
        assertThat(post(CHANNEL + "/trust", "{\"reason\": \"new probe\"}").statusCode())
                .isEqualTo(409);
        assertThat(api.send(
                                "GET",
                                "/api/v1/units/lk-1/log.csv?from=2026-11-21T10:00:00Z&to=2026-11-21T12:00:00Z",
                                api.viewer,
                                null)
                        .body())
                .contains("# distrusted: probe-1/t1,2026-11-21T10:20:00Z,2026-11-21T12:00:00Z\n");
    }

    private static JsonNode channel(JsonNode device) {
        for (JsonNode channel : device.path("channel_list")) {
            if (channel.path("channel").asText().equals("t1")) {
                return channel;
            }
        }
        throw new AssertionError(device.toString());
    }

    @Test
    void whatItDiedSinceIsATimeThatCanBe() throws Exception {
        JsonNode future = error(INCIDENT + "/sensor-died", "{\"reason\": \"x\", \"from\": \"2026-11-21T12:00:01Z\"}");
        assertThat(future.path("field").asText()).isEqualTo("from");
        assertThat(future.path("expected").asText())
                .isEqualTo("an event time from 2026-10-21T10:20:00Z to 2026-11-21T12:00:00Z");
        assertThat(error(INCIDENT + "/sensor-died", "{\"reason\": \"x\", \"from\": \"1970-01-01T00:00:00Z\"}")
                        .path("field")
                        .asText())
                .isEqualTo("from");
        assertThat(error(INCIDENT + "/sensor-died", "{\"reason\": \"x\", \"channel\": \"probe-2/t1\"}")
                        .path("expected")
                        .asText())
                .isEqualTo("one of the channels of the incident: probe-1/t1");
        assertThat(api.number("select count(*) from channel_distrust")).isZero();
    }

    @Test
    void anIncidentThatAnotherProbeConfirmsIsNotClosedAsADeadSensor() throws Exception {
        api.execute(
                "insert into excursion (id, channel_id, unit_id, slot, level, started_at, confirmed_at, unknown_s, worst_value, rule,"
                        + " incident_id, found_at, decided_at) select '00000000-0000-0000-0000-0000000000e9', c.id, 'lk-1', 'too_warm', 'warning',"
                        + " '2026-11-21T10:21:00Z', '2026-11-21T10:31:00Z', 0, 9, '> 8', '00000000-0000-0000-0000-0000000000a1',"
                        + " '2026-11-21T10:31:00Z', '2026-11-21T10:31:00Z' from channel c where c.device_id = 'probe-2' and c.name = 't1'");
        assertThat(error(INCIDENT + "/sensor-died", "{\"reason\": \"x\"}")
                        .path("field")
                        .asText())
                .isEqualTo("channel");
        HttpResponse<String> refused =
                post(INCIDENT + "/sensor-died", "{\"reason\": \"x\", \"channel\": \"probe-1/t1\"}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(ApiFixture.json(refused).path("detail").asText()).contains("probe-2/t1 too, which goes on");
        // At its device it can be said of the one, and the incident stays with the other.
        done(CHANNEL + "/distrust", "{\"reason\": \"x\", \"from\": \"2026-11-21T10:00:00Z\"}");
        assertThat(get(INCIDENT).path("state").asText()).isEqualTo("open");
    }
}
