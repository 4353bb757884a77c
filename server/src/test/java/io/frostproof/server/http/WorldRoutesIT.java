package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is measured where, and which stock is in it, as the API tells it. */
@ParameterizedClass
@EnumSource(PostgresFlavour.class)
class WorldRoutesIT {

    private static final String RANGE = "from=2026-11-21T10:00:00Z&to=2026-11-21T12:00:00Z";

    @Parameter
    PostgresFlavour flavour = PostgresFlavour.PLAIN;

    private @Nullable ApiFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = ApiFixture.on(flavour);
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

    private static List<String> ids(JsonNode page, String field) {
        var ids = new ArrayList<String>();
        page.get("items").forEach(item -> ids.add(item.get(field).asText()));
        return ids;
    }

    @Test
    void theOverviewIsOneAnswer() throws Exception {
        JsonNode overview = get("/api/v1/overview");
        assertThat(overview.at("/counts/critical").asInt()).isEqualTo(1);
        assertThat(overview.at("/counts/proposed_decisions").asInt()).isEqualTo(1);
        assertThat(overview.get("incidents_total").asInt()).isEqualTo(1);
        assertThat(overview.at("/incidents/0/slot").asText()).isEqualTo("too_warm");
        JsonNode unit = overview.at("/regions/0/nodes/0/units/0");
        assertThat(unit.get("status").asText()).isEqualTo("critical");
        assertThat(unit.get("value").asDouble()).isEqualTo(4.59);
        assertThat(unit.get("channel").asText()).isEqualTo("probe-1/t1");
        assertThat(unit.get("value_unit").asText()).isEqualTo("Cel");
    }

    @Test
    void listsComePageByPage() throws Exception {
        JsonNode first = get("/api/v1/units?limit=1");
        assertThat(ids(first, "id")).containsExactly("lk-1");
        JsonNode second =
                get("/api/v1/units?limit=1&cursor=" + first.get("next").asText());
        assertThat(ids(second, "id")).containsExactly("lk-2");
        assertThat(second.get("next").isNull()).isTrue();
        HttpResponse<String> foreign =
                api().get("/api/v1/regions?cursor=" + first.get("next").asText());
        assertThat(foreign.statusCode()).isEqualTo(400);
        assertThat(ApiFixture.json(foreign).at("/errors/0/field").asText()).isEqualTo("cursor");
    }

    @Test
    void placesDevicesAndProfilesAreToldInTheShapeOfTheContract() throws Exception {
        assertThat(get("/api/v1/regions").at("/items/0/units").asInt()).isEqualTo(2);
        assertThat(get("/api/v1/nodes?region=north").at("/items/0/region/name").asText())
                .isEqualTo("North");
        assertThat(get("/api/v1/nodes/n1").get("handling_units").asInt()).isEqualTo(3);
        assertThat(ids(get("/api/v1/devices?state=silent"), "id")).containsExactly("probe-2");
        JsonNode device = get("/api/v1/devices/probe-2");
        assertThat(device.at("/channel_list/0/placements/1/unit_name").asText()).isEqualTo("Locker 2");
        assertThat(device.at("/channel_list/0/placements/1/to").isNull()).isTrue();
        assertThat(device.at("/channel_list/0/newest/value").asDouble()).isEqualTo(5);
        assertThat(device.at("/channel_list/0/probe_lag_s").isNumber()).isTrue();
        assertThat(ids(get("/api/v1/channels?unit=lk-1"), "channel")).containsExactly("door", "t1");
        assertThat(get("/api/v1/profiles/chilled").at("/rules/0/rule").asText()).isEqualTo("> 8 °C for 10 min");
        for (String nothing : List.of("nodes/x", "devices/x", "profiles/x", "stock/x", "units/x/chart?" + RANGE)) {
            assertThat(api().get("/api/v1/" + nothing).statusCode()).as(nothing).isEqualTo(404);
        }
    }

    @Test
    void aChartHasItsChannelsAsColumns() throws Exception {
        JsonNode chart = get("/api/v1/units/lk-1/chart?" + RANGE);
        assertThat(chart.get("bucket_s").asDouble()).isZero();
        assertThat(chart.get("band_max_celsius").asDouble()).isEqualTo(8);
        JsonNode channel = chart.at("/channels/1");
        assertThat(channel.get("t")).hasSize(90);
        assertThat(channel.get("min")).hasSize(90);
        assertThat(channel.get("max_hold_s").asDouble()).isEqualTo(120);
        assertThat(channel.at("/gaps/0")).hasSize(2);
        assertThat(chart.at("/excursions/0/channel").asText()).isEqualTo("t1");
        assertThat(get("/api/v1/units/lk-1/chart?points=10&" + RANGE)
                        .get("bucket_s")
                        .asDouble())
                .isEqualTo(900);
        assertThat(api().get("/api/v1/units/lk-1/chart?from=2026-11-21T10:00:00Z&to=2026-11-21T10:00:00Z")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void readingsAreAHundredUnlessBothEndsAreGiven() throws Exception {
        api().execute("insert into reading select id, t, 4, 0, t, 1, 1, 1 from channel,"
                + " generate_series('2026-11-22T00:00:00Z'::timestamptz, '2026-11-22T05:00:00Z', '1 minute') t"
                + " where device_id = 'probe-1' and name = 't1'");
        String path = "/api/v1/readings?channel=probe-1/t1";
        assertThat(get(path).get("items")).hasSize(100);
        assertThat(get(path).at("/items/0/time").asText()).isEqualTo("2026-11-22T05:00:00Z");
        assertThat(get(path + "&limit=7").get("items")).hasSize(7);
        assertThat(get(path + "&from=2026-11-22T00:00:00Z").get("items")).hasSize(100);
        assertThat(get(path + "&from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z")
                        .get("items"))
                .hasSize(301);
        JsonNode hours = get(path + "&resolution=1h&order=asc&from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z")
                .get("items");
        assertThat(hours).hasSize(6);
        assertThat(hours.at("/0/count").asInt()).isEqualTo(60);
        assertThat(hours.at("/0/value_unit").asText()).isEqualTo("Cel");
        for (String wrong : List.of("resolution=2h", "order=up", "limit=0", "unit=lk-1")) {
            assertThat(api().get(path + "&" + wrong).statusCode()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void theSameReadingsComeAsCsv() throws Exception {
        api().execute("update reading r set value = 1e-7 from channel c where c.id = r.channel_id and c.name = 't1'"
                + " and c.device_id = 'probe-1' and r.time = '2026-11-21T10:00:00Z'");
        String csv = api().get(
                        "/api/v1/readings.csv?channel=probe-1/t1&order=asc&from=2026-11-21T10:00:00Z&to=2026-11-21T10:02:00Z")
                .body();
        assertThat(csv)
                .isEqualTo(String.join(
                        "\r\n",
                        "time,received_at,device,channel,quantity,value,value_unit,quality,boot,seq",
                        "2026-11-21T10:00:00Z,2026-11-21T10:00:01Z,probe-1,t1,temperature,0.0000001,Cel,good,7,1",
                        "2026-11-21T10:01:00Z,2026-11-21T10:01:01Z,probe-1,t1,temperature,4.01,Cel,good,7,1",
                        ""));
        String door = api().get("/api/v1/readings.csv?channel=probe-1/door").body();
        assertThat(door).endsWith(",door,0,1,reception_time,,\r\n");
        String buckets =
                api().get("/api/v1/readings.csv?unit=lk-2&resolution=1h").body();
        assertThat(buckets)
                .isEqualTo(String.join(
                        "\r\n",
                        "time,device,channel,quantity,value_unit,min,max,mean,count",
                        "2026-11-21T10:00:00Z,probe-2,t1,temperature,Cel,5,5,5,4",
                        ""));
    }

    @Test
    void stockProductsLotsAndMovementsAreListed() throws Exception {
        assertThat(ids(get("/api/v1/stock?unit=lk-1"), "id")).containsExactly("hu-1", "hu-3");
        assertThat(get("/api/v1/stock?limit=1").at("/items/0/expires").asText()).isEqualTo("2026-12-01");
        JsonNode detail = get("/api/v1/stock/hu-2");
        assertThat(detail.get("movements")).hasSize(2);
        assertThat(detail.at("/exposure_list/0/incident_id").asText())
                .isEqualTo("00000000-0000-0000-0000-0000000000a1");
        assertThat(detail.get("exposures").asInt()).isEqualTo(1);
        assertThat(detail.at("/decisions/0/state").asText()).isEqualTo("proposed");
        assertThat(get("/api/v1/products").at("/items/0/handling_units").asInt())
                .isEqualTo(3);
        assertThat(ids(get("/api/v1/lots?product=milk"), "id")).containsExactly("lot-1");
        assertThat(get("/api/v1/movements?handling_unit=hu-2").get("items")).hasSize(2);
    }

    @Test
    void productsSayWhatTheyAreWorthAndTolerate() throws Exception {
        api().execute(
                        "update product set value_amount = 1.25, value_currency = 'EUR', value_per = 'kg', handling_risk = 'high',"
                                + " band_max_celsius = 6, freezes_below_celsius = -0.5, source = 'the dairy', shelf_life = '{\"method\": \"vvm\", \"days\": 7}',"
                                + " budgets = '[{\"name\": \"out\", \"above_celsius\": 8, \"up_to_celsius\": 25, \"time_s\": 3600}]'");
        JsonNode milk = get("/api/v1/products/milk");
        assertThat(milk).isEqualTo(get("/api/v1/products").at("/items/0"));
        assertThat(milk.at("/value/amount").asDouble()).isEqualTo(1.25);
        assertThat(milk.get("band_min_celsius").isNull()).isTrue();
        assertThat(milk.get("band_max_celsius").asDouble()).isEqualTo(6);
        assertThat(milk.get("own_band").asBoolean()).isTrue();
        assertThat(milk.at("/budgets/0/side").asText()).isEqualTo("warm");
        assertThat(milk.at("/shelf_life/method").asText()).isEqualTo("vvm");
        assertThat(milk.at("/shelf_life/vvm_days").asInt()).isEqualTo(7);
        api().execute("update product set band_max_celsius = null, shelf_life = null");
        assertThat(get("/api/v1/products/milk").get("band_max_celsius").asDouble())
                .isEqualTo(8);
        assertThat(api().get("/api/v1/products/x").statusCode()).isEqualTo(404);
    }

    @Test
    void levelsAndFirstExpiredComeAsListsAndAsCsv() throws Exception {
        api().execute(
                        "update product set name = 'Milk, \"raw\"', value_amount = 0.5, value_currency = 'EUR', value_per = 'kg';"
                                + "update handling_unit set quantity = 20, quantity_unit = 'kg';"
                                + "update handling_unit set disposition = 'quarantined' where id = 'hu-1';"
                                + "insert into stock_level values ('n1', 'milk', 'kg', 50, 40.5)");
        JsonNode level = get("/api/v1/stock-levels?below=reorder_point").at("/items/0");
        assertThat(level.get("level").asText()).isEqualTo("below_safety_stock");
        assertThat(level.get("available").asDouble()).isEqualTo(40);
        assertThat(level.get("value").asDouble()).isEqualTo(30);
        assertThat(get("/api/v1/stock-levels?below=safety_stock&node=n1&product=milk&region=north")
                        .get("items"))
                .hasSize(1);
        assertThat(api().get("/api/v1/stock-levels.csv").body())
                .isEqualTo(String.join(
                        "\r\n",
                        "node,node_name,product,product_name,quantity_unit,handling_units,available,quarantined,expired,"
                                + "soonest_expiry,reorder_point,safety_stock,level,value,currency",
                        "n1,Dock One,milk,\"Milk, \"\"raw\"\"\",kg,3,40,20,0,2026-12-01,50,40.5,below_safety_stock,30,EUR",
                        ""));
        assertThat(ids(get("/api/v1/first-expired?node=n1&product=milk"), "id"))
                .containsExactly("hu-2", "hu-3", "hu-1");
        assertThat(get("/api/v1/first-expired?within_days=10")
                        .at("/items/0/days_left")
                        .asInt())
                .isEqualTo(10);
        assertThat(get("/api/v1/first-expired?within_days=9").get("items")).isEmpty();
        assertThat(get("/api/v1/first-expired?state=expired").get("items")).isEmpty();
        List<String> lines = api().get("/api/v1/first-expired.csv?state=quarantined")
                .body()
                .lines()
                .toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1))
                .startsWith(
                        "hu-1,quarantined,2026-12-01,10,lot-1,milk,\"Milk, \"\"raw\"\"\",20,kg,quarantined,lk-1,Locker 1,n1,");
        for (String wrong :
                List.of("stock-levels?below=nothing", "first-expired?state=gone", "first-expired?within_days=-1")) {
            assertThat(api().get("/api/v1/" + wrong).statusCode()).as(wrong).isEqualTo(400);
        }
    }

    private HttpResponse<String> move(String body) throws Exception {
        return api().post("/api/v1/movements", body);
    }

    @Test
    void aMovementIsRecordedOnceAndItsDeskIsTold() throws Exception {
        String body = "{\"handling_unit\": \"hu-1\", \"to_unit\": \"lk-2\", \"time\": \"2026-11-21T11:30:00Z\"}";
        HttpResponse<String> first = move(body);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(ApiFixture.json(first).get("to_unit_name").asText()).isEqualTo("Locker 2");
        assertThat(api().poked).containsExactly("north");
        assertThat(get("/api/v1/stock/hu-1/events").get("items").findValuesAsText("told_by"))
                .contains("ann");
        HttpResponse<String> again = move(body);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());

        HttpResponse<String> other = move(body.replace("\"lk-2\"", "null"));
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(ApiFixture.json(other).get("detail").asText())
                .isEqualTo(
                        "another movement of handling unit 'hu-1' is on record for 2026-11-21T11:30:00Z: to unit 'lk-2'");
        assertThat(move("{\"handling_unit\": \"hu-1\", \"to_unit\": null}").statusCode())
                .isEqualTo(201);
        assertThat(get("/api/v1/stock/hu-1").get("unit").isNull()).isTrue();
    }

    @Test
    void aMovementThatCannotBeIsToldWhatIsWrongWithIt() throws Exception {
        List<String> wrong = Stream.of(
                        "{\"handling_unit\": \"hu-9\", \"to_unit\": \"lk-2\"}",
                        "{\"handling_unit\": \"hu-1\", \"to_unit\": \"lk-9\"}",
                        "{\"handling_unit\": \"hu-1\", \"to_unit\": \"lk-2\", \"time\": \"2026-11-21T13:00:00Z\"}",
                        "{\"handling_unit\": \"hu-1\", \"to_unit\": \"lk-2\", \"time\": \"soon\"}",
                        "{\"handling_unit\": \"hu-1\"}")
                .map(body -> {
                    try {
                        HttpResponse<String> response = move(body);
                        return response.statusCode() + " "
                                + ApiFixture.json(response)
                                        .at("/errors/0/field")
                                        .asText();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
        assertThat(wrong).containsExactly("400 handling_unit", "400 to_unit", "400 time", "400 time", "400 to_unit");
    }

    @Test
    void quarantinedStockDoesNotLeaveTheNetwork() throws Exception {
        api().execute("update handling_unit set disposition = 'quarantined' where id = 'hu-1';"
                + "update decision set state = 'approved', decided_at = now(), decided_by = 'ann'");
        HttpResponse<String> response = move("{\"handling_unit\": \"hu-1\", \"to_unit\": null}");
        assertThat(response.statusCode()).isEqualTo(409);
        JsonNode problem = ApiFixture.json(response);
        assertThat(problem.get("state").asText()).isEqualTo("quarantined");
        assertThat(problem.get("detail").asText()).contains("00000000-0000-0000-0000-0000000000d1");
        assertThat(move("{\"handling_unit\": \"hu-1\", \"to_unit\": \"lk-2\"}").statusCode())
                .isEqualTo(201);
    }
}
