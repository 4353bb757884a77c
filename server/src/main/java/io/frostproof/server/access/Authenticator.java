package io.frostproof.server.access;

import io.vertx.core.http.HttpServerRequest;

/** Finds out who sends a request. Thread-safe. */
public interface Authenticator {

    /**
     * Looks at the head of a request; blocks while it asks the database.
     *
     * @throws io.frostproof.store.StoreException if the database does not answer
     */
    Authentication authenticate(HttpServerRequest request);
}
