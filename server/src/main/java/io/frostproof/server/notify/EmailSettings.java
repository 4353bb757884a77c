package io.frostproof.server.notify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where and how mail is handed in.
 *
 * @param host mail server
 * @param port usually 25 or 587 ({@code none}, {@code starttls}) or 465 ({@code tls})
 * @param from sender, a plain address such as {@code frostproof@example.org}
 * @param to recipients, plain addresses, at least one; each sees the others
 * @param login null for a server that asks for none
 * @param timeout for one mail from connecting to the last answer, above zero
 * @param trustedCertificates PEM file of authorities to trust in place of the platform's; null for the platform's
 */
public record EmailSettings(
        String host,
        int port,
        Security security,
        String from,
        List<String> to,
        @Nullable Login login,
        Duration timeout,
        @Nullable Path trustedCertificates) {

    /** Not the whole grammar of RFC 5322: what people use, and nothing that could end a header or a command. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>@,;:\\\\\"()\\[\\]\\p{Cntrl}]+@[A-Za-z0-9.-]+");

    public EmailSettings {
        to = List.copyOf(to);
        if (host.isBlank()) {
            throw new IllegalArgumentException("email host: expected a name or address, was blank");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("email port: expected 1 to 65535, was " + port);
        }
        if (to.isEmpty()) {
            throw new IllegalArgumentException("email to: expected at least one address, was empty");
        }
        requireAddress("from", from);
        to.forEach(address -> requireAddress("to", address));
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("email timeout: expected more than zero, was " + timeout);
        }
        if (login != null && security == Security.NONE) {
            throw new IllegalArgumentException(
                    "email login: expected security starttls or tls, was none, which would send the password in the clear");
        }
    }

    private static void requireAddress(String field, String value) {
        if (!ADDRESS.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "email " + field + ": expected an address such as duty@example.org, was " + value);
        }
    }

    /** The part of {@code from} behind the at sign. */
    String domain() {
        return from.substring(from.indexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    /** How the connection is kept from listeners. */
    public enum Security {
        /** In the clear, for a mail server on the same machine. */
        NONE("none"),
        /** Begins in the clear and must change to TLS before anything is sent. */
        STARTTLS("starttls"),
        /** TLS from the first byte. */
        TLS("tls");

        private final String id;

        Security(String id) {
            this.id = id;
        }

        /** The word in configuration. */
        public String id() {
            return id;
        }
    }

    /** User and password, which is never shown. */
    public static final class Login {
        private final String user;
        private final String password;

        public Login(String user, String password) {
            this.user = user;
            this.password = password;
        }

        String user() {
            return user;
        }

        String password() {
            return password;
        }

        @Override
        public String toString() {
            return "Login[user=" + user + ", password not shown]";
        }
    }
}
