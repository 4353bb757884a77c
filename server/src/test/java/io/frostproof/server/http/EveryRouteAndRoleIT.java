package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.store.Access;
import io.frostproof.store.ApiTokens;
import io.frostproof.testing.PostgresFlavour;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Every operation of the contract, tried by everybody. Operations and what they need are read from the contract as it is written, so
 * a new one is tried without a word here; what a role may do is written out here, so that a change of it is noticed.
 */
class EveryRouteAndRoleIT {

    private static final Map<String, Set<String>> ROLES = Map.of(
            "viewer",
            Set.of("read"),
            "operator",
            Set.of("read", "incidents", "stock", "decisions", "review", "devices"),
            "qa",
            Set.of("read", "incidents", "decisions", "review", "evidence"),
            "auditor",
            Set.of("read", "metrics", "accounts_read"),
            "administrator",
            Set.of(
                    "read",
                    "incidents",
                    "stock",
                    "decisions",
                    "review",
                    "evidence",
                    "devices",
                    "device_config",
                    "ingest",
                    "metrics",
                    "accounts_read",
                    "accounts"));

    /** Where {@link ApiFixture#CLOCK} stands. */
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final Access.Change CHANGE = new Access.Change("(test)", NOW);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static @Nullable ApiFixture fixture;
    private static int made;

    /** An operation as the contract writes it; {@code permission} is null when nobody needs to sign in. */
    private record Route(
            String id, String method, String path, @Nullable String permission) {

        boolean writes() {
            return !method.equals("GET");
        }

        /** A path that could be: nothing behind it needs to exist. */
        String samplePath() {
            String path = this.path.replace("{name}", "somebody").replace("{channel}", "t1");
            String id = this.path.contains("dead-letters") || this.path.contains("suspect-readings")
                    ? "987654321"
                    : "00000000-0000-0000-0000-00000000ffff";
            return path.replace("{id}", id);
        }
    }

    /** How somebody who tries is known, and what they may do; {@code may} is null when nobody knows them. */
    private record Caller(String name, @Nullable Set<String> may, boolean mayWrite, Headers headers) {}

    /** Makes the headers of one request. Anew for each, since one of the requests is to sign out. */
    private interface Headers {
        String[] make();
    }

    @BeforeAll
    static void open() throws Exception {
        fixture = ApiFixture.on(PostgresFlavour.PLAIN);
        for (String role : ROLES.keySet()) {
            access().put("a-" + role, role, "hash", CHANGE);
        }
    }

    @AfterAll
    static void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    private static ApiFixture api() {
        return Objects.requireNonNull(fixture);
    }

    private static Access access() {
        return new Access(api().database);
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String newSecret() {
        made++;
        return String.format(Locale.ROOT, "%043d", made);
    }

    private static String session(String role, String kind, Instant expiresAt) {
        String token = newSecret();
        assertThat(access().sessions().add(sha256(token), kind, "a-" + role, "hash", NOW.minusSeconds(60), expiresAt))
                .isTrue();
        return token;
    }

    private static String[] bearer(String role) {
        return new String[] {"Authorization", "Bearer " + session(role, "bearer", NOW.plusSeconds(60))};
    }

    private static String[] apiToken(String role, List<String> scopes) {
        String secret = "frostproof_" + newSecret();
        var token = new ApiTokens.Token(
                UUID.randomUUID(), "test", "a-" + role, scopes, NOW, NOW.plus(Duration.ofDays(1)), null);
        if (!access().tokens().add(token, sha256(secret), CHANGE)) {
            // The hundred that a user may have are used up.
            access().remove("a-" + role, CHANGE);
            access().put("a-" + role, role, "hash", CHANGE);
            return apiToken(role, scopes);
        }
        return new String[] {"Authorization", "Bearer " + secret};
    }

    private static List<Caller> callers() {
        var callers = new ArrayList<Caller>();
        callers.add(new Caller("nobody", null, true, () -> new String[0]));
        new TreeMap<>(ROLES).forEach((role, may) -> callers.add(new Caller(role, may, true, () -> bearer(role))));
        callers.add(new Caller(
                "an administrator's API token with only read",
                Set.of("read"),
                true,
                () -> apiToken("administrator", List.of("read"))));
        callers.add(new Caller(
                "a viewer's API token with scopes that no viewer may have",
                Set.of(),
                true,
                () -> apiToken("viewer", List.of("incidents", "stock", "metrics", "accounts"))));
        callers.add(new Caller("an expired session", null, true, () ->
                new String[] {"Authorization", "Bearer " + session("administrator", "bearer", NOW)}));
        callers.add(new Caller("somebody with a made-up token", null, true, () ->
                new String[] {"Authorization", "Bearer " + "x".repeat(43)}));
        callers.add(new Caller(
                "an administrator's cookie without CSRF token", ROLES.get("administrator"), false, () -> new String[] {
                    "Cookie", "frostproof_session=" + session("administrator", "cookie", NOW.plusSeconds(60))
                }));
        callers.add(new Caller(
                "an administrator's cookie from another site", ROLES.get("administrator"), false, () -> new String[] {
                    "Cookie",
                    "frostproof_session=" + session("administrator", "cookie", NOW.plusSeconds(60)),
                    "Sec-Fetch-Site",
                    "cross-site"
                }));
        return callers;
    }

    private static List<Route> routes() throws Exception {
        var routes = new ArrayList<Route>();
        try (InputStream in =
                Objects.requireNonNull(EveryRouteAndRoleIT.class.getResourceAsStream("/openapi/frostproof.yaml"))) {
            JsonNode contract =
                    ApiJson.MAPPER.valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(in));
            contract.get("paths")
                    .properties()
                    .forEach(path -> path.getValue().properties().forEach(operation -> {
                        if (!operation.getKey().equals("parameters")) {
                            JsonNode what = operation.getValue();
                            routes.add(new Route(
                                    what.get("operationId").textValue(),
                                    operation.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    what.path("x-permission").textValue()));
                        }
                    }));
        }
        return routes;
    }

    private static int status(Route route, Caller caller) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + api().port + route.samplePath()))
                .timeout(Duration.ofSeconds(20))
                .method(route.method(), HttpRequest.BodyPublishers.noBody());
        String[] headers = caller.headers().make();
        if (headers.length > 0) {
            request.headers(headers);
        }
        // Only the head is waited for: some answers never end.
        HttpResponse<InputStream> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    private static void checkStatus(Route route, Caller caller) throws Exception {
        int status = status(route, caller);
        String what = route.id() + " by " + caller.name();
        Set<String> may = caller.may();
        if (route.permission() == null) {
            assertThat(status).as(what).isNotIn(401, 403);
        } else if (may == null) {
            assertThat(status).as(what).isEqualTo(401);
        } else if (!may.contains(route.permission()) || (route.writes() && !caller.mayWrite())) {
            assertThat(status).as(what).isEqualTo(403);
        } else {
            assertThat(status).as(what).isNotIn(401, 403, 429, 500);
        }
    }

    @TestFactory
    Stream<DynamicTest> asksOfEverybodyWhatTheContractSays() throws Exception {
        return routes().stream()
                .map(route -> DynamicTest.dynamicTest(
                        route.id(),
                        () -> assertAll(
                                callers().stream().map(caller -> (Executable) () -> checkStatus(route, caller)))));
    }

    @Test
    void theContractIsReadWhole() throws Exception {
        assertThat(routes()).hasSizeGreaterThan(50);
        assertThat(routes())
                .filteredOn(route -> route.permission() == null)
                .extracting(Route::id)
                .containsExactlyInAnyOrder("signIn", "contract", "live", "ready");
        assertThat(routes())
                .extracting(route -> Optional.ofNullable(route.permission()).orElse("read"))
                .allSatisfy(permission -> assertThat(ROLES.get("administrator")).contains(permission));
    }
}
