package io.frostproof.server.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /api/v1/system} of a server that was started for the first time. */
final class SystemPage {

    private static final Pattern ADDRESS = Pattern.compile("Frostproof serves (http://\\S+)");
    private static final Pattern PASSWORD = Pattern.compile("with the password (\\S+) ");

    private SystemPage() {}

    static JsonNode of(ServerProcess server) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return new ObjectMapper()
                    .readTree(http.send(
                                    HttpRequest.newBuilder(URI.create(address(server) + "/api/v1/system"))
                                            .header("Authorization", "Bearer " + signIn(server))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body());
        }
    }

    /** Where it serves, such as {@code http://127.0.0.1:8080}. */
    static String address(ServerProcess server) {
        return found(ADDRESS, server.output());
    }

    /** A token of the administrator. */
    static String signIn(ServerProcess server) throws IOException, InterruptedException {
        var json = new ObjectMapper();
        String credentials = json.createObjectNode()
                .put("user", "admin")
                .put("password", found(PASSWORD, server.output()))
                .toString();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String session = http.send(
                            HttpRequest.newBuilder(URI.create(address(server) + "/api/v1/session"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(credentials))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return json.readTree(session).path("token").asText();
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in\n" + text);
        }
        return matcher.group(1);
    }
}
