package io.frostproof.server.http;

import io.frostproof.server.access.Authentication;
import io.frostproof.server.access.Credential;
import io.frostproof.server.access.Principal;
import io.frostproof.server.access.Role;
import io.frostproof.server.access.SignedIn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A door over a contract of the test's own, without a database. Everybody is the administrator {@code ann}. */
final class DoorFixture implements AutoCloseable {

    private static final Authentication.Caller ANN = new Authentication.Caller(
            new SignedIn(
                    Principal.of("ann", Role.ADMINISTRATOR),
                    SignedIn.Kind.BEARER,
                    Instant.parse("2026-11-22T00:00:00Z"),
                    "ann",
                    Optional.empty()),
            new Credential("token", false));

    final AtomicBoolean signedIn = new AtomicBoolean(true);
    final HttpClient client = HttpClient.newHttpClient();
    final int port;
    private final Vertx vertx = Vertx.vertx();
    private final Door door;
    private final HttpServer server;

    DoorFixture(String contract, Operations operations) throws Exception {
        this(contract, operations, (context, operation, request, work) -> work.get());
    }

    DoorFixture(String contract, Operations operations, Answers.Doing doing) throws Exception {
        List<Operations.Served> served = operations.of(Contract.of(contract));
        var answers = new Answers(
                request -> signedIn.get() ? ANN : new Authentication.Nobody(), new Preconditions(served), doing);
        door = new Door(
                answers,
                new Pages(new WebFiles()),
                new Traffic(new SimpleMeterRegistry(), () -> 0), // a flood of a moment
                new Places(2));
        server = vertx.createHttpServer(HttpApi.options().setHost("127.0.0.1").setPort(0))
                .requestHandler(door.router(vertx, served));
        port = server.listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    HttpResponse<String> send(String method, String path, @Nullable String body, String... headers) throws Exception {
        HttpRequest.Builder request = request(path)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
        server.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        door.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
