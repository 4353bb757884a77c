package io.frostproof.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** A signed-in client of the HTTP API. Thread-safe. */
final class ApiClient implements AutoCloseable {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final String token;

    private ApiClient(String address, String user, String password) throws IOException, InterruptedException {
        this.address = address;
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/v1/session"))
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        mapper.writeValueAsString(Map.of("user", user, "password", password))))
                .build();
        token = send(request).get("token").asText();
    }

    static ApiClient signIn(String address, String user, String password) throws IOException, InterruptedException {
        return new ApiClient(address, user, password);
    }

    /** Answers the body of a GET. */
    JsonNode get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", "Bearer " + token)
                .build());
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(request.method() + " " + request.uri() + " answered " + response.statusCode() + ": "
                    + response.body());
        }
        return mapper.readTree(response.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
