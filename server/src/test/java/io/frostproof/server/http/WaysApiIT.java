package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lanes, what nodes can do, what can fail, shipments and orders, as the API tells them. */
class WaysApiIT {

    private @Nullable ApiFixture fixture;
    private String node = "";
    private String other = "";

    @BeforeEach
    void open() throws Exception {
        fixture = ApiFixture.on(PostgresFlavour.PLAIN);
        JsonNode unit = get("/api/v1/units/lk-1");
        node = unit.at("/node/id").asText();
        api().execute(
                        "insert into node (id, region_id, name, kind, time_zone) select 'far', region_id, 'Far', 'dock', 'UTC' from node where id = '"
                                + node + "'");
        other = "far";
        api().execute("insert into temperature_class values ('chilled', 'Chilled', 2, 8)");
        api().execute("insert into lane values ('there', '" + node
                + "', 'far', 'Own lorry', 3600, 2, 0.9, 1800, '{chilled}', 12.50, 0.01, null)");
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

    private HttpResponse<String> put(String path, String body) throws Exception {
        return api().send("PUT", path, api().operator, body);
    }

    private HttpResponse<String> delete(String path) throws Exception {
        return api().send("DELETE", path, api().operator, null);
    }

    private String answer(HttpResponse<String> response) throws Exception {
        return response.statusCode() + " "
                + ApiFixture.json(response).at("/errors/0/field").asText();
    }

    @Test
    void aLaneIsWhatWasSaidOfItLastUntilThatIsOver() throws Exception {
        JsonNode lane = get("/api/v1/lanes").at("/items/0");
        assertThat(lane.at("/state/state").asText()).isEqualTo("open");
        assertThat(lane.at("/cost_per_unit/amount").asText()).isEqualTo("12.50");
        assertThat(lane.at("/cost_per_unit/currency").asText()).isEqualTo("EUR");
        assertThat(lane.get("transit_s").asDouble()).isEqualTo(3600);

        HttpResponse<String> told =
                api().post("/api/v1/lanes/there/state", "{\"state\": \"closed\", \"reason\": \"storm\"}");
        assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
        assertThat(ApiFixture.json(told).at("/state/reason").asText()).isEqualTo("storm");
        assertThat(get("/api/v1/lanes").at("/items/0/state/state").asText()).isEqualTo("closed");
        api().execute("update lane_state set until = '2020-01-01'");
        assertThat(get("/api/v1/lanes").at("/items/0/state/state").asText()).isEqualTo("open");

        assertThat(answer(api().post("/api/v1/lanes/there/state", "{\"state\": \"dark\", \"reason\": \"x\"}")))
                .isEqualTo("400 state");
        assertThat(answer(api().post("/api/v1/lanes/there/state", "{\"state\": \"closed\"}")))
                .isEqualTo("400 reason");
        assertThat(answer(api().post(
                                "/api/v1/lanes/there/state",
                                "{\"state\": \"closed\", \"reason\": \"x\", \"until\": \"2020-01-01T00:00:00Z\"}")))
                .isEqualTo("400 until");
        assertThat(api().post("/api/v1/lanes/nowhere/state", "{\"state\": \"closed\", \"reason\": \"x\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aNodeIsWellUntilSomebodySaysOtherwise() throws Exception {
        api().execute(
                        "insert into node_capability values ('far', null, null, null, 600, true, 'Hill', '{narcotics}', 0.1, 0.5, 3600)");
        api().execute("insert into node_capacity values ('far', 'chilled', 900)");
        HttpResponse<String> told =
                api().post("/api/v1/nodes/far/state", "{\"state\": \"dark\", \"reason\": \"no mains\"}");
        assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
        JsonNode all = get("/api/v1/nodes/capabilities").get("items");
        JsonNode far = all.at(all.get(0).get("node").asText().equals("far") ? "/0" : "/1");
        assertThat(far.get("node").asText()).isEqualTo("far");
        assertThat(far.at("/capacity/chilled").asLong()).isEqualTo(900);
        assertThat(far.at("/state/state").asText()).isEqualTo("dark");
        assertThat(far.at("/mean_repair_s").asDouble()).isEqualTo(3600);
        assertThat(all.size()).isGreaterThan(1);
    }

    private String shipment(String rest) {
        return "{\"from\": \"" + node + "\", \"to\": \"" + other
                + "\", \"departs_at\": \"2026-11-21T10:00:00Z\", \"expected_at\": \"2026-11-21T12:00:00Z\", " + rest
                + "}";
    }

    @Test
    void aShipmentIsToldAndTakenAway() throws Exception {
        String told = shipment("\"lane\": \"there\", \"handling_units\": [\"hu-1\"]");
        HttpResponse<String> first = put("/api/v1/shipments/s-1", told);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(put("/api/v1/shipments/s-1", told).statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/shipments/s-1").at("/handling_units/0").asText())
                .isEqualTo("hu-1");
        assertThat(get("/api/v1/shipments?state=arrived").get("items")).isEmpty();
        assertThat(get("/api/v1/shipments?node=far").get("items")).hasSize(1);
        assertThat(answer(put("/api/v1/shipments/s-2", shipment("\"handling_units\": [\"hu-99\"]"))))
                .isEqualTo("400 handling_units");
        assertThat(answer(put(
                        "/api/v1/shipments/s-2", shipment("\"lane\": \"nowhere\", \"handling_units\": [\"hu-1\"]"))))
                .isEqualTo("400 lane");
        assertThat(answer(put(
                        "/api/v1/shipments/s-2",
                        shipment("\"handling_units\": [\"hu-1\"]").replace("T12:", "T09:"))))
                .isEqualTo("400 expected_at");
        assertThat(delete("/api/v1/shipments/s-1").statusCode()).isEqualTo(204);
        assertThat(api().get("/api/v1/shipments/s-1").statusCode()).isEqualTo(404);
    }

    @Test
    void anOrderIsToldInTheUnitInWhichItsProductIsCounted() throws Exception {
        JsonNode goods = get("/api/v1/stock/hu-1");
        String product = goods.get("product").asText();
        String order = "{\"product\": \"" + product + "\", \"quantity\": 5, \"quantity_unit\": \""
                + goods.get("quantity_unit").asText() + "\", \"origin\": \"" + node + "\", \"destination\": \"far\","
                + " \"ready_at\": \"2026-11-21T10:00:00Z\", \"promised_at\": \"2026-11-22T10:00:00Z\","
                + " \"missed_cost\": {\"amount\": \"250.00\", \"currency\": \"EUR\"}}";
        HttpResponse<String> first = put("/api/v1/orders/o-1", order);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(ApiFixture.json(first).at("/missed_cost/amount").asText()).isEqualTo("250.00");
        assertThat(get("/api/v1/orders?state=open").get("items")).hasSize(1);
        assertThat(answer(put("/api/v1/orders/o-2", order.replace("\"quantity_unit\": \"", "\"quantity_unit\": \"x"))))
                .isEqualTo("400 quantity_unit");
        assertThat(answer(put("/api/v1/orders/o-2", order.replace("EUR", "USD"))))
                .isEqualTo("400 missed_cost.currency");
        assertThat(answer(put("/api/v1/orders/o-2", order.replace("\"far\"", "\"nowhere\""))))
                .isEqualTo("400 destination");
        assertThat(answer(put("/api/v1/orders/o-2", order.replace("\"quantity\": 5", "\"quantity\": 0"))))
                .isEqualTo("400 quantity");
        assertThat(delete("/api/v1/orders/o-1").statusCode()).isEqualTo(204);
        assertThat(get("/api/v1/orders").get("items")).isEmpty();
    }

    @Test
    void anIncidentShowsWhatToDoAtItsUnitNodeAndRegion() throws Exception {
        api().execute(
                        "insert into disruption select 'of-the-region', 'region', region_id, 'f', 'l', 'd', 'b', 'd', 'e', '{Call the grid,Wait}' from node where id = '"
                                + node + "'");
        api().execute(
                        "insert into disruption values ('of-another', 'node', 'far', 'f', 'l', 'd', 'b', 'd', 'e', '{x}')");
        assertThat(get("/api/v1/disruptions").get("items")).hasSize(2);
        for (JsonNode incident : get("/api/v1/incidents").get("items")) {
            if (incident.get("node").asText().equals(node)) {
                JsonNode runbooks =
                        get("/api/v1/incidents/" + incident.get("id").asText()).get("runbooks");
                assertThat(runbooks).hasSize(1);
                assertThat(runbooks.at("/0/runbook/1").asText()).isEqualTo("Wait");
                return;
            }
        }
        throw new AssertionError("the sample has no incident at " + node);
    }
}
