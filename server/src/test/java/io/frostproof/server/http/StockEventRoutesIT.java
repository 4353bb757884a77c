package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.server.command.Frostproof;
import io.frostproof.testing.PostgresFlavour;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and programs tell about stock, over the API and from a file. */
class StockEventRoutesIT {

    private @Nullable ApiFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = ApiFixture.on(PostgresFlavour.PLAIN);
        api().execute("insert into lot values ('lot-2', 'milk', null)");
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

    private HttpResponse<String> tell(String... events) throws Exception {
        return api().post("/api/v1/stock-events", "{\"events\": [" + String.join(",", events) + "]}");
    }

    private HttpResponse<String> csv(String text) throws Exception {
        return api().send("POST", "/api/v1/stock-events/csv", api().operator, text, "Content-Type", "text/csv");
    }

    private static List<String> errors(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        var errors = new ArrayList<String>();
        ApiFixture.json(response)
                .get("errors")
                .forEach(error -> errors.add(error.get("field").asText() + " "
                        + (error.get("value").isNull()
                                ? "-"
                                : error.get("value").asText())));
        return errors;
    }

    private static final String[] DAY = {
        "{\"id\": \"r\", \"kind\": \"received\", \"time\": \"2026-11-21T08:00:00Z\", \"handling_unit\": \"new\", \"lot\": \"lot-1\","
                + " \"quantity\": 10, \"quantity_unit\": \"kg\", \"place\": \"lk-1\"}",
        "{\"id\": \"p\", \"kind\": \"picked\", \"time\": \"2026-11-21T09:00:00Z\", \"handling_unit\": \"new\", \"part\": \"order\","
                + " \"quantity\": 2.5, \"place\": \"lk-2\"}",
        "{\"id\": \"b\", \"kind\": \"packed\", \"time\": \"2026-11-21T10:00:00Z\", \"handling_unit\": \"order\", \"container\": \"box\"}",
        "{\"id\": \"t\", \"kind\": \"transformed\", \"time\": \"2026-11-21T10:30:00Z\", \"inputs\": [\"new\"],"
                + " \"outputs\": [{\"handling_unit\": \"jam\", \"lot\": \"lot-2\", \"quantity\": 3, \"quantity_unit\": \"jar\"}]}",
        "{\"id\": \"d\", \"kind\": \"removed\", \"time\": \"2026-11-21T11:00:00Z\", \"handling_unit\": \"jam\", \"quantity\": 1,"
                + " \"reason\": \"disposed\"}"
    };

    @Test
    void aDayOfStockIsToldAndRead() throws Exception {
        HttpResponse<String> first = tell(DAY);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(ApiFixture.json(first).get("added"))
                .extracting(JsonNode::asText)
                .containsExactly("r", "p", "p/moved", "b", "t", "d");
        assertThat(api().poked).contains("north");
        HttpResponse<String> again = tell(DAY);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(ApiFixture.json(again).get("known").asInt()).isEqualTo(6);

        JsonNode order = get("/api/v1/stock/order");
        assertThat(order.get("quantity").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(order.get("quantity_unit").asText()).isEqualTo("kg");
        assertThat(order.get("unit").asText()).isEqualTo("lk-2");
        assertThat(order.get("container").asText()).isEqualTo("box");
        assertThat(order.get("came_from").toString()).isEqualTo("[\"new\"]");
        JsonNode whole = get("/api/v1/stock/new");
        assertThat(whole.get("became").toString()).isEqualTo("[\"jam\",\"order\"]");
        assertThat(whole.get("unit").isNull()).isTrue();
        JsonNode jam = get("/api/v1/stock/jam");
        assertThat(jam.get("quantity").asInt()).isEqualTo(2);
        assertThat(jam.get("quantity_unit").asText()).isEqualTo("jar");
        assertThat(jam.get("contradictions")).isEmpty();

        assertThat(get("/api/v1/stock/box/events").get("items")).hasSize(1);
        JsonNode newest = get("/api/v1/stock/new/events").get("items").get(0);
        assertThat(newest.get("outputs").get(0).get("handling_unit").asText()).isEqualTo("jam");
        assertThat(newest.get("told_by").asText()).isEqualTo("ann");
        assertThat(api().get("/api/v1/stock/nothing/events").statusCode()).isEqualTo(404);
    }

    @Test
    void everythingThatIsWrongIsSaidWithItsPlace() throws Exception {
        assertThat(
                        errors(
                                tell(
                                        "{\"kind\": \"moved\", \"handling_unit\": \"hu-1\"}",
                                        "{\"kind\": \"moved\", \"handling_unit\": \"hu-1\", \"place\": \"lk-1\", \"part\": \"x\"}",
                                        "{\"kind\": \"moved\", \"handling_unit\": \"hu-1\", \"place\": \"lk-1\", \"time\": \"2026-11-21T13:00:00Z\"}",
                                        "{\"kind\": \"split\", \"handling_unit\": \"hu-1\", \"part\": \"no good\", \"quantity\": 0}",
                                        "{\"kind\": \"merged\", \"handling_unit\": \"hu-1\", \"from\": \"hu-1\"}",
                                        "{\"kind\": \"transformed\", \"inputs\": [\"hu-1\"], \"outputs\":"
                                                + " [{\"handling_unit\": \"hu-1\", \"lot\": \"lot-1\", \"quantity\": 1}]}",
                                        "{\"kind\": \"removed\", \"handling_unit\": \"hu-1\", \"reason\": \"shipped\", \"quantity\": 1e300}")))
                .containsExactly(
                        "events[0].place -",
                        "events[1].part x",
                        "events[2].time 2026-11-21T13:00:00Z",
                        "events[3].part no good",
                        "events[3].quantity 0",
                        "events[4].from hu-1",
                        "events[5].outputs[0].handling_unit hu-1",
                        "events[6].quantity 1.0E300");
        assertThat(errors(tell(
                        "{\"kind\": \"moved\", \"handling_unit\": \"hu-1\", \"place\": \"lk-9\"}",
                        "{\"kind\": \"moved\", \"handling_unit\": \"hu-9\", \"place\": \"lk-1\"}")))
                .containsExactly("events[0].place lk-9", "events[1].handling_unit hu-9");
        assertThat(errors(tell("{\"kind\": \"eaten\"}"))).containsExactly("events[0].kind \"eaten\"");
        tell(DAY);
        HttpResponse<String> other = tell(DAY[0].replace("\"quantity\": 10", "\"quantity\": 11"));
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(ApiFixture.json(other).get("detail").asText())
                .startsWith("events[0].id: another event is on record");
    }

    @Test
    void whatIsVoidIsShownAndDoesNotCount() throws Exception {
        tell(DAY);
        HttpResponse<String> response =
                api().post("/api/v1/stock-events/void", "{\"event\": \"t\", \"reason\": \"another day\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        assertThat(get("/api/v1/stock/new").get("quantity").decimalValue()).isEqualByComparingTo("7.5");
        JsonNode jam = get("/api/v1/stock/jam");
        assertThat(jam.get("quantity_known").asBoolean()).isFalse();
        assertThat(jam.at("/contradictions/0/kind").asText()).isEqualTo("no_receipt");
        JsonNode event = get("/api/v1/stock/new/events").get("items").get(0);
        assertThat(event.at("/voided/by").asText()).isEqualTo("ann");
        assertThat(event.at("/voided/reason").asText()).isEqualTo("another day");
        assertThat(errors(api().post("/api/v1/stock-events/void", "{\"event\": \"x\", \"reason\": \"y\"}")))
                .containsExactly("event x");
    }

    @Test
    void quarantinedStockDoesNotLeaveInABox() throws Exception {
        api().execute("update handling_unit set disposition = 'quarantined' where id = 'hu-1';"
                + "update decision set state = 'approved', decided_at = now(), decided_by = 'ann'");
        HttpResponse<String> response = tell(
                "{\"kind\": \"packed\", \"handling_unit\": \"hu-1\", \"container\": \"box\"}",
                "{\"kind\": \"removed\", \"handling_unit\": \"box\", \"reason\": \"shipped\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(409);
        JsonNode problem = ApiFixture.json(response);
        assertThat(problem.get("state").asText()).isEqualTo("quarantined");
        assertThat(problem.get("detail").asText()).contains("'hu-1'", "00000000-0000-0000-0000-0000000000d1");
    }

    private static final String FILE = """
            kind,time,handling_unit,lot,quantity,quantity_unit,place,part,container,inputs,reason
            received,2026-11-21T08:00:00Z,milk,lot-1,40,crate,lk-1,,,,
            picked,2026-11-21T09:10:00Z,milk,,4,,lk-2,order,,,

            transformed,2026-11-21T10:00:00Z,shake,lot-2,6,l,,,,"order;milk",
            transformed,2026-11-21T10:00:00Z,rest,lot-1,1,l,,,,"order;milk",
            removed,2026-11-21T11:00:00Z,shake,,,,,,,,shipped
            """;

    @Test
    void aFileIsRecordedOnceAsAWhole(@TempDir Path folder) throws Exception {
        HttpResponse<String> first = csv(FILE);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(ApiFixture.json(first).get("added")).hasSize(5);
        assertThat(get("/api/v1/stock/rest").get("came_from").toString()).isEqualTo("[\"milk\",\"order\"]");
        assertThat(get("/api/v1/stock/shake").get("quantity").asInt()).isZero();

        Path file = Files.writeString(folder.resolve("stock.csv"), FILE.replace("\n", "\r\n"));
        Path token = Files.writeString(folder.resolve("token"), api().operator);
        var out = new StringWriter();
        int code = Frostproof.run(
                new PrintWriter(out),
                new PrintWriter(out),
                "stock",
                "import",
                file.toString(),
                "--server",
                "http://127.0.0.1:" + api().port,
                "--token-file",
                token.toString());
        assertThat(code).as(out.toString()).isZero();
        assertThat(out.toString().strip()).isEqualTo("0 recorded, 5 known");
    }

    @Test
    void whatIsWrongInAFileIsSaidByLineAndColumn() throws Exception {
        assertThat(errors(csv(FILE.replace("crate,lk-1", "crate,lk-9").replace(",lot-2,6", ",lot-9,6"))))
                .containsExactlyInAnyOrder("line 2, place lk-9", "line 5, outputs lot-9");
        assertThat(errors(csv(FILE.replace(",40,", ",forty,").replace("2026-11-21T11:00:00Z", "eleven"))))
                .containsExactlyInAnyOrder("line 2, quantity forty", "line 7, time eleven");
        assertThat(errors(csv(FILE.replace("milk,,4", "milk,4")))).containsExactly("line 3 10 cells");
        assertThat(errors(csv(FILE.replace("handling_unit,", "unit,")))).containsExactly("line 1 unit");
        assertThat(errors(csv(FILE.replace("\"order;milk\",\ntrans", "\"order;milk,\ntrans"))))
                .hasSize(1);
        assertThat(errors(csv(""))).containsExactly("line 1 -");
        assertThat(api().get("/api/v1/stock/milk").statusCode()).isEqualTo(404);
    }
}
