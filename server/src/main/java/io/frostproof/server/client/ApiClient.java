package io.frostproof.server.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A client of the HTTP API that has signed in. Thread-safe. */
public final class ApiClient implements AutoCloseable {

    /** Longer than the server lets a request wait for its turn. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private static final Duration FILE_WITHIN = Duration.ofMinutes(3);

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    /** The most that the server gives in one page. */
    static final int PAGE_MOST = 1000;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build();
    private final String server;
    private final String token;
    private final boolean ownSession;

    private ApiClient(String server, String token, boolean ownSession) {
        this.server = server;
        this.token = token;
        this.ownSession = ownSession;
    }

    /**
     * A client with a token that somebody has made before.
     *
     * @param server address of the server, such as {@code http://127.0.0.1:8080}
     */
    public static ApiClient withToken(String server, String token) {
        return new ApiClient(trimmed(server), token, false);
    }

    /**
     * Signs in; closing the client signs out.
     *
     * @throws ApiException if the server refuses
     * @throws IOException if it does not answer
     */
    public static ApiClient signIn(String server, String user, String password)
            throws IOException, InterruptedException {
        try (var stranger = new ApiClient(trimmed(server), "", false)) {
            JsonNode session = stranger.post("/api/v1/session", Map.of("user", user, "password", password));
            return new ApiClient(stranger.server, session.required("token").asText(), true);
        }
    }

    private static String trimmed(String server) {
        return server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
    }

    /**
     * The body of a GET.
     *
     * @param path with its query
     * @throws ApiException if the server answers with a problem
     * @throws IOException if it does not answer
     */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return whole(request(path).GET().build());
    }

    /** The body of a GET that is not JSON. */
    String text(String path) throws IOException, InterruptedException {
        HttpRequest request = request(path).GET().build();
        HttpResponse<byte[]> response = send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw problem(request, response, response.body());
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The body of a POST, which is sent again once when the connection breaks: the server does the same key only once. */
    JsonNode post(String path, @Nullable Object body) throws IOException, InterruptedException {
        return post(path, body, newKey());
    }

    /** Likewise, under a key of the caller's, who may so ask again later for something that is to be done once. */
    JsonNode post(String path, @Nullable Object body, String key) throws IOException, InterruptedException {
        return write("POST", path, body, key);
    }

    /** A key under which the server does something once. */
    static String newKey() {
        return UUID.randomUUID().toString();
    }

    /** The body of a PUT; likewise. */
    JsonNode put(String path, Object body) throws IOException, InterruptedException {
        return write("PUT", path, body, newKey());
    }

    /** The body of a POST of a file; likewise. The server takes its time to record a large one. */
    JsonNode postCsv(String path, byte[] file) throws IOException, InterruptedException {
        return once(request(path)
                .timeout(FILE_WITHIN)
                .header("Idempotency-Key", newKey())
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofByteArray(file)));
    }

    private JsonNode write(String method, String path, @Nullable Object body, String key)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).header("Idempotency-Key", key);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(body)));
        }
        return once(request);
    }

    /** Sends a request that the server does once; again when the connection breaks. */
    private JsonNode once(HttpRequest.Builder request) throws IOException, InterruptedException {
        try {
            return whole(request.build());
        } catch (ApiException | ConnectException | HttpTimeoutException e) {
            throw e;
        } catch (IOException broken) {
            return whole(request.build());
        }
    }

    /** Receives items one after the other. */
    interface ItemReader {
        /** Takes an item, and says whether it wants more. */
        boolean take(JsonNode item) throws IOException;
    }

    /**
     * Reads the pages of a list, one after the other.
     *
     * @param limit most items
     * @return whether there are more
     */
    boolean pages(String path, Filters filters, int limit, ItemReader reader) throws IOException, InterruptedException {
        int left = limit;
        String cursor = null;
        while (true) {
            JsonNode page = get(filters.copy()
                    .with("limit", Math.min(left, PAGE_MOST))
                    .with("cursor", cursor)
                    .on(path));
            for (JsonNode item : page.path("items")) {
                left--;
                if (!reader.take(item)) {
                    return false;
                }
            }
            cursor = page.path("next").textValue();
            if (cursor == null || left <= 0) {
                return cursor != null;
            }
        }
    }

    /** Reads a list that the server streams, item by item while it comes, however long it is. */
    void stream(String path, ItemReader reader) throws IOException, InterruptedException {
        HttpRequest request = request(path).GET().build();
        HttpResponse<InputStream> response = send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            if (response.statusCode() / 100 != 2) {
                throw problem(request, response, in.readAllBytes());
            }
            long taken = 0;
            try (JsonParser parser = MAPPER.createParser(in)) {
                while (parser.nextToken() != JsonToken.START_ARRAY) {
                    if (parser.currentToken() == null) {
                        throw new IOException("the server's answer has no items");
                    }
                }
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    if (!reader.take(MAPPER.readTree(parser))) {
                        return;
                    }
                    taken++;
                }
                while (parser.nextToken() != null) {
                    // To the end, where an answer that was cut off shows.
                }
            } catch (JsonProcessingException e) {
                throw new IOException("the server's answer breaks off after " + taken + " items", e);
            } catch (IOException e) {
                throw e.getMessage() != null && e.getMessage().startsWith("the server's answer")
                        ? e
                        : new IOException("the server's answer breaks off after " + taken + " items: " + e, e);
            }
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).timeout(ANSWER_WITHIN);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode whole(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw problem(request, response, response.body());
        }
        return MAPPER.readTree(response.body());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        try {
            return http.send(request, handler);
        } catch (HttpTimeoutException e) {
            throw new HttpTimeoutException(server + " does not answer in time");
        } catch (ConnectException e) {
            throw (ConnectException) new ConnectException("cannot connect to " + server
                            + "; is the server running? --server or FROSTPROOF_SERVER says where")
                    .initCause(e);
        }
    }

    private static ApiException problem(HttpRequest request, HttpResponse<?> response, byte[] body) {
        JsonNode problem;
        try {
            problem = MAPPER.readTree(body);
        } catch (IOException e) {
            problem = MissingNode.getInstance(); // something else than the server has answered, a proxy perhaps
        }
        return ApiException.of(
                request.method() + " " + request.uri().getPath(),
                response.statusCode(),
                problem,
                response.headers().firstValue("X-Request-Id").orElse(""),
                response.headers().firstValue("Retry-After").orElse(""));
    }

    /** Signs out, if this client has signed in. */
    @Override
    public void close() {
        if (ownSession) {
            try {
                send(request("/api/v1/session").DELETE().build(), HttpResponse.BodyHandlers.discarding());
            } catch (IOException e) {
                // The session ends by itself.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        http.close();
    }
}
