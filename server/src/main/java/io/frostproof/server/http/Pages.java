package io.frostproof.server.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * The pages: one HTML shell for every address that is not another part's, and the files that it loads. Whatever is asked for changes only
 * with the server, so browsers keep it and ask whether it is still the same. Runs on event loops.
 */
final class Pages {

    static final String ASSETS = "/assets/*";

    private static final String SHELL = "index.html";
    private static final List<String> NO_PAGES = List.of("/api", "/health", "/metrics", "/assets");
    private static final String REVALIDATE = "no-cache";
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    private final WebFiles files;
    private final WebFiles.WebFile shell;

    Pages(WebFiles files) {
        this.files = files;
        shell = files.find(SHELL).orElseThrow(() -> new IllegalStateException("the server's jar lacks web/" + SHELL));
    }

    /** Whether a request wants a page: a browser that follows a link, or anybody who asks for the root. */
    boolean wanted(RoutingContext context) {
        String path = context.normalizedPath();
        String accepted = context.request().getHeader("Accept");
        return looks(context.request())
                && NO_PAGES.stream().noneMatch(part -> path.equals(part) || path.startsWith(part + "/"))
                && (path.equals("/") || (accepted != null && accepted.contains("text/html")));
    }

    /** Answers with the shell. */
    void shell(RoutingContext context) {
        context.response().putHeader("Content-Security-Policy", POLICY);
        send(context, shell, REVALIDATE);
    }

    /** Answers with a file; 404 when there is none. */
    void asset(RoutingContext context) {
        String name = context.normalizedPath().substring(1);
        if (!looks(context.request())) {
            context.response().putHeader("Allow", "GET, HEAD");
            context.fail(405);
            return;
        }
        Optional<WebFiles.WebFile> known = files.known(name);
        if (known.isPresent()) {
            sendAsset(context, known.get());
        } else {
            context.vertx()
                    .executeBlocking(() -> files.find(name), false)
                    .onSuccess(
                            found -> found.ifPresentOrElse(file -> sendAsset(context, file), () -> context.fail(404)))
                    .onFailure(context::fail);
        }
    }

    private static void sendAsset(RoutingContext context, WebFiles.WebFile file) {
        String version = context.request().getParam("v");
        send(context, file, file.version().equals(version) ? FOR_GOOD : REVALIDATE);
    }

    private static void send(RoutingContext context, WebFiles.WebFile file, String caching) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        response.setStatusCode(200)
                .putHeader("Cache-Control", caching)
                .putHeader("ETag", file.etag())
                .putHeader("Vary", "Accept-Encoding");
        String seen = request.getHeader("If-None-Match");
        if (seen != null && Etag.named(seen, file.etag())) {
            response.setStatusCode(304).end();
            return;
        }
        String accepted = request.getHeader("Accept-Encoding");
        boolean compressed =
                file.gzip() != null && accepted != null && accepted.matches("(?i)(.*[, ])?gzip(?!\\s*;\\s*q=0).*");
        var body = compressed && file.gzip() != null ? file.gzip() : file.plain();
        response.putHeader("Content-Type", file.contentType())
                // Said either way, so that it is not compressed once more on the way out.
                .putHeader("Content-Encoding", compressed ? "gzip" : "identity");
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", Integer.toString(body.length()))
                    .end();
        } else {
            response.end(body);
        }
    }

    private static boolean looks(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }
}
