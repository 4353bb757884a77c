package io.frostproof.server.http;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;

/** What people see who open the address in a browser. */
final class HomeRoute {

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Frostproof</title></head>
            <body>
            <h1>Frostproof</h1>
            <p>This is a cold-chain telemetry server. It answers over HTTP:</p>
            <ul>
            <li><a href="/health/ready">/health/ready</a> says whether it can do its work.</li>
            <li>POST /api/v1/session signs in; everything else under /api/v1, and /metrics, takes the token that it hands out.</li>
            <li>docs/api.md, in the source, lists every route with an example.</li>
            </ul>
            </body>
            </html>
            """;

    List<Endpoint> endpoints() {
        return List.of(Endpoint.open(
                HttpMethod.GET, "/", request -> new Reply.Whole(200, "text/html; charset=utf-8", PAGE, Map.of())));
    }
}
