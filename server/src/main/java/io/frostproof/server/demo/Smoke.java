package io.frostproof.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.server.client.ApiClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Follows one event through a running demo, over its API: reading, excursion, incident, decision. */
public final class Smoke {

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private Smoke() {}

    /**
     * Waits until stock is proposed for quarantine and fetches everything on the way to it.
     *
     * @param begun when the command was started, for the times in the result
     * @param within how long to wait for the proposal
     * @return {@code ready_s, incident_s, decision_s, readings_stored, ids}
     * @throws IOException if the API fails, or if nothing was proposed in time; the message says how far it got
     */
    public static Map<String, Object> run(Demo demo, Instant begun, Duration within)
            throws IOException, InterruptedException {
        double ready = secondsSince(begun);
        Instant deadline = Instant.now().plus(within);
        try (ApiClient api = ApiClient.signIn(demo.address(), "admin", demo.password())) {
            double incident = -1;
            while (true) {
                if (incident < 0 && first(api, "/api/v1/incidents?limit=1").isPresent()) {
                    incident = secondsSince(begun);
                }
                Optional<JsonNode> decision = first(api, "/api/v1/decisions?state=proposed&limit=1");
                if (decision.isPresent()) {
                    return result(api, decision.get(), ready, incident < 0 ? secondsSince(begun) : incident, begun);
                }
                if (Instant.now().isAfter(deadline)) {
                    throw new IOException("no quarantine was proposed within " + within.toSeconds() + " s ("
                            + (incident < 0 ? "no incident either" : "there is an incident") + ")");
                }
                Thread.sleep(LOOK_EVERY);
            }
        }
    }

    private static Map<String, Object> result(
            ApiClient api, JsonNode found, double ready, double incidentSeconds, Instant begun)
            throws IOException, InterruptedException {
        double decisionSeconds = secondsSince(begun);
        JsonNode decision = api.get("/api/v1/decisions/" + found.get("id").asText());
        JsonNode incident =
                api.get("/api/v1/incidents/" + decision.get("incident_id").asText());
        JsonNode excursion = required(incident.get("excursions"), "excursions of incident");
        String channel = excursion.get("device").asText() + "/"
                + excursion.get("channel").asText();
        Instant started = Instant.parse(excursion.get("started_at").asText());
        JsonNode reading = required(
                api.get("/api/v1/readings?channel=" + channel + "&from=" + started + "&to=" + started.plusSeconds(60)
                                + "&limit=1")
                        .get("items"),
                "readings of channel " + channel);
        JsonNode system = api.get("/api/v1/system");
        var ids = new LinkedHashMap<String, Object>();
        ids.put("reading", channel + "@" + reading.get("time").asText());
        ids.put("excursion", excursion.get("id").asText());
        ids.put("incident", incident.get("id").asText());
        ids.put("decision", decision.get("id").asText());
        var result = new LinkedHashMap<String, Object>();
        result.put("ready_s", rounded(ready));
        result.put("incident_s", rounded(incidentSeconds));
        result.put("decision_s", rounded(decisionSeconds));
        result.put("readings_stored", system.at("/ingest/readings_stored").asLong());
        result.put("ids", ids);
        return result;
    }

    private static Optional<JsonNode> first(ApiClient api, String path) throws IOException, InterruptedException {
        JsonNode items = api.get(path).get("items");
        return items == null || items.isEmpty() ? Optional.empty() : Optional.of(items.get(0));
    }

    private static JsonNode required(JsonNode items, String what) throws IOException {
        if (items == null || items.isEmpty()) {
            throw new IOException(what + ": the API answered none");
        }
        return items.get(0);
    }

    private static double secondsSince(Instant begun) {
        return Duration.between(begun, Instant.now()).toMillis() / 1000.0;
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }
}
