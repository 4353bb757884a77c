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
        String address = found(ADDRESS, server.output());
        var json = new ObjectMapper();
        String credentials = json.createObjectNode()
                .put("user", "admin")
                .put("password", found(PASSWORD, server.output()))
                .toString();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String session = http.send(
                            HttpRequest.newBuilder(URI.create(address + "/api/v1/session"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(credentials))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            String token = json.readTree(session).path("token").asText();
            return json.readTree(http.send(
                            HttpRequest.newBuilder(URI.create(address + "/api/v1/system"))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
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
