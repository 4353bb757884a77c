package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.alerts.disposition.Judgement;
import io.frostproof.alerts.disposition.Soundness;
import io.frostproof.alerts.plan.facts.AffectedUnit;
import io.frostproof.alerts.plan.facts.Capacity;
import io.frostproof.alerts.plan.facts.Lane;
import io.frostproof.alerts.plan.facts.ProductNeeds;
import io.frostproof.alerts.plan.facts.Rundown;
import io.frostproof.alerts.plan.facts.Site;
import io.frostproof.alerts.plan.facts.Situation;
import io.frostproof.alerts.plan.facts.TemperatureClass;
import io.frostproof.store.SituationSource;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node goes dark, a plan is made, and people decide, over the API. */
final class PlanRoutesIT {

    /** The time of the fixture. */
    private static final long MICROS = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli() * 1000;

    private @Nullable ApiFixture fixture;
    private String digest = "dark";
    private double value = 500;

    @BeforeEach
    void open() throws Exception {
        fixture = ApiFixture.on(PostgresFlavour.PLAIN);
        api().execute(
                        "insert into node (id, region_id, name, kind, time_zone) values ('far', 'north', 'Far', 'cold_store', 'Europe/Vienna')");
        api().execute("insert into unit (id, node_id, name, kind) values ('far-1', 'far', 'Far 1', 'dock_zone')");
        api().execute("insert into temperature_class values ('chilled', 'Chilled', 2, 8)");
        api().execute("insert into lane values ('n1-far', 'n1', 'far', 'us', 3600, 1, 1, 600, '{chilled}', 2, 0)");
        // What the sample proposes already is not proposed again.
        api().execute("update decision set state = 'withdrawn'");
        api().facts.set(this::facts);
    }

    @AfterEach
    void close() {
        api().close();
    }

    private ApiFixture api() {
        return Objects.requireNonNull(fixture);
    }

    /** Node n1 is dark: hu-1 is sound and can be saved at the far node, of hu-2 nobody knows, and hu-3 cannot be planned for. */
    private SituationSource.Read facts(Instant now) {
        List<AffectedUnit> units = digest.equals("well")
                ? List.of()
                : List.of(unit("hu-1", Soundness.SOUND, value, 12), unit("hu-2", Soundness.UNKNOWN, 1, 5_000));
        return new SituationSource.Read(
                new Situation(
                        MICROS,
                        List.of(new TemperatureClass("chilled", 2, 8)),
                        List.of(site("n1", true, 0), site("far", false, 100)),
                        List.of(new Lane(
                                "n1-far",
                                "n1",
                                "far",
                                "us",
                                Lane.State.OPEN,
                                Duration.ofHours(1),
                                1,
                                1,
                                Duration.ofMinutes(10),
                                Set.of("chilled"),
                                2,
                                0,
                                null)),
                        List.of(new ProductNeeds("milk", 2, 8, Set.of())),
                        Map.of(),
                        units,
                        List.of(),
                        List.of()),
                digest,
                digest.equals("well")
                        ? List.of()
                        : List.of(new SituationSource.Unplannable(
                                "hu-3", "products[].value", "product milk: nobody knows what a kg is worth")));
    }

    private static Site site(String node, boolean dark, long litres) {
        return new Site(
                node,
                "north",
                dark,
                List.of(Capacity.always("chilled", litres)),
                Site.ALWAYS,
                Duration.ZERO,
                true,
                null,
                Set.of(),
                0,
                0);
    }

    private static AffectedUnit unit(String id, Soundness soundness, double value, long litres) {
        return new AffectedUnit(
                id,
                "lot-1",
                "milk",
                litres,
                value,
                "n1",
                "lk-1",
                null,
                null,
                MICROS,
                false,
                new Judgement(soundness, "disposition-1", List.of(), Duration.ofHours(2)),
                new Rundown(Duration.ofHours(2), Duration.ofMinutes(30), 1, 1, null));
    }

    private static JsonNode ok(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return ApiFixture.json(response);
    }

    private JsonNode get(String path) throws Exception {
        return ok(api().get("/api/v1/" + path), 200);
    }

    private JsonNode plan() throws Exception {
        return ok(api().post("/api/v1/plans", null), 201);
    }

    private static JsonNode of(JsonNode plan, String disposition) {
        for (JsonNode decision : plan.path("decisions")) {
            if (decision.path("disposition").asText().equals(disposition)) {
                return decision;
            }
        }
        throw new AssertionError(disposition + " in " + plan);
    }

    @Test
    void aPlanIsMadeReadAndDecided() throws Exception {
        assertThat(api().get("/api/v1/plans/current").statusCode()).isEqualTo(404);
        assertThat(api().send("POST", "/api/v1/plans", api().viewer, null).statusCode())
                .isEqualTo(403);
        JsonNode plan = plan();
        String id = plan.path("id").asText();
        assertThat(get("plans/current")).isEqualTo(plan);
        assertThat(get("plans/" + id)).isEqualTo(plan);
        assertThat(plan.path("state").asText()).isEqualTo("current");
        assertThat(plan.path("trigger").asText()).isEqualTo("asked");
        assertThat(plan.path("totals").path("moved").asInt()).isEqualTo(1);
        assertThat(plan.path("totals").path("value_at_risk").path("amount").asText())
                .isEqualTo("501.00");
        assertThat(plan.path("unplannable").get(0).path("missing").asText()).isEqualTo("products[].value");

        JsonNode proposals = get("plans/" + id + "/proposals").path("items");
        assertThat(proposals).hasSize(2);
        JsonNode first = proposals.get(0);
        assertThat(first.path("action").asText()).isEqualTo("transfer");
        assertThat(first.path("lane").asText()).isEqualTo("n1-far");
        assertThat(first.path("reasons")).isNotEmpty();
        assertThat(first.path("landed_cost").path("amount").asText()).isEqualTo("2.00");
        assertThat(first.path("decision").asText())
                .isEqualTo(of(plan, "transfer").path("id").asText());
        assertThat(get("plans/" + id + "/proposals?action=quarantine").path("items"))
                .hasSize(1);
        assertThat(get("plans").path("items")).hasSize(1);
        assertThat(get("decisions?plan=" + id).path("items")).hasSize(2);
        assertThat(get("decisions?disposition=transfer").path("items")).hasSize(1);
        assertThat(get("decisions?mine=true&plan=" + id).path("items")).isEmpty(); // a viewer

        JsonNode approved = ok(api().post("/api/v1/plans/" + id + "/approve", "{\"reason\": \"go\"}"), 200);
        assertThat(approved.path("approved")).hasSize(2);
        assertThat(approved.path("refused")).isEmpty();
        assertThat(get("stock/hu-2").path("disposition").asText()).isEqualTo("quarantined");
        assertThat(get("plans/current").path("decisions"))
                .extracting(decision -> decision.path("state").asText())
                .containsOnly("approved");
    }

    @Test
    void whatIsWorthMuchTakesTwoAndEachRefusalSaysWhy() throws Exception {
        value = 20_000;
        JsonNode plan = plan();
        JsonNode transfer = of(plan, "transfer");
        String path = "/api/v1/decisions/" + transfer.path("id").asText();
        assertThat(transfer.path("needs").path("persons").asInt()).isEqualTo(2);
        JsonNode after = ok(api().post(path + "/approve", "{\"reason\": \"go\"}"), 200);
        assertThat(after.path("state").asText()).isEqualTo("proposed");
        assertThat(after.path("approvals").get(0).path("by").asText()).isEqualTo("ann");
        assertThat(after.path("waits_for").path("persons").asInt()).isEqualTo(1);
        JsonNode problem = ok(api().post(path + "/approve", null), 409);
        assertThat(problem.path("detail").asText()).contains("ann has approved it already");
        JsonNode all = ok(
                api().post(
                                "/api/v1/plans/" + plan.path("id").asText() + "/approve",
                                "{\"decisions\": [\"" + transfer.path("id").asText() + "\"]}"),
                200);
        assertThat(all.path("approved")).isEmpty();
        assertThat(all.path("refused").get(0).path("why").asText()).isEqualTo("same_person");
        assertThat(ok(api().send("POST", path + "/approve", api().administrator, null), 200)
                        .path("state")
                        .asText())
                .isEqualTo("approved");

        JsonNode revert = ok(api().post(path + "/revert", "{\"reason\": \"no lorry\"}"), 200);
        assertThat(revert.path("state").asText()).isEqualTo("approved");
        assertThat(revert.path("revert_approvals")).hasSize(1);
        JsonNode reverted =
                ok(api().send("POST", path + "/revert", api().administrator, "{\"reason\": \"no lorry\"}"), 200);
        assertThat(reverted.path("state").asText()).isEqualTo("reverted");
        assertThat(reverted.path("revert_reason").asText()).isEqualTo("no lorry");
        assertThat(ok(api().post(path + "/revert", "{\"reason\": \"again\"}"), 409)
                        .path("state")
                        .asText())
                .isEqualTo("reverted");
    }

    @Test
    void whatIsNotProposedAnyMoreIsWithdrawnAndAnOldPlanIsNotApproved() throws Exception {
        JsonNode plan = plan();
        digest = "well";
        JsonNode next = plan();
        assertThat(next.path("decisions")).isEmpty();
        JsonNode old = get("plans/" + plan.path("id").asText());
        assertThat(old.path("state").asText()).isEqualTo("superseded");
        assertThat(old.path("decisions"))
                .extracting(decision -> decision.path("state").asText())
                .containsOnly("withdrawn");
        assertThat(ok(api().post("/api/v1/plans/" + plan.path("id").asText() + "/approve", null), 409)
                        .path("state")
                        .asText())
                .isEqualTo("superseded");
    }

    @Test
    void someOfItIsDecidedAlone() throws Exception {
        JsonNode quarantine = of(plan(), "quarantine");
        String path = "/api/v1/decisions/" + quarantine.path("id").asText();
        JsonNode problem =
                ok(api().post(path + "/reject", "{\"reason\": \"no\", \"handling_units\": [\"hu-9\"]}"), 409);
        assertThat(problem.path("detail").asText()).contains("hu-9");
        JsonNode rejected =
                ok(api().post(path + "/reject", "{\"reason\": \"no\", \"handling_units\": [\"hu-2\"]}"), 200);
        assertThat(rejected.path("state").asText()).isEqualTo("rejected");
    }
}
