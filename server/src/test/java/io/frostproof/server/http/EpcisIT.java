package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.server.capture.Captures;
import io.frostproof.server.epcis.DocumentReader;
import io.frostproof.server.epcis.Documents;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.store.EpcisLog;
import io.frostproof.testing.PostgresFlavour;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Capture and query through the real server and database. */
final class EpcisIT {

    private static final String CAPTURE = "/api/v1/epcis/capture";
    private static final String MILK = "urn:epc:class:lgtin:4012345.012345.lot-1";

    @SuppressWarnings("NullAway.Init") // opened before all
    private static ApiFixture api;

    @BeforeAll
    static void open() throws Exception {
        api = ApiFixture.on(PostgresFlavour.PLAIN);
        api.execute("insert into identifier values ('https://id.gs1.org/01/04012345123456', 'product', 'milk'),"
                + " ('https://id.gs1.org/414/4012345000016', 'unit', 'lk-1'), ('urn:x:logger', 'device', 'probe-1')");
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private static String id() {
        return "urn:uuid:" + UUID.randomUUID();
    }

    private static String event(String id, String type, String time, String more) {
        return Documents.event(type, time, "\"eventID\": \"" + id + "\", " + more);
    }

    private static String item(int serial) {
        return "urn:epc:id:sgtin:4012345.012345." + serial;
    }

    private static String receipt(String id, int serial, String time) {
        return event(
                id,
                "ObjectEvent",
                time,
                "\"action\": \"ADD\", \"bizStep\": \"receiving\", \"epcList\": [\"" + item(serial)
                        + "\"], \"bizLocation\": {\"id\": \"urn:epc:id:sgln:4012345.00001.0\"}, \"ilmd\": {\"cbvmda:lotNumber\": \"lot-1\"}");
    }

    private static String move(String id, int serial, String time, String unit) {
        return event(
                id,
                "ObjectEvent",
                time,
                "\"action\": \"OBSERVE\", \"bizStep\": \"storing\", \"epcList\": [\"" + item(serial)
                        + "\"], \"bizLocation\": {\"id\": \"urn:frostproof:unit:" + unit + "\"}");
    }

    /** Captures, and waits until all of it was looked at. */
    private static JsonNode captured(String document) throws Exception {
        HttpResponse<String> answer = api.post(CAPTURE, document);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.headers().firstValue("GS1-EPCIS-Version")).contains("2.0.0");
        String job = answer.headers().firstValue("Location").orElseThrow();
        until(() -> !json(job).path("running").asBoolean());
        return json(job);
    }

    private static JsonNode json(String path) {
        try {
            HttpResponse<String> answer = api.get(path);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return ApiFixture.json(answer);
        } catch (Exception e) {
            throw new AssertionError(path, e);
        }
    }

    private static void until(BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static String state(String eventId) {
        try {
            return api.number("select count(*) from epcis_event where event_id = '" + eventId + "'") == 0
                    ? "none"
                    : text(
                            "select min(state || coalesce(':' || reason, '')) from epcis_event join epcis_state on event = id where event_id = '"
                                    + eventId + "' and not declares_error");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String text(String sql) throws Exception {
        try (var connection = api.server.connect(api.url);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private static String placeOf(int serial) throws Exception {
        return text("select to_unit_id from movement where handling_unit_id = 'sgtin-04012345123456-" + serial
                + "' order by time desc limit 1");
    }

    private static List<String> ids(String query) {
        var ids = new ArrayList<String>();
        json("/api/v1/epcis/events" + query)
                .at("/epcisBody/queryResults/resultsBody/eventList")
                .forEach(event -> ids.add(event.path("eventID").asText()));
        return ids;
    }

    private static String q(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void whatIsCapturedIsInStockAndIsReadBackAsItCame() throws Exception {
        String receipt = id();
        String move = id();
        JsonNode job = captured(Documents.of(
                // In the wrong order, which is none of a capture's business.
                move(move, 1, "2026-11-21T09:00:00Z", "lk-2"),
                receipt(receipt, 1, "2026-11-21T08:00:00Z")
                        .replace("\"ilmd\"", "\"ex:odd\": {\"a\": [1.50]}, \"ilmd\"")));
        assertThat(job.path("success").asBoolean()).isTrue();
        assertThat(job.path("frostproof:held").asInt()).isZero();
        assertThat(state(receipt)).isEqualTo("counted");
        assertThat(placeOf(1)).isEqualTo("lk-2");
        JsonNode back = json("/api/v1/epcis/events/" + q(receipt));
        assertThat(back.at("/ex:odd/a/0").asText()).isEqualTo("1.5");
        assertThat(back.path("recordTime").asText()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(ids("?MATCH_epc=" + q("https://id.gs1.org/01/04012345123456/21/1")))
                .containsExactly(move, receipt);
        assertThat(ids("?MATCH_epc=" + q(item(1)) + "&EQ_action=ADD&eventType=ObjectEvent&EQ_bizStep=receiving"))
                .containsExactly(receipt);
        assertThat(ids("?MATCH_anyEPC=" + q(item(1))
                        + "&LT_eventTime=2026-11-21T09:00:00Z&GE_eventTime=2026-11-21T08:00:00Z"))
                .containsExactly(receipt);
        assertThat(ids("?MATCH_epc=" + q(item(1)) + "&EQ_bizLocation=" + q("urn:epc:id:sgln:4012345.00001.0")))
                .containsExactly(receipt);
        assertThat(ids("?eventID=" + q(move))).containsExactly(move);
        assertThat(ids("?MATCH_epc=" + q(item(1)) + "&EQ_disposition=in_transit"))
                .isEmpty();
    }

    @Test
    void whatIsToldAgainChangesNothing() throws Exception {
        String document =
                Documents.of(receipt(id(), 2, "2026-11-21T08:00:00Z"), receipt(id(), 3, "2026-11-21T08:00:00Z"));
        captured(document);
        long events = api.number("select count(*) from epcis_event");
        long stock = api.number("select count(*) from stock_event");
        captured(document);
        captured(document.replace("2026-11-21T08:00:00Z", "2026-11-21T09:00:00+01:00"));
        assertThat(api.number("select count(*) from epcis_event")).isEqualTo(events);
        assertThat(api.number("select count(*) from stock_event")).isEqualTo(stock);
    }

    @Test
    void anotherEventOfTheSameIdIsHeld() throws Exception {
        String id = id();
        captured(Documents.of(receipt(id, 4, "2026-11-21T08:00:00Z")));
        JsonNode job = captured(Documents.of(receipt(id, 5, "2026-11-21T08:00:00Z")));
        assertThat(job.path("frostproof:held").asInt()).isEqualTo(1);
        assertThat(json("/api/v1/epcis/held?reason=contradicting_id").findValuesAsText("event_id"))
                .contains(id);
        assertThat(ids("?eventID=" + q(id))).containsExactly(id);
    }

    @Test
    void whatIsNotKnownIsHeldAndCountsWhenItIs() throws Exception {
        String move = id();
        JsonNode job = captured(Documents.of(move(move, 6, "2026-11-21T09:00:00Z", "lk-2")));
        assertThat(job.path("frostproof:held").asInt()).isEqualTo(1);
        assertThat(state(move)).isEqualTo("held:unknown_goods");
        captured(Documents.of(receipt(id(), 6, "2026-11-21T08:00:00Z")));
        until(() -> state(move).equals("counted"));
        assertThat(placeOf(6)).isEqualTo("lk-2");

        String elsewhere = id();
        captured(Documents.of(receipt(elsewhere, 7, "2026-11-21T08:00:00Z").replace("00001.0", "00002.0")));
        assertThat(state(elsewhere)).isEqualTo("held:unknown_place");
        api.execute("insert into identifier values ('https://id.gs1.org/414/4012345000023', 'unit', 'lk-1');"
                + " update network_version set version = version + 1");
        until(() -> state(elsewhere).equals("counted"));
    }

    @Test
    void aDeclarationOfErrorVoidsWhicheverCameFirst() throws Exception {
        String receipt = id();
        String move = id();
        captured(Documents.of(
                receipt(receipt, 8, "2026-11-21T08:00:00Z"), move(move, 8, "2026-11-21T09:00:00Z", "lk-2")));
        assertThat(placeOf(8)).isEqualTo("lk-2");
        String error =
                "\"errorDeclaration\": {\"declarationTime\": \"2026-11-21T10:00:00Z\", \"reason\": \"did_not_occur\"}, \"action\"";
        captured(Documents.of(move(move, 8, "2026-11-21T09:00:00Z", "lk-2").replace("\"action\"", error)));
        assertThat(state(move)).isEqualTo("voided");
        assertThat(placeOf(8)).isEqualTo("lk-1");
        assertThat(ids("?eventID=" + q(move))).as("the original is kept").containsExactly(move, move);

        String late = id();
        captured(Documents.of(move(late, 8, "2026-11-21T09:30:00Z", "lk-2").replace("\"action\"", error)));
        captured(Documents.of(move(late, 8, "2026-11-21T09:30:00Z", "lk-2")));
        assertThat(state(late)).isEqualTo("voided");
        assertThat(placeOf(8)).isEqualTo("lk-1");
    }

    @Test
    void partsPacksAndContainersMoveTogether() throws Exception {
        String pallet = "urn:epc:id:sscc:4012345.1234567890";
        captured(Documents.of(
                event(
                        id(),
                        "ObjectEvent",
                        "2026-11-21T06:00:00Z",
                        "\"action\": \"ADD\", \"bizStep\": \"receiving\","
                                + "\"quantityList\": [{\"epcClass\": \"" + MILK
                                + "\", \"quantity\": 100, \"uom\": \"KGM\"}],"
                                + "\"bizLocation\": {\"id\": \"urn:frostproof:unit:lk-1\"}"),
                event(
                        id(),
                        "AggregationEvent",
                        "2026-11-21T07:00:00Z",
                        "\"action\": \"ADD\", \"parentID\": \"" + pallet
                                + "\", \"childQuantityList\": [{\"epcClass\": \"" + MILK
                                + "\", \"quantity\": 30, \"uom\": \"KGM\"}]"),
                event(
                        id(),
                        "ObjectEvent",
                        "2026-11-21T08:00:00Z",
                        "\"action\": \"OBSERVE\", \"bizStep\": \"storing\", \"epcList\": [\"" + pallet
                                + "\"], \"bizLocation\": {\"id\": \"urn:frostproof:unit:lk-2\"}")));
        String unpack = id();
        captured(Documents.of(event(
                unpack,
                "AggregationEvent",
                "2026-11-21T09:00:00Z",
                "\"action\": \"DELETE\", \"parentID\": \"" + pallet + "\"")));
        assertThat(state(unpack)).isEqualTo("counted");
        assertThat(api.number("select quantity::bigint from handling_unit where id = 'lgtin-04012345123456-lot-1'"))
                .isEqualTo(70);
        assertThat(text("select quantity_unit from handling_unit where id = 'lgtin-04012345123456-lot-1'"))
                .isEqualTo("kg");
        assertThat(api.number(
                        "select count(*) from handling_unit h join movement m on m.handling_unit_id = h.id where h.id like"
                                + " 'lgtin-04012345123456-lot-1-%' and h.quantity = 30 and m.to_unit_id = 'lk-2'"))
                .isEqualTo(1);
    }

    @Test
    void quarantinedGoodsDoNotLeaveAndNothingElseWaitsForThem() throws Exception {
        captured(Documents.of(receipt(id(), 9, "2026-11-21T08:00:00Z"), receipt(id(), 10, "2026-11-21T08:00:00Z")));
        api.execute("update handling_unit set disposition = 'quarantined' where id = 'sgtin-04012345123456-9'");
        String bad = id();
        String good = id();
        String ship = "\"action\": \"DELETE\", \"bizStep\": \"shipping\", \"epcList\": [\"%s\"]";
        captured(Documents.of(
                event(bad, "ObjectEvent", "2026-11-21T09:00:00Z", ship.formatted(item(9))),
                event(good, "ObjectEvent", "2026-11-21T09:00:00Z", ship.formatted(item(10)))));
        assertThat(state(bad)).isEqualTo("held:quarantined");
        assertThat(state(good)).isEqualTo("counted");
    }

    @Test
    void sensorsOfKnownDevicesAreReadings() throws Exception {
        captured(
                Documents.of(
                        event(
                                id(),
                                "ObjectEvent",
                                "2026-11-21T11:59:30Z",
                                "\"action\": \"OBSERVE\", \"sensorElementList\": [{"
                                        + "\"sensorMetadata\": {\"deviceID\": \"urn:x:logger\"}, \"sensorReport\": [{\"type\": \"Temperature\", \"value\": 41, \"uom\": \"FAH\"}]}]")));
        assertThat(text(
                        "select r.value from reading r join channel c on c.id = r.channel_id where c.device_id = 'probe-1'"
                                + " and c.name = 't1' and r.time = '2026-11-21T11:59:30Z'"))
                .isEqualTo("5");
    }

    @Test
    void wrongDocumentsAreRefusedWithTheirPaths() throws Exception {
        String document = Documents.of(
                receipt(id(), 20, "2026-11-21T08:00:00Z"),
                receipt(id(), 21, "soon"),
                move(id(), 22, "2026-11-21T08:00:00Z", "lk-1").replace("OBSERVE", "SEE"));
        HttpResponse<String> refused = api.post(CAPTURE, document);
        assertThat(refused.statusCode()).isEqualTo(400);
        JsonNode errors = ApiFixture.json(refused).path("errors");
        assertThat(errors.findValuesAsText("field"))
                .containsExactly("$.epcisBody.eventList[1].eventTime", "$.epcisBody.eventList[2].action");
        assertThat(errors.at("/0/value").asText()).isEqualTo("soon");
        assertThat(api.number("select count(*) from epcis_event where document like '%.20\"%'"))
                .isZero();

        HttpResponse<String> some =
                api.send("POST", CAPTURE, api.operator, document, "GS1-Capture-Error-Behaviour", "proceed");
        assertThat(some.statusCode()).isEqualTo(202);
        JsonNode job = json(some.headers().firstValue("Location").orElseThrow());
        assertThat(job.path("success").asBoolean()).isFalse();
        assertThat(job.path("errors")).hasSize(2);
        assertThat(job.path("frostproof:events").asInt()).isEqualTo(1);

        assertThat(api.send("POST", CAPTURE, api.operator, "<epcis/>", "Content-Type", "application/xml")
                        .statusCode())
                .isEqualTo(415);
        assertThat(api.post(CAPTURE, " ".repeat(17 * 1024 * 1024)).statusCode()).isEqualTo(413);
        assertThat(api.send("POST", CAPTURE, api.viewer, document).statusCode()).isEqualTo(403);
        assertThat(api.get("/api/v1/epcis/events?EQ_transformationID=urn:x:y").body())
                .contains("EQ_transformationID", "MATCH_anyEPC");
        assertThat(api.get("/api/v1/epcis/events?MATCH_epc=milk").statusCode()).isEqualTo(400);
        assertThat(api.get("/api/v1/epcis/events/" + q("urn:uuid:none")).statusCode())
                .isEqualTo(404);
        assertThat(api.get("/api/v1/epcis/events?nextPageToken=abc").statusCode())
                .isEqualTo(400);
    }

    @Test
    void pagesFollowEachOtherAndHoldWhatOtherWaysTold() throws Exception {
        String hu = "urn:frostproof:handling-unit:hu-3";
        var told = new ArrayList<String>();
        var events = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            told.add(id());
            events.add(event(
                    told.getLast(),
                    "ObjectEvent",
                    "2026-11-21T0" + i + ":00:00Z",
                    "\"action\": \"OBSERVE\", \"bizStep\": \"storing\", \"epcList\": [\"" + hu
                            + "\"], \"bizLocation\": {\"id\": \"urn:frostproof:unit:lk-" + (1 + i % 2) + "\"}"));
        }
        captured(Documents.of(events.toArray(String[]::new)));
        var all = new ArrayList<String>();
        String path = "/api/v1/epcis/events?perPage=2&MATCH_epc=" + q(hu);
        while (path != null) {
            HttpResponse<String> page = api.get(path);
            ApiFixture.json(page)
                    .at("/epcisBody/queryResults/resultsBody/eventList")
                    .forEach(event -> all.add(event.path("eventID").asText()));
            path = page.headers()
                    .firstValue("Link")
                    .map(link -> link.replaceAll("<(.*)>; rel=\"next\"", "$1"))
                    .orElse(null);
        }
        assertThat(all).hasSize(6).endsWith(all.get(5)).containsAll(told);
        assertThat(all.get(5)).startsWith("urn:frostproof:stock-event:");
        JsonNode stock = json("/api/v1/epcis/events/" + q(all.get(5)));
        assertThat(stock.at("/bizLocation/id").asText()).isEqualTo("urn:frostproof:unit:lk-1");
    }

    /** What an earlier run kept and did not look at, as after a kill between the answer and the work. */
    @Test
    void whatIsKeptIsLookedAtByTheNextRun() throws Exception {
        try (ApiFixture dead = ApiFixture.on(PostgresFlavour.PLAIN)) {
            dead.api.close().toCompletionStage().toCompletableFuture().get();
            try (var database =
                    Database.open(new DatabaseSettings(dead.url, dead.server.user(), dead.server.password(), 2))) {
                String event = Documents.of(
                        event(
                                "urn:uuid:kept",
                                "ObjectEvent",
                                "2026-11-21T09:00:00Z",
                                "\"action\": \"OBSERVE\", \"epcList\": [\"urn:frostproof:handling-unit:hu-1\"], \"bizLocation\": {\"id\": \"urn:frostproof:unit:lk-2\"}"));
                var log = new EpcisLog(database);
                try (var before = new Captures(
                        log, dead.work.intake, dead.work::offer, region -> {}, () -> {}, ApiFixture.CLOCK)) {
                    before.keep(
                            new EpcisLog.Capture(UUID.randomUUID(), "ann", "rollback", "[]"),
                            DocumentReader.read(event.getBytes(StandardCharsets.UTF_8))
                                    .events());
                }
                assertThat(dead.number("select count(*) from epcis_state where state = 'pending'"))
                        .isEqualTo(1);
                try (var after = new Captures(
                        log, dead.work.intake, dead.work::offer, region -> {}, () -> {}, ApiFixture.CLOCK)) {
                    after.start();
                    until(() -> {
                        try {
                            return dead.number("select count(*) from epcis_state where state = 'counted'") == 1;
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    });
                }
            }
        }
    }

    /** Mutants are refused or kept, never a 500, and what is kept is never lost. */
    @Test
    void strangeDocumentsNeverFailTheServer() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        String document = new String(Documents.example("all-shapes.json"), StandardCharsets.UTF_8);
        long before = api.number("select count(*) from epcis_job");
        int kept = 0;
        for (int i = 0; i < 150; i++) {
            var mutant = new StringBuilder(document);
            int at = random.nextInt(mutant.length());
            if (random.nextBoolean()) {
                mutant.setCharAt(at, (char) (32 + random.nextInt(95)));
            } else {
                mutant.delete(at, Math.min(mutant.length(), at + random.nextInt(30)));
            }
            int status = api.post(CAPTURE, mutant.toString()).statusCode();
            assertThat(status).as("seed %s: %s", seed, mutant).isIn(202, 400);
            kept += status == 202 ? 1 : 0;
        }
        assertThat(api.number("select count(*) from epcis_job")).isEqualTo(before + kept);
        until(() -> {
            try {
                return api.number("select count(*) from epcis_state where state = 'pending'") == 0;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }
}
