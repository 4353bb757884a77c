package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices as the API tells and asks them. */
class DeviceOrdersApiIT {

    private static final String CONFIG = "/api/v1/devices/probe-1/config";
    private static final String COMMANDS = "/api/v1/devices/probe-1/commands";
    private static final String EVERY_5_MIN = "{\"report_interval_s\": 300, \"sample_interval_s\": 60}";

    private static @Nullable ApiFixture fixture;

    @BeforeAll
    static void open() throws Exception {
        fixture = ApiFixture.on(PostgresFlavour.PLAIN);
    }

    @AfterAll
    static void close() {
        api().close();
    }

    private static ApiFixture api() {
        return Objects.requireNonNull(fixture);
    }

    @BeforeEach
    void nothingWasAskedYet() throws Exception {
        api().execute("delete from device_config; delete from device_command; delete from device_state");
        api().poked.clear();
    }

    private static HttpResponse<String> put(String body, String... headers) throws Exception {
        return api().send("PUT", CONFIG, api().administrator, body, headers);
    }

    private static JsonNode ok(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
        return ApiFixture.json(response);
    }

    private static String field(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        return ApiFixture.json(response).at("/errors/0/field").asText();
    }

    @Test
    void aDeviceThatNeverSaidAnythingHasNoStatus() throws Exception {
        JsonNode device = ok(api().get("/api/v1/devices/probe-1"));
        assertThat(device.get("status").isNull()).isTrue();
        assertThat(device.get("presence").isNull()).isTrue();
        assertThat(device.at("/config/state").asText()).isEqualTo("none");
        assertThat(device.get("commands")).isEmpty();
        assertThat(device.get("warnings")).isEmpty();
    }

    @Test
    void whatADeviceSaysIsToldInTheShapeOfTheContract() throws Exception {
        api().execute(
                        "insert into device_state (device_id, presence, since, heard_at, boot, conn, is_binary, clock, kept, battery, channels)"
                                + " values ('probe-1', 'sleeping', '2026-11-21T11:00:00Z', '2026-11-21T11:30:00Z', 7, 3, true, 'none', 0, 9,"
                                + " '[{\"channel\": \"t1\", \"unit\": \"K\"}, {\"channel\": \"door\", \"unit\": null}]')");
        JsonNode device = ok(api().get("/api/v1/devices/probe-1"));
        assertThat(device.at("/status/form").asText()).isEqualTo("binary");
        assertThat(device.at("/status/battery_percent").asInt()).isEqualTo(9);
        assertThat(device.get("warnings").findValuesAsText("code"))
                .containsExactly("unit_mismatch", "no_clock", "battery_low");
        assertThat(ok(api().get("/api/v1/devices?presence=sleeping"))
                        .at("/items/0/id")
                        .asText())
                .isEqualTo("probe-1");
        assertThat(ok(api().get("/api/v1/devices?presence=lost")).get("items")).isEmpty();
        assertThat(ok(api().get("/api/v1/devices/probe-1/connections")).get("items"))
                .isEmpty();
    }

    @Test
    void aConfigurationIsAskedForAndSentAtOnce() throws Exception {
        JsonNode config = ok(put(EVERY_5_MIN));
        assertThat(config.get("version").asLong()).isEqualTo(1);
        assertThat(config.get("state").asText()).isEqualTo("pending");
        assertThat(config.get("requested_by").asText()).isEqualTo("ada");
        assertThat(config.at("/channels/1/unit").asText()).isEqualTo("Cel");
        assertThat(api().poked).contains("devices");
        assertThat(ok(api().get(CONFIG))).isEqualTo(config);
        assertThat(ok(api().get("/api/v1/devices/probe-1/configs")).at("/items/0"))
                .isEqualTo(config);
        assertThat(ok(put(EVERY_5_MIN))).as("the same again").isEqualTo(config);
    }

    @Test
    void twoPeopleDoNotOverwriteEachOther() throws Exception {
        String seen = api().get(CONFIG).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> first = put(EVERY_5_MIN, "If-Match", seen);
        assertThat(first.statusCode()).isEqualTo(200);
        HttpResponse<String> second = put(EVERY_5_MIN.replace("300", "600"), "If-Match", seen);
        assertThat(second.statusCode()).isEqualTo(412);
        assertThat(ApiFixture.json(second).get("state").asText()).isEqualTo("pending");
        String now = first.headers().firstValue("ETag").orElseThrow();
        assertThat(second.headers().firstValue("ETag")).contains(now);
        assertThat(put(EVERY_5_MIN.replace("300", "600"), "If-Match", now).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aCommandSentTwiceWithOneKeyIsOne() throws Exception {
        // Other classes move the clock of the fixture.
        String tomorrow = ApiFixture.CLOCK.instant().plus(Duration.ofDays(1)).toString();
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> response =
                    api().send("POST", COMMANDS, api().operator, "{\"do\": \"identify\"}", "Idempotency-Key", "k1");
            JsonNode command = ok(response);
            assertThat(response.statusCode()).isEqualTo(201);
            assertThat(command.get("for_s").asInt()).isEqualTo(30);
            assertThat(command.get("requested_by").asText()).isEqualTo("ann");
            assertThat(command.get("expires_at").asText()).isEqualTo(tomorrow);
        }
        assertThat(ok(api().get(COMMANDS)).get("items")).hasSize(1);
        assertThat(api().poked).contains("devices");
    }

    @Test
    void whatIsWrongWithAWishIsToldByField() throws Exception {
        assertThat(field(put("{\"report_interval_s\": 60, \"sample_interval_s\": 61}")))
                .isEqualTo("sample_interval_s");
        assertThat(field(put("{\"report_interval_s\": 0, \"sample_interval_s\": 61}")))
                .isEqualTo("report_interval_s");
        assertThat(field(api().post(COMMANDS, "{\"do\": \"reboot\"}"))).isEqualTo("do");
        assertThat(field(api().post(COMMANDS, "{\"do\": \"status\", \"for_s\": 3}")))
                .isEqualTo("for_s");
        assertThat(field(api().post(COMMANDS, "{\"do\": \"backlog\", \"boot\": 1, \"seq\": 3}")))
                .isEqualTo("from");
        assertThat(field(api().post(COMMANDS, "{\"do\": \"backlog\", \"boot\": 1, \"from\": 4, \"seq\": 3}")))
                .isEqualTo("from");
        assertThat(field(api().post(COMMANDS, "{\"do\": \"status\", \"lifetime_s\": 5}")))
                .isEqualTo("lifetime_s");
    }

    @Test
    void onlyWhoMayAsksADevice() throws Exception {
        assertThat(api().send("POST", COMMANDS, api().viewer, "{\"do\": \"status\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(api().send("PUT", CONFIG, api().operator, EVERY_5_MIN).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aDeviceThatDoesNotExistIsNotFound() throws Exception {
        for (String path : new String[] {"", "/config", "/configs", "/commands", "/connections"}) {
            assertThat(api().get("/api/v1/devices/probe-9" + path).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(api().post("/api/v1/devices/probe-9/commands", "{\"do\": \"status\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(api().send("PUT", "/api/v1/devices/probe-9/config", api().administrator, EVERY_5_MIN)
                        .statusCode())
                .isEqualTo(404);
    }
}
