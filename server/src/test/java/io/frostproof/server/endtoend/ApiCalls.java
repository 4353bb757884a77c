package io.frostproof.server.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The API of a server that was started for the first time, as its administrator uses it. */
final class ApiCalls {

    private final URI address;
    private final String token;

    ApiCalls(ServerProcess server) throws IOException, InterruptedException {
        address = URI.create(SystemPage.address(server));
        token = SystemPage.signIn(server);
    }

    int port() {
        return address.getPort();
    }

    String token() {
        return token;
    }

    /** Posts nothing there, and answers the status. */
    int post(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(address.resolve(path))
                                    .header("Authorization", "Bearer " + token)
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
