package io.frostproof.server.access;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in by {@code Authorization: Bearer} or by cookie. A write by cookie has to show its CSRF token and must not come from another
 * site. Each sign-in has {@value #PER_SECOND} requests a second in the long run and {@value #BURST} at once: more than any page or
 * program of good manners, less than a loop gone wild. One that can only send telemetry has {@value #TELEMETRY_PER_SECOND} and
 * {@value #TELEMETRY_BURST}: it may speak for a whole site, and what it sends is held back by the lanes that store it. Thread-safe.
 */
public final class Gatekeeper implements Authenticator {

    static final int BURST = 400;
    static final int PER_SECOND = 100;
    static final int TELEMETRY_BURST = 2_000;
    static final int TELEMETRY_PER_SECOND = 1_000;

    private static final Set<Permission> ONLY_TELEMETRY = Set.of(Permission.INGEST);

    /** With the patience of a lane after it, a sender has its answer well within the 10 s that a message may take. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Accounts accounts;
    private final InstantSource clock;
    private final BooleanSupplier away;
    private final RememberedTokens remembered = new RememberedTokens();
    private final TokenBuckets requests = new TokenBuckets(BURST, PER_SECOND);
    private final TokenBuckets telemetry = new TokenBuckets(TELEMETRY_BURST, TELEMETRY_PER_SECOND);

    /**
     * A gatekeeper.
     *
     * @param clock by which requests are counted
     * @param away whether the database is known to be away
     */
    public Gatekeeper(Accounts accounts, InstantSource clock, BooleanSupplier away) {
        this.accounts = accounts;
        this.clock = clock;
        this.away = away;
    }

    @Override
    public Authentication authenticate(HttpServerRequest request) {
        return authenticate(request.method(), request::getHeader);
    }

    Authentication authenticate(HttpMethod method, Function<String, @Nullable String> headers) {
        String authorization = headers.apply("Authorization");
        String cookies = headers.apply("Cookie");
        Optional<Credential> credential = Credential.of(authorization, cookies);
        if (credential.isEmpty()) {
            return authorization == null
                    ? new Authentication.Nobody()
                    : new Authentication.Refused("the header Authorization is not 'Bearer' and a token");
        }
        Known known = known(credential.get());
        if (known.who.isEmpty()) {
            return new Authentication.Refused(
                    credential.get().viaCookie() ? "the session has ended" : "the token is unknown or has expired");
        }
        SignedIn signedIn = known.who.get();
        boolean onlyTelemetry = signedIn.principal().permissions().equals(ONLY_TELEMETRY);
        Duration wait = (onlyTelemetry ? telemetry : requests).take(signedIn.key(), clock.instant());
        if (wait.isPositive()) {
            return new Authentication.TooMany(wait);
        }
        if (credential.get().viaCookie() && !READS.contains(method)) {
            Optional<String> refusal = BrowserWrite.of(headers).refusal(signedIn);
            if (refusal.isPresent()) {
                return new Authentication.Forbidden(refusal.get());
            }
        }
        var caller = new Authentication.Caller(signedIn, credential.get());
        return known.fromMemory ? new Authentication.Remembered(caller) : caller;
    }

    private record Known(Optional<SignedIn> who, boolean fromMemory) {}

    private Known known(Credential credential) {
        Instant now = clock.instant();
        Optional<SignedIn> lately = remembered.find(credential, now);
        if (lately.isPresent() && away.getAsBoolean()) {
            return new Known(lately, true);
        }
        Optional<Optional<SignedIn>> answer =
                lately.isPresent() ? askedInTime(credential) : Optional.of(accounts.authenticate(credential));
        if (answer.isEmpty()) {
            return new Known(lately, true);
        }
        remembered.told(credential, answer.get(), now);
        return new Known(answer.get(), false);
    }

    /**
     * What the database says, unless it fails or hangs: a gateway that is the only sender is the first to meet a frozen one, and
     * what it sends finds that out only when it gets as far as the lane.
     */
    private Optional<Optional<SignedIn>> askedInTime(Credential credential) {
        var answer = new CompletableFuture<Optional<SignedIn>>();
        Thread asking = Thread.ofVirtual().name("authenticate").start(() -> {
            try {
                answer.complete(accounts.authenticate(credential));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return Optional.of(answer.get(ANSWER_WITHIN.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            asking.interrupt(); // closes the connection that it waits on
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            asking.interrupt();
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
