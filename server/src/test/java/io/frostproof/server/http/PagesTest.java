package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PagesTest {

    private static final String CONTRACT = """
            openapi: 3.1.0
            paths:
              /api/v1/thing:
                get: {operationId: thing}
            """;

    private static final String SCRIPT = "/assets/test/hello.js";

    private static @Nullable DoorFixture fixture;

    @BeforeAll
    static void open() throws Exception {
        fixture = new DoorFixture(CONTRACT, new Operations().on("thing", request -> Reply.json("x")));
    }

    @AfterAll
    static void close() {
        door().close();
    }

    private static DoorFixture door() {
        if (fixture == null) {
            throw new IllegalStateException("not open");
        }
        return fixture;
    }

    @ParameterizedTest
    @CsvSource({
        "/,*/*",
        "/,text/html",
        "/units/lk-1,'text/html,application/xhtml+xml'",
        "/incidents?state=open,text/html"
    })
    void everyPageIsTheShellUnderAStrictPolicy(String path, String accept) throws Exception {
        HttpResponse<String> response = door().send("GET", path, null, "Accept", accept);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(response.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(response.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(response.body()).contains("<title>Frostproof</title>");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/nothing,text/html",
        "/api,text/html",
        "/health/nothing,text/html",
        "/metrics/x,text/html",
        "/assets/nothing.js,text/html",
        "/assets,text/html",
        "/units/lk-1,application/json"
    })
    void whatIsNoPageIsNotFoundAsAProblem(String path, String accept) throws Exception {
        HttpResponse<String> response = door().send("GET", path, null, "Accept", accept);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void aFileHasItsTypeAndIsAskedForAgainByItsTag() throws Exception {
        HttpResponse<String> response = door().send("GET", SCRIPT, null);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache");
        String etag = response.headers().firstValue("ETag").orElseThrow();
        assertThat(door().send("GET", SCRIPT, null, "If-None-Match", etag).statusCode())
                .isEqualTo(304);
        assertThat(door().send("GET", SCRIPT, null, "If-None-Match", "W/" + etag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(door().send("GET", SCRIPT, null, "If-None-Match", "\"0\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFileWithItsVersionInTheAddressIsKeptForGood() throws Exception {
        String etag = door().send("GET", SCRIPT, null)
                .headers()
                .firstValue("ETag")
                .orElseThrow()
                .replace("\"", "");
        assertThat(door().send("GET", SCRIPT + "?v=" + etag, null).headers().firstValue("Cache-Control"))
                .contains("public, max-age=31536000, immutable");
        assertThat(door().send("GET", SCRIPT + "?v=old", null).headers().firstValue("Cache-Control"))
                .contains("no-cache");
    }

    @Test
    void aFileIsCompressedForThoseWhoCanReadThat() throws Exception {
        HttpResponse<byte[]> response = door().client
                .send(
                        door().request(SCRIPT)
                                .header("Accept-Encoding", "br, gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(response.headers().firstValue("Vary")).contains("Accept-Encoding");
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8))
                .isEqualTo(door().send("GET", SCRIPT, null, "Accept-Encoding", "gzip;q=0")
                        .body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../index.html",
                "/assets/..%2findex.html",
                "/assets/%2e%2e/index.html",
                "/assets/..%2f..%2fprofiles/builtin.yaml",
                "/assets/..%5c..%5cprofiles%5cbuiltin.yaml",
                "/assets//etc/passwd",
                "/assets/test/../../../openapi/frostproof.yaml",
                "/assets/.hidden.js",
                "/assets/test",
                "/assets/test/",
                "/assets/test/hello.js%00.css",
                "/assets/test/hello.class",
                "/assets/vendor/preact/LICENSE"
            })
    void nothingLeadsOutOfTheFolder(String path) throws Exception {
        try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), door().port)) {
            // By hand: clients tidy such paths up.
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(response.lines().findFirst().orElseThrow())
                    .isIn("HTTP/1.1 404 Not Found", "HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void headTellsWhatGetWouldAndOtherMethodsAreRefused() throws Exception {
        HttpResponse<String> head = door().send("HEAD", SCRIPT, null);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isGreaterThan(100);
        assertThat(head.body()).isEmpty();
        HttpResponse<String> post = door().send("POST", SCRIPT, "x");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
        assertThat(door().send("POST", "/units/lk-1", "x", "Accept", "text/html")
                        .statusCode())
                .isEqualTo(404);
    }
}
