package io.frostproof.server.runtime;

import java.time.InstantSource;
import java.util.Optional;

/** The HTTP API over the running parts. */
public final class HttpFace {

    /**
     * A face.
     *
     * @param port 0 for any free one
     */
    public HttpFace(String host, int port, InstantSource clock) {}

    public FrostproofServer.Face create(FrostproofServer.FaceParts parts) {
        return new FrostproofServer.Face() {
            @Override
            public void start() {}

            @Override
            public int port() {
                return 0;
            }

            @Override
            public void close() {}
        };
    }

    /** The administrator's password if this start has made one; answered once. */
    public Optional<String> firstPassword() {
        return Optional.empty();
    }

    /** Gives the administrator a new password and answers it. */
    public String newAdministratorPassword() {
        return "";
    }
}
