package io.frostproof.simulator.device;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is and who connects.
 *
 * @param uri {@code tcp://host:port}, or {@code ssl://host:port}
 * @param user null for an anonymous connection
 * @param password null when there is none; never shown by {@link #toString}
 */
public record BrokerAddress(
        URI uri, @Nullable String user, @Nullable String password) {

    private static final Set<String> SCHEMES = Set.of("tcp", "ssl");

    /** Throws {@link IllegalArgumentException} for a URI that is not of the form above. */
    public BrokerAddress {
        if (uri.getScheme() == null
                || !SCHEMES.contains(uri.getScheme())
                || uri.getHost() == null
                || uri.getPort() < 0) {
            throw new IllegalArgumentException("broker '" + uri + "': expected tcp://host:port or ssl://host:port");
        }
    }

    /** A broker that anybody may use. */
    public static BrokerAddress anonymous(URI uri) {
        return new BrokerAddress(uri, null, null);
    }

    @Override
    public String toString() {
        return user == null ? uri.toString() : user + "@" + uri;
    }
}
