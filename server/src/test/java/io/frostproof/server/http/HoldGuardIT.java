package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.server.epcis.Documents;
import io.frostproof.server.epcis.EventType;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever programs and people may say over the API, goods that are not available stay so, stay in the network and stay at their node, and the refusal names the decision. Every
 * operation of the contract that changes anything is here; a new one fails until somebody has thought of how goods could get out by it.
 */
final class HoldGuardIT {

    private static final String DECISION = "00000000-0000-0000-0000-0000000000d9";
    private static final String TIME = "2026-11-21T09:00:00Z";

    /** Operations that tell of stock; each is tried. */
    private static final Set<String> OF_STOCK = Set.of(
            "recordStockEvents",
            "importStockEvents",
            "voidStockEvent",
            "recordMovement",
            "recordHandOff",
            "captureEpcis");

    /** Operations by which decisions are made: they are the way out. */
    private static final Set<String> OF_DECISIONS =
            Set.of("approveDecision", "rejectDecision", "revertDecision", "approvePlan", "planNow");

    /** Operations that tell plans what to reckon with, and what became of what was told; stock moves by none of them. */
    private static final Set<String> OF_PLANS = Set.of(
            "tellNodeState",
            "tellLaneState",
            "putShipment",
            "removeShipment",
            "putOrder",
            "removeOrder",
            "dismissEpcisHeld",
            "confirmAction",
            "retryAction",
            "giveUpAction",
            "runDrill");

    /** Operations that speak of no stock. */
    private static final Set<String> OF_OTHERS = Set.of(
            "signIn",
            "signOut",
            "changePassword",
            "createToken",
            "revokeToken",
            "putUser",
            "removeUser",
            "putDeviceConfig",
            "distrustChannel",
            "trustChannel",
            "sendDeviceCommand",
            "sendTelemetry",
            "acknowledgeIncident",
            "assignIncident",
            "resolveIncident",
            "closeIncidentOfDeadSensor",
            "snoozeIncident",
            "unsnoozeIncident",
            "replayDeadLetter",
            "discardDeadLetter",
            "promoteSuspectReading",
            "discardSuspectReading");

    @SuppressWarnings("NullAway.Init") // opened before all
    private static ApiFixture api;

    @BeforeAll
    static void open() throws Exception {
        api = ApiFixture.on(PostgresFlavour.PLAIN);
        api.execute(
                "insert into node (id, region_id, name, kind, time_zone) values ('far', 'north', 'Far', 'cold_store', 'Europe/Vienna')");
        api.execute("insert into unit (id, node_id, name, kind) values ('far-1', 'far', 'Far 1', 'dock_zone')");
        api.execute(
                "insert into identifier values ('https://id.gs1.org/01/04012345123456', 'product', 'milk'),"
                        + " ('https://id.gs1.org/414/4012345000016', 'unit', 'lk-1'), ('https://id.gs1.org/414/4012345000023', 'unit', 'far-1')");
        api.execute(
                "insert into decision (id, incident_id, disposition, state, proposed_at, policy_version, evidence, decided_at, decided_by)"
                        + " values ('" + DECISION
                        + "', '00000000-0000-0000-0000-0000000000a1', 'quarantine', 'approved', '2026-11-21T08:30:00Z', '1', '{}', '2026-11-21T08:30:00Z', 'ann')");
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private static void hold(String where) throws SQLException {
        api.execute("insert into decision_item (decision_id, handling_unit_id) select '" + DECISION
                + "', id from handling_unit where " + where);
        api.execute(
                "update handling_unit set disposition = 'quarantined', held_by = '" + DECISION + "' where " + where);
    }

    @Test
    void everyOperationThatChangesAnythingIsKnown() {
        var known = new TreeSet<>(OF_STOCK);
        known.addAll(OF_DECISIONS);
        known.addAll(OF_PLANS);
        known.addAll(OF_OTHERS);
        for (Operation operation : Contract.load().operations()) {
            if (!operation.reads()) {
                assertThat(known)
                        .as("%s: can goods that are held get out by it?", operation.id())
                        .contains(operation.id());
            }
        }
    }

    private static void assertRefused(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(409);
        JsonNode problem = ApiFixture.json(response);
        assertThat(problem.path("detail").asText()).contains(DECISION);
        assertThat(problem.path("state").asText()).isEqualTo("quarantined");
    }

    private static String event(String id, String more) {
        return "{\"id\": \"" + id + "\", \"time\": \"" + TIME + "\", " + more + "}";
    }

    private static HttpResponse<String> tell(String more) throws Exception {
        return api.post(
                "/api/v1/stock-events",
                "{\"events\": [" + event(UUID.randomUUID().toString(), more) + "]}");
    }

    @Test
    void noOperationOfStockLetsItOut() throws Exception {
        String received =
                "\"kind\": \"received\", \"lot\": \"lot-1\", \"quantity\": 5, \"quantity_unit\": \"kg\", \"place\": \"lk-1\", \"handling_unit\": ";
        String early = "\"time\": \"2026-11-21T08:00:00Z\", ";
        for (String unit : List.of("g-1", "g-2")) {
            assertThat(api.post(
                                    "/api/v1/stock-events",
                                    "{\"events\": [{\"id\": \"in-" + unit + "\", " + early + received + "\"" + unit
                                            + "\"}]}")
                            .statusCode())
                    .isEqualTo(201);
        }
        api.post(
                "/api/v1/stock-events",
                "{\"events\": [{\"id\": \"pack\", \"time\": \"2026-11-21T08:01:00Z\", \"kind\": \"packed\", \"handling_unit\": \"g-1\", \"container\": \"crate-1\"},"
                        + " {\"id\": \"unpack\", \"time\": \"2026-11-21T08:02:00Z\", \"kind\": \"unpacked\", \"handling_unit\": \"g-1\"},"
                        + " {\"id\": \"gone\", \"time\": \"2026-11-21T08:50:00Z\", \"kind\": \"removed\", \"handling_unit\": \"crate-1\", \"reason\": \"shipped\"}]}");
        hold("id in ('g-1', 'g-2')");
        for (String reason : List.of("shipped", "consumed", "returned", "disposed")) {
            assertRefused(tell("\"kind\": \"removed\", \"handling_unit\": \"g-1\", \"reason\": \"" + reason + "\""));
            assertRefused(api.send(
                    "POST",
                    "/api/v1/stock-events/csv",
                    api.operator,
                    "kind,time,handling_unit,reason\nremoved," + TIME + ",g-1," + reason + "\n",
                    "Content-Type",
                    "text/csv"));
        }
        assertRefused(tell("\"kind\": \"moved\", \"handling_unit\": \"g-1\", \"place\": \"far-1\""));
        assertRefused(
                tell(
                        "\"kind\": \"picked\", \"handling_unit\": \"g-1\", \"part\": \"g-3\", \"quantity\": 1, \"place\": \"far-1\""));
        assertRefused(api.post("/api/v1/stock-events/void", "{\"event\": \"unpack\", \"reason\": \"was not\"}"));
        for (String to : List.of("null", "\"far-1\"")) {
            assertRefused(api.post(
                    "/api/v1/movements",
                    "{\"handling_unit\": \"g-2\", \"to_unit\": " + to + ", \"time\": \"" + TIME + "\"}"));
        }
        HttpResponse<String> made = tell(
                "\"kind\": \"transformed\", \"inputs\": [\"g-2\"], \"outputs\": [{\"handling_unit\": \"g-4\", \"lot\": \"lot-1\", \"quantity\": 1, \"quantity_unit\": \"jar\"}]");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertRefused(tell("\"kind\": \"removed\", \"handling_unit\": \"g-4\", \"reason\": \"shipped\""));
        HttpResponse<String> handed = api.post(
                "/api/v1/hand-offs",
                "{\"handling_units\": [\"g-1\"], \"time\": \"" + TIME
                        + "\", \"to_unit\": \"far-1\", \"given_by\": \"a\", \"taken_by\": \"b\", \"temperature\": null}");
        assertThat(handed.statusCode()).as(handed.body()).isEqualTo(201);
        assertThat(api.number(
                        "select count(*) from handling_unit where id like 'g-%' and disposition <> 'quarantined'"))
                .isZero();
        assertThat(
                        api.number(
                                "select count(*) from handling_unit h where h.id = 'g-1' and h.quantity = 5 and exists (select from movement m"
                                        + " where m.handling_unit_id = h.id and m.until = 'infinity' and m.to_unit_id = 'lk-1')"))
                .isEqualTo(1);
    }

    private static String item(int serial) {
        return "urn:epc:id:sgtin:4012345.012345." + serial;
    }

    private static void captured(List<String> events) throws Exception {
        for (int from = 0; from < events.size(); from += 100) {
            HttpResponse<String> answer = api.post(
                    "/api/v1/epcis/capture",
                    Documents.of(events.subList(from, Math.min(events.size(), from + 100))
                            .toArray(String[]::new)));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            String job = answer.headers().firstValue("Location").orElseThrow();
            until(() -> {
                try {
                    return !ApiFixture.json(api.get(job)).path("running").asBoolean();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    private static void until(Supplier<Boolean> holds) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!holds.get()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static final String[] PLACES = {
        "",
        ", \"bizLocation\": {\"id\": \"urn:frostproof:unit:far-1\"}",
        ", \"readPoint\": {\"id\": \"urn:frostproof:unit:far-1\"}"
    };

    /** The members of an event of a type that say the most about one thing. */
    private static String members(EventType type, String action, String thing, int n) {
        String box = "urn:epc:id:sscc:4012345.1" + String.format(java.util.Locale.ROOT, "%09d", n);
        return switch (type) {
            case OBJECT -> "\"action\": \"" + action + "\", \"epcList\": [\"" + thing + "\"]";
            case AGGREGATION ->
                "\"action\": \"" + action + "\", \"parentID\": \"" + box + "\", \"childEPCs\": [\"" + thing + "\"]";
            case TRANSACTION ->
                "\"action\": \"" + action + "\", \"epcList\": [\"" + thing
                        + "\"], \"bizTransactionList\": [{\"type\": \"po\", \"bizTransaction\": \"urn:x:po-1\"}]";
            case TRANSFORMATION ->
                "\"inputEPCList\": [\"" + thing + "\"], \"outputEPCList\": [\"" + item(1_000_000 + n)
                        + "\"], \"ilmd\": {\"cbvmda:lotNumber\": \"lot-1\"}";
            case ASSOCIATION ->
                "\"action\": \"" + action + "\", \"parentID\": \"" + box + "\", \"childEPCs\": [\"" + thing + "\"]";
        };
    }

    /** Every type of EPCIS event with every step, every action, and every way to say where, about goods of its own. */
    @Test
    void noEpcisEventLetsItOut() throws Exception {
        var receipts = new ArrayList<String>();
        var attempts = new ArrayList<String>();
        int n = 1;
        for (EventType type : EventType.values()) {
            for (String step : Documents.bizSteps()) {
                for (String action :
                        type == EventType.TRANSFORMATION ? List.of("") : List.of("ADD", "OBSERVE", "DELETE")) {
                    String place = PLACES[n % PLACES.length];
                    receipts.add(
                            Documents.event(
                                    "ObjectEvent",
                                    "2026-11-21T08:00:00Z",
                                    "\"eventID\": \"urn:uuid:" + UUID.randomUUID()
                                            + "\", \"action\": \"ADD\", \"bizStep\": \"receiving\", \"epcList\": [\""
                                            + item(n)
                                            + "\"], \"bizLocation\": {\"id\": \"urn:frostproof:unit:lk-1\"}, \"ilmd\": {\"cbvmda:lotNumber\": \"lot-1\"}"));
                    attempts.add(Documents.event(
                            type.word(),
                            TIME,
                            "\"eventID\": \"urn:uuid:" + UUID.randomUUID() + "\", \"bizStep\": \"" + step
                                    + "\", \"disposition\": \"destroyed\", " + members(type, action, item(n), n)
                                    + place));
                    n++;
                }
            }
        }
        captured(receipts);
        String ours = "id ~ '^sgtin-04012345123456-[0-9]{1,6}$'";
        assertThat(api.number("select count(*) from handling_unit where " + ours))
                .isEqualTo(n - 1);
        hold(ours);
        captured(attempts);
        assertThat(api.number(
                        "select count(*) from epcis_state where state = 'held' and reason = 'quarantined' and detail like '%"
                                + DECISION + "%'"))
                .isPositive();
        for (Map.Entry<String, String> wrong : Map.of(
                        "got free",
                                "disposition = 'available' and (" + ours
                                        + " or id ~ '^sgtin-04012345123456-1[0-9]{6}$')",
                        "left or was used otherwise than into what is held",
                                ours
                                        + " and not exists (select from movement m where m.handling_unit_id = h.id and m.until = 'infinity' and m.to_unit_id = 'lk-1')"
                                        + " and not exists (select from stock_event e join stock_event_good g on g.event_id = e.id"
                                        + " where g.handling_unit = h.id and not g.is_output)",
                        "is at another node",
                                "disposition <> 'available' and exists (select from movement m where m.handling_unit_id = h.id and m.to_unit_id = 'far-1')")
                .entrySet()) {
            assertThat(api.number("select count(*) from handling_unit h where " + wrong.getValue()))
                    .as(wrong.getKey())
                    .isZero();
        }
    }
}
