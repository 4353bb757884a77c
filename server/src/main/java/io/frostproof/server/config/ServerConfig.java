package io.frostproof.server.config;

import io.frostproof.alerts.action.Targets;
import io.frostproof.alerts.plan.Action;
import io.frostproof.server.logging.LogFormat;
import io.frostproof.store.ActionQueue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything {@code frostproof serve} needs to know. Read and checked by {@link ServerConfigFile}; the meaning, range and
 * default of each value is in docs/configuration.md.
 *
 * @param notices section {@code notify}, a name that Java keeps to itself
 * @param actions who is told of decisions
 * @param logFormat how the log is written
 * @param networkFile a network to import at start
 * @param dataDirectory where the spool and other files of the server live
 */
public record ServerConfig(
        Http http,
        Database database,
        Mqtt mqtt,
        Ingest ingest,
        Devices devices,
        Notify notices,
        Actions actions,
        LogFormat logFormat,
        Optional<Path> networkFile,
        Path dataDirectory) {

    /**
     * Where the API listens.
     *
     * @param port 0 takes any free port
     * @param secureCookies whether browsers may send the session's cookie over TLS only
     * @param behindProxy whether every request comes through a proxy that names the client in {@code X-Forwarded-For}
     */
    public record Http(String host, int port, SecureCookies secureCookies, boolean behindProxy) {
        /** This machine only, port 8080. */
        public static final Http DEFAULTS = new Http("127.0.0.1", 8080, SecureCookies.AUTO, false);
    }

    /** When the cookie of a session gets the attribute {@code Secure}. */
    public enum SecureCookies {
        /** When the request came over TLS, or a proxy says that it did ({@code X-Forwarded-Proto}). */
        AUTO("auto"),
        ALWAYS("always"),
        /** For networks without TLS. */
        NEVER("never");

        private final String word;

        SecureCookies(String word) {
            this.word = word;
        }

        /** The word in files. */
        public String word() {
            return word;
        }
    }

    /**
     * The PostgreSQL database, with or without TimescaleDB.
     *
     * @param url a {@code jdbc:postgresql:} URL without user and password
     * @param poolSize most connections at a time
     */
    public record Database(String url, Optional<String> user, Optional<Secret> password, int poolSize) {
        /** A connection for each lane and some for the desk and the API. */
        public static final int DEFAULT_POOL_SIZE = 12;
    }

    /**
     * The broker readings come from.
     *
     * @param url {@code tcp://host:port} or {@code ssl://host:port}, always with its port
     * @param clientId stable, so that the broker keeps the session while the server is away
     * @param sessionExpiry how long the broker keeps the session; longer absences may lose what devices do not keep
     * @param receiveMaximum most messages that are not acknowledged yet, a hint to the broker
     * @param keepAlive longest silence before either side thinks the other gone
     * @param caFile certificates to trust, in place of those of the Java runtime; only with {@code ssl}
     */
    public record Mqtt(
            URI url,
            String clientId,
            Optional<String> user,
            Optional<Secret> password,
            Duration sessionExpiry,
            int receiveMaximum,
            Duration keepAlive,
            Optional<Path> caFile) {

        public static final String DEFAULT_CLIENT_ID = "frostproof";
        public static final Duration DEFAULT_SESSION_EXPIRY = Duration.ofDays(7);
        public static final int DEFAULT_RECEIVE_MAXIMUM = 1000;
        public static final Duration DEFAULT_KEEP_ALIVE = Duration.ofSeconds(60);
    }

    /**
     * How readings are taken in.
     *
     * @param lanes how many batches are worked on at a time
     * @param batchMaxReadings most readings in one transaction
     * @param queueMaxMessages most messages that wait for a lane; then the broker has to wait
     * @param futureTolerance how far a reading's time may lie ahead of the server's clock before it is suspect
     * @param earliestTime readings from before are suspect
     * @param spoolMaxMb most of its disk that the spool takes, in MB (10^6 bytes); 0: no spool, lanes wait for a database that is away
     * @param spoolMinFreeMb what the spool leaves free on its disk, in MB
     */
    public record Ingest(
            int lanes,
            int batchMaxReadings,
            int queueMaxMessages,
            Duration futureTolerance,
            Instant earliestTime,
            int spoolMaxMb,
            int spoolMinFreeMb) {
        /** The spool holds 80 million readings: a thousand channels that report each minute, for two months. */
        public static final Ingest DEFAULTS =
                new Ingest(2, 5000, 10_000, Duration.ofMinutes(5), Instant.parse("2010-01-01T00:00:00Z"), 4_000, 500);
    }

    /**
     * What is to be known of devices beyond the network.
     *
     * @param keyFile keys that devices sign with, see {@link KeyFile}; looked at again when it changes
     */
    public record Devices(Optional<Path> keyFile) {
        public static final Devices DEFAULTS = new Devices(Optional.empty());
    }

    /**
     * Who is told.
     *
     * @param linkBase address under which people reach this server, for the links in notices
     */
    public record Notify(Optional<Webhook> webhook, Optional<Email> email, Optional<URI> linkBase) {
        public static final Notify DEFAULTS = new Notify(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Notices as signed JSON to a URL.
     *
     * @param url http or https
     * @param secret key of the signature
     * @param timeout of one attempt
     */
    public record Webhook(URI url, Secret secret, Duration timeout) {
        public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    }

    /** Notices as e-mail, in one message to everybody in {@code to}. */
    public record Email(
            String smtpHost,
            int smtpPort,
            String from,
            List<String> to,
            Optional<String> user,
            Optional<Secret> password,
            Tls tls) {
        public Email {
            to = List.copyOf(to);
        }
    }

    /**
     * Who is told of decisions, beside the server's own log of EPCIS events.
     *
     * @param signals what devices do at units that goods are in
     * @param overdueAfter what was sent so long ago and is not confirmed is reported
     */
    public record Actions(
            List<Receiver<Webhook>> webhooks,
            List<Receiver<Repository>> epcis,
            List<Receiver<Email>> emails,
            List<Targets.Signal> signals,
            Duration overdueAfter) {
        public static final Actions DEFAULTS =
                new Actions(List.of(), List.of(), List.of(), List.of(), ActionQueue.OVERDUE_AFTER);

        public Actions {
            webhooks = List.copyOf(webhooks);
            epcis = List.copyOf(epcis);
            emails = List.copyOf(emails);
            signals = List.copyOf(signals);
        }
    }

    /**
     * A receiver.
     *
     * @param name unlike that of others of its kind
     * @param dispositions of decisions that it is told of
     * @param expectsConfirmation whether what it was sent is overdue for as long as nobody confirms it
     */
    public record Receiver<T>(String name, Set<Action> dispositions, boolean expectsConfirmation, T way) {
        public Receiver {
            dispositions = Set.copyOf(dispositions);
        }
    }

    /**
     * The capture interface of an EPCIS 2.0 repository.
     *
     * @param url http or https
     * @param token sent as bearer
     * @param timeout of one request
     */
    public record Repository(URI url, Optional<Secret> token, Duration timeout) {}

    /** How the connection to the mail server is protected. */
    public enum Tls {
        /** Not at all. */
        NONE("none", 25),
        /** Upgraded before anything is sent; refused when the server cannot. */
        STARTTLS("starttls", 587),
        /** From the first byte. */
        TLS("tls", 465);

        private final String word;
        private final int usualPort;

        Tls(String word, int usualPort) {
            this.word = word;
            this.usualPort = usualPort;
        }

        /** The word in files. */
        public String word() {
            return word;
        }

        /** The port when none is given (RFC 5321, 6409 and 8314). */
        public int usualPort() {
            return usualPort;
        }
    }
}
