package io.frostproof.server.http;

import io.vertx.ext.web.RoutingContext;

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

    private HomeRoute() {}

    static void answer(RoutingContext context) {
        context.response().putHeader("Content-Type", "text/html; charset=utf-8").end(PAGE);
    }
}
