package io.frostproof.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import io.frostproof.server.endtoend.ServerProcess;
import io.frostproof.server.plan.DarkRegion;
import io.frostproof.store.Database;
import io.frostproof.store.DatabaseSettings;
import io.frostproof.testing.MosquittoBroker;
import io.frostproof.testing.PostgresFlavour;
import io.frostproof.testing.TestDatabase;
import io.frostproof.testing.TestDatabases;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server with the network of {@link DarkRegion}, nothing of which is dark yet, and two who decide: admin, and quinn of qa. */
final class DarkServer implements AutoCloseable {

    static final String QUINN = "quinn-has-a-long-password";
    private static final Path PICTURES = Path.of("target", "browser");
    private static final ObjectMapper JSON = new ObjectMapper();

    final String address;
    final String password;
    private final HttpClient client = HttpClient.newHttpClient();
    private final MosquittoBroker broker;
    private final ServerProcess server;
    private final TestDatabase databases;
    private final String url;
    private final String token;

    DarkServer(Path folder, String name) throws Exception {
        databases = TestDatabases.shared(PostgresFlavour.PLAIN);
        url = databases.newDatabase(name);
        try (Database database = Database.open(new DatabaseSettings(url, databases.user(), databases.password(), 2));
                Connection connection = databases.connect(url)) {
            DarkRegion.bring(database, connection, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        }
        broker = MosquittoBroker.start();
        server = ServerProcess.start(ServerProcess.config(folder, databases, url, broker.uri(), ""));
        address = "http://127.0.0.1:" + found("serves http://127\\.0\\.0\\.1:([0-9]+)", server.output());
        password = found("with the password (\\S+)", server.output());
        token = send("POST", "/api/v1/session", null, "{\"user\": \"admin\", \"password\": \"" + password + "\"}")
                .path("token")
                .asText();
        tell("PUT", "/api/v1/users/quinn", "{\"role\": \"qa\", \"password\": \"" + QUINN + "\"}");
    }

    /** As admin. */
    JsonNode tell(String method, String path, String body) throws Exception {
        return send(method, path, token, body);
    }

    JsonNode get(String path) throws Exception {
        return send("GET", path, token, null);
    }

    private JsonNode send(
            String method,
            String path,
            @org.jspecify.annotations.Nullable String as,
            @org.jspecify.annotations.Nullable String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (as != null) {
            request.header("Authorization", "Bearer " + as);
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JSON.readTree(response.body());
    }

    /** One number of the database. */
    long number(String query) throws Exception {
        try (Connection connection = databases.connect(url);
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    /** Checks a page for whom does not see it and for who has a small window, and takes its picture. */
    static void ready(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + ".png")));
        Axe.check(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as(name + " fits the window")
                .isEqualTo(0);
    }

    private static String found(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertThat(matcher.find()).as("%s in %s", regex, text).isTrue();
        return matcher.group(1);
    }

    @Override
    public void close() throws IOException {
        server.close();
        broker.close();
    }
}
