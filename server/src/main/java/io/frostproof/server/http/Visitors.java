package io.frostproof.server.http;

import io.frostproof.server.config.ServerConfig.SecureCookies;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * What to believe about where requests come from.
 *
 * @param secureCookies when the session's cookie gets the attribute {@code Secure}
 * @param behindProxy whether every request comes through a proxy that names the client in {@code X-Forwarded-For}
 */
public record Visitors(SecureCookies secureCookies, boolean behindProxy) {

    /** Nobody in between. */
    public static final Visitors DIRECT = new Visitors(SecureCookies.AUTO, false);

    /** A network that one customer usually gets: counting its single addresses would limit nobody. */
    private static final int IPV6_NETWORK_BYTES = 8;

    /** Whether the session's cookie may travel over TLS only. A client that lies about its proxy harms its own cookie only. */
    boolean secure(Connection connection) {
        return switch (secureCookies) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                connection.tls() || connection.forwardedProtocol().trim().equalsIgnoreCase("https");
        };
    }

    /** The address of the client, for limits and the log; of IPv6 the network of 64 bits. Behind a proxy, what the proxy wrote last. */
    String address(Connection connection) {
        String forwarded = connection.forwardedFor();
        String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).trim();
        if (behindProxy && !last.isEmpty()) {
            try {
                return network(InetAddress.ofLiteral(last));
            } catch (IllegalArgumentException e) {
                // Not an address: the proxy itself is all that is known.
            }
        }
        try {
            return network(InetAddress.ofLiteral(connection.remoteAddress()));
        } catch (IllegalArgumentException e) {
            return "unknown";
        }
    }

    private static String network(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, IPV6_NETWORK_BYTES) + "/64"
                : address.getHostAddress();
    }
}
