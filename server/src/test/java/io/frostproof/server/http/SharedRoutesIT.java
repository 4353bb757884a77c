package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedRoutesIT {

    private static String path(Operation operation, String plan) {
        String id = switch (operation.id()) {
            case "getUnit", "chartUnit" -> "lk-2";
            case "getIncident" -> "00000000-0000-0000-0000-0000000000a1";
            case "getPlan", "listProposals" -> plan;
            case "getDecision" -> "00000000-0000-0000-0000-0000000000d1";
            default -> "";
        };
        return operation.path().replace("{id}", id)
                + (operation.id().equals("chartUnit") ? "?from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z" : "");
    }

    @Test
    void whatIsSharedIsTheSameForWhoeverAsks() throws Exception {
        List<Operation> shared =
                Contract.load().operations().stream().filter(Operation::shared).toList();
        assertThat(shared).extracting(Operation::id).contains("overview", "listIncidents", "getUnit", "chartUnit");
        try (ApiFixture api = ApiFixture.on(PostgresFlavour.PLAIN)) {
            String plan = ApiFixture.json(api.send("POST", "/api/v1/plans", api.operator, null))
                    .path("id")
                    .asText();
            for (Operation operation : shared) {
                HttpResponse<String> viewer = api.send("GET", path(operation, plan), api.viewer, null);
                HttpResponse<String> operator = api.send("GET", path(operation, plan), api.operator, null);
                HttpResponse<String> administrator = api.send("GET", path(operation, plan), api.administrator, null);
                assertThat(viewer.statusCode()).as(operation.id()).isEqualTo(200);
                assertThat(operator.body()).as(operation.id()).isEqualTo(viewer.body());
                assertThat(administrator.body()).as(operation.id()).isEqualTo(viewer.body());
            }
        }
    }
}
