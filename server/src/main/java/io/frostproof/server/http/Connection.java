package io.frostproof.server.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

/**
 * What a request came over.
 *
 * @param remoteAddress IP address of the other end, a proxy's if there is one
 * @param tls whether this server itself spoke TLS
 * @param forwardedFor every header {@code X-Forwarded-For}, joined with commas; empty when there is none
 * @param forwardedProtocol header {@code X-Forwarded-Proto}; empty when there is none
 */
record Connection(String remoteAddress, boolean tls, String forwardedFor, String forwardedProtocol) {

    static Connection of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String address = remote == null ? null : remote.hostAddress();
        // All of them: a client may have sent one too, and proxies add theirs behind it.
        String forwardedFor = String.join(",", request.headers().getAll("X-Forwarded-For"));
        String forwardedProtocol = request.getHeader("X-Forwarded-Proto");
        return new Connection(
                address == null ? "" : address,
                request.isSSL(),
                forwardedFor,
                forwardedProtocol == null ? "" : forwardedProtocol);
    }
}
