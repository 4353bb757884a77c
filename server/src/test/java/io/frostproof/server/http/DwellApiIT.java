package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goods that stay somewhere for too long, and hand-offs, as the API tells them. */
class DwellApiIT {

    private @Nullable ApiFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = ApiFixture.on(PostgresFlavour.PLAIN);
    }

    @AfterEach
    void close() {
        api().close();
    }

    private ApiFixture api() {
        return Objects.requireNonNull(fixture);
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> response = api().get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ApiFixture.json(response);
    }

    private HttpResponse<String> handOff(String rest) throws Exception {
        return api().post(
                        "/api/v1/hand-offs",
                        "{\"handling_units\": [\"hu-1\", \"hu-2\"], \"time\": \"2026-11-21T11:00:00Z\","
                                + " \"given_by\": \"Carrier\", \"taken_by\": \"Ana\", " + rest + "}");
    }

    private String field(HttpResponse<String> response) throws Exception {
        return response.statusCode() + " "
                + ApiFixture.json(response).at("/errors/0/field").asText();
    }

    @Test
    void aHandOffIsRecordedOnceForAllItsHandlingUnits() throws Exception {
        String measured = "\"to_unit\": \"lk-1\", \"temperature\": 39.2, \"temperature_unit\": \"[degF]\"";
        HttpResponse<String> first = handOff(measured);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(ApiFixture.json(first).at("/items/0/temperature").asDouble()).isEqualTo(4);
        HttpResponse<String> again = handOff(measured);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(handOff("\"temperature\": null").statusCode()).isEqualTo(409);
        assertThat(get("/api/v1/hand-offs").get("items")).hasSize(2);
        assertThat(get("/api/v1/hand-offs?handling_unit=hu-2")
                        .at("/items/0/taken_by")
                        .asText())
                .isEqualTo("Ana");
        assertThat(get("/api/v1/stock/hu-1").at("/hand_offs/0/to_unit").asText())
                .isEqualTo("lk-1");
    }

    @Test
    void oneThatCannotBeIsToldWhatIsWrongWithIt() throws Exception {
        assertThat(
                        List.of(
                                field(handOff("\"temperature\": 4")),
                                field(handOff("\"temperature\": 4, \"temperature_unit\": \"F\"")),
                                field(handOff("\"temperature\": 4000, \"temperature_unit\": \"Cel\"")),
                                field(handOff("\"note\": \"x\"")),
                                field(handOff("\"temperature\": null, \"to_unit\": \"lk-9\"")),
                                field(handOff("\"temperature\": null, \"from_unit\": \"lk-9\"")),
                                field(
                                        api().post(
                                                        "/api/v1/hand-offs",
                                                        "{\"handling_units\": [\"hu-9\"], \"given_by\": \"A\", \"taken_by\": \"B\", \"temperature\": null}"))))
                .containsExactly(
                        "400 temperature_unit",
                        "400 temperature_unit",
                        "400 temperature",
                        "400 temperature",
                        "400 to_unit",
                        "400 from_unit",
                        "400 handling_units");
        assertThat(get("/api/v1/hand-offs").get("items")).isEmpty();
    }

    @Test
    void thoseWithoutARecordAreListed() throws Exception {
        api().execute(
                        "insert into hand_off_missing (region_id, handling_unit_id, moved_at, unit_id, to_unit_id, due_at)"
                                + " select n.region_id, 'hu-1', '2026-11-21T11:00:00Z', u.id, u.id, '2026-11-21T11:30:00Z'"
                                + " from unit u join node n on n.id = u.node_id where u.id = 'lk-1'");
        JsonNode missing = get("/api/v1/hand-offs/missing?unit=lk-1").at("/items/0");
        assertThat(missing.get("handling_unit").asText()).isEqualTo("hu-1");
        assertThat(missing.get("overdue").asBoolean()).isTrue();
        assertThat(missing.get("missing_s").asLong()).isPositive();
        assertThat(get("/api/v1/hand-offs/missing?unit=lk-2").get("items")).isEmpty();
        assertThat(get("/api/v1/stock/hu-1").get("missing_hand_offs")).hasSize(1);
    }

    @Test
    void aHandlingUnitSaysHowLongItMayStillBeWhereItIs() throws Exception {
        assertThat(get("/api/v1/stock/hu-1").get("dwell")).isEmpty();
        api().execute(
                        "insert into dwell_rule (scope, ref, limits, source, recorded_at, recorded_by) values ('network', '*',"
                                + " '[{\"stage\": \"locker\", \"in_all\": false, \"level\": \"warning\", \"limit_s\": 3600},"
                                + " {\"stage\": \"locker\", \"in_all\": false, \"level\": \"critical\", \"limit_s\": 1e9}]', 'test', now(), 'test')");
        JsonNode dwell = get("/api/v1/stock/hu-1").get("dwell");
        assertThat(dwell).hasSize(2);
        assertThat(dwell.at("/0/reaches_at").asText()).isEqualTo("2026-11-20T01:00:00Z");
        assertThat(dwell.at("/0/over").asBoolean()).isTrue();
        assertThat(dwell.at("/0/stage").asText()).isEqualTo("locker");
        assertThat(dwell.at("/1/over").asBoolean()).isFalse();
    }

    @Test
    void anIncidentAboutDwellSaysWhichHandlingUnitsWhereThereSinceWhenAndHowWarmItWas() throws Exception {
        String incident = "00000000-0000-0000-0000-0000000000d9";
        api().execute("insert into incident (id, region_id, unit_id, slot, level, state, started_at, opened_at)"
                + " select '" + incident
                + "', n.region_id, u.id, 'dwell_locker', 'warning', 'open', s.from_time + interval '10 min',"
                + " '2026-11-21T11:00:00Z' from stay s join unit u on u.id = s.unit_id join node n on n.id = u.node_id"
                + " where s.handling_unit_id = 'hu-1' order by s.from_time limit 1;"
                + "insert into excursion (id, handling_unit_id, unit_id, slot, level, started_at, confirmed_at, unknown_s, worst_value,"
                + " value_unit, rule, at_desk, incident_id, found_at, decided_at)"
                + " select gen_random_uuid(), 'hu-1', unit_id, slot, level, started_at, started_at, 0, 10, 'min',"
                + " 'at most 10 min in the locker (every product)', true, id, opened_at, opened_at from incident where id = '"
                + incident + "'");
        JsonNode detail = get("/api/v1/incidents/" + incident);
        assertThat(detail.get("measure").asText()).isEqualTo("dwell");
        assertThat(detail.get("value_unit").asText()).isEqualTo("min");
        assertThat(detail.get("channel").isNull()).isTrue();
        assertThat(detail.at("/excursions/0/handling_unit").asText()).isEqualTo("hu-1");
        assertThat(detail.at("/excursions/0/device").isNull()).isTrue();
        assertThat(detail.at("/overstays/0/handling_unit").asText()).isEqualTo("hu-1");
        assertThat(detail.at("/overstays/0/rule").asText()).contains("10 min");
        assertThat(get("/api/v1/incidents").get("items")).hasSizeGreaterThan(1);
        assertThat(get("/api/v1/excursions?state=open").get("items")).isNotEmpty();
        assertThat(get("/api/v1/overview").at("/incidents_total").asInt()).isPositive();
    }
}
