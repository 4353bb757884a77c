package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.server.epcis.Documents;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Captures that are large enough to be settled in parts. */
final class EpcisPartsIT {

    private static final int MANY = 300;

    @SuppressWarnings("NullAway.Init") // opened before all
    private static ApiFixture api;

    @BeforeAll
    static void open() throws Exception {
        api = ApiFixture.on(PostgresFlavour.PLAIN);
        api.execute("insert into identifier values ('https://id.gs1.org/01/04012345123456', 'product', 'milk')");
        api.execute("insert into lot values ('parted', 'milk', null)");
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private static String receipt(String capture, int serial) {
        return Documents.event("ObjectEvent", "2026-11-21T08:00:00Z", """
                "eventID": "urn:x:%s:%d", "action": "ADD", "bizStep": "receiving", "epcList": ["urn:epc:id:sgtin:4012345.012345.%2$d"],
                "bizLocation": {"id": "urn:frostproof:unit:lk-1"}, "ilmd": {"cbvmda:lotNumber": "parted"}""".formatted(capture, serial));
    }

    private static String move(String capture, int serial) {
        return Documents.event("ObjectEvent", "2026-11-21T09:00:00Z", """
                "eventID": "urn:x:%s-moved:%d", "action": "OBSERVE", "bizStep": "storing", "epcList": ["urn:epc:id:sgtin:4012345.012345.%2$d"],
                "bizLocation": {"id": "urn:frostproof:unit:lk-2"}""".formatted(capture, serial));
    }

    /** Receipts, and then their moves, in one document. */
    private static void captured(String capture, int from) throws Exception {
        var events = new ArrayList<String>();
        for (int i = 0; i < MANY; i++) {
            events.add(receipt(capture, from + i));
        }
        for (int i = 0; i < MANY; i++) {
            events.add(move(capture, from + i));
        }
        HttpResponse<String> answer = api.post("/api/v1/epcis/capture", Documents.of(events.toArray(String[]::new)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (api.number("select count(*) from epcis_job where finished_at is null") > 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static long of(String capture, String state) throws Exception {
        return api.number("select count(*) from epcis_event join epcis_state on event = id where event_id like 'urn:x:"
                + capture + "%' and state = '" + state + "'");
    }

    private static long places(String lot, String where) throws Exception {
        return api.number(
                "select count(*) from movement m join handling_unit h on h.id = m.handling_unit_id where h.lot_id = '"
                        + lot + "' and " + where);
    }

    @Test
    void allCountAndTheJobIsFinished() throws Exception {
        captured("whole", 10_000);
        assertThat(of("whole", "counted")).isEqualTo(2 * MANY);
        assertThat(
                        places(
                                "parted",
                                "m.to_unit_id = 'lk-2' and m.until = 'infinity' and starts_with(h.id, 'sgtin-04012345123456-1')"))
                .isEqualTo(MANY);
    }

    /** What the database refuses is refused alone, and what is in its part, or in another, counts. */
    @Test
    void oneThatFailsIsHeldAlone() throws Exception {
        api.execute(
                "create function fails() returns trigger language plpgsql as $$ begin raise exception 'it fails'; end $$;"
                        + " create trigger fails before insert on stock_event for each row when (new.id = 'urn:x:part:20007#0') execute function fails()");
        try {
            captured("part", 20_000);
        } finally {
            api.execute("drop trigger fails on stock_event; drop function fails");
        }
        assertThat(of("part:20007", "held")).isEqualTo(1);
        // Of goods that never came nothing is known.
        assertThat(of("part-moved:20007", "held")).isEqualTo(1);
        assertThat(of("part", "counted")).isEqualTo(2 * MANY - 2);
        assertThat(api.number("select count(*) from epcis_state where state = 'pending'"))
                .isZero();
    }
}
