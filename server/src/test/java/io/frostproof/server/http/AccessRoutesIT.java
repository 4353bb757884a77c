package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frostproof.testing.PostgresFlavour;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccessRoutesIT {

    private static final String PASSWORD = "correct horse";
    private static @Nullable ApiFixture fixture;

    @BeforeAll
    static void open() throws Exception {
        fixture = ApiFixture.on(PostgresFlavour.PLAIN);
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

    /** A session of a browser. */
    private record Browser(String cookie, String csrfToken) {

        HttpResponse<String> send(String method, String path, @Nullable Object body, String... more) throws Exception {
            var headers = new ArrayList<>(List.of("Cookie", cookie));
            headers.addAll(List.of(more));
            return api().send(
                            method,
                            path,
                            null,
                            body == null ? null : ApiJson.write(body),
                            headers.toArray(String[]::new));
        }

        HttpResponse<String> write(String method, String path, @Nullable Object body) throws Exception {
            return send(method, path, body, "X-CSRF-Token", csrfToken, "Sec-Fetch-Site", "same-origin");
        }
    }

    private static HttpResponse<String> signIn(String user, String password, String kind, String... headers)
            throws Exception {
        return api().send(
                        "POST",
                        "/api/v1/session",
                        null,
                        ApiJson.write(Map.of("user", user, "password", password, "kind", kind)),
                        headers);
    }

    private static String cookieOf(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow().split(";", -1)[0];
    }

    private static Browser browser(String user) throws Exception {
        HttpResponse<String> response = signIn(user, PASSWORD, "cookie");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return new Browser(
                cookieOf(response), ApiFixture.json(response).get("csrf_token").asText());
    }

    private static String bearer(String user) throws Exception {
        return ApiFixture.json(signIn(user, PASSWORD, "bearer")).get("token").asText();
    }

    private static void addUser(String name, String role) throws Exception {
        HttpResponse<String> response = api().send(
                        "PUT",
                        "/api/v1/users/" + name,
                        api().administrator,
                        ApiJson.write(Map.of("role", role, "password", PASSWORD)));
        assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
    }

    private static HttpResponse<String> createToken(@Nullable String session, List<String> scopes, Duration lasts)
            throws Exception {
        return api().send(
                        "POST",
                        "/api/v1/tokens",
                        session,
                        ApiJson.write(Map.of(
                                "name",
                                "export",
                                "scopes",
                                scopes,
                                "expires_at",
                                ApiFixture.CLOCK.instant().plus(lasts).toString())));
    }

    // ---- sessions

    @Test
    void aBrowserGetsACookieThatScriptsCannotReadAndOtherSitesCannotSend() throws Exception {
        HttpResponse<String> response = signIn("vic", PASSWORD, "cookie");
        assertThat(response.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("frostproof_session=[A-Za-z0-9_-]{43}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict");
        JsonNode session = ApiFixture.json(response);
        assertThat(session.has("token")).isFalse();
        assertThat(session.get("kind").asText()).isEqualTo("cookie");
        assertThat(response.body()).doesNotContain(cookieOf(response).split("=", -1)[1]);
    }

    @Test
    void theCookieIsSecureWhenAProxySpeaksTlsForUs() throws Exception {
        assertThat(signIn("vic", PASSWORD, "cookie", "X-Forwarded-Proto", "https")
                        .headers()
                        .firstValue("Set-Cookie")
                        .orElseThrow())
                .endsWith("; Secure");
    }

    @Test
    void aPageThatIsLoadedAgainFindsItsCsrfToken() throws Exception {
        Browser browser = browser("vic");
        JsonNode session = ApiFixture.json(browser.send("GET", "/api/v1/session", null));
        assertThat(session.get("csrf_token").asText()).isEqualTo(browser.csrfToken());
        assertThat(session.get("user").asText()).isEqualTo("vic");
        assertThat(session.get("role").asText()).isEqualTo("viewer");
        assertThat(session.get("permissions").toString()).isEqualTo("[\"read\"]");
        assertThat(session.get("expires_at").asText()).isEqualTo("2026-11-22T00:00:00Z");
    }

    @Test
    void aWriteByCookieNeedsItsCsrfTokenAndOurOwnPage() throws Exception {
        Browser browser = browser("ada");
        Map<String, String> body = Map.of("role", "viewer");
        HttpResponse<String> without = browser.send("PUT", "/api/v1/users/vic", body);
        assertThat(without.statusCode()).isEqualTo(403);
        assertThat(without.body()).contains("X-CSRF-Token");
        assertThat(browser.send(
                                "PUT",
                                "/api/v1/users/vic",
                                body,
                                "X-CSRF-Token",
                                browser("ada").csrfToken())
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.send(
                                "PUT",
                                "/api/v1/users/vic",
                                body,
                                "X-CSRF-Token",
                                browser.csrfToken(),
                                "Sec-Fetch-Site",
                                "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.send(
                                "PUT",
                                "/api/v1/users/vic",
                                body,
                                "X-CSRF-Token",
                                browser.csrfToken(),
                                "Origin",
                                "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.write("PUT", "/api/v1/users/vic", body).statusCode()).isEqualTo(200);
    }

    @Test
    void anotherSiteSignsNobodyIn() throws Exception {
        assertThat(signIn("vic", PASSWORD, "cookie", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(signIn("vic", PASSWORD, "cookie", "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void signingOutEndsTheSessionAndTakesTheCookieBack() throws Exception {
        Browser browser = browser("vic");
        HttpResponse<String> response = browser.write("DELETE", "/api/v1/session", null);
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("frostproof_session=; Path=/; Max-Age=0;");
        assertThat(browser.send("GET", "/api/v1/session", null).statusCode()).isEqualTo(401);
    }

    @Test
    void signingInAgainEndsTheSessionThatTheCookieWasOf() throws Exception {
        Browser before = browser("vic");
        signIn("vic", PASSWORD, "cookie", "Cookie", before.cookie());
        assertThat(before.send("GET", "/api/v1/session", null).statusCode()).isEqualTo(401);
    }

    @Test
    void changingThePasswordAsksForTheOneOfNow() throws Exception {
        addUser("pat", "viewer");
        String here = bearer("pat");
        String elsewhere = bearer("pat");
        HttpResponse<String> wrong = api().send(
                        "POST",
                        "/api/v1/session/password",
                        here,
                        ApiJson.write(Map.of("current", "not this one", "new", "battery staple")));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(ApiFixture.json(wrong).at("/errors/0/field").asText()).isEqualTo("current");
        assertThat(wrong.body()).doesNotContain("not this one");
        assertThat(api().send(
                                "POST",
                                "/api/v1/session/password",
                                here,
                                ApiJson.write(Map.of("current", PASSWORD, "new", "battery staple")))
                        .statusCode())
                .isEqualTo(204);
        assertThat(api().send("GET", "/api/v1/session", here, null).statusCode())
                .isEqualTo(200);
        assertThat(api().send("GET", "/api/v1/session", elsewhere, null).statusCode())
                .isEqualTo(401);
        assertThat(signIn("pat", PASSWORD, "bearer").statusCode()).isEqualTo(401);
        assertThat(signIn("pat", "battery staple", "bearer").statusCode()).isEqualTo(201);
    }

    @Test
    void locksOutWithTheTimeToWait() throws Exception {
        addUser("loc", "viewer");
        for (int i = 0; i < 5; i++) {
            assertThat(signIn("loc", "wrong", "bearer").statusCode()).isEqualTo(401);
        }
        HttpResponse<String> response = signIn("loc", PASSWORD, "bearer");
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("900");
    }

    // ---- API tokens

    @Test
    void anApiTokenIsShownOnceAndListedWithoutItsSecret() throws Exception {
        addUser("tok", "auditor");
        String session = bearer("tok");
        HttpResponse<String> response = createToken(session, List.of("metrics", "read"), Duration.ofDays(366));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        JsonNode made = ApiFixture.json(response);
        String secret = made.get("token").asText();

        HttpResponse<String> list = api().send("GET", "/api/v1/tokens", session, null);
        assertThat(list.body()).doesNotContain(secret);
        JsonNode listed = ApiFixture.json(list).at("/items/0");
        assertThat(listed.get("id")).isEqualTo(made.get("id"));
        assertThat(listed.get("scopes").toString()).isEqualTo("[\"read\",\"metrics\"]");
        assertThat(listed.get("last_used_at").isNull()).isTrue();

        JsonNode self = ApiFixture.json(api().send("GET", "/api/v1/session", secret, null));
        assertThat(self.get("kind").asText()).isEqualTo("api_token");
        assertThat(self.get("permissions").toString()).isEqualTo("[\"read\",\"metrics\"]");
        assertThat(api().send("GET", "/metrics", secret, null).statusCode()).isEqualTo(200);
        assertThat(api().send("GET", "/api/v1/users", secret, null).statusCode())
                .isEqualTo(403);

        String path = "/api/v1/tokens/" + made.get("id").asText();
        assertThat(api().send("DELETE", path, api().viewer, null).statusCode()).isEqualTo(404);
        assertThat(api().send("DELETE", path, session, null).statusCode()).isEqualTo(204);
        assertThat(api().send("GET", "/api/v1/session", secret, null).statusCode())
                .isEqualTo(401);
    }

    @Test
    void anApiTokenCannotDoWhatTakesAPerson() throws Exception {
        String secret = ApiFixture.json(
                        createToken(api().administrator, List.of("read", "accounts"), Duration.ofDays(1)))
                .get("token")
                .asText();
        assertThat(createToken(secret, List.of("read"), Duration.ofDays(1)).statusCode())
                .isEqualTo(403);
        assertThat(api().send(
                                "POST",
                                "/api/v1/session/password",
                                secret,
                                ApiJson.write(Map.of("current", PASSWORD, "new", "battery staple")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(api().send("DELETE", "/api/v1/session", secret, null).statusCode())
                .isEqualTo(409);
    }

    @Test
    void refusesScopesBeyondTheRoleAndDaysBeyondAYearAndTellsBoth() throws Exception {
        HttpResponse<String> response = createToken(
                api().viewer, List.of("read", "decisions"), Duration.ofDays(366).plusSeconds(1));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(ApiFixture.json(response).get("errors").findValuesAsText("field"))
                .containsExactly("scopes[1]", "expires_at");
        assertThat(createToken(api().viewer, List.of("read"), Duration.ZERO).statusCode())
                .isEqualTo(400);
    }

    // ---- users

    @Test
    void addsChangesListsAndRemovesUsers() throws Exception {
        Map<String, String> add = Map.of("role", "qa", "password", PASSWORD);
        HttpResponse<String> added = api().send("PUT", "/api/v1/users/uma", api().administrator, ApiJson.write(add));
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.body())
                .isEqualTo("{\"name\":\"uma\",\"role\":\"qa\",\"created_at\":\"2026-11-21T12:00:00Z\"}");
        String session = bearer("uma");

        HttpResponse<String> changed =
                api().send("PUT", "/api/v1/users/uma", api().administrator, ApiJson.write(Map.of("role", "auditor")));
        assertThat(changed.statusCode()).isEqualTo(200);
        HttpResponse<String> list = api().send("GET", "/api/v1/users?limit=1000", session, null);
        assertThat(ApiFixture.json(list).get("items").findValuesAsText("name")).contains("ada", "ann", "uma", "vic");
        assertThat(list.body()).doesNotContain("argon2");

        assertThat(api().send("DELETE", "/api/v1/users/uma", api().administrator, null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(api().send("GET", "/api/v1/session", session, null).statusCode())
                .isEqualTo(401);
        assertThat(api().send("DELETE", "/api/v1/users/uma", api().administrator, null)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void keepsAnAdministrator() throws Exception {
        HttpResponse<String> oneself = api().send("DELETE", "/api/v1/users/ada", api().administrator, null);
        assertThat(oneself.statusCode()).isEqualTo(409);
        assertThat(ApiFixture.json(oneself).get("state").asText()).isEqualTo("oneself");
        HttpResponse<String> demotion =
                api().send("PUT", "/api/v1/users/ada", api().administrator, ApiJson.write(Map.of("role", "viewer")));
        assertThat(demotion.statusCode()).isEqualTo(409);
        assertThat(ApiFixture.json(demotion).get("state").asText()).isEqualTo("last_administrator");
    }

    @Test
    void aNewUserNeedsAPasswordOfTwelveCharacters() throws Exception {
        HttpResponse<String> without =
                api().send("PUT", "/api/v1/users/new", api().administrator, ApiJson.write(Map.of("role", "viewer")));
        assertThat(without.statusCode()).isEqualTo(400);
        assertThat(ApiFixture.json(without).at("/errors/0/field").asText()).isEqualTo("password");
        HttpResponse<String> tooShort = api().send(
                        "PUT",
                        "/api/v1/users/new",
                        api().administrator,
                        ApiJson.write(Map.of("role", "viewer", "password", "s3cret-word")));
        assertThat(tooShort.statusCode()).isEqualTo(400);
        assertThat(tooShort.body()).doesNotContain("s3cret-word");
    }
}
