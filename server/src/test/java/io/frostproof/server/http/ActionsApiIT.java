package io.frostproof.server.http;

import static io.frostproof.server.http.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ActionsApiIT {

    private static final String DECISION = "00000000-0000-0000-0000-0000000000d1";

    @Test
    void anApprovalHasActionsThatPeopleLookAfter() throws Exception {
        try (ApiFixture api = ApiFixture.on(PostgresFlavour.PLAIN)) {
            assertThat(api.post("/api/v1/decisions/" + DECISION + "/approve", "{}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(api.poked).contains("actions");
            JsonNode list = json(api.get("/api/v1/actions?decision=" + DECISION + "&state=waiting&kind=epcis"))
                    .path("items");
            // hu-1 and hu-2 are in two units.
            assertThat(list).hasSize(2);
            String id = list.get(1).path("id").asText();
            assertThat(list.get(1).path("key").asText()).isEqualTo("decision/" + DECISION + "/epcis/own/0");
            JsonNode one = json(api.get("/api/v1/actions/" + id));
            assertThat(one.path("payload").path("bizStep").asText()).isEqualTo("holding");
            assertThat(one.path("attempt_list")).isEmpty();
            assertThat(one.path("overdue").asBoolean(true)).isFalse();

            assertThat(api.post("/api/v1/actions/" + id + "/retry", null).statusCode())
                    .isEqualTo(409);
            assertThat(api.post("/api/v1/actions/" + id + "/give-up", "{}").statusCode())
                    .isEqualTo(400);
            HttpResponse<String> dead = api.post("/api/v1/actions/" + id + "/give-up", "{\"reason\": \"no use\"}");
            assertThat(json(dead).path("state").asText()).isEqualTo("dead");
            assertThat(json(dead).path("detail").asText()).isEqualTo("given up by ann: no use");
            assertThat(json(api.get("/api/v1/system"))
                            .at("/counts/dead_actions")
                            .asInt())
                    .isEqualTo(1);
            assertThat(json(api.post("/api/v1/actions/" + id + "/retry", null))
                            .path("state")
                            .asText())
                    .isEqualTo("waiting");
            HttpResponse<String> confirmed =
                    api.post("/api/v1/actions/" + id + "/confirm", "{\"detail\": \"put aside\"}");
            assertThat(json(confirmed).path("state").asText()).isEqualTo("confirmed");
            assertThat(json(confirmed).path("confirmed_by").asText()).isEqualTo("ann");
            assertThat(json(api.post("/api/v1/actions/" + id + "/confirm", null))
                            .path("detail")
                            .asText())
                    .isEqualTo("put aside");
            assertThat(api.get("/api/v1/actions?decision=nonsense").statusCode())
                    .isEqualTo(400);
            assertThat(api.get("/api/v1/actions/" + UUID.randomUUID()).statusCode())
                    .isEqualTo(404);
        }
    }
}
