package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SecretsInLogsIT {

    private static final String ADA = "correct horse";
    private static final String WRONG = "wrong-but-nearly-right";
    private static final String TYPED_AS_USER = "my-password-in-the-wrong-field";
    private static final String TOO_SHORT = "tooshort-1";
    private static final String NEW = "battery staple 42";

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.frostproof");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.list = new CopyOnWriteArrayList<>(); // other threads go on logging while a test looks
        log.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private String logged() {
        return log.list.stream()
                .map(event -> event.getFormattedMessage() + " " + event.getMDCPropertyMap()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> hashes(String token) throws Exception {
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        return List.of(
                HexFormat.of().formatHex(sha256), java.util.Base64.getEncoder().encodeToString(sha256));
    }

    @Test
    void noLogShowsPasswordsTokensOrTheirHashes() throws Exception {
        var secrets = new ArrayList<>(List.of(ADA, WRONG, TYPED_AS_USER, TOO_SHORT, NEW));
        try (ApiFixture api = ApiFixture.on(PostgresFlavour.PLAIN)) {
            secrets.add(api.administrator);
            secrets.addAll(hashes(api.administrator));
            String path = "/api/v1/session";
            // Right, wrong, in the wrong field, broken off.
            JsonNode bearer = ApiFixture.json(
                    api.send("POST", path, null, ApiJson.write(Map.of("user", "ada", "password", ADA))));
            secrets.add(bearer.get("token").asText());
            HttpResponse<String> cookie = api.send(
                    "POST", path, null, ApiJson.write(Map.of("user", "ada", "password", ADA, "kind", "cookie")));
            String sessionCookie =
                    cookie.headers().firstValue("Set-Cookie").orElseThrow().split(";", -1)[0];
            String csrf = ApiFixture.json(cookie).get("csrf_token").asText();
            secrets.add(sessionCookie.split("=", -1)[1]);
            secrets.add(csrf);
            api.send("POST", path, null, ApiJson.write(Map.of("user", "ada", "password", WRONG)));
            api.send("POST", path, null, ApiJson.write(Map.of("user", TYPED_AS_USER, "password", WRONG)));
            api.send("POST", path, null, "{\"user\": \"ada\", \"password\": \"" + WRONG);
            api.send("GET", path, WRONG, null);
            // CSRF, wrong and right.
            api.send("DELETE", path, null, null, "Cookie", sessionCookie, "X-CSRF-Token", WRONG);
            api.send("GET", path, null, null, "Cookie", sessionCookie);
            // Passwords, refused and taken.
            for (String password : List.of(TOO_SHORT, NEW)) {
                api.send(
                        "PUT",
                        "/api/v1/users/eve",
                        api.administrator,
                        ApiJson.write(Map.of("role", "viewer", "password", password)));
                api.send(
                        "POST",
                        "/api/v1/session/password",
                        api.administrator,
                        ApiJson.write(Map.of("current", WRONG, "new", password)));
            }
            // API tokens.
            JsonNode token = ApiFixture.json(api.send(
                    "POST",
                    "/api/v1/tokens",
                    api.administrator,
                    ApiJson.write(Map.of(
                            "name", "export", "scopes", List.of("read"), "expires_at", "2026-12-01T00:00:00Z"))));
            String secret = token.get("token").asText();
            secrets.add(secret);
            secrets.addAll(hashes(secret));
            api.send("GET", path, secret, null);
            api.send("DELETE", "/api/v1/tokens/" + token.get("id").asText(), api.administrator, null);
            // A database that fails in the middle of it.
            api.execute("alter table user_session rename to user_session_gone");
            api.send("POST", path, null, ApiJson.write(Map.of("user", "ada", "password", ADA)));
            api.send("GET", path, api.administrator, null);
            try (Connection connection = api.server.connect(api.url);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select password_hash from app_user")) {
                while (rows.next()) {
                    String hash = rows.getString(1);
                    secrets.add(hash);
                    secrets.add(hash.substring(hash.lastIndexOf('$') + 1));
                }
            }
        }
        String logged = logged();
        // Something was logged, or the rest would prove nothing.
        assertThat(logged)
                .contains("event=signed_in user=ada kind=cookie")
                .contains("event=sign_in_refused user=ada")
                .contains("event=sign_in_refused user=(unknown)")
                .contains("event=token_created")
                .contains("event=request_failed");
        assertThat(secrets)
                .hasSizeGreaterThan(15)
                .allSatisfy(each -> assertThat(logged).doesNotContain(each));
    }
}
