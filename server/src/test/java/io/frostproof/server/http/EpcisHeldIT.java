package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.server.epcis.Documents;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lots that begin with events, captures in pages, and events that are dismissed, through the real server and database. */
final class EpcisHeldIT {

    private static final String CAPTURE = "/api/v1/epcis/capture";
    private static final String DISMISS = "/api/v1/epcis/held/dismiss";

    @SuppressWarnings("NullAway.Init") // opened before all
    private static ApiFixture api;

    @BeforeAll
    static void open() throws Exception {
        api = ApiFixture.on(PostgresFlavour.PLAIN);
        api.execute("insert into identifier values ('https://id.gs1.org/01/04012345123456', 'product', 'milk')");
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private static String event(String id, int serial, String more) {
        return Documents.event("ObjectEvent", "2026-11-21T08:00:00Z", """
                "eventID": "%s", "action": "ADD", "bizStep": "commissioning", "epcList": ["urn:epc:id:sgtin:4012345.012345.%d"],
                "bizLocation": {"id": "urn:frostproof:unit:lk-1"}%s""".formatted(id, serial, more));
    }

    private static String ilmd(String lot) {
        return ", \"ilmd\": {\"cbvmda:lotNumber\": \"" + lot + "\", \"cbvmda:itemExpirationDate\": \"2026-12-31\"}";
    }

    private static JsonNode captured(String... events) throws Exception {
        HttpResponse<String> answer = api.post(CAPTURE, Documents.of(events));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String job = answer.headers().firstValue("Location").orElseThrow();
        awaitState("select count(*) from epcis_state where state = 'pending'", 0);
        return ApiFixture.json(api.get(job));
    }

    private static void awaitState(String query, long number) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (api.number(query) != number) {
            assertThat(System.nanoTime()).as(query).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static long of(String eventId, String state) throws Exception {
        return api.number("select count(*) from epcis_event join epcis_state on event = id where event_id = '" + eventId
                + "' and state = '" + state + "'");
    }

    @Test
    void aLotBeginsWithTheEventThatTellsOfIt() throws Exception {
        captured(event("urn:x:nameless", 2, ", \"ilmd\": {\"cbvmda:lotNumber\": \"lot-of-nobody\"}")
                .replace("4012345.012345.2", "4012345.099999.2"));
        assertThat(of("urn:x:nameless", "held")).as("no product has its GTIN").isEqualTo(1);
        assertThat(api.number("select count(*) from lot where id = 'lot-of-nobody'"))
                .isZero();

        String classOf = "urn:epc:class:lgtin:4012345.012345.NEW-1";
        String early = event("urn:x:early", 1, "")
                .replace(
                        "\"epcList\": [\"urn:epc:id:sgtin:4012345.012345.1\"]",
                        "\"quantityList\": [{\"epcClass\": \"" + classOf + "\", \"quantity\": 5}]");
        captured(early);
        assertThat(of("urn:x:early", "held")).as("its lot is not known").isEqualTo(1);
        captured(event("urn:x:made", 3, ilmd("NEW-1")), event("urn:x:same", 4, ilmd("NEW-1")));
        assertThat(of("urn:x:made", "counted")).isEqualTo(1);
        assertThat(of("urn:x:same", "counted")).isEqualTo(1);
        assertThat(
                        api.number(
                                "select count(*) from lot where id = 'NEW-1' and product_id = 'milk' and expires = '2026-12-31'"))
                .isEqualTo(1);
        assertThat(api.number("select count(*) from handling_unit where lot_id = 'NEW-1' and quantity = 1"))
                .isEqualTo(2);
        // What waited for the lot counts now.
        awaitState(
                "select count(*) from epcis_event join epcis_state on event = id where event_id = 'urn:x:early' and state = 'counted'",
                1);
        assertThat(api.number("select count(*) from handling_unit where lot_id = 'NEW-1' and quantity = 5"))
                .isEqualTo(1);
    }

    @Test
    void aLotOfAnotherProductWithItsNumberIsAnotherLot() throws Exception {
        api.execute(
                "insert into product (id, name, profile_id) select 'other', 'Other', profile_id from product where id = 'milk';"
                        + " insert into lot values ('TAKEN', 'other', null)");
        captured(event("urn:x:taken", 5, ilmd("TAKEN")));
        captured(event("urn:x:taken-too", 6, ilmd("TAKEN")));
        assertThat(api.number("select count(*) from handling_unit where lot_id = 'lot-04012345123456-TAKEN'"))
                .isEqualTo(2);
        assertThat(api.number("select count(*) from lot where id = 'TAKEN' and product_id = 'other'"))
                .isEqualTo(1);
    }

    @Test
    void whatWaitsInVainIsDismissedByNameAndWithAReason() throws Exception {
        String nowhere = "urn:x:nowhere";
        captured(
                event("urn:x:lost-1", 7, ilmd("NEW-2")).replace("urn:frostproof:unit:lk-1", nowhere),
                event("urn:x:lost-2", 8, ilmd("NEW-2")).replace("urn:frostproof:unit:lk-1", nowhere),
                event("urn:x:lost-3", 9, ilmd("NEW-2")).replace("urn:frostproof:unit:lk-1", "urn:x:elsewhere"));
        assertThat(api.send("POST", DISMISS, api.viewer, "{\"missing\": \"" + nowhere + "\", \"reason\": \"no\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(api.post(DISMISS, "{\"reason\": \"why\"}").statusCode()).isEqualTo(400);
        assertThat(api.post(DISMISS, "{\"missing\": \"" + nowhere + "\"}").statusCode())
                .isEqualTo(400);
        assertThat(api.post(DISMISS, "{\"event\": \"urn:x:unheard\", \"reason\": \"why\"}")
                        .body())
                .contains("urn:x:unheard", "held");
        HttpResponse<String> done = api.post(
                DISMISS, "{\"missing\": \"" + nowhere + "\", \"reason\": \"a customer's shelf, none of ours\"}");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(ApiFixture.json(done).path("dismissed").asInt()).isEqualTo(2);
        assertThat(of("urn:x:lost-1", "dismissed")).isEqualTo(1);
        assertThat(of("urn:x:lost-3", "held")).isEqualTo(1);
        assertThat(api.get("/api/v1/epcis/held").body())
                .contains("urn:x:lost-3")
                .doesNotContain("urn:x:lost-1");
        JsonNode dismissed = ApiFixture.json(api.get("/api/v1/epcis/held?state=dismissed&reason=unknown_place"))
                .path("items");
        assertThat(dismissed.findValuesAsText("event_id")).containsExactly("urn:x:lost-1", "urn:x:lost-2");
        assertThat(dismissed.at("/0/dismissed/reason").asText()).isEqualTo("a customer's shelf, none of ours");
        assertThat(dismissed.at("/0/dismissed/by").asText()).isEqualTo("ann");

        // It is not looked at again, whatever becomes known.
        api.execute("insert into identifier values ('" + nowhere
                + "', 'unit', 'lk-1'), ('urn:x:elsewhere', 'unit', 'lk-1');"
                + " update network_version set version = version + 1");
        awaitState(
                "select count(*) from epcis_event join epcis_state on event = id where event_id = 'urn:x:lost-3' and state = 'counted'",
                1);
        assertThat(of("urn:x:lost-1", "dismissed")).isEqualTo(1);
        assertThat(api.get("/api/v1/epcis/events?eventID=urn%3Ax%3Alost-1").body())
                .as("it is still on record")
                .contains("urn:x:lost-1");
    }

    @Test
    void capturesAreListedNewestFirstInPages() throws Exception {
        var made = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            made.add(captured(event("urn:x:job-" + i, 20 + i, ilmd("NEW-3")))
                    .path("captureID")
                    .asText());
            api.execute("update epcis_job set created_at = timestamptz '2027-01-01T00:00:00Z' + interval '" + i
                    + " hours' where id = '" + made.getLast() + "'");
        }
        var listed = new LinkedHashSet<String>();
        int pages = 0;
        String path = CAPTURE + "?perPage=2";
        while (path != null) {
            HttpResponse<String> page = api.get(path);
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            assertThat(page.headers().firstValue("GS1-EPCIS-Version")).contains("2.0.0");
            ApiFixture.json(page).forEach(job -> {
                assertThat(job.path("running").asBoolean()).isFalse();
                assertThat(listed.add(job.path("captureID").asText()))
                        .as("each once")
                        .isTrue();
            });
            pages++;
            path = page.headers()
                    .firstValue("Link")
                    .map(link -> link.replaceAll("<(.*)>; rel=\"next\"", "$1"))
                    .orElse(null);
        }
        assertThat(listed.stream().limit(5)).containsExactlyElementsOf(made.reversed());
        assertThat(listed).hasSize((int) api.number("select count(*) from epcis_job"));
        assertThat(pages).isEqualTo((listed.size() + 1) / 2);
        assertThat(api.get(CAPTURE + "?nextPageToken=abc").statusCode()).isEqualTo(400);
    }
}
