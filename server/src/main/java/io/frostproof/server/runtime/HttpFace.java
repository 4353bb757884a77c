package io.frostproof.server.runtime;

import io.frostproof.ingest.mqtt.MqttSource;
import io.frostproof.server.access.Accounts;
import io.frostproof.server.http.HealthPart;
import io.frostproof.server.http.HttpApi;
import io.frostproof.server.http.ServerFacts;
import io.frostproof.server.http.Visitors;
import io.frostproof.server.live.LiveEvents;
import io.frostproof.store.Access;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The HTTP API over the running parts of one server, and its administrator. Thread-safe. */
public final class HttpFace {

    private static final Duration STEP_WITHIN = Duration.ofSeconds(10);

    private final String host;
    private final int port;
    private final Visitors visitors;
    private final InstantSource clock;
    private volatile @Nullable Accounts accounts;
    private volatile Optional<String> firstPassword = Optional.empty();

    /**
     * A face that does not listen yet.
     *
     * @param port 0 for any free one
     * @param visitors what to believe about where requests come from
     */
    public HttpFace(String host, int port, Visitors visitors, InstantSource clock) {
        this.host = host;
        this.port = port;
        this.visitors = visitors;
        this.clock = clock;
        HttpApi.prepare();
    }

    /** Composes the API; it listens once {@link FrostproofServer.Face#start} is called. */
    public FrostproofServer.Face create(FrostproofServer.FaceParts parts) {
        var users = new Accounts(new Access(parts.database()), clock);
        accounts = users;
        firstPassword = users.ensureAdministrator();
        var api = new HttpApi(
                parts.vertx(),
                host,
                port,
                new ServerFacts(Version.text(), clock.instant()),
                parts.database(),
                users,
                visitors,
                parts.counters(),
                parts.lanes()::queued,
                parts.desks(),
                parts.devices()::poke,
                List.of(
                        new HealthPart(
                                // While it is known to be away, nobody has to wait until it does not answer.
                                "database",
                                () -> parts.keeper()
                                        .trouble()
                                        .or(parts.outage())
                                        .or(() -> trouble(parts.database().answers(), "does not answer"))),
                        new HealthPart("mqtt", () -> trouble(subscribed(parts.source()), "not subscribed")),
                        new HealthPart("lanes", parts.lanes()::trouble),
                        new HealthPart("devices", parts.inbox()::trouble),
                        new HealthPart("notices", parts.dispatcher()::trouble),
                        new HealthPart("actions", parts.actions()::trouble),
                        new HealthPart("changes", parts.feed()::trouble),
                        new HealthPart("plans", parts.plans()::trouble)),
                parts.review(),
                parts.intake(),
                parts.lanes()::offer,
                parts.keeper()::away,
                new LiveEvents(parts.feed(), parts.liveReadings(), Version.text(), clock),
                parts.plans(),
                parts.decisions(),
                parts.actions()::poke,
                clock);
        api.measure(() -> {
            var all = new LinkedHashMap<>(parts.dispatcher().counts());
            all.putAll(parts.actions().counts());
            return all;
        });
        api.measure(parts.keeper());
        return new Running(api);
    }

    /** A server without a broker misses none. */
    private static boolean subscribed(@Nullable MqttSource source) {
        return source == null || source.connected();
    }

    private static Optional<String> trouble(boolean well, String otherwise) {
        return well ? Optional.empty() : Optional.of(otherwise);
    }

    /** The administrator's password, if this start has made the administrator. */
    public Optional<String> firstPassword() {
        return firstPassword;
    }

    /** Gives the administrator a new password and answers it. */
    public String newAdministratorPassword() {
        Accounts users = accounts;
        if (users == null) {
            throw new IllegalStateException("the face has not been created");
        }
        return users.resetAdministrator();
    }

    /** The API, listening. */
    private static final class Running implements FrostproofServer.Face {
        private final HttpApi api;
        private volatile int port;

        Running(HttpApi api) {
            this.api = api;
        }

        @Override
        public void start() {
            try {
                port = api.start().await(STEP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new IllegalStateException("the HTTP port did not open within " + STEP_WITHIN, e);
            }
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void close() {
            try {
                api.close().await(STEP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new IllegalStateException("the HTTP port did not close within " + STEP_WITHIN, e);
            }
        }
    }
}
